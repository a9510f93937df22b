"""Pages without rulings: the printed lines set out as text whose columns are where the page has them.

What columns, rows and wrapped cells such text has is found by :mod:`extractor.layout.aligned.blocks`; here every cell and line
gets its box on the page back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from extractor.layout.aligned.blocks import plain_blocks
from extractor.layout.labels import Labels
from extractor.layout.pages.lines import Run, lines_of, runs_of
from extractor.layout.pages.turned import is_turned, turn_blocks_back
from extractor.model.boxes import around
from extractor.model.page import Glyphs, Page, RawLine, upright
from extractor.model.patterns import compiled
from extractor.model.table import BBox, Block, Cell, TextLine, rounded_box
from extractor.model.text import display_width

APART = 0.75
"""Gaps along a line wider than this many font heights end a cell."""
_SAME_LINE = 0.45
_SAME_LEADING = 1.15
_MOST_BLANK = 4
_FURTHEST = 12
"""How many line numbers below the one before the next line of a cell may be."""


class Word(Struct, frozen=True):
    """Text without a wide gap, as printed on one line.

    Attributes:
        chain: tells words of one line apart that do not follow each other in the content stream.
    """

    text: str
    bbox: BBox
    chain: int = 0


class PrintedRow(Struct, frozen=True):
    """Everything on one baseline, left to right."""

    words: tuple[Word, ...]
    baseline: float
    size: float


class _Placed(Struct, frozen=True):
    """A word and where it begins in its line of text."""

    word: Word
    start: int


def layout_aligned(page: Page, labels: Labels, *, goes_on: bool = False) -> list[Block]:
    """The page's blocks by alignment alone: tables of origin ``aligned`` and text lines, in reading order.

    Args:
        page: its rulings are not looked at.
        labels: what is known of printed labels.
        goes_on: whether an aligned table ended the page before, so that its rest may be here without any label.
    """
    turn = is_turned(page)
    if turn:
        return turn_blocks_back(layout_aligned(upright(page, turn), labels, goes_on=goes_on), page, turn)
    rows = printed_rows(page)
    if not rows:
        return []
    lines, places = _as_text(rows, page.number)
    finder = _Finder({line.number: line.text for line in lines}, places)
    return [finder.with_box(block) for block in plain_blocks(lines, labels, goes_on=goes_on)]


def runs_on_page(page: Page) -> list[Run]:
    """The runs of a page without those that lie off it."""
    return [
        run
        for run in runs_of(page.glyphs)
        if 0 <= run.bbox[0] + run.bbox[2] <= 2 * page.width and 0 <= run.bbox[1] + run.bbox[3] <= 2 * page.height
    ]


def printed_rows(page: Page, *, apart: float = APART, chained: bool = False) -> list[PrintedRow]:
    """The upright text of a page, line by line, cut into words where a gap is wider than ``apart`` font heights.

    Args:
        chained: cut as well where the content stream goes on elsewhere, however close the texts are.
    """
    upright_runs = [run for run in runs_on_page(page) if run.turn == 0]
    runs = sorted(upright_runs, key=lambda run: (run.baseline, run.start))
    groups: list[list[Run]] = []
    for run in runs:
        if groups and run.baseline - groups[-1][0].baseline <= _SAME_LINE * max(run.size, groups[-1][0].size):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_row(group, page.glyphs, apart, chained) for group in groups]


def _row(group: list[Run], glyphs: Glyphs, apart: float, chained: bool) -> PrintedRow:
    words: list[Word] = []
    for chain, part in enumerate(_chains(group, glyphs) if chained else [group]):
        words += [Word(line.text, line.bbox, chain) for line in lines_of(part, glyphs, split=apart)]
    words.sort(key=lambda word: word.bbox[0])
    main = max(group, key=lambda run: len(run.text))
    return PrintedRow(tuple(words), main.baseline, main.size)


def _chains(group: list[Run], glyphs: Glyphs) -> list[list[Run]]:
    """Runs of one line, left to right, parted where one does not follow the other in the content and does not overlap it."""
    chains: list[list[Run]] = []
    end = 0.0
    for run in sorted(group, key=lambda run: run.start):
        last = chains[-1][-1] if chains else None
        if last is not None and (run.start < end or _follows(run, last, glyphs)):
            chains[-1].append(run)
        else:
            chains.append([run])
        end = max(end, run.end)
    return chains


def _follows(run: Run, last: Run, glyphs: Glyphs) -> bool:
    """Whether nothing but blanks is between two runs in the content."""
    stop = last.first + len(last.text)
    return stop <= run.first and not glyphs.text[stop : run.first].strip()


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
        """Line and box of a text not yet given away: on the line its cell begins on, later lines of a cell further down.

        Of several it is the one below the lines before, that is between spaces, next below them.
        """
        numbers = [number for number in self._texts if first < number <= first + _FURTHEST] if above else [first]
        found = [(number, *span) for number in numbers for span in self._in_line(text, number)]
        if not found:
            return None

        def cost(place: tuple[int, int, int]) -> tuple[bool, bool, int, float]:
            number, start, stop = place
            box = self._box(number, start, stop)
            line = f" {self._texts[number]} "
            whole = line[start].isspace() and line[stop + 1].isspace()
            return not _is_below(box, above), not whole, number, _aside(box, above)

        number, start, stop = min(found, key=cost)
        self._used.setdefault(number, []).append((start, stop))
        return number, self._box(number, start, stop)

    def _in_line(self, text: str, number: int) -> list[tuple[int, int]]:
        """Where a text is in a line; parts of a cell that a gap separates have one space between them there."""
        used = self._used.get(number, ())
        pattern = compiled(r"\s+".join(map(re.escape, text.split())))
        spans = [match.span() for match in pattern.finditer(self._texts.get(number, ""))]
        return [(start, stop) for start, stop in spans if all(stop <= a or b <= start for a, b in used)]

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


def _is_below(box: BBox, above: Sequence[BBox]) -> bool:
    """Whether a box shares some width with those above it."""
    return not above or any(box[0] < other[2] and other[0] < box[2] for other in above)


def _aside(box: BBox, above: Sequence[BBox]) -> float:
    return min((abs(box[0] - other[0]) for other in above), default=box[0])


def _union(boxes: Sequence[BBox]) -> BBox | None:
    return rounded_box(around(boxes)) if boxes else None
