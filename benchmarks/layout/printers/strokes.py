"""The ways in which rulings are found in PDF files, drawn with reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from types import MappingProxyType
from typing import Any

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import FILL_EVEN_ODD, Canvas  # type: ignore[import-untyped]

from benchmarks.layout.plan import PAGE_HEIGHT, PAGE_WIDTH
from benchmarks.layout.printers.placed import Placed, sides_of
from benchmarks.layout.styles import FILL, GREY, colour

WHOLE = (
    "long strokes", "cell strokes", "thin rectangles", "cell bars", "outlines", "frames", "mitred", "one path",
    "one filled path", "flipped units", "image lines", "drawn dashes", "double", "bold frame", "light grey", "gaps", "overshoot",
    "drawn twice", "clipped", "helper lines", "painted over", "form object",
)  # fmt: skip
"""Styles in which every side of every cell is a line."""


def draw_rulings(canvas: Canvas, placed: Placed, style: str) -> None:
    """Draw a table's lines or backgrounds; styles that say nothing of lines get long strokes."""
    if style == "form object":
        name = f"t{canvas.getPageNumber()}_{placed.ys[0]:.0f}"
        canvas.beginForm(name, 0, 0, 2 * PAGE_WIDTH, 2 * PAGE_HEIGHT)
        canvas.scale(2, 2)  # what is done to the coordinates is undone where the form is painted
        canvas.translate(-20, -30)
        _long_strokes(canvas, placed)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(20, 30)
        canvas.scale(0.5, 0.5)
        canvas.doForm(name)
        canvas.restoreState()
        return
    canvas.saveState()
    _STYLES.get(style, _long_strokes)(canvas, placed)
    canvas.restoreState()


def _long_strokes(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.6)
    for line in placed.lines():
        canvas.line(*line)


def _cell_strokes(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.5)
    for box in placed.boxes():
        for line in sides_of(box):
            canvas.line(*line)


def _thin_rectangles(canvas: Canvas, placed: Placed) -> None:
    for x0, y0, x1, y1 in placed.lines():
        canvas.rect(x0 - 0.3, y0 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)


def _cell_bars(canvas: Canvas, placed: Placed) -> None:
    """Four filled bars a cell, as browsers print borders."""
    for x0, y0, x1, y1 in placed.boxes():
        for bar in (
            (x0, y0, x1 - x0, 0.75),
            (x0, y1 - 0.75, x1 - x0, 0.75),
            (x0, y0, 0.75, y1 - y0),
            (x1 - 0.75, y0, 0.75, y1 - y0),
        ):
            canvas.rect(*bar, stroke=0, fill=1)


def _one_filled_path(canvas: Canvas, placed: Placed) -> None:
    """Every line a thin rectangle of one filled path."""
    path = canvas.beginPath()
    for x0, y0, x1, y1 in placed.lines():
        path.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5)
    canvas.drawPath(path, stroke=0, fill=1)


def _outlines(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(0.75)
    for x0, y0, x1, y1 in placed.boxes():
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)


def _frames(canvas: Canvas, placed: Placed) -> None:
    """Every cell an area between two rectangles, filled by the even-odd rule."""
    for x0, y0, x1, y1 in placed.boxes():
        path = canvas.beginPath()
        path.rect(x0 - 0.3, y0 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6)
        path.rect(x0 + 0.3, y0 + 0.3, x1 - x0 - 0.6, y1 - y0 - 0.6)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=FILL_EVEN_ODD)


def _mitred(canvas: Canvas, placed: Placed) -> None:
    """Every side of every cell a trapezium, as browsers paint borders whose corners are cut at an angle."""
    t = 0.7
    for x0, y0, x1, y1 in placed.boxes():
        for points in (
            ((x0, y0), (x1, y0), (x1 - t, y0 + t), (x0 + t, y0 + t)),
            ((x0, y1), (x1, y1), (x1 - t, y1 - t), (x0 + t, y1 - t)),
            ((x0, y0), (x0, y1), (x0 + t, y1 - t), (x0 + t, y0 + t)),
            ((x1, y0), (x1, y1), (x1 - t, y1 - t), (x1 - t, y0 + t)),
        ):
            path = canvas.beginPath()
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)


def _one_path(canvas: Canvas, placed: Placed) -> None:
    """All lines in one path, every second one drawn backwards."""
    canvas.setLineWidth(0.5)
    path = canvas.beginPath()
    for number, (x0, y0, x1, y1) in enumerate(placed.lines()):
        start, end = ((x0, y0), (x1, y1)) if number % 2 else ((x1, y1), (x0, y0))
        path.moveTo(*start)
        path.lineTo(*end)
    canvas.drawPath(path, stroke=1, fill=0)


def _flipped_units(canvas: Canvas, placed: Placed) -> None:
    """Coordinates in twentieths of a point from the top of the page down, lines of no width."""
    canvas.transform(0.05, 0, 0, -0.05, 0, PAGE_HEIGHT)
    canvas.setLineWidth(0)
    for x0, y0, x1, y1 in placed.lines():
        canvas.line(20 * x0, 20 * (PAGE_HEIGHT - y0), 20 * x1, 20 * (PAGE_HEIGHT - y1))


def _image_lines(canvas: Canvas, placed: Placed) -> None:
    """Every line a picture of one black pixel, stretched, as some print drivers paint them."""
    for x0, y0, x1, y1 in placed.lines():
        canvas.drawImage(_black_pixel(), x0 - 0.3, y0 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6)


@cache
def _black_pixel() -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

    data = io.BytesIO()
    Image.new("RGB", (1, 1), (0, 0, 0)).save(data, "PNG")
    data.seek(0)
    return ImageReader(data)


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


def _thick_lines(canvas: Canvas, placed: Placed) -> None:
    canvas.setLineWidth(3.0)
    canvas.setLineCap(2)
    for line in placed.lines():
        canvas.line(*line)


def _light_grey(canvas: Canvas, placed: Placed) -> None:
    canvas.setStrokeColor(HexColor(f"#{GREY}"))
    _long_strokes(canvas, placed)


def _backgrounds(canvas: Canvas, placed: Placed) -> None:
    """Filled cells with a narrow gap between them."""
    canvas.setFillColor(HexColor(f"#{FILL}"))
    for x0, y0, x1, y1 in placed.boxes():
        canvas.rect(x0 + 0.6, y0 + 0.6, x1 - x0 - 1.2, y1 - y0 - 1.2, stroke=0, fill=1)


def _coloured_cells(canvas: Canvas, placed: Placed) -> None:
    for cell in placed.table.cells:
        x0, y0, x1, y1 = placed.box(cell)
        canvas.setFillColor(HexColor(f"#{colour(cell.colour)}"))
        canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)


def _coloured_units(canvas: Canvas, placed: Placed) -> None:
    """A merged cell's background painted unit by unit, as spreadsheets do."""
    for cell in placed.table.cells:
        canvas.setFillColor(HexColor(f"#{colour(cell.colour)}"))
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                x0, x1, y0, y1 = placed.xs[column], placed.xs[column + 1], placed.ys[row + 1], placed.ys[row]
                canvas.rect(x0, y0, x1 - x0 + 0.1, y1 - y0 + 0.1, stroke=0, fill=1)


def _white_lines(canvas: Canvas, placed: Placed) -> None:
    x0, y0, x1, y1 = placed.frame
    canvas.setFillColor(HexColor(f"#{FILL}"))
    canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    canvas.setStrokeGray(1)
    canvas.setLineWidth(1.0)
    for line in placed.lines():
        canvas.line(*line)


def _dark_header(canvas: Canvas, placed: Placed) -> None:
    canvas.setFillColor(HexColor("#1F3864"))
    for cell in placed.table.cells:
        if cell.row == 0:
            x0, y0, x1, y1 = placed.box(cell)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
    _long_strokes(canvas, placed)


def _gaps(canvas: Canvas, placed: Placed) -> None:
    """Each side of each cell drawn once, ending short of the crossings."""
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in placed.sides():
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


def _whole_grid(canvas: Canvas, placed: Placed) -> None:
    x0, y0, x1, y1 = placed.frame
    for x in placed.xs:
        canvas.line(x, y0, x, y1)
    for y in placed.ys:
        canvas.line(x0, y, x1, y)


def _helper_lines(canvas: Canvas, placed: Placed) -> None:
    """A grid of nearly white lines through all merged cells, as some editors leave behind; it cannot be seen on paper."""
    canvas.setStrokeGray(0.98)
    canvas.setLineWidth(0.5)
    _whole_grid(canvas, placed)
    canvas.setStrokeGray(0)
    _long_strokes(canvas, placed)


def _painted_over(canvas: Canvas, placed: Placed) -> None:
    """The whole grid in black, then a white area with an outline over every merged cell."""
    canvas.setLineWidth(0.6)
    _whole_grid(canvas, placed)
    canvas.setFillGray(1)
    for cell in placed.table.cells:
        if cell.rowspan > 1 or cell.colspan > 1:
            x0, y0, x1, y1 = placed.box(cell)
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=1)


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


_STYLES: MappingProxyType[str, Callable[[Canvas, Placed], None]] = MappingProxyType(
    {
        "cell strokes": _cell_strokes,
        "thin rectangles": _thin_rectangles,
        "cell bars": _cell_bars,
        "one filled path": _one_filled_path,
        "outlines": _outlines,
        "frames": _frames,
        "mitred": _mitred,
        "one path": _one_path,
        "flipped units": _flipped_units,
        "image lines": _image_lines,
        "drawn dashes": _drawn_dashes,
        "dash pattern": _dash_pattern,
        "double": _double,
        "bold frame": _bold_frame,
        "thick lines": _thick_lines,
        "light grey": _light_grey,
        "backgrounds": _backgrounds,
        "coloured cells": _coloured_cells,
        "coloured units": _coloured_units,
        "white lines": _white_lines,
        "dark header": _dark_header,
        "gaps": _gaps,
        "overshoot": _overshoot,
        "drawn twice": _drawn_twice,
        "clipped": _clipped,
        "helper lines": _helper_lines,
        "painted over": _painted_over,
        "open sides": _open_sides,
        "horizontal only": _horizontal_only,
    }
)
