"""Which column of an indicator table plays which role: every head of the table, listed or not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.indicators.below_heads import data_rows, lone_texts, texts_below, texts_in_sequence
from rules.indicators.cell_roles import role_score
from rules.indicators.column_roles import MANY, OTHER, HeadCell, decide, is_past
from rules.indicators.header import Column, Header, Panel, heads_indicators
from rules.indicators.panels import panels_of
from rules.labels import Vocabulary

_LABEL_LIKE = compiled(r"(?:20\d{2}年?(?:度)?)?[^\d,.;!?%,。;!?]{2,12}")
_FEWEST_HEADS, _FEWEST_ROWS = 3, 2
"""Heads, and rows below them, of a table that only what it holds shows to be one of indicators."""
_OF_YEAR = compiled(r"20\d{2}年?度?(?:目标|计划|预期|指标)?值?")
_SIGNS = frozenset("≥≤＞＜>")
_MEASURED = frozenset({"quantity", "range", "duration", "deadline", "period", "frequency", "grade", "boolean"})


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
        panels = panels_of(grid, row, columns, vocabulary)
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
        columns = _columns_of(grid, row, vocabulary)
        below = _texts_by_column(grid, row, row.position, columns, vocabulary)
        levels = len(following.texts) == 1 or any(any(map(vocabulary.is_level, texts)) for texts in below)
        if max(map(len, below)) < _FEWEST_ROWS or not levels:
            continue
        panel = Panel(tuple(_decided(grid, row, row.position, columns, vocabulary)))
        value = panel.role("value") or panel.role("grade1")
        if panel.role("name") is None or value is None:
            continue
        place = next((place for place, column in enumerate(columns) if column.first == value.first), None)
        values = below[place] if place is not None else ()
        if values and sum(_is_measured(text, vocabulary) for text in values) * 2 >= len(values):
            return [Header(row.position, row.position, (panel,))]
    return []


def _is_measured(text: str, vocabulary: Vocabulary) -> bool:
    return text[0] in _SIGNS or vocabulary.values.alone(text).kind in _MEASURED


def roles_of_heads(
    heads: Sequence[str], vocabulary: Vocabulary, *, below: Sequence[Sequence[str]] = (), behind: Sequence[str] = ()
) -> list[str]:
    """Return the roles of heads by their labels and by what is printed below each, or behind them all in the order of reading."""
    known = [vocabulary.columns.get(text) or vocabulary.grades.get(text) for text in heads]
    texts: Sequence[Sequence[str]] = below or [()] * len(heads)
    if behind:
        texts = texts_in_sequence(_decided_roles(heads, known, texts, vocabulary), behind, vocabulary)
    return _decided_roles(heads, known, texts, vocabulary)


def _decided_roles(
    heads: Sequence[str], known: Sequence[str | None], texts: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> list[str]:
    cells = [HeadCell(head, role, tuple(below)) for head, role, below in zip(heads, known, texts, strict=True)]
    return [one.role for one in decide(cells, vocabulary)]


def _texts_by_column(
    grid: Grid, row: Row, last: int, columns: Sequence[Column], vocabulary: Vocabulary
) -> list[Sequence[str]]:
    """What is printed below each column's head: in its place, or in the order of reading where cells have lost their columns."""
    if rows := data_rows(grid, row, last, vocabulary):
        return [tuple(texts_below(grid, rows, column)) for column in columns]
    known = [None if column.role == OTHER else column.role for column in columns]
    labels = [column.label for column in columns]
    roles = _decided_roles(labels, known, [()] * len(columns), vocabulary)
    return [*texts_in_sequence(roles, lone_texts(grid, row, last, vocabulary), vocabulary)]


def _is_like_head(text: str, vocabulary: Vocabulary) -> bool:
    return _LABEL_LIKE.fullmatch(text) is not None or text in vocabulary.grades


def _holds_levels(grid: Grid, rows: Sequence[Row], column: Column, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.is_level(text) for text in texts_below(grid, rows, column))


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
        headed = [cell for cell in cells if _role_of(cell, vocabulary) != OTHER or _OF_YEAR.fullmatch(cell.text)]
        labels = all(cell in headed or _LABEL_LIKE.fullmatch(cell.text) for cell in cells)
        if len(cells) < 2 or not headed or not labels or cells[0].column <= name.first:
            return None
    inner = [
        Column(_role_under(_over(columns, cell), cell, vocabulary), cell.column, cell.column + cell.colspan, cell.text)
        for cell in cells
    ]
    known = [
        sub.role != OTHER or _over(columns, cell) == "value" or _OF_YEAR.fullmatch(cell.text) is not None
        for sub, cell in zip(inner, cells, strict=True)
    ]
    if not any(known):
        return None
    outer = [column for column in columns if not any(column.first <= sub.first < column.stop for sub in inner)]
    return sorted([*outer, *inner], key=lambda column: column.first)


def _over(columns: Sequence[Column], cell: Cell) -> str | None:
    """The role of the column that a cell is under."""
    return next((column.role for column in columns if column.first <= cell.column < column.stop), None)


def _decided(grid: Grid, row: Row, last: int, columns: Sequence[Column], vocabulary: Vocabulary) -> list[Column]:
    """The columns with their roles settled where labels alone leave them open (see :mod:`rules.indicators.column_roles`).

    Args:
        last: position of the last header row.
    """
    below = data_rows(grid, row, last, vocabulary)
    columns = _without_side(grid, below, columns, vocabulary)
    roles = [column.role for column in columns]
    if roles.count("name") > 1 and roles.count("value") > 1:
        return list(columns)  # panels side by side
    if grid.has_spans(row):
        columns = _parted(grid, below, columns)
    if len(columns) == len(roles) and _is_settled(roles) and not _contradicted(grid, below, columns, vocabulary):
        return list(columns)
    columns = _with_unlabelled(columns, grid.tables[row.table].columns)
    texts = _texts_by_column(grid, row, last, columns, vocabulary)
    heads = [
        HeadCell(column.label, None if column.role == OTHER else column.role, tuple(found))
        for column, found in zip(columns, texts, strict=True)
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
    """The columns from the first on that is known or holds levels; what is printed left of it labels the block.

    绩效指标 labels the block of indicators, unless it heads their names.
    """
    others = [column.role for column in columns if vocabulary.zones.get(column.label) != "indicators"]
    named, levelled = "name" in others, "level1" in others
    kept = [
        column
        for column in columns
        if vocabulary.zones.get(column.label) != "indicators"
        or (not named and _differ(grid, rows, column))
        or (not levelled and _holds_levels(grid, rows, column, vocabulary))
    ]
    known = (
        index
        for index, column in enumerate(kept)
        if column.role != OTHER
        or _holds_levels(grid, rows, column, vocabulary)
        or vocabulary.zones.get(column.label) == "indicators"
    )
    return kept[next(known, 0) :]


def _differ(grid: Grid, rows: Sequence[Row], column: Column) -> bool:
    """Whether most rows have a text of their own in a column."""
    texts = list(texts_below(grid, rows, column))
    return len(texts) * 2 > len(rows) and len(set(texts)) == len(texts)


def _is_settled(roles: Sequence[str]) -> bool:
    known = set(roles)
    whole = {"name", "value"} <= known or ("name" in known and bool(known & {"operator", "grade1"}))
    return whole and OTHER not in known and len(known) == len(roles)


def _contradicted(grid: Grid, rows: Sequence[Row], columns: Sequence[Column], vocabulary: Vocabulary) -> bool:
    """Whether what is printed below a head of operators or directions is none."""
    asked = [column for column in columns if column.role in ("operator", "direction")]
    return any(
        role_score(text, column.role, vocabulary, None) < 0
        for column in asked
        for text in texts_below(grid, rows, column)
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
