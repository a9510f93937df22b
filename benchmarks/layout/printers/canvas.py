"""Tables drawn by hand with reportlab: the pages, their texts and what else stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]
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
from benchmarks.layout.printers.placed import Box, Placed
from benchmarks.layout.printers.strokes import draw_rulings
from samples.make.writers.canvas import registered
from samples.make.writers.typeset import wrap

_CHECK = 7.0  # side of a check box


def print_with_reportlab(pages: Sequence[PlannedPage], path: Path) -> None:
    """Draw to PDF with reportlab.

    Raises:
        ProducerMissing: the font to embed is not installed.
    """
    canvas = Canvas(str(path), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for page in pages:
        _PageDrawing(canvas, page).draw()
        canvas.showPage()
    canvas.save()


class _PageDrawing:
    def __init__(self, canvas: Canvas, page: PlannedPage) -> None:
        self.canvas, self.page = canvas, page
        self.font = registered("embedded" if page.font == PLAIN_FONT else "cid")

    def draw(self) -> None:
        self._set_up()
        y = self._heading()
        if self.page.style == "side by side":
            y = self._side_by_side(y)
        else:
            for table in self.page.tables:
                self._table(table, (PAGE_WIDTH - sum(table.widths)) / 2, y)
                y -= CAPTION + sum(table.heights) + GAP
        if self.page.style == "chart":
            self._chart(y)
        elif self.page.style == "watermark":
            self._watermark()

    def _set_up(self) -> None:
        """What is said of the page as a whole; the tables are drawn the same."""
        canvas, style = self.canvas, self.page.style
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
        elif style == "small print":
            canvas.scale(0.55, 0.55)
            canvas.translate(0, PAGE_HEIGHT * 0.8)
        elif style == "page frame":
            canvas.setLineWidth(1.5)
            canvas.rect(24, 24, PAGE_WIDTH - 48, PAGE_HEIGHT - 48, stroke=1, fill=0)

    def _heading(self) -> float:
        canvas, page = self.canvas, self.page
        y = PAGE_HEIGHT - MARGIN
        canvas.setFont(self.font, 10)
        canvas.drawString(MARGIN, y - 10, page.heading)
        canvas.setLineWidth(0.75)
        canvas.line(MARGIN, y - 14, PAGE_WIDTH - MARGIN, y - 14)
        y -= 24
        canvas.setFont(self.font, SIZE)
        measure = partial(stringWidth, fontName=self.font, fontSize=SIZE)
        lines = wrap("\u3000\u3000" + page.paragraph, PAGE_WIDTH - 2 * MARGIN, measure) if page.paragraph else ()
        for line in lines:
            canvas.drawString(MARGIN, y - SIZE, line)
            y -= 1.5 * SIZE
        return y

    def _side_by_side(self, y: float) -> float:
        """Tables in pairs with a narrow space between them."""
        tables = self.page.tables
        for first, second in zip(tables[0::2], (*tables[1::2], None), strict=False):
            self._table(first, MARGIN, y)
            height = sum(first.heights)
            if second is not None:
                self._table(second, MARGIN + sum(first.widths) + 12, y)
                height = max(height, sum(second.heights))
            y -= CAPTION + height + GAP
        return y

    def _table(self, table: DrawnTable, left: float, top: float) -> None:
        canvas = self.canvas
        canvas.setFont(self.font, 10.5)
        canvas.setFillGray(0)
        canvas.drawCentredString(left + sum(table.widths) / 2, top - CAPTION + 6, table.caption)
        placed = Placed(table, left, top - CAPTION)
        draw_rulings(canvas, placed, self.page.style)
        for cell in table.cells:
            self._cell(cell, placed.box(cell))

    def _cell(self, cell: DrawnCell, box: Box) -> None:
        canvas, style = self.canvas, self.page.style
        x0, y0, x1, y1 = box
        size = SIZE
        if cell.vertical:
            lines: tuple[str, ...] = tuple(cell.text)
        else:
            lines = wrap(cell.text, x1 - x0 - 2 * PADDING, partial(stringWidth, fontName=self.font, fontSize=size))
        leading = min(LEADING, (y1 - y0 - PADDING) / max(1, len(lines)))
        size = min(size, 0.85 * leading)
        y = (y0 + y1 + leading * len(lines)) / 2 - 0.8 * leading
        marked = cell.marked and style in ("underlined", "highlighted", "check boxes")
        for number, line in enumerate(lines):
            width = stringWidth(line, self.font, size)
            x = (x0 + x1 - width) / 2 if cell.vertical or cell.colour % 2 else x0 + PADDING
            if marked and style == "check boxes" and number == 0 and x1 - x0 - width > _CHECK + 3 * PADDING:
                x = x0 + _CHECK + 2 * PADDING
                canvas.setLineWidth(0.5)
                canvas.rect(x0 + PADDING, y - 1, _CHECK, _CHECK, stroke=1, fill=0)
            elif marked and style == "underlined":
                canvas.setLineWidth(0.5)
                canvas.line(x, y - 1.5, x + width, y - 1.5)
            elif marked and style == "highlighted":
                canvas.setFillColorRGB(1, 0.92, 0.3)
                canvas.rect(x, y - 0.25 * size, min(width, x1 - x - 1), 1.15 * size, stroke=0, fill=1)
            self._line(line, x, y, size, white=style == "dark header" and cell.row == 0)
            y -= leading

    def _line(self, line: str, x: float, y: float, size: float, *, white: bool) -> None:
        canvas = self.canvas
        canvas.setFont(self.font, size)
        canvas.setFillGray(1 if white else 0)
        canvas.drawString(x, y, line)
        if self.page.style == "doubled text":  # bold where a font has no bold face
            canvas.drawString(x + 0.25, y, line)

    def _chart(self, y: float) -> None:
        """Bars on a background of horizontal lines, with axes: lines that are no table."""
        canvas = self.canvas
        canvas.setLineWidth(0.5)
        left, bottom = MARGIN + 60, y - 80
        for step in range(6):
            canvas.line(left, bottom + 14 * step, left + 300, bottom + 14 * step)
        canvas.line(left, bottom, left, bottom + 76)
        canvas.setFillGray(0.55)
        for bar in range(6):
            canvas.rect(left + 20 + 46 * bar, bottom, 22, 12 + (37 * bar) % 55, stroke=0, fill=1)

    def _watermark(self) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillGray(0.8)
        canvas.setFont(self.font, 54)
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT * 0.68)
        canvas.rotate(35)
        canvas.drawCentredString(0, 0, "内部资料 仅供参考")
        canvas.restoreState()
