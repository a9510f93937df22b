"""A row that a page break cut in the middle: its two halves joined, on evidence only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.model.records import Cell
from extractor.model.text import is_cjk, join_lines

_CLOSED = "。;;!！?？"
_VALUE = re.compile(r"[≥≤><=＝≧≦]|[\d.,]+\s*(?:[(（]?%|[(（]?[\u4e00-\u9fff]{1,3}[)）]?)?$")
_WIDE_TEXT = 30
"""Columns' worth of text (an ideograph counts 2) from which a lone text may flow over a page break."""


def join_halves(
    upper: list[Cell], upper_rows: int, lower: list[Cell], lower_rows: int
) -> tuple[list[Cell], list[Cell], int]:
    """Join the last row of the upper part with the first of the lower one when both are halves of one row.

    Gives the upper cells, the lower cells (rows counted from 0 without the joined one) and the number of lower rows left.
    In doubt both rows stay.
    """
    above = {(cell.column, cell.colspan): cell for cell in upper if cell.row + cell.rowspan == upper_rows}
    below = {(cell.column, cell.colspan): cell for cell in lower if cell.row == 0}
    if above.keys() != below.keys() or not _flows_on(above, below, upper, upper_rows):
        return upper, lower, lower_rows
    grown = {
        above[key].row * 10_000 + key[0]: _with_text(above[key], cell)
        for key, cell in below.items()
        if cell.rowspan == 1
    }
    upper = [grown.get(cell.row * 10_000 + cell.column, cell) for cell in upper]
    left = [
        replace(cell, row=max(0, cell.row - 1), rowspan=cell.rowspan - (cell.row == 0))
        for cell in lower
        if cell.row > 0 or cell.rowspan > 1
    ]
    return upper, left, lower_rows - 1


def _with_text(cell: Cell, more: Cell) -> Cell:
    if not more.text:
        return cell
    lines = cell.lines + more.lines
    return replace(cell, lines=lines, text=join_lines(lines))


def _flows_on(
    above: dict[tuple[int, int], Cell], below: dict[tuple[int, int], Cell], upper: Sequence[Cell], upper_rows: int
) -> bool:
    told = [key for key, cell in below.items() if cell.text]
    if not told or any(below[key].rowspan > 1 for key in told):
        return False  # nothing flows on, or a label of its own begins below the break
    own = [key for key, cell in above.items() if cell.row == upper_rows - 1]
    if any(not above[key].text or key not in own for key in told):
        return False
    ended = [key for key in own if above[key].text and not below[key].text]
    if not all(_continues(above[key], below[key], upper, prose=not ended) for key in told):
        return False
    if ended:
        return len(told) == 1 or max(told) not in told[-1:] or max(ended) > min(told)
    return len(told) == 1


def _continues(cell: Cell, more: Cell, upper: Sequence[Cell], *, prose: bool) -> bool:
    """Whether the text of a cell breaks off at the end of a full line and goes on in the one below."""
    if cell.text[-1] in _CLOSED or _VALUE.match(more.text):
        return False
    last = _width(cell.lines[-1])
    full = _full_width(cell, upper)
    if full is None or last < full - 3:
        return False
    return not prose or _width(cell.text) >= _WIDE_TEXT


def _full_width(cell: Cell, upper: Sequence[Cell]) -> int | None:
    """How much text a line of this cell takes, from the lines that were wrapped in cells of the same columns."""
    wrapped = [
        max(_width(line) for line in other.lines)
        for other in upper
        if other.column == cell.column and other.colspan == cell.colspan and len(other.lines) > 1
    ]
    return max(wrapped, default=None)


def _width(text: str) -> int:
    return sum(2 if is_cjk(char) else 1 for char in text)
