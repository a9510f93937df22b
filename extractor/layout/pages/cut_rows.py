"""A row that a page break cut in the middle: its two halves joined, on evidence only.

``ended``: the columns whose last cell above the break is drawn closed there, while others are open: nothing of it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from extractor.model.text import is_cjk, join_lines, join_texts

_CLOSED = "。;;!！?？"
_VALUE = compiled(r"[≥≤><=＝≧≦]|[\d.,]+\s*(?:[(（]?%|[(（]?[\u4e00-\u9fff]{1,3}[)）]?)?$")
_COUNTER = compiled(r"指标\s?\d{1,2}\s?[:：]|[.…]{2,}$")  # begins a line of the blank form
_NUMBER = compiled(r"\d[日号]?$")
_REST_OF_VALUE = compiled(
    r"(?:以[前内上下]|[底末]?前|[个户人次家项元场期座处件辆台套亩吨米天月年日分份种例间本册篇名批条棵只头所栋段]|[万亿]?[元人]次?"
    r"|公里|千米|平方米|立方米|小时|分钟|个?工作日|%|[(（][^\d()（）]{1,6}[)）])"
)
_WORDED = compiled(r"[\u4e00-\u9fff]")
_SLACK = 4
"""How much text (an ideograph counts 2) a full line may lack: a character that did not fit, and the cell's padding."""
_NAME = 16
"""Columns' worth of text from which a text ends in a number (第17项) rather than being followed by a value of its own."""
_REST_OF_LABEL = 4
"""The most characters that a text above the break which is a label already may lack: 满意度 | 指标."""
_RESTS = frozenset({"指标", "目标"})
"""Labels of their own, but none of a level: 时效 | 指标."""
_HALF_LINE = 5.0
"""Parts of a cell that differ by less (points) leave it open in which of them the middle of a line falls."""
_WIDE_LINE = 18
"""Columns' worth from which a line is a wide one: narrow cells are full with every word."""
_WIDE_TEXT = 30
"""Columns' worth of text from which a lone text may flow over a page break."""

Halves: TypeAlias = dict[tuple[int, int], Cell]
"""The cells on one side of the break by column and colspan."""


def join_labels(
    upper: list[Cell],
    upper_rows: int,
    lower: list[Cell],
    is_label: Callable[[str], bool],
    ended: AbstractSet[int] = frozenset(),
) -> tuple[list[Cell], list[Cell]]:
    """Give the cells above the break back what of their labels is below it: 可持续影 | 响指标.

    Two texts in the same columns are joined where both together are a label and not each of them is one; the cell below is
    then blank, as that of a label which the break did not cut.
    """
    below = {(cell.column, cell.colspan): cell for cell in lower if cell.row == 0 and cell.text}
    halves = {
        id(cell): other
        for cell in upper
        if _WORDED.search(cell.text)  # a number above a label is a value, not the label's own
        and cell.row + cell.rowspan == upper_rows
        and cell.column not in ended
        and (other := below.get((cell.column, cell.colspan))) is not None
        and not (
            is_label(cell.text)
            and (is_label(other.text) or len(other.text) > _REST_OF_LABEL)
            and other.text not in _RESTS
        )
        and is_label(join_lines(cell.lines + other.lines))
    }
    if not halves:
        return upper, lower
    upper = [_with_text(cell, halves[id(cell)]) if id(cell) in halves else cell for cell in upper]
    given = {id(cell) for cell in halves.values()}
    return upper, [replace(cell, text="", lines=()) if id(cell) in given else cell for cell in lower]


def _row(cell: Cell) -> int:
    return cell.row


def lend_labels(
    upper: list[Cell],
    upper_rows: int,
    lower: list[Cell],
    is_label: Callable[[str], bool],
    opened: Sequence[int],
    ended: AbstractSet[int],
) -> tuple[list[Cell], list[Cell]]:
    """Give a blank merged cell above the break the label that is in its other half below, where its middle fell.

    The cell is drawn open at the break, or the part below is the larger one, in which the middle falls. The cell before it has
    a label of its own, and cells of the column are merged or others end at the break: else a blank says that the label above
    goes on. The half below is then blank, as that of any label that speaks for both.
    """
    below = {(cell.column, cell.colspan): cell for cell in lower if cell.row == 0 and cell.text and is_label(cell.text)}
    lent: dict[int, Cell] = {}
    for cell in upper:
        other = below.get((cell.column, cell.colspan))
        if other is None or cell.text or cell.row + cell.rowspan != upper_rows or cell.column in ended:
            continue
        if cell.column not in opened and not _is_taller(other, cell):
            continue
        column = [one for one in (*upper, *lower) if (one.column, one.colspan) == (cell.column, cell.colspan)]
        before = max(
            (one for one in column if one.text and one in upper and one.row < cell.row), key=_row, default=None
        )
        merged = bool(ended) or cell.rowspan > 1 or any(one.rowspan > 1 and one.text for one in column)
        if merged and before is not None and is_label(before.text):
            lent[id(cell)] = other
    if not lent:
        return upper, lower
    given = {id(other) for other in lent.values()}
    upper = [_with_text(cell, lent[id(cell)]) if id(cell) in lent else cell for cell in upper]
    return upper, [replace(cell, text="", lines=()) if id(cell) in given else cell for cell in lower]


def _is_taller(cell: Cell, other: Cell) -> bool:
    if cell.bbox is None or other.bbox is None:
        return True
    return cell.bbox[3] - cell.bbox[1] > other.bbox[3] - other.bbox[1] + _HALF_LINE


def join_halves(
    upper: list[Cell],
    upper_rows: int,
    lower: list[Cell],
    lower_rows: int,
    ended: AbstractSet[int] = frozenset(),
) -> tuple[list[Cell], list[Cell], int]:
    """Join the last row of the upper part with the first of the lower one when both are halves of one row.

    Gives the upper cells, the lower cells (rows counted from 0 without the joined one) and the number of lower rows left.
    In doubt both rows stay.
    """
    above = {(cell.column, cell.colspan): cell for cell in upper if cell.row + cell.rowspan == upper_rows}
    below = {(cell.column, cell.colspan): cell for cell in lower if cell.row == 0}
    if any(key[0] in ended and cell.text for key, cell in below.items()):
        return upper, lower, lower_rows
    if not _flows_on(above, below, upper, upper_rows, _unit_width((*upper, *lower))):
        return upper, lower, lower_rows
    grown = {
        above[key].row * 10_000 + key[0]: _with_text(above[key], cell)
        for key, cell in below.items()
        if cell.rowspan == 1 and cell.text
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
    return replace(
        cell,
        lines=cell.lines + more.lines,
        text=join_texts(cell.text, more.text),
        certainty=min(cell.certainty, more.certainty),
    )


def _flows_on(above: Halves, below: Halves, upper: Sequence[Cell], upper_rows: int, unit: float | None) -> bool:
    told = [key for key, cell in below.items() if cell.text]
    if any(_COUNTER.match(below[key].text) for key in told):
        return False
    if not told or any(below[key].rowspan > 1 for key in told):
        return False  # nothing flows on, or a label of its own begins below the break
    if any(key not in above or not above[key].text or above[key].row != upper_rows - 1 for key in told):
        return False
    if any(_is_rest(above[key].text, below[key].text) for key in told):
        return all(_may_continue(above[key].text, below[key].text) for key in told)
    ended = any(cell.row == upper_rows - 1 and cell.text and key not in told for key, cell in above.items())
    if not ended and len(told) == 1 and _width(above[told[0]].text) < _WIDE_TEXT:
        return False
    if not ended and len(told) > 1 and not _break_off_together(told, above, below, upper):
        return False
    return all(_continues(above[key], below[key], unit) for key in told)


def _is_rest(text: str, more: str) -> bool:
    """Whether a text can only be the rest of the one above: what closes its bracket, a number's unit, a date's 前."""
    return _closes_bracket(text, more) or bool(_NUMBER.search(text) and _REST_OF_VALUE.fullmatch(more))


def _may_continue(text: str, more: str) -> bool:
    return text[-1] not in _CLOSED and not _VALUE.match(more)


def _break_off_together(told: Sequence[tuple[int, int]], above: Halves, below: Halves, upper: Sequence[Cell]) -> bool:
    """Whether all texts of a row go on, rather than a whole row being followed by another one.

    Two wide texts or more must break off at the end of a line as full as any of their column, and nothing below may be a value.
    """
    if any(_VALUE.match(below[key].text) for key in told):
        return False
    full = 0
    for key in told:
        widest = max(_width(line) for cell in upper if (cell.column, cell.colspan) == key for line in cell.lines)
        full += widest >= _WIDE_LINE and _width(above[key].lines[-1]) >= widest - 2
    return full >= 2


def _continues(cell: Cell, more: Cell, unit: float | None) -> bool:
    """Whether a text breaks off at the end of a full line, or inside brackets, and goes on in the cell below."""
    if _is_rest(cell.text, more.text):
        return True
    if cell.text[-1] in _CLOSED or (_VALUE.match(more.text) and (_VALUE.match(cell.text) or _width(cell.text) < _NAME)):
        return False
    if unit is None or cell.bbox is None:
        return False
    capacity = (cell.bbox[2] - cell.bbox[0]) / unit
    return _width(cell.lines[-1]) >= capacity - _SLACK


def _closes_bracket(text: str, more: str) -> bool:
    """Whether ``more`` closes a bracket that ``text`` leaves open."""
    for opening, closing in ("()", "（）", "《》", "“”", "[]", "〔〕"):
        rest = more.split(opening)[0]
        if text.count(opening) > text.count(closing) and closing in rest:
            return True
    return False


def _unit_width(cells: Sequence[Cell]) -> float | None:
    """The width of half an ideograph (points), from the fullest of the lines that were wrapped."""
    widths = [
        (cell.bbox[2] - cell.bbox[0]) / max(_width(line) for line in cell.lines)
        for cell in cells
        if len(cell.lines) > 1 and cell.bbox is not None
    ]
    return min(widths, default=None)


def _width(text: str) -> int:
    return sum(2 if is_cjk(char) else 1 for char in text)
