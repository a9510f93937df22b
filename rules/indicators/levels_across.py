"""Level 1 across instead of down: 成本指标, 产出指标, 效益指标 and 满意度指标 beside each other, each over columns of its own.

A row of such a table holds one indicator of every level 1, or a blank. Its bands are set under each other, so that the
rules for a table with level 1 in its first column read it. Every cell keeps its place on the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.table import Cell
from rules.grid import Grid, Row
from rules.labels import Vocabulary

_LEVEL1_LABEL = "一级指标"


class Band(Struct, frozen=True):
    """The columns of one level 1.

    Attributes:
        label: the cell that names the level 1.
        columns: the header cells below it.
    """

    label: Cell
    columns: tuple[Cell, ...]

    @property
    def first(self) -> int:
        """Its first grid column, from 0."""
        return self.columns[0].column


def bands_of(grid: Grid, row: Row, vocabulary: Vocabulary) -> tuple[Band, ...]:
    """The bands that a header row falls into; empty where level 1 does not are across.

    Each band has a column for the indicator's name, one for its value, and the same columns as the others.
    """
    roles = [(cell, vocabulary.columns.get(cell.text)) for cell in row.filled]
    known = [(cell, role) for cell, role in roles if role is not None]
    if sum(role == "name" for _, role in known) < 2 or any(role == "level1" for _, role in known):
        return ()
    groups: list[list[tuple[Cell, str]]] = []
    for cell, role in known:
        if not groups or any(role == other for _, other in groups[-1]):
            groups.append([])
        groups[-1].append((cell, role))
    first = [role for _, role in groups[0]]
    if "value" not in first or any([role for _, role in group] != first for group in groups):
        return ()
    labels = [label_over(grid, row, group[0][0], vocabulary) for group in groups]
    named = {vocabulary.level1.get(label.text) for label in labels if label is not None}
    if None in labels or len(named) < 2:
        return ()
    return tuple(
        Band(label, tuple(cell for cell, _ in group))
        for label, group in zip(labels, groups, strict=True)
        if label is not None
    )


def label_over(grid: Grid, row: Row, cell: Cell, vocabulary: Vocabulary) -> Cell | None:
    """The level 1 printed over a column, in one of the two rows above its head."""
    for other in reversed(grid.rows[max(row.position - 2, 0) : row.position]):
        if other.table != row.table:
            return None
        above = grid.covering(other, cell.column)
        if above is not None and above.text in vocabulary.level1:
            return above
    return None


def stacked_bands(
    grid: Grid, header: Row, bands: Sequence[Band], rows: Sequence[Row], top: int
) -> tuple[list[Cell], int]:
    """The cells of all bands set under each other from grid row ``top`` on, header first, and how many rows they take."""
    first = bands[0]
    label = replace(first.label, text=_LEVEL1_LABEL, lines=(_LEVEL1_LABEL,))
    cells = [replace(label, row=top, column=0, rowspan=1, colspan=1)]
    cells += [_placed(cell, top, number) for number, cell in enumerate(first.columns, 1)]
    at = top + 1
    for band in bands:
        begin = at
        for row in rows:
            found = [grid.covering(row, cell.column) for cell in band.columns]
            if not any(cell is not None and cell.text and cell.row == row.index for cell in found):
                continue
            cells += [_placed(cell, at, number) for number, cell in enumerate(found, 1) if cell is not None]
            at += 1
        if at > begin:
            cells.append(replace(band.label, row=begin, column=0, rowspan=at - begin, colspan=1))
    return cells, at - top


def _placed(cell: Cell, row: int, column: int) -> Cell:
    return replace(cell, row=row, column=column, rowspan=1, colspan=1)
