"""The indicator table: rows of name, value and their level labels, from drawn and from flattened tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.model.records import Cell, Origin
from rules.columns import Column, Header, find_headers, heads_indicators
from rules.grid import Grid, Row
from rules.hierarchy import Anchor, Levels, Mark, judge_sequence, judge_spans
from rules.labels import Vocabulary, plain_label
from rules.lexicon import Lexicon
from rules.values import parse

_LEVEL_ROLES = ("level1", "level2")
# In a flattened table without any sign of damage an odd name is likelier than a label that slid.
TIDY_TRUST = 4


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator before its values are parsed.

    Attributes:
        row: where it stands.
        cells: role to cell (``name``, ``value``, ``weight``, …); a role without a cell is missing.
        texts: role to text, where a role covers several cells joined.
        levels: judged and printed levels.
    """

    row: Row
    cells: Mapping[str, Cell]
    texts: Mapping[str, str]
    levels: Levels


@dataclass(slots=True)
class _Flat:
    """A row of flattened text: the labels in it and the cells that are left."""

    row: Row
    cells: dict[str, Cell] = field(default_factory=dict)


def zone_of(grid: Grid, vocabulary: Vocabulary) -> tuple[list[Header], int, int]:
    """The headers, and the first and the stop position of the indicator zone in ``grid.rows``; (0, 0) without one."""
    headers = find_headers(grid, vocabulary)
    if headers:
        first = headers[0].position + 1
    else:
        first = next((i for i, row in enumerate(grid.rows) if _begins_levels(row, vocabulary)), 0)
        if first == 0:
            return [], 0, 0
    stop = next((i for i in range(first, len(grid.rows)) if _ends(grid.rows[i], vocabulary)), len(grid.rows))
    return headers, first, stop


def _begins_levels(row: Row, vocabulary: Vocabulary) -> bool:
    texts = row.texts
    return len(texts) >= 3 and any(text in vocabulary.level1 for text in texts[:2])


def _ends(row: Row, vocabulary: Vocabulary) -> bool:
    texts = row.texts
    return bool(texts) and vocabulary.zones.get(texts[0]) == "end"


def read_indicators(grid: Grid, vocabulary: Vocabulary, lexicon: Lexicon) -> list[IndicatorRow]:
    """The indicators of a region, in reading order."""
    headers, first, stop = zone_of(grid, vocabulary)
    if stop <= first:
        return []
    header_rows = {header.position for header in headers}
    rows = [
        row
        for position, row in enumerate(grid.rows[first:stop], first)
        if row.texts and position not in header_rows and not heads_indicators(row.texts, vocabulary)
    ]
    if not rows:
        return []
    if headers and grid.has_spans(rows[0]):
        return _drawn(grid, rows, headers, vocabulary, lexicon)
    return _flattened(grid, rows, headers[0] if headers else None, vocabulary, lexicon)


# --- drawn tables -----------------------------------------------------------------------------------------------------


def _drawn(
    grid: Grid, rows: Sequence[Row], headers: Sequence[Header], vocabulary: Vocabulary, lexicon: Lexicon
) -> list[IndicatorRow]:
    carried: dict[str, Cell] = {}
    out: list[IndicatorRow] = []
    taken: set[tuple[int, int, int]] = set()
    for row in rows:
        cells, texts = _role_cells(grid, row, _columns_for(grid, row, headers), vocabulary)
        labels = {role: cell for role in _LEVEL_ROLES if (cell := cells.get(role)) is not None}
        carry = {role: role not in labels for role in _LEVEL_ROLES}
        if "level1" in labels and carry["level2"] and labels["level1"] is not carried.get("level1"):
            carried.pop("level2", None)
        for role, cell in labels.items():
            carried[role] = cell
        name, value = cells.get("name"), cells.get("value")
        if name is None and value is None:
            continue
        mark = (row.table, (name or value).row, (name or value).column)  # type: ignore[union-attr]
        if mark in taken and (name is None or value is None or value.row != row.index):
            continue
        taken.add(mark)
        level1, level2 = carried.get("level1"), carried.get("level2")
        levels = judge_spans(
            level1.text if level1 else None,
            level2.text if level2 else None,
            texts.get("name"),
            vocabulary,
            lexicon,
            spans=(bool(level1 and level1.rowspan > 1), bool(level2 and level2.rowspan > 1)),
            carried=(carry["level1"], carry["level2"]),
        )
        out.append(IndicatorRow(row, cells, texts, levels))
    return out


def _columns_for(grid: Grid, row: Row, headers: Sequence[Header]) -> Sequence[Column]:
    """The columns of the header that speaks for a row, in the row's own table's grid.

    A table that goes on without a header of its own may be cut into other grid columns; its drawn edges tell which are
    the header's.
    """
    header = next((h for h in reversed(headers) if h.position < row.position), headers[0])
    home = grid.rows[header.position].table
    source, target = grid.tables[home], grid.tables[row.table]
    if home == row.table or not source.column_edges or not target.column_edges:
        return header.columns
    return [
        replace(column, first=nearest(target.column_edges, source.column_edges[column.first]), stop=nearest(target.column_edges, source.column_edges[column.stop]))
        for column in header.columns
    ]


def nearest(edges: Sequence[float], x: float) -> int:
    """Index of the edge nearest to ``x``."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - x))


def _role_cells(grid: Grid, row: Row, columns: Sequence[Column], vocabulary: Vocabulary) -> tuple[dict[str, Cell], dict[str, str]]:
    """Role to its first filled cell in a row, and role to the text of all its cells."""
    cells: dict[str, Cell] = {}
    texts: dict[str, str] = {}
    for column in columns:
        for cell in grid.across(row, column.first, column.stop):
            if not cell.text or _role_of(cell, columns, vocabulary) != column.role:
                continue
            if column.role in texts:
                if cell is not cells[column.role]:
                    texts[column.role] += cell.text
            else:
                cells[column.role], texts[column.role] = cell, cell.text
    return cells, texts


def _role_of(cell: Cell, columns: Sequence[Column], vocabulary: Vocabulary) -> str | None:
    """The one role that a cell plays when it covers several columns; ``None`` for a banner over name and value."""
    covered = [column.role for column in columns if cell.column < column.stop and column.first < _end(cell)]
    if len(covered) <= 1:
        return covered[0] if covered else None
    if covered[0] in _LEVEL_ROLES and vocabulary.is_level(cell.text):
        return covered[0]
    if "name" in covered:
        return None if "value" in covered else "name"
    return covered[0]


def _end(cell: Cell) -> int:
    return cell.column + cell.colspan


# --- flattened tables -------------------------------------------------------------------------------------------------


def _flattened(
    grid: Grid, rows: Sequence[Row], header: Header | None, vocabulary: Vocabulary, lexicon: Lexicon
) -> list[IndicatorRow]:
    roles = [column for column in header.columns if column.role not in _LEVEL_ROLES] if header else []
    if not roles:
        roles = [Column("name", 2, 3, ""), Column("value", 3, 4, "")]
    single = all(len(row.cells) <= 1 for row in rows)
    flat, marks, damaged = _one_cell_rows(rows, roles, vocabulary, lexicon) if single else _flat_rows(rows, roles, header, vocabulary)
    centred = grid.tables[rows[0].table].origin in (Origin.ALIGNED, Origin.OCR)
    anchor: Anchor = "centre" if centred else "first"
    names = [item.cells["name"].text if "name" in item.cells else None for item in flat]
    judged = judge_sequence(names, marks, vocabulary, lexicon, anchor=anchor, trust=1.0 if damaged else TIDY_TRUST)
    return [
        IndicatorRow(item.row, item.cells, {role: cell.text for role, cell in item.cells.items()}, levels)
        for item, levels in zip(flat, judged, strict=True)
    ]


def _flat_rows(
    rows: Sequence[Row], roles: Sequence[Column], header: Header | None, vocabulary: Vocabulary
) -> tuple[list[_Flat], list[Mark], bool]:
    """Rows of a flattened table: level labels wherever they stand, then the last cells as name, value, ….

    Also tells whether the table is visibly damaged: a label outside its column, or a row out of line.
    """
    out: list[_Flat] = []
    marks: list[Mark] = []
    damaged = False
    expected = {role: column.first for role in _LEVEL_ROLES if header and (column := header.role(role))}
    parent: str | None = None
    for row in rows:
        labels, rest = _split_labels(row.filled, vocabulary)
        index = float(len(out)) if rest else len(out) - 0.5
        for level, canonical, cell in labels:
            marks.append(Mark(level, canonical, cell.text, index))
            damaged = damaged or cell.column != expected.get(f"level{level}", cell.column)
        named1 = [canonical for level, canonical, _ in labels if level == 1]
        named2 = [canonical for level, canonical, _ in labels if level == 2]
        for canonical in named2:
            new = vocabulary.levels[canonical].parent
            damaged = damaged or (parent is not None and new != (named1[0] if named1 else parent))
            parent = new
        damaged = damaged or (bool(named1) and not named2)
        if rest:
            out.append(_Flat(row, _assign(rest, roles)))
    return out, marks, damaged


def _split_labels(
    filled: Sequence[Cell], vocabulary: Vocabulary
) -> tuple[list[tuple[int, str, Cell]], list[Cell]]:
    """The level labels of a row with their level and canonical label, and the cells that are none.

    A label such as 满意度指标 or 成本指标 stands in both vocabularies: it is a level 1 when a level 2 follows it in the row
    or nothing came before it, a level 2 after its level 1.
    """
    cells = [cell for cell in filled if vocabulary.zones.get(cell.text) != "indicators"]
    stop = next((i for i, cell in enumerate(cells) if not vocabulary.is_level(cell.text)), len(cells))
    alone = stop == len(cells) or (stop == len(cells) - 1 and _only_value(cells[stop].text))
    if stop and alone and _is_name_too(cells[stop - 1].text):
        # 服务对象满意度 in the name's place is a name, although a level 2 may be printed so.
        stop -= 1
    labels: list[tuple[int, str, Cell]] = []
    for position, cell in enumerate(cells[:stop]):
        one, two = vocabulary.level1.get(cell.text), vocabulary.level2.get(cell.text)
        if one and two:
            followed = position + 1 < stop and cells[position + 1].text in vocabulary.level2
            after = any(level == 1 for level, _, _ in labels)
            if followed or not after:
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


def _assign(rest: Sequence[Cell], roles: Sequence[Column]) -> dict[str, Cell]:
    """Name, value and the other columns of one flattened row; a cell that is missing is missing, never a neighbour's."""
    count = len(roles)
    if len(rest) > count:
        # An unknown label or a stray cell stands before the name; what the table's own columns hold is at the right.
        rest = rest[len(rest) - count :]
    if len(rest) == count:
        return {column.role: cell for column, cell in zip(roles, rest, strict=True)}
    if len(rest) == 1:
        cell = rest[0]
        return {"value" if _only_value(cell.text) else "name": cell}
    cells = {"name": rest[0]}
    others = [column for column in roles if column.role != "name"]
    for cell in rest[1:]:
        if not others:
            break
        nearest = min(others, key=lambda column: abs(column.first - cell.column))
        cells[nearest.role] = cell
        others = [column for column in others if column.first > nearest.first]
    return cells


def _only_value(text: str) -> bool:
    """Whether a lone cell can only be a value: an operator or a number with a unit, and nothing that names anything."""
    value = parse(text)
    return value.kind in ("quantity", "range", "placeholder") and value.number is not None and value.operator is not None


def _one_cell_rows(
    rows: Sequence[Row], roles: Sequence[Column], vocabulary: Vocabulary, lexicon: Lexicon
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
    if two and _is_name_too(text) and parse(following).kind not in ("text", "missing"):
        return None
    return (2, two) if two else None


def _reads_as_value(text: str, following: str, vocabulary: Vocabulary, lexicon: Lexicon) -> bool:
    """Whether the line after a name is its value rather than the next name.

    Quantities, dates and known qualitative words are values. A text that the lexicon knows as a name is the next name
    when a value follows it.
    """
    value = parse(text)
    if value.kind not in ("text", "missing"):
        return True
    if lexicon.judge(text).rule is None or vocabulary.is_level(following):
        return True
    follows = parse(following)
    return not (following and follows.kind not in ("text", "missing")) or len(plain_label(text)) <= 2
