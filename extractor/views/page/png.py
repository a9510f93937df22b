"""A sheet as a PNG picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from extractor.views.page.fonts import font
from extractor.views.page.sheet import Box, Sheet, Text

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

_BACKGROUND = (238, 241, 244)
_BOLD = 0.03
"""Stroke that makes a text bold, as a share of its size."""


def sheet_png(sheet: Sheet, picture: Image, scale: float) -> bytes:
    """The sheet at ``scale`` pixels a point, with the page's picture in it."""
    from PIL import Image, ImageDraw

    size = max(1, round(sheet.width * scale)), max(1, round(sheet.height * scale))
    image = Image.new("RGB", size, _BACKGROUND)
    x0, y0, x1, y1 = (round(edge * scale) for edge in sheet.page)
    image.paste(picture.resize((max(1, x1 - x0), max(1, y1 - y0))), (x0, y0))
    draw = ImageDraw.Draw(image, "RGBA")
    for item in sheet.items:
        if isinstance(item, Box):
            _box(draw, item, scale)
        else:
            _text(draw, item, scale)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _box(draw: ImageDraw, box: Box, scale: float) -> None:
    edges = box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale
    width = max(1, round(box.stroke_width * scale)) if box.stroke else 0
    stroke = _rgba(box.stroke, box.stroke_opacity)
    if box.x0 == box.x1 or box.y0 == box.y1:
        draw.line(edges, fill=stroke, width=width)
    else:
        draw.rectangle(edges, fill=_rgba(box.fill, box.fill_opacity), outline=stroke, width=width)


def _rgba(colour: str | None, opacity: float) -> tuple[int, int, int, int] | None:
    if colour is None:
        return None
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue, round(255 * opacity)


def _text(draw: ImageDraw, text: Text, scale: float) -> None:
    pixels = max(1, round(text.size * scale))
    anchor = "rs" if text.right else "ms" if text.middle else "ls"
    draw.text(
        (text.x * scale, text.y * scale),
        text.text,
        fill=_rgba(text.colour, 1.0),
        font=font(pixels),
        anchor=anchor,
        stroke_width=pixels * _BOLD if text.bold else 0,
    )
