"""One wide table for several projects: a column for the project's name, one for its budget, its goal, its indicators.

Such a table is cut into one region a project, each laid out as a form: the project's columns become rows of label and
value above the indicators, so that one set of rules reads both. Every cell keeps its place on the page. The labels of
the project's columns stand in the header row itself, or in the row above it where the indicators have two header rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.layout.regions import slice_rows
from extractor.model.table import Cell, FormRegion, Table
from rules.grid import Grid, Row
from rules.indicators.columns import LEVEL_ROLES, heads_indicators
from rules.indicators.levels_across import Band, bands_of, stacked_bands
from rules.indicators.running_text import listed_items, prose_columns
from rules.labels import Vocabulary
from rules.values import parse_money

_DEEPEST = 12
"""Rows of a table among which the header of columns of running text is sought."""
_BODY_LABEL = "单位名称"  # what a row that names a body and no indicators is read as


class _Wide(Struct, frozen=True):
    """A wide table's header.

    Attributes:
        row: the row that heads the indicators.
        labels: the labels left of them, left to right; ``name`` is the project's.
        first: the first column of the indicators.
        bands: where level 1 stands across instead of down, its bands.
        prose: where every level has one column of running text, their heads.
    """

    row: Row
    labels: tuple[Cell, ...]
    name: Cell
    first: int
    bands: tuple[Band, ...] = ()
    prose: tuple[Cell, ...] = ()


def split_wide(region: FormRegion, vocabulary: Vocabulary, grid: Grid | None = None) -> list[FormRegion]:
    """The region itself, or one region for each project of a wide table in it.

    Args:
        grid: of the region, where it is at hand.
    """
    grid = grid or Grid(region)
    header = _wide_header(grid, vocabulary)
    if header is None:
        return [region]
    table = grid.tables[header.row.table]
    rows = [
        row
        for row in grid.rows[header.row.position + 1 :]
        if row.table == header.row.table and row.texts and not numbers_columns(row.texts)
    ]
    groups = _groups(grid, rows, header, vocabulary)
    return [
        replace(
            region,
            tables=(_as_form(grid, table, header, group, body, vocabulary),),
            ordinal=region.ordinal + number,
        )
        for number, (group, body) in enumerate(groups)
    ] or [region]


def numbers_columns(texts: Sequence[str]) -> bool:
    """Whether a row does nothing but number the columns: 1, 2, 3, …"""
    return len(texts) >= 3 and list(texts) == [str(number) for number in range(1, len(texts) + 1)]


def _wide_header(grid: Grid, vocabulary: Vocabulary) -> _Wide | None:
    heads = [row for row in grid.rows if heads_indicators(row.texts, vocabulary)]
    if not heads:
        across = [header for row in grid.rows[:_DEEPEST] if (header := _prose_header(grid, row, vocabulary))]
        return max(across, key=lambda header: len(header.prose), default=None)
    return next((found for row in heads if (found := _columns_header(grid, row, vocabulary))), None)


def _columns_header(grid: Grid, row: Row, vocabulary: Vocabulary) -> _Wide | None:
    if not any(
        vocabulary.fields.get(text) == "name"
        for other in grid.rows[max(row.position - 2, 0) : row.position + 1]
        for text in other.texts
    ):
        return None  # most tables: no list of projects
    bands = bands_of(grid, row, vocabulary)
    levels = [cell.column for cell in row.filled if vocabulary.columns.get(cell.text) in LEVEL_ROLES]
    first = bands[0].first if bands else min(levels, default=0)
    labels = _labels(grid, row, first, vocabulary)
    name = next((cell for cell in labels if vocabulary.fields.get(cell.text) == "name"), None)
    return _Wide(row, labels, name, first, bands) if name is not None else None


def _prose_header(grid: Grid, row: Row, vocabulary: Vocabulary) -> _Wide | None:
    prose = prose_columns(grid, row, vocabulary)
    if not prose:
        return None
    labels = _labels(grid, row, prose[0].column, vocabulary)
    labels += tuple(cell for cell in row.filled if cell.column > prose[-1].column and cell.text in vocabulary.fields)
    name = next((cell for cell in labels if vocabulary.fields.get(cell.text) == "name"), None)
    return _Wide(row, labels, name, prose[0].column, prose=prose) if name is not None else None


def _labels(grid: Grid, row: Row, first: int, vocabulary: Vocabulary) -> tuple[Cell, ...]:
    """The labels over the columns before ``first``, the lowest of each column."""
    above = [row]
    for other in reversed(grid.rows[max(row.position - 2, 0) : row.position]):
        if other.table != row.table or not _heads_block(grid, other, first, vocabulary):
            break
        above.append(other)
    labels: list[Cell] = []
    for column in range(first):
        covering = (grid.covering(other, column) for other in above)
        cell = next((cell for cell in covering if cell is not None and cell.text), None)
        if cell is not None and cell not in labels and cell.column == column:
            labels.append(cell)
    return tuple(labels)


def _heads_block(grid: Grid, row: Row, first: int, vocabulary: Vocabulary) -> bool:
    """Whether a row's cells over the indicators say no more than that they are (绩效指标), or what level 1."""
    width = grid.tables[row.table].columns
    texts = [cell.text for cell in grid.across(row, first, width) if cell.text]
    return bool(texts) and all(
        vocabulary.zones.get(text) == "indicators" or text in vocabulary.goal_block or text in vocabulary.level1
        for text in texts
    )


def _groups(
    grid: Grid, rows: Sequence[Row], header: _Wide, vocabulary: Vocabulary
) -> list[tuple[list[Row], Cell | None]]:
    """Runs of rows that speak of one project, each with the body named above it in a row of its own.

    A project's name covers its rows, stands blank below it, or is repeated.
    """
    groups: list[tuple[list[Row], Cell | None]] = []
    last: str | None = None
    body: Cell | None = None
    for row in rows:
        if heads_indicators(row.texts, vocabulary) or (header.prose and prose_columns(grid, row, vocabulary)):
            continue
        cell = grid.covering(row, header.name.column)
        text = cell.text if cell is not None else ""
        width = grid.tables[row.table].columns
        if cell is not None and text and not any(c.text for c in grid.across(row, header.first, width)):
            # A name of a body; figures in its place are a sum.
            body, last = (body if parse_money(text, "元") is not None else cell), None
            continue
        if text and text != last:
            groups.append(([], body))
            last = text
        if groups:
            groups[-1][0].append(row)
    return groups


def _as_form(
    grid: Grid, table: Table, header: _Wide, group: Sequence[Row], body: Cell | None, vocabulary: Vocabulary
) -> Table:
    cells: list[Cell] = []
    top = 0
    if body is not None:
        cells += [_placed(replace(body, text=_BODY_LABEL, lines=(_BODY_LABEL,)), 0, 0), _placed(body, 0, 1)]
        top = 1
    for number, label in enumerate(header.labels, top):
        cells.append(_placed(label, number, 0))
        # What stands left of the project (its body) carries down from earlier projects; the rest is the project's own.
        value = _value(grid, group[0], label, upwards=label.column < header.name.column)
        if value is not None:
            cells.append(_placed(value, number, 1))
    top += len(header.labels)
    if header.bands:
        own, count = stacked_bands(grid, header.row, header.bands, group, top)
        cells += own
    elif header.prose:
        own, count = listed_items(grid, header.row, header.prose, group, top, vocabulary)
        cells += own
    else:
        cells += [replace(cell, row=top, rowspan=1) for cell in header.row.cells if cell.column >= header.first]
        part = slice_rows(table, group[0].index, group[-1].index + 1)
        cells += [replace(cell, row=cell.row + top + 1) for cell in part.cells if cell.column >= header.first]
        count = 1 + part.rows
    return replace(
        table,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        rows=top + count,
        columns=max(table.columns, 2),
        page=min(cell.page for cell in cells),
        row_edges=(),
        column_edges=() if header.bands or header.prose else table.column_edges,
    )


def _placed(cell: Cell, row: int, column: int) -> Cell:
    return replace(cell, row=row, column=column, rowspan=1, colspan=1)


def _value(grid: Grid, row: Row, label: Cell, *, upwards: bool) -> Cell | None:
    rows: Iterable[Row] = reversed(grid.rows[: row.position + 1]) if upwards else [row]
    for other in rows:
        if other.table != row.table:
            return None
        cell = grid.covering(other, label.column)
        if cell is not None and cell.text:
            return None if cell.text == label.text else cell
    return None
