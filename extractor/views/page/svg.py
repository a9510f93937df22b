"""A sheet as one SVG file; plain attributes only, so that every viewer shows it alike."""

from __future__ import annotations

from extractor.output.html import text_of
from extractor.views.page.page_svg import data_uri, number
from extractor.views.page.sheet import Box, Sheet, Text

_FONTS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, sans-serif"


def sheet_svg(sheet: Sheet, picture: bytes, title: str) -> str:
    """The sheet with the page's picture (PNG) in it."""
    width, height = number(sheet.width), number(sheet.height)
    x0, y0, x1, y1 = sheet.page
    where = f'x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}" height="{number(y1 - y0)}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}" '
        f'font-family="{_FONTS}">\n<title>{text_of(title)}</title>\n<rect width="{width}" height="{height}" fill="#eef1f4"/>',
        f'<image {where} preserveAspectRatio="none" xlink:href="{data_uri(picture)}"/>',
        *(_box(item) if isinstance(item, Box) else _text(item) for item in sheet.items),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _box(box: Box) -> str:
    paint = f'fill="{box.fill}" fill-opacity="{number(box.fill_opacity)}"' if box.fill else 'fill="none"'
    if box.stroke:
        paint += f' stroke="{box.stroke}" stroke-opacity="{number(box.stroke_opacity)}" stroke-width="{number(box.stroke_width)}"'
    if box.x0 == box.x1 or box.y0 == box.y1:
        return f'<path d="M{number(box.x0)} {number(box.y0)}L{number(box.x1)} {number(box.y1)}" {paint}/>'
    size = f'width="{number(box.x1 - box.x0)}" height="{number(box.y1 - box.y0)}"'
    return f'<rect x="{number(box.x0)}" y="{number(box.y0)}" {size} {paint}/>'


def _text(text: Text) -> str:
    anchor = ' text-anchor="end"' if text.right else ' text-anchor="middle"' if text.middle else ""
    weight = ' font-weight="bold"' if text.bold else ""
    return (
        f'<text x="{number(text.x)}" y="{number(text.y)}" font-size="{number(text.size)}" fill="{text.colour}"'
        f"{anchor}{weight}>{text_of(text.text)}</text>"
    )
