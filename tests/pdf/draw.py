"""Draws tables of known structure to PDF with reportlab, in the ruling styles that producers use."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from msgspec import Struct
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.layout.ruled.page import layout_page
from extractor.model.page import Page
from extractor.model.table import Block, Source, Table
from extractor.readers.pdf import read_pdf

FONT = "STSong-Light"
SIZE = 9.0
LEADING = 12.0
PAGE_SIZE = (595.0, 842.0)

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


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

    def sides(self, box: Box) -> tuple[float, float, float, float]:
        """x0, y0 (bottom), x1, y1 (top) in PDF user space."""
        x0 = self.left + sum(self.widths[: box.column])
        x1 = self.left + sum(self.widths[: box.column + box.colspan])
        y1 = self.top - sum(self.heights[: box.row])
        y0 = self.top - sum(self.heights[: box.row + box.rowspan])
        return x0, y0, x1, y1


Rule = Callable[[Canvas, Layout], None]


def per_cell_strokes(canvas: Canvas, layout: Layout) -> None:
    canvas.setLineWidth(0.5)
    for box in layout.boxes:
        x0, y0, x1, y1 = layout.sides(box)
        canvas.line(x0, y0, x1, y0)
        canvas.line(x0, y1, x1, y1)
        canvas.line(x0, y0, x0, y1)
        canvas.line(x1, y0, x1, y1)


def outlines(canvas: Canvas, layout: Layout) -> None:
    canvas.setLineWidth(0.75)
    for box in layout.boxes:
        x0, y0, x1, y1 = layout.sides(box)
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)


def thin_rectangles(canvas: Canvas, layout: Layout) -> None:
    for x0, y0, x1, y1 in long_sides(layout):
        canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)


def cell_rectangles(canvas: Canvas, layout: Layout) -> None:
    """Four filled bars a cell, as browsers print borders."""
    for box in layout.boxes:
        x0, y0, x1, y1 = layout.sides(box)
        for bar in (
            (x0, y0, x1 - x0, 0.75),
            (x0, y1 - 0.75, x1 - x0, 0.75),
            (x0, y0, 0.75, y1 - y0),
            (x1 - 0.75, y0, 0.75, y1 - y0),
        ):
            canvas.rect(*bar, stroke=0, fill=1)


def long_strokes(canvas: Canvas, layout: Layout) -> None:
    canvas.setLineWidth(1)
    for x0, y0, x1, y1 in long_sides(layout):
        canvas.line(x0, y0, x1, y1)


def exploded_dashes(canvas: Canvas, layout: Layout) -> None:
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in long_sides(layout):
        length = max(x1 - x0, y1 - y0)
        at = 0.0
        while at < length:
            end = min(at + 3.0, length)
            if x1 > x0:
                canvas.line(x0 + at, y0, x0 + end, y0)
            else:
                canvas.line(x0, y0 + at, x0, y0 + end)
            at += 5.0


def double_lines(canvas: Canvas, layout: Layout) -> None:
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in long_sides(layout):
        for shift in (-0.9, 0.9):
            if x1 > x0:
                canvas.line(x0, y0 + shift, x1, y0 + shift)
            else:
                canvas.line(x0 + shift, y0, x0 + shift, y1)


def broken_crossings(canvas: Canvas, layout: Layout) -> None:
    """Each cell side stops 0.9 points short of the corners."""
    canvas.setLineWidth(0.5)
    for box in layout.boxes:
        x0, y0, x1, y1 = layout.sides(box)
        canvas.line(x0 + 0.9, y0, x1 - 0.9, y0)
        canvas.line(x0 + 0.9, y1, x1 - 0.9, y1)
        canvas.line(x0, y0 + 0.9, x0, y1 - 0.9)
        canvas.line(x1, y0 + 0.9, x1, y1 - 0.9)


def overshooting(canvas: Canvas, layout: Layout) -> None:
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in long_sides(layout):
        dx, dy = (1.2, 0.0) if x1 > x0 else (0.0, 1.2)
        canvas.line(x0 - dx, y0 - dy, x1 + dx, y1 + dy)


def in_form_object(canvas: Canvas, layout: Layout) -> None:
    """All rules inside a form XObject that is painted scaled and moved."""
    if not canvas.hasForm("rules"):
        canvas.beginForm("rules")
        canvas.setLineWidth(1)
        canvas.scale(2, 2)
        for x0, y0, x1, y1 in long_sides(layout):
            canvas.line((x0 - 20) / 2, (y0 - 30) / 2, (x1 - 20) / 2, (y1 - 30) / 2)
        canvas.endForm()
    canvas.saveState()
    canvas.translate(20, 30)
    canvas.doForm("rules")
    canvas.restoreState()


def one_path(canvas: Canvas, layout: Layout) -> None:
    """Every rule a subpath of one stroked path."""
    canvas.setLineWidth(0.5)
    path = canvas.beginPath()
    for x0, y0, x1, y1 in long_sides(layout):
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    canvas.drawPath(path, stroke=1, fill=0)


def one_filled_path(canvas: Canvas, layout: Layout) -> None:
    """Every rule a thin rectangle of one filled path."""
    path = canvas.beginPath()
    for x0, y0, x1, y1 in long_sides(layout):
        path.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5)
    canvas.drawPath(path, stroke=0, fill=1)


def clipped_lines(canvas: Canvas, layout: Layout) -> None:
    """Rules drawn across the page and cut to their extent by a clip."""
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in long_sides(layout):
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(x0 - 0.5, y0 - 0.5, x1 - x0 + 1, y1 - y0 + 1)
        canvas.clipPath(clip, stroke=0)
        if x1 > x0:
            canvas.line(0, y0, PAGE_SIZE[0], y0)
        else:
            canvas.line(x0, 0, x0, PAGE_SIZE[1])
        canvas.restoreState()


def painted_over(canvas: Canvas, layout: Layout) -> None:
    """The whole grid first, then every merged cell painted white over it and framed."""
    canvas.setLineWidth(0.5)
    xs = [layout.left + sum(layout.widths[:i]) for i in range(len(layout.widths) + 1)]
    ys = [layout.top - sum(layout.heights[:i]) for i in range(len(layout.heights) + 1)]
    canvas.grid(xs, ys)
    for box in layout.boxes:
        if box.rowspan > 1 or box.colspan > 1:
            x0, y0, x1, y1 = layout.sides(box)
            canvas.setFillColor(HexColor("#ffffff"))
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)
    canvas.setFillColor(HexColor("#000000"))


STYLES: dict[str, Rule] = {
    style.__name__: style
    for style in (
        long_strokes,
        per_cell_strokes,
        thin_rectangles,
        cell_rectangles,
        outlines,
        exploded_dashes,
        double_lines,
        broken_crossings,
        overshooting,
        in_form_object,
        one_path,
        one_filled_path,
        clipped_lines,
        painted_over,
    )
}


def long_sides(layout: Layout) -> list[tuple[float, float, float, float]]:
    """The cell sides joined to lines as long as they go."""
    horizontal: dict[float, list[tuple[float, float]]] = {}
    vertical: dict[float, list[tuple[float, float]]] = {}
    for box in layout.boxes:
        x0, y0, x1, y1 = layout.sides(box)
        for y in (y0, y1):
            horizontal.setdefault(round(y, 3), []).append((x0, x1))
        for x in (x0, x1):
            vertical.setdefault(round(x, 3), []).append((y0, y1))
    lines = [(a, y, b, y) for y, spans in horizontal.items() for a, b in _union(spans)]
    return lines + [(x, a, x, b) for x, spans in vertical.items() for a, b in _union(spans)]


def _union(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[list[float]] = []
    for a, b in sorted(spans):
        if joined and a <= joined[-1][1] + 0.01:
            joined[-1][1] = max(joined[-1][1], b)
        else:
            joined.append([a, b])
    return [(a, b) for a, b in joined]


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
