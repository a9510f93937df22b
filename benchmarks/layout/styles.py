"""Which ruling styles each producer is asked for."""

from __future__ import annotations

from types import MappingProxyType

HTML = (
    "lines", "cell boxes", "spaced boxes", "dashed", "dotted", "double", "bold frame", "light grey", "hairline",
    "backgrounds", "coloured cells", "white lines", "underlined",
)  # fmt: skip
OFFICE = (
    "lines", "dashed", "dotted", "double", "bold frame", "light grey", "hairline", "coloured cells", "white lines",
    "underlined",
)  # fmt: skip
CANVAS = (
    "long strokes", "cell strokes", "thin rectangles", "outlines", "drawn dashes", "dash pattern", "double", "bold frame",
    "light grey", "backgrounds", "coloured cells", "white lines", "gaps", "overshoot", "form object",
    "clipped", "drawn twice", "helper lines", "painted over", "underlined", "page frame", "rotated page", "crop box", "skewed",
)  # fmt: skip
PARTLY = ("open sides", "horizontal only")

STYLES = MappingProxyType(
    {"calc": OFFICE, "writer": OFFICE, "chromium": HTML, "weasyprint": HTML, "reportlab": CANVAS}
)
"""Styles in which every cell is bounded on all sides."""

TITLES = MappingProxyType(
    {
        "calc": "LibreOffice Calc",
        "writer": "LibreOffice Writer",
        "chromium": "Chromium",
        "weasyprint": "WeasyPrint",
        "reportlab": "reportlab",
    }
)
PALETTE = ("DCE6F1", "FBE5D6", "E2EFDA", "FFF2CC", "E4DFEC", "D9D9D9", "CFE8E8", "F4CCCC", "C9DAF8", "EAD1DC")
GREY = "BFBFBF"
FILL = "DFE6EE"


def colour(number: int) -> str:
    """The background colour of that number, as six hexadecimal digits."""
    return PALETTE[number % len(PALETTE)]
