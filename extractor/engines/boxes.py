"""From what every table finder can tell, cell boxes and characters, to the records of a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from extractor.layout.pages.reading_order import in_reading_order
from extractor.layout.pages.turned import is_turned, turn_blocks_back
from extractor.model.boxes import around
from extractor.model.page import Page, upright
from extractor.model.table import BBox, Block, Cell, Origin, Table, TextLine, rounded
from extractor.model.text import join_lines

SNAP = 2.0
"""Sides of cells no farther apart than this (points) lie on one grid line."""
UNKNOWN = "\ufffd"
"""Stands for a glyph whose character an engine does not know."""
_SAME_LINE = 0.45
_WORD_GAP = 0.3
_WIDE_GAP = 2.0
_DOUBLE = 0.35


class Char(Struct, frozen=True):
    """One character on the page as displayed.

    Attributes:
        text: the character, or the few that a ligature stands for.
        bbox: its box, as high as the font.
        turn: clockwise quarter turns of the text it belongs to.
    """

    text: str
    bbox: BBox
    turn: int = 0


def turn_of(matrix: Sequence[float]) -> int | None:
    """Clockwise quarter turns of text set with a matrix (y upwards); ``None`` at an oblique angle."""
    a, b = matrix[0], matrix[1]
    if abs(b) <= 0.07 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.07 * abs(b):
        return 3 if b > 0 else 1
    return None


class PrintedLine(Struct, frozen=True):
    """Characters on one baseline."""

    text: str
    bbox: BBox


def lines_of_chars(chars: Iterable[Char], *, split: float | None = None) -> list[PrintedLine]:
    """Visual lines of characters in reading order; a character drawn again on the same spot counts once.

    Args:
        split: begin a new line where a gap along a line is wider than this many font heights.
    """
    by_turn: dict[int, list[tuple[BBox, Char]]] = {}
    for char in chars:
        by_turn.setdefault(char.turn, []).append((_reading_frame(char), char))
    return [line for turn in sorted(by_turn) for line in _lines(by_turn[turn], split)]


def _reading_frame(char: Char) -> BBox:
    """The box with the page turned so that the text is upright."""
    x0, y0, x1, y1 = char.bbox
    return ((x0, y0, x1, y1), (y0, -x1, y1, -x0), (-x1, -y1, -x0, -y0), (-y1, x0, -y0, x1))[char.turn]


def _lines(placed: list[tuple[BBox, Char]], split: float | None) -> list[PrintedLine]:
    placed.sort(key=lambda item: (item[0][3], item[0][0]))
    rows: list[list[tuple[BBox, Char]]] = []
    for box, char in placed:
        height = box[3] - box[1]
        if rows and box[3] - rows[-1][0][0][3] <= _SAME_LINE * height:
            rows[-1].append((box, char))
        else:
            rows.append([(box, char)])
    lines: list[PrintedLine] = []
    for row in rows:
        row.sort(key=lambda item: item[0][0])
        lines += [_line(part) for part in _parts(_without_doubles(row), split)]
    return [line for line in lines if line.text]


def _without_doubles(row: list[tuple[BBox, Char]]) -> list[tuple[BBox, Char]]:
    kept: list[tuple[BBox, Char]] = []
    for box, char in row:
        near = _DOUBLE * max(box[2] - box[0], 0.3 * (box[3] - box[1]))
        if not any(other.text == char.text and box[0] - place[0] < near for place, other in kept[-4:]):
            kept.append((box, char))
    return kept


def _parts(row: list[tuple[BBox, Char]], split: float | None) -> list[list[tuple[BBox, Char]]]:
    if split is None:
        return [row]
    parts: list[list[tuple[BBox, Char]]] = []
    end = 0.0
    for box, char in row:
        if char.text.isspace():
            if parts:
                parts[-1].append((box, char))
            continue
        if parts and box[0] - end <= split * (box[3] - box[1]):
            parts[-1].append((box, char))
        else:
            parts.append([(box, char)])
        end = box[2]
    return parts


def _line(row: list[tuple[BBox, Char]]) -> PrintedLine:
    while row and row[-1][1].text.isspace():
        row = row[:-1]
    if not row:
        return PrintedLine("", (0.0, 0.0, 0.0, 0.0))
    text, end = "", None
    for box, char in row:
        if end is not None and box[0] - end > _WORD_GAP * (box[3] - box[1]):
            text += " "
        text += char.text
        end = box[2]
    boxes = [char.bbox for _, char in row]
    return PrintedLine(" ".join(text.split()), around(boxes))


def is_inside(char: Char, box: BBox) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (char.bbox[0] + char.bbox[2]) / 2, (char.bbox[1] + char.bbox[3]) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


LinesOutside: TypeAlias = Callable[[Page, Sequence[Block]], Sequence[TextLine]]


def blocks_of_page(
    page: Page,
    tables: Sequence[Sequence[BBox]],
    chars: Sequence[Char],
    *,
    lines_outside: LinesOutside | None = None,
) -> list[Block]:
    """The blocks of a page, in reading order, from its tables' cell boxes and its characters, all as displayed.

    As in our own layout, a page whose text runs up or down as a whole is read in the turned frame.

    Args:
        lines_outside: gives the text lines of a page beside its tables; without it they are made of the characters.
    """
    turn = is_turned(page)
    if turn:
        tables = [[_turned_back(box, page, turn) for box in boxes] for boxes in tables]
        chars = [Char(c.text, _turned_back(c.bbox, page, turn), (c.turn - turn) % 4) for c in chars]
    frame = upright(page, turn)
    blocks = blocks_of_boxes(tables, chars, page.number)
    if lines_outside is not None:
        found = [block for block in blocks if isinstance(block, Table)]
        blocks = [*found, *lines_outside(frame, found)]
    blocks = in_reading_order(blocks)
    return turn_blocks_back(blocks, page, turn) if turn else blocks


def _turned_back(box: BBox, page: Page, turns: int) -> BBox:
    """A box after counter-clockwise quarter turns of the page: (x, y) goes to (y, width - x)."""
    width, height = page.width, page.height
    for _ in range(turns):
        x0, y0, x1, y1 = box
        box = (y0, width - x1, y1, width - x0)
        width, height = height, width
    return box


def blocks_of_boxes(tables: Iterable[Sequence[BBox]], chars: Sequence[Char], page: int) -> list[Block]:
    """Tables made of cell boxes with the characters in them, and the lines of text outside; not yet in reading order."""
    blocks: list[Block] = []
    rest: Sequence[Char] = chars
    for boxes in tables:
        made = table_of_boxes(boxes, rest, page)
        if made is not None:
            blocks.append(made[0])
            rest = made[1]
    lines = lines_of_chars(rest, split=_WIDE_GAP)
    return [*blocks, *(TextLine(join_lines((line.text,)), page, line.bbox) for line in lines)]


def table_of_boxes(boxes: Sequence[BBox], chars: Iterable[Char], page: int) -> tuple[Table, list[Char]] | None:
    """A table on the grid of the boxes' distinct sides, and the characters in none of its cells.

    ``None`` for fewer than two cells. A box on another one is left out. A line that overflows the table stays in its cell.
    """
    xs = grid_lines(side for box in boxes for side in (box[0], box[2]))
    ys = grid_lines(side for box in boxes for side in (box[1], box[3]))
    taken: set[tuple[int, int]] = set()
    spans: list[tuple[int, int, int, int]] = []
    for box in boxes:
        row, column, row_end, column_end = (
            _nearest(ys, box[1]),
            _nearest(xs, box[0]),
            _nearest(ys, box[3]),
            _nearest(xs, box[2]),
        )
        units = {(r, c) for r in range(row, row_end) for c in range(column, column_end)}
        if units and not units & taken:
            taken |= units
            spans.append((row, column, row_end, column_end))
    if len(spans) < 2:
        return None
    owner = {(r, c): i for i, s in enumerate(spans) for r in range(s[0], s[2]) for c in range(s[1], s[3])}
    inside: list[list[Char]] = [[] for _ in spans]
    outside: list[Char] = []
    ends: dict[tuple[int, int], tuple[float, int]] = {}  # where the last line of a height has come to, and its cell
    for char in sorted(chars, key=lambda char: char.bbox[0]):
        x0, y0, x1, y1 = char.bbox
        line = (round(y1), char.turn)
        index = owner.get((bisect_right(ys, (y0 + y1) / 2) - 1, bisect_right(xs, (x0 + x1) / 2) - 1))
        if index is None and x1 > xs[-1] and line in ends:
            end, last = ends[line]
            index = last if x0 - end <= _WORD_GAP * (y1 - y0) else None
        if index is None:
            outside.append(char)
        else:
            inside[index].append(char)
            ends[line] = (x1, index)
    x, y = rounded(xs), rounded(ys)
    cells = [
        _cell(span, lines_of_chars(own), page, (x[span[1]], y[span[0]], x[span[3]], y[span[2]]))
        for span, own in zip(spans, inside, strict=True)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    table = Table(
        cells=tuple(cells),
        rows=len(y) - 1,
        columns=len(x) - 1,
        origin=Origin.RULED,
        page=page,
        bbox=(x[0], y[0], x[-1], y[-1]),
        column_edges=x,
        row_edges=y,
    )
    return table, outside


def _cell(span: tuple[int, int, int, int], printed: Sequence[PrintedLine], page: int, box: BBox) -> Cell:
    lines = tuple(line.text for line in printed)
    row, column, row_end, column_end = span
    return Cell(row, column, row_end - row, column_end - column, join_lines(lines), lines, page, box)


def grid_lines(sides: Iterable[float]) -> list[float]:
    """Positions with those that lie together taken as one, rising."""
    lines: list[float] = []
    for side in sorted(sides):
        if not lines or side - lines[-1] > SNAP:
            lines.append(side)
    return lines


def _nearest(lines: Sequence[float], side: float) -> int:
    at = bisect_left(lines, side)
    near = [index for index in (at - 1, at) if 0 <= index < len(lines)]
    return min(near, key=lambda index: abs(lines[index] - side))


def is_unreadable(blocks: Sequence[Block]) -> bool:
    """Whether most of the characters of a page are unknown to an engine."""
    text = "".join(cell.text for block in blocks for cell in (block.cells if isinstance(block, Table) else (block,)))
    return text.count(UNKNOWN) > len(text) / 2
