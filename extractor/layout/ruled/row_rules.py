"""Tables with lines between their rows but none between their columns.

Every drawn line stays what it is: rows, and labels that span several of them, follow from it. The missing sides are put where
no text is: the fewest verticals that separate what is printed side by side in the rows of one section. The lattice does
the rest. The columns are inferred, so the tables' origin is ``aligned``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from extractor.layout.aligned.indicator_rows import heads_columns
from extractor.layout.aligned.page import APART, PrintedRow, Word, printed_rows, runs_on_page
from extractor.layout.labels import Labels
from extractor.layout.pages.lines import Run, lines_of
from extractor.layout.pages.reading_order import in_reading_order
from extractor.layout.pages.turned import is_turned, turn_blocks_back
from extractor.layout.ruled.assign import assign_runs
from extractor.layout.ruled.edges import Line, merge_lines
from extractor.layout.ruled.lattice import Grid, find_grids
from extractor.layout.ruled.underlines import without_underlines
from extractor.model.page import Page, upright
from extractor.model.table import Block, Cell, Origin, Table, TextLine, rounded
from extractor.model.text import join_lines

_FEWEST = 3
_LONG = 0.5
"""Share of a table's width from which a line goes all across it."""
_MEETS = 4.0
_MOST_ALIGNED = 2
"""Lines on which neighbouring cells of one row may all have text; more are rows without lines between them."""
_NARROW = 0.25
"""Gaps along a line from this many font heights on may part two cells where other rows show that a column ends there."""
_PADDING = 4.0
_SAME_EDGE = 0.5
_OFF = 6.0
"""How far (twice, in points) a centred text may be from the middle of its cell."""
_WIDE_GAP = 2.0
_REACH = 1.6

Gap = tuple[float, float]


class _Band(Struct, frozen=True):
    """What is printed between two neighbouring lines: the words, those of cells that reach further up or down included."""

    top: float
    bottom: float
    words: tuple[Word, ...]


def layout_row_rules(page: Page, labels: Labels) -> list[Block] | None:
    """The page's blocks in reading order; ``None`` where no table is ruled row by row."""
    turn = is_turned(page)
    if turn:
        blocks = layout_row_rules(upright(page, turn), labels)
        return None if blocks is None else turn_blocks_back(blocks, page, turn)
    rows = printed_rows(page, apart=_NARROW, chained=True)
    grids: list[Grid] = []
    runs = runs_on_page(page)
    drawn = without_underlines(page.rulings.horizontals, page.rulings.verticals, runs, page.glyphs)
    for lines in _frames(merge_lines(drawn)):
        grids += _grids(lines, rows, page, labels)
    if not grids:
        return None
    inside, outside = assign_runs(runs, grids, page.glyphs)
    blocks = [_table(grid, cells, page) for grid, cells in zip(grids, inside, strict=True)]
    for line in lines_of(outside, page.glyphs, split=_WIDE_GAP) if outside else ():
        if text := join_lines((line.text,)):
            blocks.append(TextLine(text, page.number, line.bbox))
    return in_reading_order(blocks)


def _frames(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that lie above each other, by table: those of one table share most of the widest one's extent."""
    frames: list[list[Line]] = []
    for line in sorted(lines):
        for frame in frames:
            start, end = _extent(frame)
            if min(end, line[2]) - max(start, line[1]) > 0.9 * (line[2] - line[1]) or (
                min(end, line[2]) - max(start, line[1]) > 0.9 * (end - start)
            ):
                frame.append(line)
                break
        else:
            frames.append([line])
    return [frame for frame in frames if len(_across(frame)) >= _FEWEST]


def _extent(lines: Iterable[Line]) -> Gap:
    lines = list(lines)
    return min(start for _, start, _ in lines), max(end for _, _, end in lines)


def _across(lines: Sequence[Line]) -> list[Line]:
    start, end = _extent(lines)
    return [line for line in lines if line[2] - line[1] >= _LONG * (end - start)]


def _grids(lines: list[Line], rows: Sequence[PrintedRow], page: Page, labels: Labels) -> list[Grid]:
    lines = _with_open_rows(lines, rows)
    bands = _trimmed(_bands(lines, rows))
    if len(bands) < _FEWEST - 1 or any(_has_several_rows(band, rows) for band in bands):
        return []
    lines = [line for line in lines if bands[0].top - 0.1 <= line[0] <= bands[-1].bottom + 0.1]
    start, end = _extent(lines)
    sides = [(x, bands[0].top, bands[-1].bottom) for x in (start, end)]
    drawn = [line for line in page.rulings.verticals if start - _MEETS <= line[0] <= end + _MEETS]
    verticals = [*sides, *drawn, *_missing(bands, lines, start, end, labels)]
    if len(verticals) == len(sides) + len(drawn):
        return []
    return find_grids(merge_lines(lines), merge_lines(verticals))


def _with_open_rows(lines: list[Line], rows: Sequence[PrintedRow]) -> list[Line]:
    """The lines with one above the first row and below the last where these are open and several texts are in them."""
    start, end = _extent(lines)
    result = list(lines)
    top, bottom = min(lines)[0], max(lines)[0]
    for row in rows:
        inside = [word for word in row.words if start - _MEETS <= word.bbox[0] and word.bbox[2] <= end + _MEETS]
        if len(inside) < 2 or len(inside) < len(row.words):
            continue
        if 0 < top - row.baseline <= _REACH * row.size:
            result.append((row.baseline - 1.2 * row.size, start, end))
        if 0 < row.baseline - row.size - bottom <= (_REACH - 1) * row.size:
            result.append((row.baseline + 0.5 * row.size, start, end))
    return sorted(result)


def _bands(lines: Sequence[Line], rows: Sequence[PrintedRow]) -> list[_Band]:
    start, end = _extent(lines)
    ys = sorted({y for y, _, _ in lines})
    words = [
        (word, *_reach(word, row, lines))
        for row in rows
        for word in row.words
        if start - _MEETS <= (word.bbox[0] + word.bbox[2]) / 2 <= end + _MEETS
    ]
    return [
        _Band(top, bottom, tuple(word for word, above, below in words if above <= top and bottom <= below))
        for top, bottom in pairwise(ys)
    ]


def _reach(word: Word, row: PrintedRow, lines: Sequence[Line]) -> Gap:
    """The lines right above and below a word."""
    x, y = (word.bbox[0] + word.bbox[2]) / 2, row.baseline - 0.35 * row.size
    at = [line[0] for line in lines if line[1] - _MEETS <= x <= line[2] + _MEETS]
    return max((p for p in at if p <= y), default=float("inf")), min((p for p in at if p > y), default=float("-inf"))


def _trimmed(bands: list[_Band]) -> list[_Band]:
    """The bands from the first to the last with several cells: what is printed between a page's head line and a table is none."""
    first = next((i for i, band in enumerate(bands) if any(_is_wide(gap, band) for gap in _gaps(band))), len(bands))
    last = max((i for i, band in enumerate(bands) if _gaps(band)), default=0)
    return bands[first : last + 1]


def _ink(band: _Band) -> list[Gap]:
    """The parts of a band's width that text is in, left to right."""
    ink: list[Gap] = []
    for start, end in sorted((word.bbox[0], word.bbox[2]) for word in band.words):
        if ink and start <= ink[-1][1]:
            ink[-1] = (ink[-1][0], max(end, ink[-1][1]))
        else:
            ink.append((start, end))
    return ink


def _has_several_rows(band: _Band, rows: Sequence[PrintedRow]) -> bool:
    """Whether all cells of a band have text on each of several lines: rows without lines between them."""
    ink = _ink(band)
    full = 0
    for row in rows:
        words = [word for word in row.words if word in band.words]
        if not words:
            continue
        cells = {index for word in words for index, (a, b) in enumerate(ink) if a <= word.bbox[0] <= b}
        if len(cells) < max(2, len(ink)):
            return False
        full += 1
    return full > _MOST_ALIGNED


def _missing(bands: Sequence[_Band], lines: Sequence[Line], start: float, end: float, labels: Labels) -> list[Line]:
    """The verticals that are not drawn, one piece for each band that one is in."""
    ends = sorted({x for _, a, b in lines for x in (a, b) if start + _MEETS < x < end - _MEETS})
    missing: list[Line] = []
    for section in _sections(bands, labels):
        gaps = [_gaps(band) for band in section]
        wide = [gap for band, found in zip(section, gaps, strict=True) for gap in found if _is_wide(gap, band)]
        narrow = [gap for band, found in zip(section, gaps, strict=True) for gap in found if not _is_wide(gap, band)]
        places = [_within(place, wide, narrow) for place in _places(wide, ends)]
        for band in section:
            ink = _ink(band)
            free = [x for x in places if not any(a < x < b for a, b in ink)]
            if not _is_header(section[0], labels):
                free = _likely(free, ink, start, end)
            missing += [(x, band.top, band.bottom) for x in free]
    return missing


def _likely(places: Sequence[float], ink: Sequence[Gap], start: float, end: float) -> list[float]:
    """The places without those that other rows need but this one hardly has.

    Of several places between two texts, one that either of them is centred by is the side they share: a label such as
    年度总体目标 is in the middle of all the columns it heads.
    """
    chosen = list(places)
    for index, (left, right) in enumerate(pairwise(ink)):
        between = [x for x in places if left[1] <= x <= right[0]]
        before = [x for x in (start, *places) if x <= left[0] and (not index or x >= ink[index - 1][1])]
        after = [x for x in (*places, end) if x >= right[1] and (index + 2 >= len(ink) or x <= ink[index + 2][0])]
        of_left = _centring(left, between, before)
        of_right = _centring(right, between, after)
        chosen = [
            x
            for x in chosen
            if x not in between
            or ((of_left is None or x >= of_left) and (of_right is None or x <= of_right))
            or x in (of_left, of_right)
        ]
    return chosen


def _centring(text: Gap, sides: Sequence[float], others: Sequence[float]) -> float | None:
    """The side that, with one of the others, has a text in the middle; ``None`` where no two have."""
    off = [(abs(sum(text) - side - other), side) for side in sides for other in others]
    best = min(off, default=(_OFF, 0.0))
    return best[1] if best[0] < _OFF else None


def _is_wide(gap: Gap, band: _Band) -> bool:
    """Whether a gap parts two cells whatever the other rows show: it is wide, or the content goes on elsewhere beyond it."""
    before = [word for word in band.words if word.bbox[2] == gap[0]]
    after = [word for word in band.words if word.bbox[0] == gap[1]]
    height = max((word.bbox[3] - word.bbox[1] for word in (*before, *after)), default=0.0)
    return gap[1] - gap[0] > APART * height or any(
        one.bbox[1] < other.bbox[3] and other.bbox[1] < one.bbox[3] and one.chain != other.chain
        for one in before
        for other in after
    )


def _sections(bands: Sequence[_Band], labels: Labels) -> list[list[_Band]]:
    """Bands with columns in common: each indicator header begins a section, and so does the project's name after one.

    A header of two rows, whose labels reach down into the second, begins one.
    """
    sections: list[list[_Band]] = [[bands[0]]]
    for before, band in pairwise(bands):
        names = labels.names_project([word.text for word in band.words])
        heads = _is_header(band, labels) and not (_is_header(before, labels) and set(band.words) & set(before.words))
        if heads or (names and _is_header(sections[-1][0], labels)):
            sections.append([])
        sections[-1].append(band)
    return sections


def _is_header(band: _Band, labels: Labels) -> bool:
    return heads_columns([word.text for word in band.words], labels)


def _gaps(band: _Band) -> list[Gap]:
    ink = _ink(band)
    return [(left[1], right[0]) for left, right in pairwise(ink)]


def _places(gaps: Iterable[Gap], fixed: Sequence[float]) -> list[Gap]:
    """The fewest places such that each gap holds one; each as what its gaps have in common, the fixed ones as they are."""
    places = [(x, x) for x in fixed]
    common: Gap | None = None
    for left, right in sorted(gaps, key=lambda gap: gap[1]):
        if any(left <= x <= right for x in fixed):
            continue
        if common is not None and left <= common[1]:
            common = (max(left, common[0]), common[1])
            continue
        if common is not None:
            places.append(common)
        common = (left, right)
    if common is not None:
        places.append(common)
    return sorted(places)


def _within(place: Gap, wide: Sequence[Gap], narrow: Sequence[Gap]) -> float:
    """The x of a place, moved into the narrow gaps that other rows have there as far as these agree.

    Before texts that begin below each other, or after some that end so, it is as near to them as a cell's padding;
    else in the middle.
    """
    left, right = place
    for gap in sorted(narrow, key=lambda gap: gap[1] - gap[0], reverse=True):
        if gap[0] < right and left < gap[1]:
            left, right = max(left, gap[0]), min(right, gap[1])
    middle = (left + right) / 2
    if sum(abs(gap[1] - right) < _SAME_EDGE for gap in (*wide, *narrow)) > 1:
        return max(middle, right - _PADDING)
    if sum(abs(gap[0] - left) < _SAME_EDGE for gap in (*wide, *narrow)) > 1:
        return min(middle, left + _PADDING)
    return middle


def _table(grid: Grid, texts: dict[int, list[Run]], page: Page) -> Block:
    cells: list[Cell] = []
    xs, ys = rounded(grid.xs), rounded(grid.ys)
    for index, span in enumerate(grid.spans):
        lines = tuple(line.text for line in lines_of(texts[index], page.glyphs)) if texts.get(index) else ()
        row, column, row_end, column_end = span
        box = (xs[column], ys[row], xs[column_end], ys[row_end])
        cells.append(Cell(row, column, row_end - row, column_end - column, join_lines(lines), lines, page.number, box))
    return Table(
        cells=tuple(cells),
        rows=len(grid.ys) - 1,
        columns=len(grid.xs) - 1,
        origin=Origin.ALIGNED,
        page=page.number,
        bbox=(xs[0], ys[0], xs[-1], ys[-1]),
        column_edges=xs,
        row_edges=ys,
    )
