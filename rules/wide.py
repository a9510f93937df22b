"""One wide table for several projects: a column for the project's name, one for its budget, its goal, its indicators.

Such a table is cut into one region a project, each laid out as a form: the project's columns become rows of label and
value above the indicators, so that one set of rules reads both. Every cell keeps its place on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.layout.regions import slice_rows
from extractor.model.records import Cell, FormRegion, Table
from rules.columns import LEVEL_ROLES, heads_indicators
from rules.grid import Grid, Row
from rules.labels import Vocabulary


def split_wide(region: FormRegion, vocabulary: Vocabulary) -> list[FormRegion]:
    """The region itself, or one region for each project of a wide table in it."""
    grid = Grid(region)
    header = next((row for row in grid.rows if _is_wide_header(row, vocabulary)), None)
    if header is None:
        return [region]
    table = grid.tables[header.table]
    first_level = min(cell.column for cell in header.filled if vocabulary.columns.get(cell.text) in LEVEL_ROLES)
    labels = [cell for cell in header.filled if cell.column < first_level]
    name = next(cell for cell in labels if vocabulary.fields.get(cell.text) == "name")
    rows = [row for row in grid.rows[header.position + 1 :] if row.table == header.table and row.texts]
    groups = _groups(grid, rows, name, vocabulary)
    return [
        replace(
            region,
            tables=(_as_form(grid, table, header, labels, name, group, first_level),),
            ordinal=region.ordinal + number,
        )
        for number, group in enumerate(groups)
    ] or [region]


def _is_wide_header(row: Row, vocabulary: Vocabulary) -> bool:
    texts = row.texts
    if not heads_indicators(texts, vocabulary) or not any(vocabulary.columns.get(t) in LEVEL_ROLES for t in texts):
        return False
    return any(vocabulary.fields.get(text) == "name" for text in texts)


def _groups(grid: Grid, rows: Sequence[Row], name: Cell, vocabulary: Vocabulary) -> list[list[Row]]:
    """Runs of rows that speak of one project: its name's cell covers them, or stands blank below it."""
    groups: list[list[Row]] = []
    last: str | None = None
    for row in rows:
        if heads_indicators(row.texts, vocabulary):
            continue
        cell = _at(grid, row, name.column)
        text = cell.text if cell is not None else ""
        if text and text != last:
            groups.append([])
            last = text
        if groups:
            groups[-1].append(row)
    return groups


def _at(grid: Grid, row: Row, column: int) -> Cell | None:
    return grid.covering(row, column)


def _as_form(
    grid: Grid, table: Table, header: Row, labels: Sequence[Cell], name: Cell, group: Sequence[Row], first_level: int
) -> Table:
    cells: list[Cell] = []
    for number, label in enumerate(labels):
        cells.append(replace(label, row=number, column=0, rowspan=1, colspan=1))
        # What stands left of the project (its body) carries down from earlier projects; the rest is the project's own.
        value = _value(grid, group[0], label, upwards=label.column < name.column)
        if value is not None:
            cells.append(replace(value, row=number, column=1, rowspan=1, colspan=1))
    top = len(labels)
    cells += [replace(cell, row=top, rowspan=1) for cell in header.cells if cell.column >= first_level]
    part = slice_rows(table, group[0].index, group[-1].index + 1)
    cells += [replace(cell, row=cell.row + top + 1) for cell in part.cells if cell.column >= first_level]
    pages = [cell.page for cell in cells]
    return replace(
        table,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        rows=top + 1 + part.rows,
        columns=max(table.columns, 2),
        page=min(pages),
        row_edges=(),
    )


def _value(grid: Grid, row: Row, label: Cell, *, upwards: bool) -> Cell | None:
    rows: Iterable[Row] = reversed(grid.rows[: row.position + 1]) if upwards else [row]
    for other in rows:
        if other.table != row.table:
            return None
        cell = _at(grid, other, label.column)
        if cell is not None and cell.text:
            return None if cell.text == label.text else cell
    return None
