"""The header of an indicator table: which column plays which role, in one panel or in two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.indicators.cell_roles import role_score
from rules.indicators.column_roles import MANY, OTHER, HeadCell, decide, is_past
from rules.labels import LabelMap, Vocabulary

Horizon: TypeAlias = Literal["medium_term", "annual"]

LEVEL_ROLES = ("level1", "level2")
_LABEL_LIKE = compiled(r"[^\d,.;!?%,。;!?]{2,12}")
_MOST_ROWS = 14
"""Rows below a head that are looked at."""
_FEWEST_HEADS, _FEWEST_ROWS = 3, 2
"""Heads, and rows below them, of a table that only what it holds shows to be one of indicators."""
_MEASURED = frozenset({"quantity", "range", "duration", "deadline", "period", "frequency", "grade", "boolean"})
_KEY_ROLES = frozenset({"level1", "level2", "name", "value"})
_SAYING_ROLES = frozenset({"name", "value"})


class Column(Struct, frozen=True):
    """One column of the indicator table.

    Attributes:
        role: level1, level2, name, value, operator, unit, weight, …
        first, stop: grid columns ``first`` up to ``stop``.
        label: the header as printed.
        confidence: how sure the role is, 0 to 1.
        second: the role it would have otherwise, where that is in doubt.
    """

    role: str
    first: int
    stop: int
    label: str
    confidence: float = 1.0
    second: str | None = None


class Panel(Struct, frozen=True):
    """The columns that describe one indicator a row.

    Attributes:
        columns: left to right.
        horizon: which of two panels it is, ``None`` where the form has one.
    """

    columns: tuple[Column, ...]
    horizon: Horizon | None = None

    def role(self, role: str) -> Column | None:
        """The column of a role."""
        return next((column for column in self.columns if column.role == role), None)


class Header(Struct, frozen=True):
    """A header row and what it says.

    Attributes:
        first, position: indexes into ``Grid.rows`` of the first and the last header row.
        panels: left to right; more than one where medium-term and annual stand side by side.
    """

    first: int
    position: int
    panels: tuple[Panel, ...]


def row_roles(texts: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The column roles that the texts of a row name."""
    return [role for text in texts if (role := vocabulary.columns.get(text))]


def heads_indicators(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a row's texts head an indicator table: at least two key columns, one of them name or value."""
    return len(texts) > 1 and _heads(tuple(texts), vocabulary.columns)


@lru_cache(maxsize=4096)
def _heads(texts: tuple[str, ...], columns: LabelMap) -> bool:
    """Asked of every row by all who look for the table's head."""
    roles = _KEY_ROLES.intersection(map(columns.get, texts))
    return len(roles) >= 2 and not roles.isdisjoint(_SAYING_ROLES)


def find_headers(grid: Grid, vocabulary: Vocabulary) -> list[Header]:
    """Every indicator header of the region, in reading order (a repeated one after a page break included)."""
    headers: list[Header] = []
    skip = -1
    for position, row in enumerate(grid.rows):
        if position <= skip or not heads_indicators(row.texts, vocabulary):
            continue
        columns = _columns_of(grid, row, vocabulary)
        if position + 1 < len(grid.rows):
            refined = _sub_header(grid, row, grid.rows[position + 1], columns, vocabulary)
            if refined is not None:
                columns, skip = refined, position + 1
        columns = _decided(grid, row, max(position, skip), columns, vocabulary)
        panels = _panels(grid, row, columns, vocabulary)
        headers.append(Header(position, max(position, skip), panels))
    return headers or _unlisted_header(grid, vocabulary)


def _unlisted_header(grid: Grid, vocabulary: Vocabulary) -> list[Header]:
    """The first row that heads names and values below it, and levels beside them, although no list knows its words."""
    for row in grid.rows[:-1]:
        if len(row.filled) < _FEWEST_HEADS or not all(_is_like_head(text, vocabulary) for text in row.texts):
            continue
        following = grid.rows[row.position + 1]
        if any(map(vocabulary.is_header_label, row.texts)) or not any(map(vocabulary.is_level, following.texts)):
            continue
        below = _data_rows(grid, row, row.position, vocabulary)
        columns = _columns_of(grid, row, vocabulary)
        if len(below) < _FEWEST_ROWS or not any(_holds_levels(grid, below, column, vocabulary) for column in columns):
            continue
        panel = Panel(tuple(_decided(grid, row, row.position, columns, vocabulary)))
        value = panel.role("value") or panel.role("grade1")
        if panel.role("name") is None or value is None:
            continue
        kinds = [vocabulary.values.alone(text).kind for text in _texts_below(grid, below, value)]
        if kinds and sum(kind in _MEASURED for kind in kinds) * 2 >= len(kinds):
            return [Header(row.position, row.position, (panel,))]
    return []


def _is_like_head(text: str, vocabulary: Vocabulary) -> bool:
    return _LABEL_LIKE.fullmatch(text) is not None or text in vocabulary.grades


def _holds_levels(grid: Grid, rows: Sequence[Row], column: Column, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.is_level(text) for text in _texts_below(grid, rows, column))


def _columns_of(grid: Grid, row: Row, vocabulary: Vocabulary) -> list[Column]:
    """The columns of a header row; one that no rule knows keeps its place.

    Cells that reach down into the row head columns too: 权重 beside 绩效指标 over 一级指标, 二级指标, 三级指标.
    """
    width = grid.tables[row.table].columns
    heads = grid.across(row, 0, width) if grid.has_spans(row) else row.filled
    return [
        Column(
            _role_under(_role_above(grid, row, cell, vocabulary), cell, vocabulary),
            cell.column,
            cell.column + cell.colspan,
            cell.text,
        )
        for cell in heads
        if cell.text
    ]


def _role_of(cell: Cell, vocabulary: Vocabulary) -> str:
    return vocabulary.columns.get(cell.text) or vocabulary.grades.get(cell.text) or OTHER


def _role_under(top: str | None, cell: Cell, vocabulary: Vocabulary) -> str:
    """The role of a header cell below one of the role ``top``: 半年 | 全年 under 指标值 are values both."""
    role = _role_of(cell, vocabulary)
    return "value" if role == OTHER and top == "value" and not is_past(cell.text) else role


def _role_above(grid: Grid, row: Row, cell: Cell, vocabulary: Vocabulary) -> str | None:
    """The role of the cell over a header cell, in the row above."""
    if not row.position or cell.row != row.index:
        return None
    other = grid.rows[row.position - 1]
    above = grid.covering(other, cell.column) if other.table == row.table else None
    return _role_of(above, vocabulary) if above is not None else None


def _sub_header(
    grid: Grid, row: Row, following: Row, columns: list[Column], vocabulary: Vocabulary
) -> list[Column] | None:
    """A second header row under wide header cells (指标值 over 指标性质 | 指标值 | 度量单位), merged into the first."""
    cells = following.filled
    if following.table != row.table or not cells:
        return None
    if grid.has_spans(row):
        # A name's header of two rows tells that what stands under the others' heads them too.
        deep = any(cell.rowspan == 2 and _role_of(cell, vocabulary) == "name" for cell in row.filled)
        tops = [cell for cell in row.filled if (deep or cell.colspan > 1) and cell.rowspan == 1]
        if not all(any(top.column <= cell.column < top.column + top.colspan for top in tops) for cell in cells):
            return None
    else:
        name = next((column for column in columns if column.role == "name"), columns[-1])
        known = [cell for cell in cells if _role_of(cell, vocabulary) != OTHER]
        labels = all(cell in known or _LABEL_LIKE.fullmatch(cell.text) for cell in cells)
        if len(cells) < 2 or not known or not labels or cells[0].column <= name.first:
            return None
    inner = [
        Column(_role_under(_over(columns, cell), cell, vocabulary), cell.column, cell.column + cell.colspan, cell.text)
        for cell in cells
    ]
    if not any(sub.role != OTHER or _over(columns, cell) == "value" for sub, cell in zip(inner, cells, strict=True)):
        return None
    outer = [column for column in columns if not any(column.first <= sub.first < column.stop for sub in inner)]
    return sorted([*outer, *inner], key=lambda column: column.first)


def _over(columns: Sequence[Column], cell: Cell) -> str | None:
    """The role of the column that a cell stands under."""
    return next((column.role for column in columns if column.first <= cell.column < column.stop), None)


def _decided(grid: Grid, row: Row, last: int, columns: Sequence[Column], vocabulary: Vocabulary) -> list[Column]:
    """The columns with their roles settled where labels alone leave them open (see :mod:`rules.indicators.column_roles`).

    Args:
        last: position of the last header row.
    """
    below = _data_rows(grid, row, last, vocabulary)
    columns = _without_side(grid, below, columns, vocabulary)
    roles = [column.role for column in columns]
    if roles.count("name") > 1 and roles.count("value") > 1:
        return list(columns)  # panels side by side
    if grid.has_spans(row):
        columns = _parted(grid, below, columns)
    if len(columns) == len(roles) and _is_settled(roles) and not _contradicted(grid, below, columns, vocabulary):
        return list(columns)
    columns = _with_unlabelled(columns, grid.tables[row.table].columns)
    heads = [
        HeadCell(
            column.label,
            None if column.role == OTHER else column.role,
            tuple(_texts_below(grid, below, column)),
        )
        for column in columns
    ]
    decided = [
        replace(column, role=found.role, confidence=found.confidence, second=found.second)
        for column, found in zip(columns, decide(heads, vocabulary), strict=True)
    ]
    return _numbered([column for column in decided if column.label or column.role != OTHER])


def _numbered(columns: Sequence[Column]) -> list[Column]:
    """The columns, those of roles that several may have told apart: target, target2, other, other2."""
    seen: dict[str, int] = {}
    out: list[Column] = []
    for column in columns:
        count = seen[column.role] = seen.get(column.role, 0) + 1
        out.append(replace(column, role=f"{column.role}{count}") if count > 1 and column.role in MANY else column)
    return out


def _without_side(grid: Grid, rows: Sequence[Row], columns: Sequence[Column], vocabulary: Vocabulary) -> list[Column]:
    """The columns from the first on that is known or holds levels; what stands left of it labels the block.

    绩效指标 labels the block of indicators, unless it heads their names.
    """
    named = any(column.role == "name" for column in columns)
    kept = [
        column
        for column in columns
        if vocabulary.zones.get(column.label) != "indicators" or (not named and _differ(grid, rows, column))
    ]
    first = next(
        index
        for index, column in enumerate(kept)
        if column.role != OTHER
        or _holds_levels(grid, rows, column, vocabulary)
        or vocabulary.zones.get(column.label) == "indicators"
    )
    return kept[first:]


def _differ(grid: Grid, rows: Sequence[Row], column: Column) -> bool:
    """Whether most rows have a text of their own in a column."""
    texts = list(_texts_below(grid, rows, column))
    return len(texts) * 2 > len(rows) and len(set(texts)) == len(texts)


def _is_settled(roles: Sequence[str]) -> bool:
    known = set(roles)
    whole = {"name", "value"} <= known or ("name" in known and bool(known & {"operator", "grade1"}))
    return whole and OTHER not in known and len(known) == len(roles)


def _contradicted(grid: Grid, rows: Sequence[Row], columns: Sequence[Column], vocabulary: Vocabulary) -> bool:
    """Whether what stands below a head of operators or directions is none."""
    asked = [column for column in columns if column.role in ("operator", "direction")]
    return any(
        role_score(text, column.role, vocabulary, None) < 0
        for column in asked
        for text in _texts_below(grid, rows, column)
    )


def _parted(grid: Grid, rows: Sequence[Row], columns: Sequence[Column]) -> list[Column]:
    """The columns, one whose head is drawn over several cells of every row as one for each of them (a level and a name)."""
    out: list[Column] = []
    for column in columns:
        cuts = [
            [cell.column for cell in grid.across(row, column.first, column.stop) if column.first <= cell.column]
            for row in rows
        ]
        starts = sorted({start for cut in cuts for start in cut} | {column.first})
        # Cells that begin at the same places in most rows; a level's own cell covers several of these.
        if column.stop - column.first < 2 or sum(len(cut) > 1 or cut[:1] != [column.first] for cut in cuts) * 2 <= len(
            rows
        ):
            out.append(column)
            continue
        for first, stop in pairwise([*starts, column.stop]):
            label = column.label if first == column.first else ""
            out.append(replace(column, role=OTHER, first=first, stop=stop, label=label))
    return out


def _with_unlabelled(columns: Sequence[Column], width: int) -> list[Column]:
    """The columns, and those between and behind them that have lost their label."""
    if not columns:
        return []
    covered = {place for column in columns for place in range(column.first, column.stop)}
    free = [place for place in range(columns[0].first, width) if place not in covered]
    return sorted([*columns, *(Column(OTHER, place, place + 1, "") for place in free)], key=lambda column: column.first)


def _data_rows(grid: Grid, row: Row, last: int, vocabulary: Vocabulary) -> list[Row]:
    """The first rows below a head."""
    rows: list[Row] = []
    for below in grid.rows[last + 1 :]:
        if below.table != row.table or len(rows) == _MOST_ROWS or heads_indicators(below.texts, vocabulary):
            break
        if below.texts and vocabulary.zones.get(below.texts[0]) == "end":
            break
        if len(below.texts) > 1:
            rows.append(below)
    return rows


def _texts_below(grid: Grid, rows: Sequence[Row], column: Column) -> Iterator[str]:
    """What stands in a column in each of some rows; blank cells are left out."""
    for row in rows:
        yield from (cell.text for cell in grid.across(row, column.first, column.stop)[:1] if cell.text)


def _panels(grid: Grid, row: Row, columns: Sequence[Column], vocabulary: Vocabulary) -> tuple[Panel, ...]:
    """One panel, or one for each name column; a column that only the first panel has (level 1) belongs to all."""
    names = [index for index, column in enumerate(columns) if column.role == "name"]
    if len(names) < 2:
        return (Panel(tuple(columns), horizon_above(grid, row, vocabulary)),)
    groups: list[list[Column]] = [[]]
    for index, column in enumerate(columns):
        # Each panel has one name: none is closed before its own, and none is opened but by a name or the levels before it.
        opens = column.role in (*LEVEL_ROLES, "name") and names[len(groups) - 1] < index <= names[-1]
        if opens and any(other.role == column.role for other in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    # A level 2 before the second panel's name belongs to that panel.
    shared = [column for column in groups[0] if column.role == "level1"]
    stated = [_stated_horizon(grid, row, group) for group in groups]
    if len(set(stated)) < len(groups):
        stated = [None] * len(groups)  # what does not tell the panels apart says nothing: the right one is this year's
    panels = []
    for number, group in enumerate(groups):
        own = group if any(column.role == "level1" for column in group) else [*shared, *group]
        horizon = stated[number] or ("annual" if number == len(groups) - 1 else "medium_term")
        panels.append(Panel(tuple(own), horizon))
    return tuple(panels)


def _stated_horizon(grid: Grid, row: Row, columns: Sequence[Column]) -> Horizon | None:
    """What the headers of a panel, or the labels drawn above it, say of its horizon."""
    texts = [column.label for column in columns]
    name = next(column for column in columns if column.role == "name")
    for above in range(row.position - 1, max(row.position - 4, -1), -1):
        other = grid.rows[above]
        if other.table == row.table:
            texts += [cell.text for cell in other.filled if cell.column <= name.first < cell.column + cell.colspan]
    return next((horizon for text in texts if len(text) <= 24 and (horizon := horizon_in(text))), None)


def horizon_in(text: str) -> Horizon | None:
    """The horizon that a label names."""
    if any(word in text for word in ("中期", "长期", "实施期")):
        return "medium_term"
    if any(word in text for word in ("年度", "当年", "本年")):
        return "annual"
    return "medium_term" if "总体" in text else None


def horizon_above(grid: Grid, row: Row, vocabulary: Vocabulary) -> Horizon | None:
    """The horizon of a table of its own: the side label beside its header (长期绩效指标, 年度绩效指标)."""
    for cell in (*row.filled, *(c for r in grid.rows[row.position + 1 : row.position + 2] for c in r.filled)):
        if vocabulary.zones.get(cell.text) == "indicators":
            return horizon_in(cell.text)
    if (
        row.position
        and len(title := grid.rows[row.position - 1].texts) == 1
        and vocabulary.zones.get(title[0]) == "indicators"
    ):
        return horizon_in(title[0])
    beside = grid.covering(row, 0)
    above = grid.line_above(row)
    for text in (beside.text if beside is not None else "", above.text if above is not None else ""):
        if vocabulary.zones.get(text) == "indicators":
            return horizon_in(text)
    return None


def columns_in(grid: Grid, row: Row, header: Header, panel: Panel) -> Sequence[Column]:
    """A panel's columns in the grid of the row's own table.

    A table that goes on without a header of its own may be cut into other grid columns; its drawn edges tell which are
    the header's.
    """
    home = grid.rows[header.position].table
    source, target = grid.tables[home], grid.tables[row.table]
    if home == row.table or not source.column_edges or not target.column_edges:
        return panel.columns
    edges = target.column_edges
    return [
        replace(
            column,
            first=_nearest(edges, source.column_edges[column.first]),
            stop=_nearest(edges, source.column_edges[column.stop]),
        )
        for column in panel.columns
    ]


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - x))
