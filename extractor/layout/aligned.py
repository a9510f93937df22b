"""Pages without rulings: the printed lines set out as text whose columns stand where the page has them.

What columns, rows and wrapped cells such text has is found by :mod:`extractor.layout.text_aligned`; here every cell and line
gets its box on the page back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractor.layout.runs import Run, lines_of, runs_of
from extractor.layout.text_aligned import plain_blocks
from extractor.layout.text_pieces import display_width
from extractor.layout.turned import is_turned, turn_blocks_back, upright
from extractor.model.records import BBox, Block, Cell, TextLine
from extractor.readers.pdf.records import Glyphs, Page
from extractor.readers.text import RawLine

APART = 0.75
"""Gaps along a line wider than this many font heights end a cell."""
_SAME_LINE = 0.45
_SAME_LEADING = 1.15
_MOST_BLANK = 4


@dataclass(frozen=True, slots=True)
class Word:
    """Text without a wide gap, as printed on one line."""

    text: str
    bbox: BBox


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """Everything on one baseline, left to right."""

    words: tuple[Word, ...]
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word and where it begins in its line of text."""

    word: Word
    start: int


def layout_aligned(page: Page, *, goes_on: bool = False) -> list[Block]:
    """The page's blocks by alignment alone: tables of origin ``aligned`` and text lines, in reading order.

    Args:
        page: its rulings are not looked at.
        goes_on: whether an aligned table ended the page before, so that its rest may stand here without any label.
    """
    turn = is_turned(page)
    if turn:
        return turn_blocks_back(layout_aligned(upright(page, turn), goes_on=goes_on), page, turn)
    rows = printed_rows(page)
    if not rows:
        return []
    lines, places = _as_text(rows, page.number)
    finder = _Finder({line.number: line.text for line in lines}, places)
    return [finder.with_box(block) for block in plain_blocks(lines, goes_on=goes_on)]


def printed_rows(page: Page, *, apart: float = APART) -> list[PrintedRow]:
    """The upright text of a page, line by line, cut into words where a gap is wider than ``apart`` font heights."""
    runs = sorted((run for run in runs_of(page.glyphs) if run.turn == 0), key=lambda run: (run.baseline, run.start))
    groups: list[list[Run]] = []
    for run in runs:
        if groups and run.baseline - groups[-1][0].baseline <= _SAME_LINE * max(run.size, groups[-1][0].size):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_row(group, page.glyphs, apart) for group in groups]


def _row(group: list[Run], glyphs: Glyphs, apart: float) -> PrintedRow:
    words = [Word(line.text, line.bbox) for line in lines_of(group, glyphs, split=apart)]
    words.sort(key=lambda word: word.bbox[0])
    main = max(group, key=lambda run: len(run.text))
    return PrintedRow(tuple(words), main.baseline, main.size)


def _as_text(rows: Sequence[PrintedRow], page: int) -> tuple[list[RawLine], dict[int, list[_Placed]]]:
    """The rows as lines of text, one column for half a font height, blank lines (left out, but counted) for wide spaces."""
    unit = median(row.size for row in rows) / 2 or 1.0
    left = min(row.words[0].bbox[0] for row in rows)
    leading = _leading(rows)
    lines: list[RawLine] = []
    places: dict[int, list[_Placed]] = {}
    number = 0
    before: PrintedRow | None = None
    for row in rows:
        number += 1 if before is None else _step(row.baseline - before.baseline, leading)
        before = row
        text = ""
        width = 0
        placed: list[_Placed] = []
        for word in row.words:
            column = max(round((word.bbox[0] - left) / unit), width + 2 if text else 0)
            text += " " * (column - width)
            placed.append(_Placed(word, len(text)))
            text += word.text
            width = column + display_width(word.text)
        lines.append(RawLine(number, text, page))
        places[number] = placed
    return lines, places


def _step(gap: float, leading: float) -> int:
    if gap <= _SAME_LEADING * leading:
        return 1
    return min(_MOST_BLANK, max(2, round(gap / leading)))


def _leading(rows: Sequence[PrintedRow]) -> float:
    """The usual distance of two lines of one wrapped cell: the smallest that comes back."""
    gaps = sorted(
        lower.baseline - upper.baseline
        for upper, lower in pairwise(rows)
        if lower.baseline - upper.baseline > 0.9 * min(upper.size, lower.size)
    )
    for first, second in pairwise(gaps):
        if second <= 1.05 * first:
            return second
    return gaps[0] if gaps else 1.0


class _Finder:
    """Finds the words of cells and lines again."""

    def __init__(self, texts: dict[int, str], places: dict[int, list[_Placed]]) -> None:
        self._texts = texts
        self._places = places
        self._used: dict[int, list[tuple[int, int]]] = {}

    def with_box(self, block: Block) -> Block:
        """The block with boxes in place of line numbers."""
        if isinstance(block, TextLine):
            boxes = [placed.word.bbox for placed in self._places.get(block.line or 0, ())]
            return replace(block, bbox=_union(boxes), line=None)
        cells = tuple(self._cell(cell) for cell in block.cells)
        return replace(block, cells=cells, bbox=_union([cell.bbox for cell in cells if cell.bbox]))

    def _cell(self, cell: Cell) -> Cell:
        number = cell.line or 0
        boxes: list[BBox] = []
        for text in cell.lines:
            found = self._find(text, number, boxes)
            if found is not None:
                number, box = found
                boxes.append(box)
        return replace(cell, bbox=_union(boxes), line=None)

    def _find(self, text: str, first: int, above: Sequence[BBox]) -> tuple[int, BBox] | None:
        """The next line from ``first`` on that holds a text not yet given away, below what was found before."""
        for number in [number for number in self._texts if number >= first][:8]:
            if above and number == first:
                continue
            found = self._in_line(text, number)
            if found:
                at, box = min(found, key=lambda item: _aside(item[1], above))
                self._used.setdefault(number, []).append((at, at + len(text)))
                return number, box
        return None

    def _in_line(self, text: str, number: int) -> list[tuple[int, BBox]]:
        line, found = self._texts[number], []
        at = line.find(text)
        while at >= 0:
            end = at + len(text)
            if all(end <= a or b <= at for a, b in self._used.get(number, ())):
                found.append((at, self._box(number, at, end)))
            at = line.find(text, at + 1)
        return found

    def _box(self, number: int, start: int, end: int) -> BBox:
        boxes = []
        for placed in self._places[number]:
            a, b = max(start, placed.start), min(end, placed.start + len(placed.word.text))
            if a < b:
                boxes.append(_part(placed.word, a - placed.start, b - placed.start))
        return _union(boxes) or (0.0, 0.0, 0.0, 0.0)


def _part(word: Word, start: int, end: int) -> BBox:
    x0, y0, x1, y1 = word.bbox
    if start == 0 and end == len(word.text):
        return word.bbox
    scale = (x1 - x0) / (display_width(word.text) or 1)
    return (
        x0 + scale * display_width(word.text[:start]),
        y0,
        x0 + scale * display_width(word.text[:end]),
        y1,
    )


def _aside(box: BBox, above: Sequence[BBox]) -> float:
    return min((abs(box[0] - other[0]) for other in above), default=box[0])


def _union(boxes: Sequence[BBox]) -> BBox | None:
    if not boxes:
        return None
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
