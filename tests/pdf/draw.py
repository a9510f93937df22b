"""Draws tables of known structure to PDF with reportlab, in the ruling styles that producers use."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from msgspec import Struct
from reportlab.pdfgen.canvas import Canvas

from benchmarks.layout.printers.placed import Placed
from benchmarks.layout.printers.strokes import WHOLE, draw_rulings
from extractor.layout.ruled.page import layout_page
from extractor.model.page import Page
from extractor.model.table import Block, Source, Table
from extractor.readers.pdf import read_pdf
from samples.make.writers.canvas import registered

FONT = registered("cid")
SIZE = 9.0
LEADING = 12.0
PAGE_SIZE = (595.0, 842.0)


class Box(Struct, frozen=True):
    """One cell: grid span and its visual lines."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    lines: tuple[str, ...] = ()


class Layout(Struct, frozen=True):
    """A table: outer widths and heights of its columns and rows in points, and its cells."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    boxes: tuple[Box, ...]
    left: float = 60.0
    top: float = 780.0

    @property
    def cells(self) -> tuple[Box, ...]:
        """The boxes, under the name that a planned table of the layout benchmark gives them."""
        return self.boxes

    def sides(self, box: Box) -> tuple[float, float, float, float]:
        """x0, y0 (bottom), x1, y1 (top) in PDF user space."""
        x0 = self.left + sum(self.widths[: box.column])
        x1 = self.left + sum(self.widths[: box.column + box.colspan])
        y1 = self.top - sum(self.heights[: box.row])
        y0 = self.top - sum(self.heights[: box.row + box.rowspan])
        return x0, y0, x1, y1


Rule = Callable[[Canvas, Layout], None]


def _rule(style: str) -> Rule:
    return lambda canvas, layout: draw_rulings(canvas, Placed(layout, layout.left, layout.top), style)


STYLES: dict[str, Rule] = {style: _rule(style) for style in WHOLE}
"""By its name in the layout benchmark."""
long_strokes = STYLES["long strokes"]


def long_sides(layout: Layout) -> list[tuple[float, float, float, float]]:
    """The cell sides joined to lines as long as they go."""
    return list(Placed(layout, layout.left, layout.top).lines())


def print_lines(canvas: Canvas, layout: Layout, font: str = FONT, size: float = SIZE) -> None:
    """Print every cell's lines, left-aligned, from the top."""
    canvas.setFont(font, size)
    for box in layout.boxes:
        x0, _, _, y1 = layout.sides(box)
        for number, line in enumerate(box.lines):
            canvas.drawString(x0 + 3, y1 - LEADING * (number + 1) + 1, line)


@dataclass
class Sheet:
    """A PDF being drawn."""

    page_size: tuple[float, float] = PAGE_SIZE
    buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.buffer, pagesize=self.page_size, invariant=1)

    def table(self, layout: Layout, rule: Rule = long_strokes) -> Sheet:
        rule(self.canvas, layout)
        print_lines(self.canvas, layout)
        return self

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> Sheet:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)
        return self

    def next_page(self) -> Sheet:
        self.canvas.showPage()
        return self

    def pdf(self) -> bytes:
        """Finish the drawing; may be asked for more than once."""
        if not self.buffer.getvalue():
            self.canvas.showPage()
            self.canvas.save()
        return self.buffer.getvalue()


def pages_of(pdf: bytes) -> list[Page]:
    with read_pdf(Source("test.pdf", pdf)) as document:
        return list(document.pages())


def blocks_of(pdf: bytes) -> list[Block]:
    return [block for page in pages_of(pdf) for block in layout_page(page)]


def tables_in(pdf: bytes) -> list[Table]:
    return [block for block in blocks_of(pdf) if isinstance(block, Table)]


def structure(table: Table) -> list[Box]:
    """A table's cells in the form in which they were drawn."""
    return [Box(cell.row, cell.column, cell.rowspan, cell.colspan, cell.lines) for cell in table.cells]


def simple(
    rows: Sequence[Sequence[str]], *, width: float = 90.0, height: float = 24.0, left: float = 60.0, top: float = 780.0
) -> Layout:
    """A plain grid of one-line cells."""
    boxes = tuple(Box(r, c, lines=(text,) if text else ()) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Layout((width,) * len(rows[0]), (height,) * len(rows), boxes, left, top)
