"""What is printed: pages of random tables with their sizes, and how their lines are drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from random import Random

from msgspec import Struct

from benchmarks.layout.record import CellRecord, TableRecord, table_record
from benchmarks.layout.structures import MOST_COLUMNS, random_structure
from benchmarks.layout.texts import cell_text, phrase

SIZE = 9.0
LEADING = 12.5
PADDING = 3.0
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 595.0, 842.0, 42.0
CAPTION = 26.0
GAP = 22.0
NARROWEST = 48.0
_GRAIN = 6.0  # widths are multiples of it, so that tables of one sheet share columns that can be seen
_TALLEST = 560.0
MOST_COLUMNS_BESIDE = 4
"""Tables that stand side by side have no more columns than this."""
PLAIN_FONT, SERIF_FONT = "WenQuanYi Micro Hei", "Noto Serif CJK SC"
_VERTICAL_LENGTH = 4


class DrawnCell(Struct, frozen=True):
    """One cell with what is printed in it.

    Attributes:
        colour: number of its background colour; cells that share a side differ.
        vertical: whether the text runs from top to bottom.
        marked: whether its text is the one that the style underlines, highlights or gives a check box.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    colour: int
    vertical: bool = False
    marked: bool = False


class DrawnTable(Struct, frozen=True):
    """A table to print: its cells, column widths and least row heights in points."""

    caption: str
    cells: tuple[DrawnCell, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    def truth(self) -> TableRecord:
        """What a reader should answer."""
        return table_record(CellRecord(c.row, c.column, c.rowspan, c.colspan, c.text) for c in self.cells)


class PlannedPage(Struct, frozen=True):
    """One page: a heading, perhaps a paragraph, and tables drawn in one style."""

    style: str
    heading: str
    paragraph: str
    font: str
    tables: tuple[DrawnTable, ...]


def plan_pages(
    producer: str, styles: Sequence[str], tables: int, seed: int, *, merged: bool = True
) -> list[PlannedPage]:
    """Draw ``tables`` tables for each style and distribute them over pages, one style a page.

    The same arguments give the same pages, and a style's tables do not depend on which other styles are drawn.
    """
    pages: list[PlannedPage] = []
    for style in styles:
        rng = Random(f"{seed}/{producer}/{style}")
        most_columns = MOST_COLUMNS_BESIDE if style == "side by side" else MOST_COLUMNS
        drawn = [random_table(rng, merged=merged, most_columns=most_columns) for _ in range(tables)]
        for group in _onto_pages(drawn, rng, style):
            paragraph = phrase(rng, rng.randint(30, 110)) + "。" if rng.random() < 0.5 else ""
            font = SERIF_FONT if rng.random() < 0.25 else PLAIN_FONT
            pages.append(PlannedPage(style, f"{producer} {style} {phrase(rng, 6)}", paragraph, font, tuple(group)))
    return pages


def random_table(rng: Random, *, merged: bool = True, most_columns: int = MOST_COLUMNS) -> DrawnTable:
    """Draw one table that fits on a page, and on half of its width when it may have few columns only."""
    room = PAGE_WIDTH - 2 * MARGIN
    if most_columns <= MOST_COLUMNS_BESIDE:
        room = (room - 12.0) / 2
    while True:
        rows, columns, spans = random_structure(rng, merged=merged, most_columns=most_columns)
        widths = _widths(rng, columns, room)
        colours = _colours(spans)
        cells: list[DrawnCell] = []
        for span, colour in zip(spans, colours, strict=True):
            row, column, row_end, column_end = span
            text = cell_text(rng, int((sum(widths[column:column_end]) - 2 * PADDING) // SIZE))
            vertical = row_end - row > 3 and column_end - column == 1 and rng.random() < 0.5
            if vertical:
                text = phrase(rng, _VERTICAL_LENGTH)[:_VERTICAL_LENGTH]
            marked = not vertical and rng.random() < 0.4
            cells.append(DrawnCell(row, column, row_end - row, column_end - column, text, colour, vertical, marked))
        heights = _heights(rng, rows, cells, widths)
        if sum(heights) <= _TALLEST and sum(bool(cell.text) for cell in cells) > 0.5 * len(cells):
            return DrawnTable(phrase(rng, rng.randint(4, 14)), tuple(cells), widths, heights)


def text_width(text: str) -> float:
    """A text's width in points, a little generous; good enough for any font."""
    return sum(SIZE if ord(char) > 0x2000 else 0.62 * SIZE for char in text)


def line_count(text: str, width: float) -> int:
    """How many lines a text takes at most in a cell of this width."""
    room = width - 2 * PADDING - SIZE  # a line may end early where a word or a number does not fit
    return max(1, math.ceil(text_width(text) / max(room, SIZE)))


def _widths(rng: Random, columns: int, room: float) -> tuple[float, ...]:
    total = rng.uniform(max(0.55, columns * NARROWEST / room), 1.0) * room
    shares = [rng.choice((1.0, 1.0, 1.5, 2.0, 3.0)) for _ in range(columns)]
    free = max(0.0, total - columns * NARROWEST)
    return tuple(NARROWEST + _GRAIN * (free * share / sum(shares) // _GRAIN) for share in shares)


def _heights(rng: Random, rows: int, cells: Sequence[DrawnCell], widths: Sequence[float]) -> tuple[float, ...]:
    heights = [LEADING + 2 * PADDING + rng.choice((0.0, 0.0, 1.0, 6.0, 14.0)) for _ in range(rows)]
    for cell in sorted(cells, key=lambda cell: (cell.rowspan, cell.row, cell.column)):
        lines = line_count(cell.text, sum(widths[cell.column : cell.column + cell.colspan]))
        if cell.vertical:
            lines = len(cell.text) + 1
        missing = lines * LEADING + 2 * PADDING - sum(heights[cell.row : cell.row + cell.rowspan])
        if missing > 0:
            heights[cell.row + cell.rowspan - 1] += missing
    return tuple(heights)


def _colours(spans: Sequence[tuple[int, int, int, int]]) -> list[int]:
    """A colour number for each cell so that no two cells that share a side, or a part of one, have the same."""
    colours: list[int] = []
    for index, (r0, c0, r1, c1) in enumerate(spans):
        beside = {
            colours[other]
            for other, (a0, b0, a1, b1) in enumerate(spans[:index])
            if r0 <= a1 and a0 <= r1 and c0 <= b1 and b0 <= c1
        }
        colours.append(next(colour for colour in range(len(spans)) if colour not in beside))
    return colours


def _onto_pages(tables: Sequence[DrawnTable], rng: Random, style: str) -> Iterator[list[DrawnTable]]:
    """Fill pages up, or leave room now and then: some pages hold one table, some several."""
    if style == "side by side":
        yield from (list(tables[i : i + 2]) for i in range(0, len(tables), 2))
        return
    room = PAGE_HEIGHT - 2 * MARGIN - (160.0 if style == "chart" else 70.0)
    group: list[DrawnTable] = []
    used = 0.0
    for table in tables:
        need = sum(table.heights) + CAPTION + GAP
        if group and (used + 1.12 * need > room or rng.random() < 0.2):
            yield group
            group, used = [], 0.0
        group.append(table)
        used += 1.12 * need
    if group:
        yield group
