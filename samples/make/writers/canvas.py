"""Forms drawn by hand with reportlab: embedded or absent fonts, rulings as thin rectangles or as long strokes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from samples.make.blocks import Line, Printable, blocks_of
from samples.make.grid import Grid
from samples.make.writers.tools import ProducerMissing
from samples.make.writers.typeset import LEADING, PADDING, PageTable, PlacedCell, paginate, wrap

FontName: TypeAlias = Literal["embedded", "cid"]
Rules: TypeAlias = Literal["rects", "strokes"]
PAGE = (595.276, 841.89)
MARGIN = 40.0
SIZE = 9.0
THICKNESS = 0.6
CID_FONT = "STSong-Light"
EMBEDDED_FONT = "WenQuanYiMicroHei"
EMBEDDED_FILES = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc",
)


def write_reportlab_pdf(
    forms: Iterable[Printable],
    path: Path,
    title: str | None = None,
    *,
    font: FontName = "embedded",
    rules: Rules = "rects",
    repeat_header: bool = False,
) -> None:
    """Draw forms to PDF.

    Args:
        font: ``embedded`` subsets a TrueType font into the file; ``cid`` only names STSong-Light, which the reader must
            bring.
        rules: ``rects`` draws every ruling as a thin filled rectangle, ``strokes`` as one long stroked line.
        repeat_header: the row of column heads and the labels of cut cells stand on every further page too.

    Raises:
        ProducerMissing: the font to embed is not installed.
    """
    forms = list(forms)
    page = (PAGE[1], PAGE[0]) if any(form.style.landscape for form in forms) else PAGE
    canvas = Canvas(str(path), pagesize=page, invariant=1)
    canvas.setTitle(title or "绩效目标申报表")
    _Drawing(canvas, page, registered(font), rules, repeat_header).draw(forms, title)
    canvas.save()


class _Drawing:
    """One document being drawn; ``y`` is the distance of the pen from the top of the page."""

    def __init__(self, canvas: Canvas, page: tuple[float, float], font: str, rules: Rules, repeat_header: bool) -> None:
        self._canvas, self._font, self._rules, self._repeat = canvas, font, rules, repeat_header
        self._width, self._height = page
        self._y = MARGIN

    def draw(self, forms: Iterable[Printable], title: str | None) -> None:
        if title:
            self._line(title, 14.0)
        for number, form in enumerate(forms):
            if number and form.style.new_page:
                self._new_page()
            for block in blocks_of(form):
                if isinstance(block, Line):
                    self._text(block)
                else:
                    self._table(block)
            self._y += 14

    def _text(self, line: Line) -> None:
        if line.kind in ("prose", "note"):
            self._paragraph(line.text if line.kind == "note" else "\u3000\u3000" + line.text)
        else:
            self._line(line.text, 13.0 if line.kind == "title" else SIZE)

    def _table(self, grid: Grid) -> None:
        measure = partial(stringWidth, fontName=self._font, fontSize=SIZE)
        left = (self._width - sum(grid.widths) * 72 / 25.4) / 2
        tables = paginate(grid, left, self._tops(), self._height - MARGIN, SIZE, measure, repeat_header=self._repeat)
        for number, table in enumerate(tables):
            if number:
                self._new_page()
            self._page_table(table)
            self._y = table.bottom

    def _tops(self) -> Iterator[float]:
        yield self._y + 2
        while True:
            yield MARGIN

    def _page_table(self, table: PageTable) -> None:
        for x0, y0, x1, y1 in table.rulings:
            self._ruling(x0, y0, x1, y1)
        for placed in table.cells:
            self._cell(placed)

    def _ruling(self, x0: float, y0: float, x1: float, y1: float) -> None:
        half = THICKNESS / 2
        if self._rules == "strokes":
            self._canvas.setLineWidth(THICKNESS)
            self._canvas.line(x0, self._height - y0, x1, self._height - y1)
        else:
            self._canvas.rect(
                x0 - half, self._height - y1 - half, x1 - x0 + THICKNESS, y1 - y0 + THICKNESS, stroke=0, fill=1
            )

    def _cell(self, placed: PlacedCell) -> None:
        height = len(placed.lines) * SIZE * LEADING
        y = placed.y0 + (placed.y1 - placed.y0 - height) / 2
        self._canvas.setFont(self._font, SIZE)
        for line in placed.lines:
            y += SIZE * LEADING
            baseline = self._height - y + SIZE * (LEADING - 1) / 2 + SIZE * 0.14
            if placed.cell.role == "amount":
                self._canvas.drawRightString(placed.x1 - PADDING, baseline, line)
            elif placed.cell.role in ("label", "side", "value"):
                self._canvas.drawCentredString((placed.x0 + placed.x1) / 2, baseline, line)
            else:
                self._canvas.drawString(placed.x0 + PADDING, baseline, line)

    def _line(self, text: str, size: float) -> None:
        self._y += size * LEADING
        self._canvas.setFont(self._font, size)
        self._canvas.drawCentredString(self._width / 2, self._height - self._y, text)
        self._y += size * 0.3

    def _paragraph(self, text: str) -> None:
        measure = partial(stringWidth, fontName=self._font, fontSize=SIZE)
        self._canvas.setFont(self._font, SIZE)
        for line in wrap(text, self._width - 2 * MARGIN, measure):
            self._y += SIZE * 1.6
            self._canvas.drawString(MARGIN, self._height - self._y, line)
        self._y += 4

    def _new_page(self) -> None:
        self._canvas.showPage()
        self._y = MARGIN


def registered(name: FontName) -> str:
    """Register a font with reportlab and return the name that it has there.

    Raises:
        ProducerMissing: the font to embed is not installed.
    """
    wanted = CID_FONT if name == "cid" else EMBEDDED_FONT
    if wanted not in getRegisteredFontNames():
        if name == "cid":
            registerFont(UnicodeCIDFont(CID_FONT))
        else:
            registerFont(TTFont(EMBEDDED_FONT, _font_file(), subfontIndex=0))
    return wanted


def _font_file() -> str:
    for file in EMBEDDED_FILES:
        if Path(file).is_file():
            return file
    raise ProducerMissing(
        "WenQuanYi Micro Hei is needed to draw these samples and was not found. "
        "Install it: apt-get install fonts-wqy-microhei"
    )
