"""Merged cells that a page break cut: their label and their sides may be missing on one of the pages.

A spreadsheet prints a merged cell's label in the middle of the whole cell, which may lie below the part of the table on
one page and above the part on the next, and draws no side line where only the cell goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from msgspec.structs import replace

from extractor.model.table import Cell, Table, TextLine
from extractor.model.text import join_lines, join_texts

_SLACK = 2.0
_NEAR = 3.0
"""A label that is on one page only begins no farther than this many of its line heights from the table."""


def with_open_columns(first: Table, second: Table, same: float) -> Table | None:
    """The second part with the outer columns that it lacks because only open cells of the first part go on there.

    ``None`` when the missing columns are not all covered by cells that reach the bottom of the first part, merged ones or blank.
    """
    upper, lower = first.column_edges, second.column_edges
    left = _index(upper, lower[0], same)
    right = _index(upper, lower[-1], same)
    if left is None or right is None or (left, right) == (0, first.columns):
        return None
    bottom = [cell for cell in first.cells if cell.row + cell.rowspan == first.rows]
    missing = [cell for cell in bottom if cell.column + cell.colspan <= left or cell.column >= right]
    if (
        any(cell.rowspan < 2 and cell.text for cell in missing)
        or sum(cell.colspan for cell in missing) != left + first.columns - right
    ):
        return None
    if second.bbox is None or second.columns < 2:
        return None
    _, top, _, end = second.bbox
    before = [cell for cell in missing if cell.column < left]
    after = [cell for cell in missing if cell.column >= right]

    def filler(cell: Cell, column: int) -> Cell:
        box = (upper[cell.column], top, upper[cell.column + cell.colspan], end)
        return Cell(0, column, second.rows, cell.colspan, page=second.page, bbox=box)

    cells = [filler(cell, cell.column) for cell in before]
    cells += [replace(cell, column=cell.column + left) for cell in second.cells]
    cells += [filler(cell, left + second.columns + cell.column - right) for cell in after]
    return replace(
        second,
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        columns=left + second.columns + first.columns - right,
        bbox=(upper[0], top, upper[-1], end),
        column_edges=(*upper[:left], *lower, *upper[right + 1 :]),
        open_below=tuple(column + left for column in second.open_below),
    )


def _index(edges: Sequence[float], x: float, same: float) -> int | None:
    best = min(range(len(edges)), key=lambda i: abs(edges[i] - x))
    return best if abs(edges[best] - x) <= same else None


def give_labels(
    upper: list[Cell],
    upper_rows: int,
    lower: list[Cell],
    strays: Sequence[TextLine],
    last_page: int,
    is_label: Callable[[str], bool] = lambda text: False,
    opened: Sequence[int] = (),
) -> tuple[list[Cell], list[Cell]] | None:
    """Give the lines that are between the two parts of a table to the open cells that they are printed for.

    A line belongs to an open cell when it is in the cell's columns and either repeats what the cell prints on the
    other page, or is all that the cell prints, or makes a label of what both pages print of it. A line below a cell that
    is drawn open there belongs to it anyway. ``None`` when a line belongs to no cell.

    Args:
        upper, lower: the cells of both parts on common columns.
        upper_rows: rows of the upper part.
        strays: the lines between, in reading order.
        last_page: the page on which the upper part ends.
        is_label: whether a text is a label that forms print.
        opened: the columns that are drawn open at the lower end of the upper part, where others are closed.
    """
    above = {(cell.column, cell.colspan): cell for cell in upper if cell.row + cell.rowspan == upper_rows}
    below = {(cell.column, cell.colspan): cell for cell in lower if cell.row == 0}
    left = list(strays)
    texts: dict[tuple[int, int], tuple[str, ...]] = {}
    grown: dict[tuple[int, int], Cell] = {}
    for key in above.keys() & below.keys():
        first, second = above[key], below[key]
        hanging = [line for line in left if line.page == last_page and _hangs_from(line, first, under=True)]
        standing = [line for line in left if line.page == second.page and _hangs_from(line, second, under=False)]
        if not hanging and not standing:
            continue
        one = (*first.lines, *(line.text for line in hanging))
        other = (*(line.text for line in standing), *second.lines)
        label = (
            (one + other if is_label(join_lines(one + other)) else None)
            or _label(one, other)
            or _lone_label(first, second, hanging, standing, is_label)
        )
        if label is not None:
            texts[key] = label
        elif hanging and not standing and key[0] in opened:
            grown[key] = replace(first, lines=one, text=reduce(join_texts, (line.text for line in hanging), first.text))
        else:
            continue
        left = [line for line in left if line not in hanging and line not in standing]
    if left:
        return None
    given = [
        grown.get((c.column, c.colspan)) or _with_lines(c, texts.get((c.column, c.colspan)))
        if c.row + c.rowspan == upper_rows
        else c
        for c in upper
    ]
    blanked = [_with_lines(c, ()) if c.row == 0 and (c.column, c.colspan) in texts else c for c in lower]
    return given, blanked


def _hangs_from(line: TextLine, cell: Cell, *, under: bool) -> bool:
    """Whether a line is where an open cell would go on, or beside the table in one that has no side line."""
    if line.bbox is None or cell.bbox is None:
        return False
    x0, y0, x1, y1 = line.bbox
    inside = x0 >= cell.bbox[0] - _SLACK and x1 <= cell.bbox[2] + _SLACK
    return inside and (y0 > cell.bbox[1] if under else y1 < cell.bbox[3])


def _label(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...] | None:
    """The whole label from what each page prints of it, when both print the same or one the end or the beginning."""
    first, second = "".join(one), "".join(other)
    if not first or not second:
        return None
    if first.endswith(second):
        return one
    return other if second.startswith(first) else None


def _lone_label(
    first: Cell,
    second: Cell,
    hanging: Sequence[TextLine],
    standing: Sequence[TextLine],
    is_label: Callable[[str], bool],
) -> tuple[str, ...] | None:
    """A label that is printed on one page only, for a merged cell that is blank on both; close to the table if not known."""
    if first.text or second.text or first.rowspan < 2 or (hanging and standing):
        return None
    nearest, cell = (hanging[0], first) if hanging else (standing[-1], second)
    if nearest.bbox is None or cell.bbox is None:
        return None
    lines = tuple(line.text for line in hanging or standing)
    if is_label(join_lines(lines)):
        return lines
    gap = nearest.bbox[1] - cell.bbox[3] if hanging else cell.bbox[1] - nearest.bbox[3]
    if gap > _NEAR * (nearest.bbox[3] - nearest.bbox[1]):
        return None
    return lines


def _with_lines(cell: Cell, lines: tuple[str, ...] | None) -> Cell:
    return cell if lines is None else replace(cell, lines=lines, text=join_lines(lines))
