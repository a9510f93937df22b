"""Indicator rows of flattened text: labels wherever they are, then name, value and what else the row holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.model.form import PrintedLevels
from extractor.model.patterns import compiled
from extractor.model.table import Cell, Origin
from rules.grid import Grid, Row
from rules.indicators.columnless import columns_lost, sequence_rows
from rules.indicators.decoder import Anchor, Mark
from rules.indicators.flat_rows import PRE_2021_COST, FlatRow, OwnLevels, levels_of
from rules.indicators.header import LEVEL_ROLES, Column, Header, Panel
from rules.indicators.levels import Levels, judge_sequence
from rules.indicators.names import Lexicon
from rules.indicators.rows import IndicatorRow
from rules.labels import Vocabulary, plain_label
from rules.values import ValueGrammar

_COUNTER = compiled(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]?[、.．]?")
"""What numbers a row in a column of its own."""
# In a flattened table without any sign of damage an odd name is likelier than a label that slid.
TIDY_TRUST = 4.0


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
    if columns_lost(rows, columns, vocabulary):
        flat, marks, damaged = sequence_rows(rows, header, panel, vocabulary, lexicon)
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
        IndicatorRow(
            item.row,
            item.cells,
            {role: cell.text for role, cell in item.cells.items()},
            levels if centred or not item.own else _with_own(levels, item.own),
            sure=item.sure,
        )
        for item, levels in zip(flat, judged, strict=True)
    ]


def _with_own(levels: Levels, own: Mapping[int, str]) -> Levels:
    """The levels of a row for which words of the form's own are printed: such have no place in the canonical vocabulary."""
    kept = {} if 1 in own else {"level1": levels.judgement["level1"]} if "level1" in levels.judgement else {}
    printed = PrintedLevels(own.get(1, levels.printed.level1), own.get(2, levels.printed.level2))
    return replace(levels, level1=None if 1 in own else levels.level1, level2=None, printed=printed, judgement=kept)


def _line_edges(flat: Sequence[FlatRow]) -> tuple[float, ...]:
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
) -> tuple[list[FlatRow], list[Mark], bool]:
    """Rows of a flattened table: level labels wherever they are, then the last cells as name, value, ….

    Also tells whether the table is visibly damaged: a label outside its column, or a row out of line.
    """
    out: list[FlatRow] = []
    marks: list[Mark] = []
    damaged = slid = False
    expected = {column.role: column.first for column in columns if column.role in LEVEL_ROLES}
    expected |= _columns_of_levels(rows, within, vocabulary)
    parent: str | None = None
    first = min(column.first for column in roles)
    name = next((column.first for column in columns if column.role == "name"), None)
    behind = bool(expected) and min(expected.values()) > first
    own = OwnLevels({column.role: column.first for column in columns})
    for row in rows:
        cells = _cells_within(row, within, vocabulary)
        if len(cells) > 1 and cells[0].column < first and _COUNTER.fullmatch(cells[0].text):
            cells = cells[1:]
        labels, rest = _split_labels(cells, expected, vocabulary, name=name, behind=behind)
        index = float(len(out)) if rest else len(out) - 0.5
        for level, canonical, cell in labels:
            marks.append(Mark(level, canonical, cell.text, index, _middle(cell)))
        named1 = [canonical for level, canonical, _ in labels if level == 1]
        named2 = [canonical for level, canonical, _ in labels if level == 2]
        for canonical in named2:
            new = vocabulary.levels[canonical].parent
            if canonical == PRE_2021_COST and (named1[0] if named1 else parent) == "产出指标":
                continue  # before 2021 成本指标 stood under 产出指标
            damaged = damaged or (parent is not None and new != (named1[0] if named1 else parent))
            parent = new
        slid = slid or any(cell.column != expected.get(f"level{level}", cell.column) for level, _, cell in labels)
        words = {} if slid else own.in_force(cells, labels)
        damaged = damaged or (bool(named1) and not named2 and 2 not in words)
        if rest:
            out.append(FlatRow(row, _assign(rest, roles, vocabulary.values), own=words))
    return out, marks, damaged or slid


def _columns_of_levels(
    rows: Sequence[Row], within: tuple[int, int, int] | None, vocabulary: Vocabulary
) -> dict[str, int]:
    """The column of each level where all labels that can be of no other are in one, whatever its head says."""
    columns: dict[str, set[int]] = {}
    for row in rows:
        for cell in _cells_within(row, within, vocabulary):
            one, two = cell.text in vocabulary.level1, cell.text in vocabulary.level2
            if one != two:
                columns.setdefault("level1" if one else "level2", set()).add(cell.column)
    return {role: next(iter(places)) for role, places in columns.items() if len(places) == 1}


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
    filled: Sequence[Cell], expected: Mapping[str, int], vocabulary: Vocabulary, *, name: int | None, behind: bool
) -> tuple[list[tuple[int, str, Cell]], list[Cell]]:
    """The level labels of a row with their level and canonical label, and the cells that are none.

    Args:
        name: the column of names, where a header says so.
        behind: whether the columns of levels are right of what they are of.
    """
    cells = [cell for cell in filled if vocabulary.zones.get(cell.text) != "indicators"]
    if behind:
        levels = [cell for cell in cells if cell.column in expected.values() and vocabulary.is_level(cell.text)]
        rest = [cell for cell in cells if cell not in levels]
        return levels_of(sorted(levels, key=lambda cell: -cell.column), expected, vocabulary), rest
    stop = next((i for i, cell in enumerate(cells) if not vocabulary.is_level(cell.text)), len(cells))
    alone = stop == len(cells) or (stop == len(cells) - 1 and _only_value(cells[stop].text, vocabulary.values))
    if stop and (alone or cells[stop - 1].column == name) and _is_name_too(cells[stop - 1].text):
        # 服务对象满意度 in the name's place is a name, although a level 2 may be printed so.
        stop -= 1
    return levels_of(cells[:stop], expected, vocabulary), cells[stop:]


def _is_name_too(text: str) -> bool:
    """Whether a level label may as well be an indicator's name: it lacks the ending that marks a level."""
    return not plain_label(text).endswith(("指标", "目标"))


def _assign(rest: Sequence[Cell], roles: Sequence[Column], values: ValueGrammar) -> dict[str, Cell]:
    """Name, value and the other columns of one flattened row; a cell that is missing is missing, never a neighbour's.

    Cells are taken by the text columns they are in where those fit the header's; a row out of line is taken in order.
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
    """The cells by the text columns they are in, all moved by the same few columns if need be.

    ``None`` unless every cell is in a column of the header, or at least name and value do; a cell in a column that
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
