"""Fonts made at test time, whose metrics are as odd as a test wants them."""

from __future__ import annotations

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_UNITS = 1000
_NARROW, _WIDE = 500, 1000


def register(name: str, ascent: float, descent: float, chars: str) -> str:
    """Register a font of boxes with reportlab and return its name; see :func:`font_file`."""
    pdfmetrics.registerFont(TTFont(name, io.BytesIO(font_file(name, ascent, descent, chars))))
    return name


def font_file(name: str, ascent: float, descent: float, chars: str) -> bytes:
    """Make a TrueType font in which every character is a box.

    Args:
        ascent, descent: in ems, the second usually negative.
        chars: what it has a glyph for; those beyond Latin are an em wide.
    """
    widths = {ord(char): _WIDE if ord(char) >= 0x2E80 else _NARROW for char in chars + " "}
    names = {code: f"uni{code:04X}" for code in widths}
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf({".notdef": _box(_NARROW), **{names[code]: _box(width) for code, width in widths.items()}})
    builder.setupHorizontalMetrics(
        {".notdef": (_NARROW, 40), **{names[code]: (width, 40) for code, width in widths.items()}}
    )
    top, bottom = round(ascent * _UNITS), round(descent * _UNITS)
    builder.setupHorizontalHeader(ascent=top, descent=bottom)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=top, sTypoDescender=bottom, usWinAscent=max(top, 0), usWinDescent=max(-bottom, 0))
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((40, -80))
    for corner in ((40, 720), (width - 40, 720), (width - 40, -80)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
