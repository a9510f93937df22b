"""One wide table for several projects: a column for the project's name, one for its budget, its goal, its indicators.

Such a table is cut into one region a project, each laid out as a form: the project's columns become rows of label and
value above the indicators, so that one set of rules reads both. Every cell keeps its place on the page. The labels of
the project's columns are in the header row itself, or in the row above it where the indicators have two header rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from extractor.layout.regions import slice_rows
from extractor.model.table import Cell, FormRegion, Table
from rules.grid import Grid, Row
from rules.heading.meanings import is_amount
from rules.indicators.levels_across import stacked_bands
from rules.indicators.running_text import listed_items, prose_columns
from rules.labels import Vocabulary, plain_label
from rules.shapes.list_head import BODIES, ListHead, is_project_name, list_head, names_indicators, repeats_head
from rules.values import find_money_unit
from rules.values.money import MoneyUnit

_BODY_LABEL = "单位名称"  # what a row that names a body and no indicators is read as
_PROJECT_LABEL = "项目名称"  # the project's column under a head that does not say so (项目)
_NAME_LABEL = "三级指标"  # and the column of the indicators' names under a head 绩效指标
_SUMS = frozenset({"合计", "总计", "小计", "共计"})


class _Project(Struct, frozen=True):
    """The rows of one project.

    Attributes:
        first: position of the list's first row below its header.
        head: what heads the first of them.
        rows: of one table, or of several where the list goes on over pages.
        body: named above it in a row of its own.
    """

    first: int
    head: ListHead
    rows: list[Row]
    body: Cell | None


def lists_projects(grid: Grid, vocabulary: Vocabulary) -> bool:
    """Return whether tables list projects, and at least one of them has indicators."""
    return any(_has_indicators(grid, row, one.head) for one in _projects(grid, vocabulary) for row in one.rows)


def split_wide(region: FormRegion, vocabulary: Vocabulary, grid: Grid | None = None) -> list[FormRegion]:
    """The region itself, or one region for each project of a wide table in it.

    Args:
        grid: of the region, where it is at hand.
    """
    grid = grid or Grid(region)
    return [
        replace(region, tables=(_as_form(grid, project, vocabulary),), ordinal=region.ordinal + number)
        for number, project in enumerate(_projects(grid, vocabulary))
    ] or [region]


def unit_of_list(region: FormRegion, vocabulary: Vocabulary, grid: Grid) -> MoneyUnit | None:
    """The money unit that a list's title or header declares for all of its projects."""
    head = list_head(grid, vocabulary)
    return find_money_unit(region.title) or (head.unit if head else None)


def numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row does nothing but number the columns: 1, 2, 3 and so on."""
    return len(texts) >= 3 and list(texts) == [str(number) for number in range(1, len(texts) + 1)]


def _projects(grid: Grid, vocabulary: Vocabulary) -> list[_Project]:
    """The projects of all tables that one header heads, or one of the same list does again."""
    found: list[_Project] = []
    head: ListHead | None = None
    for number, table in enumerate(grid.tables):
        own = list_head(grid, vocabulary, table=number)
        if own is None and (head is None or grid.tables[head.row.table].columns != table.columns):
            continue
        head = own or head
        assert head is not None
        rows = [row for row in grid.rows if row.table == number and row.texts and not numbers_columns(row.texts)]
        _gather(grid, rows, head, found, vocabulary)
    return found


def _gather(grid: Grid, rows: Sequence[Row], head: ListHead, found: list[_Project], vocabulary: Vocabulary) -> None:
    """Add runs of rows that speak of one project, each with the body named above it in a row of its own.

    A project's name is no amount; it covers its rows, is blank below it, or is repeated.
    """
    last = _name_of(grid, found[-1]) if found else None
    body = found[-1].body if found else None
    for row in rows:
        if repeats_head(grid, row, head, vocabulary) or (head.prose and prose_columns(grid, row, vocabulary)):
            continue
        if plain_label(row.texts[0]) in _SUMS:
            last = None
            continue
        cell = grid.covering(row, head.name.column)
        text = cell.text if cell is not None else ""
        if cell is not None and text and not _has_indicators(grid, row, head):
            if is_amount(text):
                last = None  # a body's sum, whose blank cells were left out
                continue
            if text != last and cell.rowspan == 1 and _names_body(grid, row, head, vocabulary):
                body, last = cell, None
                continue
        elif not text and not _has_indicators(grid, row, head):
            continue
        if text and text != last:
            found.append(_Project(found[0].first if found else head.row.position + 1, head, [], body))
            last = text
        if found:
            found[-1].rows.append(row)


def _name_of(grid: Grid, project: _Project) -> str | None:
    cell = grid.covering(project.rows[0], project.head.name.column)
    return cell.text if cell is not None else None


def _has_indicators(grid: Grid, row: Row, head: ListHead) -> bool:
    columns = [cell.column for cell in head.prose] or range(head.first, grid.tables[row.table].columns)
    cells = (grid.covering(row, column) for column in columns if column not in head.right)
    return any(cell is not None and cell.text and cell.column >= head.first for cell in cells)


def _names_body(grid: Grid, row: Row, head: ListHead, vocabulary: Vocabulary) -> bool:
    """Whether a row without indicators names a body, or a part of the list: it has no goal, and no body of its own column."""
    if len(row.filled) == 1:
        return True
    columns = [label for label in head.labels if label is not head.name]
    if any(vocabulary.fields.get(label.text) in BODIES for label in columns):
        return False
    goals = (label for label in columns if label.text in vocabulary.goals or label.text in vocabulary.goal_block)
    return not any(cell is not None and cell.text for cell in (grid.covering(row, goal.column) for goal in goals))


def _as_form(grid: Grid, project: _Project, vocabulary: Vocabulary) -> Table:
    head, group = project.head, project.rows
    table = grid.tables[group[0].table]
    heading = list(_heading(grid, project, vocabulary))
    cells = [_placed(cell, row, column) for row, texts in enumerate(heading) for column, cell in enumerate(texts)]
    top = len(heading)
    if head.bands:
        own, count = stacked_bands(grid, head.row, head.bands, group, top)
    elif head.prose:
        own, count = listed_items(grid, head.row, head.prose, group, top, vocabulary)
    else:
        own = list(_indicator_rows(grid, head, group, top, vocabulary))
        count = 1 + sum(rows.stop - rows.start for _, rows in _parts(group))
    cells += own
    return replace(
        table,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        rows=top + count,
        columns=max(table.columns, *map(len, heading)),
        page=min(cell.page for cell in cells),
        row_edges=(),
        column_edges=() if head.bands or head.prose else table.column_edges,
    )


def _heading(grid: Grid, project: _Project, vocabulary: Vocabulary) -> Iterator[Sequence[Cell]]:
    """The rows over a project's indicators: its body, its columns as labels with their values, what speaks of all projects."""
    head, row = project.head, project.rows[0]
    if project.body is not None:
        yield replace(project.body, text=_BODY_LABEL, lines=(_BODY_LABEL,)), project.body
    for label in head.labels:
        # What stands left of the project (its body) carries down from earlier projects; the rest is the project's own.
        first = project.first if label.column < head.name.column else row.position
        value = _value(grid, grid.rows[first : row.position + 1], label)
        if label is head.name and not is_project_name(label.text, vocabulary):
            label = replace(label, text=_PROJECT_LABEL)
        yield (label,) if value is None else (label, value)
    yield from (over.filled for over in head.above)


def _indicator_rows(
    grid: Grid, head: ListHead, group: Sequence[Row], top: int, vocabulary: Vocabulary
) -> Iterator[Cell]:
    """The indicators' columns of a project's rows, below their header, from grid row ``top`` on."""
    cells = [
        replace(
            cell, row=top, rowspan=1, text=_NAME_LABEL if names_indicators(cell, head.row, vocabulary) else cell.text
        )
        for cell in head.row.cells
    ]
    at = top + 1
    for number, rows in _parts(group):
        part = slice_rows(grid.tables[number], rows.start, rows.stop)
        cells += [replace(cell, row=cell.row + at) for cell in part.cells]
        at += part.rows
    yield from (cell for cell in cells if cell.column >= head.first and cell.column not in head.right)


def _parts(group: Sequence[Row]) -> Iterator[tuple[int, range]]:
    """The tables that a project's rows are in, with the rows from its first to its last in each."""
    for number, rows in groupby(group, key=lambda row: row.table):
        indexes = [row.index for row in rows]
        yield number, range(indexes[0], indexes[-1] + 1)


def _placed(cell: Cell, row: int, column: int) -> Cell:
    return replace(cell, row=row, column=column, rowspan=1, colspan=1)


def _value(grid: Grid, rows: Sequence[Row], label: Cell) -> Cell | None:
    """The last text of some rows in the column of a label, other than the label itself."""
    cells = (grid.covering(row, label.column) for row in reversed(rows))
    return next((cell for cell in cells if cell is not None and cell.text not in ("", label.text)), None)
