"""Indicator rows of flattened text: labels wherever they stand, then name, value and what else the row holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from extractor.model.table import Cell, Origin
from rules.grid import Grid, Row
from rules.indicators.columns import LEVEL_ROLES, Column, Header, Panel
from rules.indicators.decoder import Anchor, Mark
from rules.indicators.levels import judge_sequence
from rules.indicators.names import Lexicon
from rules.indicators.row_sequence import decode_rows
from rules.indicators.row_tokens import apart_of, fit_of, tokens_of
from rules.indicators.rows import IndicatorRow
from rules.labels import Vocabulary, plain_label
from rules.values import ValueGrammar

# In a flattened table without any sign of damage an odd name is likelier than a label that slid.
TIDY_TRUST = 4.0
PRE_2021_COST = "经济成本指标"


class _Flat(Struct):
    """A row of flattened text: what is left of it beside its labels."""

    row: Row
    cells: dict[str, Cell] = field(default_factory=dict)


def read_flattened(
    grid: Grid,
    rows: Sequence[Row],
    header: Header | None,
    panel: Panel | None,
    vocabulary: Vocabulary,
    lexicon: Lexicon,
) -> list[IndicatorRow]:
    """The indicators of one panel of a flattened table, in reading order."""
    columns = panel.columns if panel else ()
    roles = [column for column in columns if column.role not in LEVEL_ROLES]
    if not roles:
        roles = [Column("name", 2, 3, ""), Column("value", 3, 4, "")]
    if _columns_lost(rows, columns, vocabulary):
        flat, marks, damaged = _sequence_rows(rows, header, panel, vocabulary, lexicon)
    else:
        within = _range_of(header, panel)
        flat, marks, damaged = _flat_rows(rows, roles, columns, within, vocabulary)
    centred = grid.tables[rows[0].table].origin in (Origin.ALIGNED, Origin.OCR)
    anchor: Anchor = "centre" if centred else "first"
    edges = _line_edges(flat) if centred else ()
    names = [item.cells["name"].text if "name" in item.cells else None for item in flat]
    judged = judge_sequence(
        names, marks, vocabulary, lexicon, anchor=anchor, trust=1.0 if damaged else TIDY_TRUST, edges=edges
    )
    return [
        IndicatorRow(item.row, item.cells, {role: cell.text for role, cell in item.cells.items()}, levels)
        for item, levels in zip(flat, judged, strict=True)
    ]


def _line_edges(flat: Sequence[_Flat]) -> tuple[float, ...]:
    """Where one row ends and the next begins: halfway between the lines of both; () where their places are not known."""
    spans: list[tuple[float, float]] = []
    for item in flat:
        extents = [extent for cell in item.cells.values() if (extent := _extent(cell)) is not None]
        if not extents:
            return ()
        spans.append((min(first for first, _ in extents), max(stop for _, stop in extents)))
    if len({cell.page for item in flat for cell in item.cells.values() if cell.line is None}) > 1:
        return ()  # heights on different pages do not compare
    between = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
    return (spans[0][0], *between, spans[-1][1]) if spans else ()


def _extent(cell: Cell) -> tuple[float, float] | None:
    """Where a cell's text begins and ends: in lines of a text, in points on a page."""
    if cell.line is not None:
        return cell.line, cell.line + max(len(cell.lines), 1)
    return None if cell.bbox is None else (cell.bbox[1], cell.bbox[3])


def _middle(cell: Cell) -> float | None:
    """The middle of a cell's text."""
    extent = _extent(cell)
    return None if extent is None else sum(extent) / 2


def _range_of(header: Header | None, panel: Panel | None) -> tuple[int, int, int] | None:
    """Where the first panel begins, and the text columns of this one; ``None`` where it is the only one."""
    if header is None or panel is None or len(header.panels) < 2:
        return None
    starts = [min(c.first for c in p.columns if c.role != "level1") for p in header.panels]
    number = header.panels.index(panel)
    return min(starts), starts[number], starts[number + 1] if number + 1 < len(starts) else 10_000


def _flat_rows(
    rows: Sequence[Row],
    roles: Sequence[Column],
    columns: Sequence[Column],
    within: tuple[int, int, int] | None,
    vocabulary: Vocabulary,
) -> tuple[list[_Flat], list[Mark], bool]:
    """Rows of a flattened table: level labels wherever they stand, then the last cells as name, value, ….

    Also tells whether the table is visibly damaged: a label outside its column, or a row out of line.
    """
    out: list[_Flat] = []
    marks: list[Mark] = []
    damaged = False
    expected = {column.role: column.first for column in columns if column.role in LEVEL_ROLES}
    parent: str | None = None
    for row in rows:
        labels, rest = _split_labels(_cells_within(row, within, vocabulary), expected, vocabulary)
        index = float(len(out)) if rest else len(out) - 0.5
        for level, canonical, cell in labels:
            marks.append(Mark(level, canonical, cell.text, index, _middle(cell)))
            damaged = damaged or cell.column != expected.get(f"level{level}", cell.column)
        named1 = [canonical for level, canonical, _ in labels if level == 1]
        named2 = [canonical for level, canonical, _ in labels if level == 2]
        for canonical in named2:
            new = vocabulary.levels[canonical].parent
            if canonical == PRE_2021_COST and (named1[0] if named1 else parent) == "产出指标":
                continue  # before 2021 成本指标 stood under 产出指标
            damaged = damaged or (parent is not None and new != (named1[0] if named1 else parent))
            parent = new
        damaged = damaged or (bool(named1) and not named2)
        if rest:
            out.append(_Flat(row, _assign(rest, roles, vocabulary.values)))
    return out, marks, damaged


def _cells_within(row: Row, within: tuple[int, int, int] | None, vocabulary: Vocabulary) -> Sequence[Cell]:
    """The row's cells that belong to a panel: those in its columns, and the level-1 labels left of all panels."""
    if within is None:
        return row.filled
    first, start, stop = within
    return [
        cell
        for cell in row.filled
        if start <= cell.column < stop or (cell.column < first and cell.text in vocabulary.level1)
    ]


def _split_labels(
    filled: Sequence[Cell], expected: Mapping[str, int], vocabulary: Vocabulary
) -> tuple[list[tuple[int, str, Cell]], list[Cell]]:
    """The level labels of a row with their level and canonical label, and the cells that are none."""
    cells = [cell for cell in filled if vocabulary.zones.get(cell.text) != "indicators"]
    stop = next((i for i, cell in enumerate(cells) if not vocabulary.is_level(cell.text)), len(cells))
    alone = stop == len(cells) or (stop == len(cells) - 1 and _only_value(cells[stop].text, vocabulary.values))
    if stop and alone and _is_name_too(cells[stop - 1].text):
        # 服务对象满意度 in the name's place is a name, although a level 2 may be printed so.
        stop -= 1
    return _levels_of(cells[:stop], expected, vocabulary), cells[stop:]


def _levels_of(
    cells: Sequence[Cell], expected: Mapping[str, int], vocabulary: Vocabulary
) -> list[tuple[int, str, Cell]]:
    """Level and canonical label of a row's level labels.

    A label such as 满意度指标 or 成本指标 stands in both vocabularies: it is a level 1 when a level 2 follows it in the row,
    a level 2 after its level 1 or in the level-2 column, else a level 1.
    """
    labels: list[tuple[int, str, Cell]] = []
    for position, cell in enumerate(cells):
        one, two = vocabulary.level1.get(cell.text), vocabulary.level2.get(cell.text)
        if one and two:
            followed = position + 1 < len(cells) and cells[position + 1].text in vocabulary.level2
            after = any(level == 1 for level, _, _ in labels)
            in_second = cell.column == expected.get("level2") != expected.get("level1")
            if followed or not (after or in_second):
                two = None
            else:
                one = None
        if one:
            labels.append((1, one, cell))
        elif two:
            labels.append((2, two, cell))
    return labels


def _is_name_too(text: str) -> bool:
    """Whether a level label may as well be an indicator's name: it lacks the ending that marks a level."""
    return not plain_label(text).endswith(("指标", "目标"))


def _assign(rest: Sequence[Cell], roles: Sequence[Column], values: ValueGrammar) -> dict[str, Cell]:
    """Name, value and the other columns of one flattened row; a cell that is missing is missing, never a neighbour's.

    Cells are taken by the text columns they stand in where those fit the header's; a row out of line is taken in order.
    """
    if len(rest) == 1:
        cell = rest[0]
        return {"value" if _only_value(cell.text, values) else "name": cell}
    if placed := _in_columns(rest, roles):
        return placed
    if len(rest) > len(roles) == 2:
        # An unknown label or a stray cell stands before the name; what the table's own columns hold is at the right.
        rest = rest[-2:]
    if len(rest) == len(roles):
        return {column.role: cell for column, cell in zip(roles, rest, strict=True)}
    cells = {"name": rest[0]}
    others = [column for column in roles if column.role != "name"]
    for cell in rest[1:]:
        if not others:
            break
        nearest = min(others, key=lambda column: abs(column.first - cell.column))
        cells[nearest.role] = cell
        others = [column for column in others if column.first > nearest.first]
    return cells


def _in_columns(rest: Sequence[Cell], roles: Sequence[Column]) -> dict[str, Cell] | None:
    """The cells by the text columns they stand in, all moved by the same few columns if need be.

    ``None`` unless every cell stands in a column of the header, or at least name and value do; a cell in a column that
    the header leaves blank then has no role.
    """
    by_column = {column.first: column.role for column in roles}
    for shift in (0, 1, -1, 2, -2):
        placed = [(by_column.get(cell.column - shift), cell) for cell in rest]
        found = {role: cell for role, cell in placed if role is not None}
        complete = all(role is not None for role, _ in placed)
        if "name" in found and (complete or (shift == 0 and "value" in found)):
            return found
    return None


def _only_value(text: str, values: ValueGrammar) -> bool:
    """Whether a lone cell can only be a value: an operator or a number with a unit, and nothing that names anything."""
    value = values.alone(text)
    return (
        value.kind in ("quantity", "range", "placeholder") and value.number is not None and value.operator is not None
    )


def _columns_lost(rows: Sequence[Row], columns: Sequence[Column], vocabulary: Vocabulary) -> bool:
    """Whether a cell's place says nothing of its column: a cell a line, or the blank cells under a span left out.

    Then every row begins in the first column, with a level's label in some rows and with the name in others.
    """
    if all(len(row.cells) <= 1 for row in rows):
        return True
    begun = [row.filled[0] for row in rows if row.filled]
    if not columns or columns[0].role not in LEVEL_ROLES or any(cell.column > columns[0].first for cell in begun):
        return False
    labelled = [vocabulary.is_level(cell.text) for cell in begun]
    return any(labelled) and not all(labelled)


def _all_columns(header: Header | None) -> list[Column]:
    """The columns of all panels, left to right; those that every form has where no header says which."""
    if header is None or not any(panel.role("name") for panel in header.panels):
        return [Column(role, place, place + 1, "") for place, role in enumerate((*LEVEL_ROLES, "name", "value"))]
    found = dict.fromkeys(column for panel in header.panels for column in panel.columns)
    return sorted(found, key=lambda column: column.first)


def _levels_without_head(columns: Sequence[Column], rows: Sequence[Row], vocabulary: Vocabulary) -> list[Column]:
    """The columns of levels that a header does not name although labels of levels stand below it."""
    named = {column.role for column in columns}
    printed = any(vocabulary.is_level(cell.text) for row in rows for cell in row.filled)
    missing = [role for role in LEVEL_ROLES if role not in named]
    return [Column(role, place - 2, place - 1, "") for place, role in enumerate(missing)] if printed else []


def _sequence_rows(
    rows: Sequence[Row], header: Header | None, panel: Panel | None, vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[list[_Flat], list[Mark], bool]:
    """Rows of a text that has lost its columns: a cell a line, or cells under a span left out."""
    columns = _all_columns(header)
    columns = [*_levels_without_head(columns, rows, vocabulary), *columns]
    roles = [column.role for column in columns]
    own = [panel is None or column in panel.columns or column.first < 0 for column in columns]
    tokens = tokens_of(rows, roles, vocabulary)
    decoded = decode_rows(
        tokens.cells,
        tokens.steps,
        roles,
        lambda text, role: fit_of(text, role, vocabulary, lexicon),
        apart=lambda text: apart_of(text, vocabulary),
    )
    out: list[_Flat] = []
    marks: list[Mark] = []
    damaged = False
    parent: str | None = None
    for found in decoded.rows:
        of_panel = {roles[index]: cell for index, cell in found.cells.items() if own[index]}
        labels = [cell for role, cell in of_panel.items() if role in LEVEL_ROLES and vocabulary.is_level(cell.text)]
        cells = {role: cell for role, cell in of_panel.items() if role not in LEVEL_ROLES}
        named = _levels_of(labels, {"level2": labels[0].column} if len(labels) == 1 and parent else {}, vocabulary)
        index = float(len(out)) if cells else len(out) - 0.5
        for level, canonical, cell in named:
            marks.append(Mark(level, canonical, cell.text, index))
            new = canonical if level == 1 else vocabulary.levels[canonical].parent
            if level == 2 and canonical == PRE_2021_COST and parent == "产出指标":
                continue
            damaged = damaged or (level == 2 and new != parent)
            parent = new
        damaged = damaged or len(named) < len(labels)
        if cells:
            out.append(_Flat(tokens.rows[found.first], cells))
    return out, marks, damaged
