"""Tables drawn by hand with reportlab, in every way in which rulings are found in PDF files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from benchmarks.layout.plan import (
    CAPTION,
    GAP,
    LEADING,
    MARGIN,
    PADDING,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PLAIN_FONT,
    SIZE,
    DrawnCell,
    DrawnTable,
    PlannedPage,
)
from benchmarks.layout.styles import FILL, GREY, colour
from samples.make.writers.canvas import CID_FONT, EMBEDDED_FILES, EMBEDDED_FONT
from samples.make.writers.tools import ProducerMissing
from samples.make.writers.typeset import wrap

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in PDF user space."""


class Placed:
    """A table on a page: the boxes of its cells and the lines between them."""

    def __init__(self, table: DrawnTable, top: float) -> None:
        left = (PAGE_WIDTH - sum(table.widths)) / 2
        self.table = table
        self.xs = list(accumulate(table.widths, initial=left))
        self.ys = list(accumulate((-height for height in table.heights), initial=top))

    def box(self, cell: DrawnCell) -> Box:
        return (
            self.xs[cell.column],
            self.ys[cell.row + cell.rowspan],
            self.xs[cell.column + cell.colspan],
            self.ys[cell.row],
        )

    @property
    def frame(self) -> Box:
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def lines(self) -> Iterator[Box]:
        """Every line once, from end to end."""
        sides: dict[tuple[bool, float], set[tuple[float, float]]] = {}
        for cell in self.table.cells:
            x0, y0, x1, y1 = self.box(cell)
            for column in range(cell.column, cell.column + cell.colspan):
                for y in (y0, y1):
                    sides.setdefault((True, y), set()).add((self.xs[column], self.xs[column + 1]))
            for row in range(cell.row, cell.row + cell.rowspan):
                for x in (x0, x1):
                    sides.setdefault((False, x), set()).add((self.ys[row + 1], self.ys[row]))
        for (horizontal, at), parts in sides.items():
            for a, b in _joined(sorted(parts)):
                yield (a, at, b, at) if horizontal else (at, a, at, b)


def print_with_reportlab(pages: Sequence[PlannedPage], path: Path) -> None:
    """Draw to PDF with reportlab.

    Raises:
        ProducerMissing: the font to embed is not installed.
    """
    _register_fonts()
    canvas = Canvas(str(path), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for page in pages:
        _page_setup(canvas, page.style)
        font = EMBEDDED_FONT if page.font == PLAIN_FONT else CID_FONT
        y = _text(canvas, page, font)
        for number, table in enumerate(page.tables):
            canvas.setFont(font, 10.5)
            canvas.setFillGray(0)
            canvas.drawCentredString(PAGE_WIDTH / 2, y - CAPTION + 6, table.caption)
            placed = Placed(table, y - CAPTION)
            if page.style == "form object":
                name = f"t{canvas.getPageNumber()}_{number}"
                canvas.beginForm(name, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
                _long_strokes(canvas, placed)
                canvas.endForm()
                canvas.doForm(name)
            else:
                canvas.saveState()
                _STYLES.get(page.style, _long_strokes)(canvas, placed)
                canvas.restoreState()
            for cell in table.cells:
                _cell(canvas, cell, placed.box(cell), font, underlined=page.style == "underlined" and cell.underlined)
            y -= CAPTION + sum(table.heights) + GAP
        canvas.showPage()
    canvas.save()


def _page_setup(canvas: Canvas, style: str) -> None:
    """What is said of the page as a whole; the tables are drawn the same."""
    canvas.setPageSize((PAGE_WIDTH, PAGE_HEIGHT))
    canvas.setPageRotation(0)
    canvas.setCropBox(None)
    if style == "rotated page":  # drawn on its side, displayed upright
        canvas.setPageSize((PAGE_HEIGHT, PAGE_WIDTH))
        canvas.setPageRotation(90)
        canvas.transform(0, 1, -1, 0, PAGE_HEIGHT, 0)
    elif style == "crop box":
        canvas.setPageSize((PAGE_WIDTH + 110, PAGE_HEIGHT + 90))
        canvas.setCropBox((60, 40, 60 + PAGE_WIDTH, 40 + PAGE_HEIGHT))
        canvas.translate(60, 40)
    elif style == "skewed":
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(0.3)
        canvas.translate(-PAGE_WIDTH / 2, -PAGE_HEIGHT / 2)
    elif style == "page frame":
        canvas.setLineWidth(1.5)
        canvas.rect(24, 24, PAGE_WIDTH - 48, PAGE_HEIGHT - 48, stroke=1, fill=0)


def _register_fonts() -> None:
    file = next((file for file in EMBEDDED_FILES if Path(file).is_file()), None)
    if file is None:
        raise ProducerMissing("WenQuanYi Micro Hei was not found. Install it: apt-get install fonts-wqy-microhei")
    registerFont(TTFont(EMBEDDED_FONT, file, subfontIndex=0))
    registerFont(UnicodeCIDFont(CID_FONT))


def _text(canvas: Canvas, page: PlannedPage, font: str) -> float:
    y = PAGE_HEIGHT - MARGIN
    canvas.setFont(font, 10)
    canvas.drawString(MARGIN, y - 10, page.heading)
    canvas.setLineWidth(0.75)
    canvas.line(MARGIN, y - 14, PAGE_WIDTH - MARGIN, y - 14)
    y -= 24
    canvas.setFont(font, SIZE)
    measure = partial(stringWidth, fontName=font, fontSize=SIZE)
    for line in wrap("\u3000\u3000" + page.paragraph, PAGE_WIDTH - 2 * MARGIN, measure) if page.paragraph else ():
        canvas.drawString(MARGIN, y - SIZE, line)
        y -= 1.5 * SIZE
    return y


def _cell(canvas: Canvas, cell: DrawnCell, box: Box, font: str, *, underlined: bool) -> None:
    x0, y0, x1, y1 = box
    lines: tuple[str, ...] = tuple(cell.text)
    size = SIZE
    if not cell.vertical:
        lines = wrap(cell.text, x1 - x0 - 2 * PADDING, partial(stringWidth, fontName=font, fontSize=size))
    leading = min(LEADING, (y1 - y0 - PADDING) / max(1, len(lines)))
    size = min(size, 0.85 * leading)
    y = (y0 + y1 + leading * len(lines)) / 2 - 0.8 * leading
    canvas.setFont(font, size)
    canvas.setFillGray(0)
    for line in lines:
        if cell.vertical or cell.colour % 2:
            canvas.drawCentredString((x0 + x1) / 2, y, line)
        else:
            canvas.drawString(x0 + PADDING, y, line)
        if underlined:
            width = stringWidth(line, font, size)
            start = (x0 + x1 - width) / 2 if cell.colour % 2 else x0 + PADDING
            canvas.setLineWidth(0.5)
            canvas.line(start, y - 1.5, start + width, y - 1.5)
        y -= leading


def _long_strokes(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.6)
    for line in placed.lines():
        canvas.line(*line)


def _cell_strokes(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.5)
    for cell in placed.table.cells:
        for line in _sides(placed.box(cell)):
            canvas.line(*line)


def _thin_rectangles(canvas: Canvas, placed: Placed) -> None:
    for x0, y0, x1, y1 in placed.lines():
        canvas.rect(x0 - 0.3, y0 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)


def _outlines(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.75)
    for cell in placed.table.cells:
        x0, y0, x1, y1 = placed.box(cell)
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)


def _drawn_dashes(canvas: Canvas, placed: Placed) -> None:
    """Every dash a stroke of its own, as print drivers write them."""
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in placed.lines():
        length = x1 - x0 + y1 - y0
        at = 0.0
        while at < length:
            end = min(at + 3.0, length)
            if x1 > x0:
                canvas.line(x0 + at, y0, x0 + end, y0)
            else:
                canvas.line(x0, y0 + at, x0, y0 + end)
            at += 5.0


def _dash_pattern(canvas: Canvas, placed: Placed) -> None:
    canvas.setDash(3, 2)
    _long_strokes(canvas, placed)


def _double(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.4)
    for x0, y0, x1, y1 in placed.lines():
        dx, dy = (0.0, 0.9) if x1 > x0 else (0.9, 0.0)
        canvas.line(x0 - dx, y0 - dy, x1 - dx, y1 - dy)
        canvas.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def _bold_frame(canvas: Canvas, placed: Placed) -> None:
    _long_strokes(canvas, placed)
    canvas.setLineWidth(2.25)
    x0, y0, x1, y1 = placed.frame
    canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)


def _light_grey(canvas: Canvas, placed: Placed) -> None:
    canvas.setStrokeColor(HexColor(f"#{GREY}"))
    _long_strokes(canvas, placed)


def _backgrounds(canvas: Canvas, placed: Placed) -> None:
    """Filled cells with a narrow gap between them."""
    canvas.setFillColor(HexColor(f"#{FILL}"))
    for cell in placed.table.cells:
        x0, y0, x1, y1 = placed.box(cell)
        canvas.rect(x0 + 0.6, y0 + 0.6, x1 - x0 - 1.2, y1 - y0 - 1.2, stroke=0, fill=1)


def _coloured_cells(canvas: Canvas, placed: Placed) -> None:
    for cell in placed.table.cells:
        x0, y0, x1, y1 = placed.box(cell)
        canvas.setFillColor(HexColor(f"#{colour(cell.colour)}"))
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)


def _white_lines(canvas: Canvas, placed: Placed) -> None:
    x0, y0, x1, y1 = placed.frame
    canvas.setFillColor(HexColor(f"#{FILL}"))
    canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.setStrokeGray(1)
    canvas.setLineWidth(1.0)
    for line in placed.lines():
        canvas.line(*line)


def _gaps(canvas: Canvas, placed: Placed) -> None:
    """Each side of each cell drawn once, ending short of the crossings."""
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in sorted({side for cell in placed.table.cells for side in _sides(placed.box(cell))}):
        dx, dy = (1.2, 0.0) if x1 > x0 else (0.0, 1.2)
        canvas.line(x0 + dx, y0 + dy, x1 - dx, y1 - dy)


def _overshoot(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in placed.lines():
        dx, dy = (2.0, 0.0) if x1 > x0 else (0.0, 2.0)
        canvas.line(x0 - dx, y0 - dy, x1 + dx, y1 + dy)


def _drawn_twice(canvas: Canvas, placed: Placed) -> None:
    _long_strokes(canvas, placed)
    canvas.translate(0.4, -0.3)
    _long_strokes(canvas, placed)


def _clipped(canvas: Canvas, placed: Placed) -> None:
    """Lines from edge to edge of the page, each clipped to where it is to be seen."""
    for x0, y0, x1, y1 in placed.lines():
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(x0 - 0.5, y0 - 0.5, x1 - x0 + 1, y1 - y0 + 1)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setLineWidth(0.6)
        if x1 > x0:
            canvas.line(0, y0, PAGE_WIDTH, y0)
        else:
            canvas.line(x0, 0, x0, PAGE_HEIGHT)
        canvas.restoreState()


def _helper_lines(canvas: Canvas, placed: Placed) -> None:
    """A grid of nearly white lines through all merged cells, as some editors leave behind; it cannot be seen on paper."""
    canvas.setStrokeGray(0.98)
    canvas.setLineWidth(0.5)
    x0, y0, x1, y1 = placed.frame
    for x in placed.xs:
        canvas.line(x, y0, x, y1)
    for y in placed.ys:
        canvas.line(x0, y, x1, y)
    canvas.setStrokeGray(0)
    _long_strokes(canvas, placed)


def _painted_over(canvas: Canvas, placed: Placed) -> None:
    """The whole grid in black, then a white area with an outline over every merged cell."""
    canvas.setLineWidth(0.6)
    x0, y0, x1, y1 = placed.frame
    for x in placed.xs:
        canvas.line(x, y0, x, y1)
    for y in placed.ys:
        canvas.line(x0, y, x1, y)
    canvas.setFillGray(1)
    for cell in placed.table.cells:
        if cell.rowspan > 1 or cell.colspan > 1:
            a, b, c, d = placed.box(cell)
            canvas.rect(a, b, c - a, d - b, stroke=1, fill=1)


def _open_sides(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.6)
    left, _, right, _ = placed.frame
    for line in placed.lines():
        if line[0] != line[2] or line[0] not in (left, right):
            canvas.line(*line)


def _horizontal_only(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.6)
    for line in placed.lines():
        if line[1] == line[3]:
            canvas.line(*line)


_STYLES: dict[str, Callable[[Canvas, Placed], None]] = {
    "long strokes": _long_strokes,
    "cell strokes": _cell_strokes,
    "thin rectangles": _thin_rectangles,
    "outlines": _outlines,
    "drawn dashes": _drawn_dashes,
    "dash pattern": _dash_pattern,
    "double": _double,
    "bold frame": _bold_frame,
    "light grey": _light_grey,
    "backgrounds": _backgrounds,
    "coloured cells": _coloured_cells,
    "white lines": _white_lines,
    "gaps": _gaps,
    "overshoot": _overshoot,
    "drawn twice": _drawn_twice,
    "clipped": _clipped,
    "helper lines": _helper_lines,
    "painted over": _painted_over,
    "open sides": _open_sides,
    "horizontal only": _horizontal_only,
}


def _sides(box: Box) -> list[Box]:
    x0, y0, x1, y1 = box
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def _joined(parts: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = parts[0]
    for a, b in parts[1:]:
        if a > end:
            yield start, end
            start = a
        end = max(end, b)
    yield start, end
