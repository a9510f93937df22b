"""Plain tables in which fonts, sizes, line counts and the drawn lines vary, drawn with reportlab.

Each table has some sides that are not drawn; which ones says its style. What is printed is enough for a reader to tell the
columns and rows that are not: every row has texts in two columns or more, rows without lines between them are of one line,
and where there are two columns only, at least four below the header.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import TypeAlias

from msgspec import Struct
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from benchmarks.layout.plan import PAGE_HEIGHT, PAGE_WIDTH, DrawnCell, DrawnTable, PlannedPage
from benchmarks.layout.printers.placed import Placed
from benchmarks.layout.texts import cell_text, latin_text
from samples.make.writers.canvas import CID_FONT, EMBEDDED_FILES, EMBEDDED_FONT
from samples.make.writers.typeset import wrap

MARGIN, _TOP = 40.0, 780.0
_PADDING = 4.0
_FOLDER = "/usr/share/fonts/truetype/dejavu/"
_LATIN = ("DejaVuSans", "DejaVuSerif", "DejaVuSansMono", "DejaVuSans-Bold", "Helvetica", "Times-Roman", "Courier")
_TRIES = 30
"""Texts drawn until one fits a line where it must; the last one is cut."""
_FEWEST_OF_TWO = 5
"""Rows, the header's included, from which two columns are told from two cells with a few entries each."""
_NO_ROW_LINES = ("rows by baselines", "frame only")
Draw: TypeAlias = Callable[[Canvas, Placed], None]


class _Type(Struct, frozen=True):
    """How a table is set: font, size and the distance of its lines in points."""

    font: str
    size: float
    leading: float

    def width(self, text: str) -> float:
        return float(stringWidth(text, self.font, self.size))


def plan_varied(styles: Sequence[str], tables: int, seed: int) -> list[PlannedPage]:
    """Draw ``tables`` tables for each style, each on a page of its own."""
    fonts = _register_fonts()
    pages: list[PlannedPage] = []
    for style in styles:
        for number in range(tables):
            rng = Random(f"{seed}/varied/{style}/{number}")
            size = rng.choice((6.5, 8.0, 9.0, 10.0, 10.5, 12.0))
            chosen = _Type(rng.choice(fonts), size, size * rng.choice((1.1, 1.2, 1.35, 1.5)))
            table = _table(rng, chosen, one_line=style in _NO_ROW_LINES)
            setting = f"{chosen.font}|{chosen.size}|{chosen.leading}"
            pages.append(PlannedPage(style, f"{style} {number}", "", setting, (table,)))
    return pages


def print_varied(pages: Sequence[PlannedPage], path: Path) -> None:
    """Draw to PDF."""
    _register_fonts()
    canvas = Canvas(str(path), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    for page in pages:
        font, size, leading = page.font.split("|")
        chosen = _Type(font, float(size), float(leading))
        canvas.setFont("Helvetica", 9)
        canvas.drawString(MARGIN, _TOP + 24, page.heading)
        placed = Placed(page.tables[0], MARGIN, _TOP)
        canvas.setLineWidth(0.6)
        _STYLES[page.style](canvas, placed)
        for cell in page.tables[0].cells:
            canvas.setFillGray(1 if page.style == "dark header" and cell.row == 0 else 0)
            _print_cell(canvas, cell, placed, chosen)
        canvas.showPage()
    canvas.save()


def _register_fonts() -> list[str]:
    """The fonts that are there: embedded ones, the standard ones that are not, and Chinese of both kinds."""
    known = set(getRegisteredFontNames())
    files = {name: f"{_FOLDER}{name}.ttf" for name in _LATIN if name.startswith("DejaVu")}
    files[EMBEDDED_FONT] = next((file for file in EMBEDDED_FILES if Path(file).is_file()), "")
    for name, file in files.items():
        if name not in known and Path(file).is_file():
            registerFont(TTFont(name, file, subfontIndex=0))
    registerFont(UnicodeCIDFont(CID_FONT))
    known = set(getRegisteredFontNames())
    return [name for name in (*_LATIN, EMBEDDED_FONT, EMBEDDED_FONT, CID_FONT, CID_FONT) if name in known]


def _table(rng: Random, chosen: _Type, *, one_line: bool) -> DrawnTable:
    """A header and rows; the first column has names, the others at least one of numbers."""
    latin = chosen.font in _LATIN
    columns, rows = rng.randint(2, 6), rng.randint(4, 11)
    if one_line and columns == 2:
        rows = max(rows, _FEWEST_OF_TWO)
    width = (PAGE_WIDTH - 2 * MARGIN) / columns
    widths = tuple(width * share for share in _shares(rng, columns))
    numbers = {column for column in range(1, columns) if rng.random() < 0.5} | {columns - 1}
    alignment = [rng.choice((0, 0, 1)) if column not in numbers else rng.choice((1, 2)) for column in range(columns)]
    cells: list[DrawnCell] = []
    for row in range(rows):
        blank = -1 if one_line or columns < 4 or rng.random() < 0.7 else rng.randrange(1, columns)
        for column in range(columns):
            room = widths[column] - 2 * _PADDING - 1
            text = ""
            number = column in numbers and row > 0
            for _ in range(_TRIES if column != blank or not row else 0):
                text = f"{rng.randint(0, 999_999) / 10:,.1f}" if number else _words(rng, latin, row == 0 or one_line)
                if not one_line or chosen.width(text) <= room:
                    break
            lines = wrap(text, room, chosen.width)[: 1 if one_line else None] if text else ()
            cells.append(DrawnCell(row, column, 1, 1, "\n".join(lines), alignment[column]))
    heights = tuple(
        max(1, *(cell.text.count("\n") + 1 for cell in cells if cell.row == row)) * chosen.leading
        + (0 if one_line and row else rng.choice((3.0, 6.0, 10.0)))
        for row in range(rows)
    )
    return DrawnTable("", tuple(cells), widths, heights)


def _shares(rng: Random, columns: int) -> list[float]:
    weights = [rng.choice((1.0, 1.0, 1.4)) for _ in range(columns)]
    return [columns * weight / sum(weights) for weight in weights]


def _words(rng: Random, latin: bool, short: bool) -> str:
    text = latin_text(rng, 2 if short else rng.choice((1, 2, 4, 7))) if latin else ""
    while not text.strip():
        text = cell_text(rng, 3 if short else rng.choice((3, 6)))
    return text


def _print_cell(canvas: Canvas, cell: DrawnCell, placed: Placed, chosen: _Type) -> None:
    x0, y0, x1, y1 = placed.box(cell)
    lines = cell.text.split("\n")
    y = (y0 + y1) / 2 + chosen.leading * (len(lines) - 1) / 2 - 0.35 * chosen.size
    canvas.setFont(chosen.font, chosen.size)
    for line in lines:
        free = x1 - x0 - 2 * _PADDING - chosen.width(line)
        canvas.drawString(x0 + _PADDING + free * cell.colour / 2, y, line)
        y -= chosen.leading


def _lines(canvas: Canvas, placed: Placed, *, rows: bool, columns: Sequence[int]) -> None:
    """The header's lines, the last one, and of the others those asked for."""
    x0, y0, x1, y1 = placed.frame
    for number, y in enumerate(placed.ys):
        if rows or number < 2 or number == len(placed.ys) - 1:
            canvas.line(x0, y, x1, y)
    for number, x in enumerate(placed.xs):
        full = number in columns or x in (x0, x1)
        canvas.line(x, y1, x, y0 if full else placed.ys[1])


def _striped(canvas: Canvas, placed: Placed, *, bands: bool) -> None:
    canvas.setFillColorRGB(0.87, 0.92, 0.97)
    for cell in placed.table.cells:
        if cell.row % 2 == 0 and not (bands and cell.row):
            x0, y0, x1, y1 = placed.box(cell)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    x0, y0, x1, y1 = placed.frame
    for row in range(2, len(placed.ys) - 1, 2) if bands else ():
        canvas.rect(x0, placed.ys[row + 1], x1 - x0, placed.ys[row] - placed.ys[row + 1], stroke=0, fill=1)
    canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)


def _baselines(canvas: Canvas, placed: Placed) -> None:
    _lines(canvas, placed, rows=False, columns=range(len(placed.xs)))


def _first_column(canvas: Canvas, placed: Placed) -> None:
    _lines(canvas, placed, rows=True, columns=(1,))


def _dark_header(canvas: Canvas, placed: Placed) -> None:
    """The header filled over its own lines, in their colour."""
    canvas.setFillGray(0.2)
    canvas.setStrokeGray(0.2)
    for line in placed.lines():
        canvas.line(*line)
    x0, _, x1, y1 = placed.frame
    canvas.rect(x0, placed.ys[1], x1 - x0, y1 - placed.ys[1], stroke=1, fill=1)


_STYLES: MappingProxyType[str, Draw] = MappingProxyType(
    {
        "header columns": partial(_lines, rows=True, columns=()),
        "first column": _first_column,
        "striped cells": partial(_striped, bands=False),
        "striped bands": partial(_striped, bands=True),
        "rows by baselines": _baselines,
        "frame only": partial(_lines, rows=False, columns=()),
        "dark header": _dark_header,
    }
)
