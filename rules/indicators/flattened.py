"""Indicator rows of flattened text: labels wherever they stand, then name, value and what else the row holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from extractor.model.table import Cell, Origin
from rules.grid import Grid, Row
from rules.indicators.columns import LEVEL_ROLES, OTHER, Column, Header, Panel
from rules.indicators.decoder import Anchor, Mark
from rules.indicators.levels import judge_sequence
from rules.indicators.names import Lexicon
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
    if all(len(row.cells) <= 1 for row in rows):
        flat, marks, damaged = _one_cell_rows(rows, vocabulary, lexicon)
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
    """The lines between the rows: halfway from the last line of one row to the first of the next; () without lines."""
    spans: list[tuple[float, float]] = []
    for item in flat:
        lines = [
            (cell.line, cell.line + max(len(cell.lines), 1)) for cell in item.cells.values() if cell.line is not None
        ]
        if not lines:
            return ()
        spans.append((min(first for first, _ in lines), max(stop for _, stop in lines)))
    between = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
    return (spans[0][0], *between, spans[-1][1])


def _middle(cell: Cell) -> float | None:
    """The line in the middle of a cell's own lines."""
    return None if cell.line is None else cell.line + max(len(cell.lines), 1) / 2


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
    """The level labels of a row with their level and canonical label, and the cells that are none.

    A label such as 满意度指标 or 成本指标 stands in both vocabularies: it is a level 1 when a level 2 follows it in the row,
    a level 2 after its level 1 or in the level-2 column, else a level 1.
    """
    cells = [cell for cell in filled if vocabulary.zones.get(cell.text) != "indicators"]
    stop = next((i for i, cell in enumerate(cells) if not vocabulary.is_level(cell.text)), len(cells))
    alone = stop == len(cells) or (stop == len(cells) - 1 and _only_value(cells[stop].text, vocabulary.values))
    if stop and alone and _is_name_too(cells[stop - 1].text):
        # 服务对象满意度 in the name's place is a name, although a level 2 may be printed so.
        stop -= 1
    labels: list[tuple[int, str, Cell]] = []
    for position, cell in enumerate(cells[:stop]):
        one, two = vocabulary.level1.get(cell.text), vocabulary.level2.get(cell.text)
        if one and two:
            followed = position + 1 < stop and cells[position + 1].text in vocabulary.level2
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
    return labels, cells[stop:]


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
        return {column.role: cell for column, cell in zip(roles, rest, strict=True) if column.role != OTHER}
    cells = {"name": rest[0]}
    others = [column for column in roles if column.role not in ("name", OTHER)]
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
        found = {role: cell for role, cell in placed if role is not None and role != OTHER}
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


def _one_cell_rows(
    rows: Sequence[Row], vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[list[_Flat], list[Mark], bool]:
    """One cell a line: labels, names and values take turns; a name follows a name where a value is missing."""
    out: list[_Flat] = []
    marks: list[Mark] = []
    items = [(row, row.filled[0]) for row in rows if row.filled]
    waiting: _Flat | None = None
    last_level = 0
    parent: str | None = None
    damaged = False
    for position, (row, cell) in enumerate(items):
        following = items[position + 1][1].text if position + 1 < len(items) else ""
        level = _label_level(cell.text, following, last_level, vocabulary)
        if level is not None:
            kind, canonical = level
            waiting = None
            last_level = kind
            if kind:
                marks.append(Mark(kind, canonical, cell.text, float(len(out))))
                if kind == 1:
                    parent = canonical
                damaged = damaged or (kind == 2 and vocabulary.levels[canonical].parent != parent)
            continue
        last_level = 0
        if waiting is not None and _reads_as_value(cell.text, following, vocabulary, lexicon):
            waiting.cells["value"] = cell
            waiting = None
            continue
        waiting = _Flat(row, {"name": cell})
        out.append(waiting)
    return out, marks, damaged


def _label_level(text: str, following: str, last_level: int, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """Level (0 for a zone label) and canonical label of a line, or ``None`` when it is no label."""
    if vocabulary.zones.get(text) == "indicators":
        return 0, ""
    one, two = vocabulary.level1.get(text), vocabulary.level2.get(text)
    if one and two:
        if last_level == 1 and following not in vocabulary.level2:
            return 2, two
        return 1, one
    if one:
        return 1, one
    if two and _is_name_too(text) and vocabulary.values.alone(following).kind not in ("text", "missing"):
        return None
    return (2, two) if two else None


def _reads_as_value(text: str, following: str, vocabulary: Vocabulary, lexicon: Lexicon) -> bool:
    """Whether the line after a name is its value rather than the next name.

    Quantities, dates and known qualitative words are values. A text that the lexicon knows as a name is the next name
    when a value follows it.
    """
    value = vocabulary.values.alone(text)
    if value.kind not in ("text", "missing"):
        return True
    if lexicon.judge(text).rule is None or vocabulary.is_level(following):
        return True
    follows = vocabulary.values.alone(following)
    return not (following and follows.kind not in ("text", "missing")) or len(plain_label(text)) <= 2
