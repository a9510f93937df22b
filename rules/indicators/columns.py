"""The header of an indicator table: which column plays which role, in one panel or in two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.labels import LabelMap, Vocabulary

Horizon: TypeAlias = Literal["medium_term", "annual"]

LEVEL_ROLES = ("level1", "level2")
OTHER = "other"  # a column that no rule knows
_LABEL_LIKE = compiled(r"[^\d,.;!?%,。;!?]{2,12}")
_KEY_ROLES = frozenset({"level1", "level2", "name", "value"})
_SAYING_ROLES = frozenset({"name", "value"})


class Column(Struct, frozen=True):
    """One column of the indicator table.

    Attributes:
        role: level1, level2, name, value, operator, unit, weight, …
        first, stop: grid columns ``first`` up to ``stop``.
        label: the header as printed.
    """

    role: str
    first: int
    stop: int
    label: str


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
        columns = _without_repeats(columns)
        columns = _with_gaps_filled(columns, grid.tables[row.table].columns)
        panels = _panels(grid, row, columns, vocabulary)
        headers.append(Header(position, max(position, skip), panels))
    return headers


def _columns_of(grid: Grid, row: Row, vocabulary: Vocabulary) -> list[Column]:
    """The columns of a header row from its first known one on; a column that no rule knows keeps its place.

    Cells that reach down into the row head columns too: 权重 beside 绩效指标 over 一级指标, 二级指标, 三级指标.
    """
    width = grid.tables[row.table].columns
    heads = grid.across(row, 0, width) if grid.has_spans(row) else row.filled
    columns = [
        Column(
            _role_under(_role_above(grid, row, cell, vocabulary), cell, vocabulary),
            cell.column,
            cell.column + cell.colspan,
            cell.text,
        )
        for cell in heads
        if cell.text and vocabulary.zones.get(cell.text) != "indicators"
    ]
    first = next(index for index, column in enumerate(columns) if column.role != OTHER)
    return columns[first:]


def _role_of(cell: Cell, vocabulary: Vocabulary) -> str:
    return vocabulary.columns.get(cell.text) or vocabulary.grades.get(cell.text) or OTHER


def _role_under(top: str | None, cell: Cell, vocabulary: Vocabulary) -> str:
    """The role of a header cell below one of the role ``top``: of 半年 | 全年 under 指标值, the second is the value."""
    role = _role_of(cell, vocabulary)
    return "value" if role == OTHER and top == "value" and _is_target(cell.text) else role


def _is_target(label: str) -> bool:
    """Whether a column among several values is the year's target."""
    return horizon_in(label) == "annual" or any(word in label for word in ("全年", "目标", "预期"))


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
    inner = _first_as_value(columns, inner)
    named = [column.role for column in _without_repeats(inner) if column.role != OTHER]
    if not named or len(set(named)) < len(named):
        return None
    outer = [column for column in columns if not any(column.first <= sub.first < column.stop for sub in inner)]
    return sorted([*outer, *inner], key=lambda column: column.first)


def _first_as_value(columns: Sequence[Column], inner: Sequence[Column]) -> list[Column]:
    """The sub-heads, the first under a value's head taken as the value where no rule knows any of them (全省 | 某市)."""
    value = next((column for column in columns if column.role == "value"), None)
    below = [sub for sub in inner if value is not None and value.first <= sub.first < value.stop]
    if not below or any(sub.role != OTHER for sub in below):
        return list(inner)
    return [replace(sub, role="value") if sub is below[0] else sub for sub in inner]


def _over(columns: Sequence[Column], cell: Cell) -> str | None:
    """The role of the column that a cell stands under."""
    return next((column.role for column in columns if column.first <= cell.column < column.stop), None)


def _without_repeats(columns: Sequence[Column]) -> list[Column]:
    """The columns of one panel, each role once: this year's value among several, the last of several baselines.

    A second name beside one value only (指标内容 after 三级指标) explains the first. Where names and values are both
    repeated, panels stand side by side, and nothing is changed.
    """
    values = [column for column in columns if column.role == "value"]
    names = [column for column in columns if column.role == "name"]
    if len(values) > 1 and len(names) > 1:
        return list(columns)
    changed: dict[Column, str] = {}
    if len(values) > 1:
        kept = next((c for c in values if horizon_in(c.label) == "annual" or "全年" in c.label), values[0])
        changed |= {column: OTHER for column in values if column is not kept}
    if len(names) == 2 and len(values) == 1:
        known = any(column.role == "explanation" for column in columns)
        changed[names[1]] = OTHER if known else "explanation"
    types = [column for column in columns if column.role == "level2"]
    if len(types) > 1 and not any(column.role == "level1" for column in columns):
        changed[types[0]] = "level1"  # 指标类型 | 指标类别
    baselines = [column for column in columns if column.role == "baseline"]
    changed |= dict.fromkeys(baselines[:-1], OTHER)
    return [replace(column, role=changed.get(column, column.role)) for column in columns]


def _with_gaps_filled(columns: Sequence[Column], width: int) -> list[Column]:
    """The columns, with the one key column whose label is missing or unknown put where its place is free.

    The order 一级 → 二级 → 三级 → 指标值 is every form's; a single gap in it tells which column has lost its label.
    """
    by_role = {column.role: column for column in columns}
    if sum(column.role == "name" for column in columns) > 1:
        return list(columns)
    levels = [by_role[role] for role in LEVEL_ROLES if role in by_role]
    name, value = by_role.get("name"), by_role.get("value")
    found: Column | None = None
    if name is None and value is not None and levels:
        found = _gap("name", levels[-1].stop, value.first, columns)
    elif name is not None and value is None and not by_role.keys() & {"operator", "grade1"}:
        following = [c.first for c in columns if c.first >= name.stop and c.role != OTHER]
        found = _gap("value", name.stop, min(following, default=width), columns)
    elif name is not None and "level2" not in by_role and "level1" in by_role:
        found = _gap("level2", by_role["level1"].stop, name.first, columns)
    if found is None:
        return list(columns)
    kept = [c for c in columns if c.role != OTHER or not found.first <= c.first < found.stop]
    return sorted([*kept, found], key=lambda column: column.first)


def _gap(role: str, first: int, stop: int, columns: Sequence[Column]) -> Column | None:
    """A column from ``first`` on: the first unknown one before ``stop``, or all that is free; ``None`` for no room."""
    unknown = [c for c in columns if c.role == OTHER and first <= c.first < stop]
    if unknown:
        chosen = next((c for c in unknown if role == "value" and _is_target(c.label)), unknown[0])
        return replace(chosen, role=role)
    return Column(role, first, stop, "") if first < stop else None


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
