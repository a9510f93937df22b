"""Which ruling styles each producer is asked for."""

from __future__ import annotations

from types import MappingProxyType

_COMMON = (
    "lines", "dashed", "dotted", "double", "bold frame", "thick lines", "light grey", "hairline", "coloured cells",
    "white lines", "underlined",
)  # fmt: skip
_HTML = (
    *_COMMON, "cell boxes", "spaced boxes", "backgrounds", "dark header", "highlighted", "check boxes", "side by side",
    "small print",
)  # fmt: skip
_CANVAS = (
    "long strokes", "cell strokes", "thin rectangles", "outlines", "frames", "mitred", "one path", "flipped units",
    "image lines", "drawn dashes", "dash pattern", "double", "bold frame", "thick lines", "light grey", "backgrounds",
    "coloured cells", "coloured units", "white lines", "dark header", "gaps", "overshoot", "drawn twice", "clipped",
    "helper lines", "painted over", "form object", "underlined", "highlighted", "check boxes", "doubled text", "watermark",
    "chart", "side by side", "page frame", "small print", "rotated page", "crop box", "skewed",
)  # fmt: skip
PARTLY = ("open sides", "horizontal only")
"""Styles in which some sides of cells are not drawn."""

STYLES = MappingProxyType(
    {
        "calc": (*_COMMON, "small print"),
        "writer": (*_COMMON, "highlighted"),
        "chromium": _HTML,
        "weasyprint": _HTML,
        "reportlab": _CANVAS,
        "varied": (
            "header columns",
            "first column",
            "striped cells",
            "striped bands",
            "rows by baselines",
            "frame only",
            "dark header",
        ),
    }
)
"""Styles in which every cell is bounded on all sides; ``varied`` leaves some out that the texts make up for."""

TITLES = MappingProxyType(
    {
        "calc": "LibreOffice Calc",
        "writer": "LibreOffice Writer",
        "chromium": "Chromium",
        "weasyprint": "WeasyPrint",
        "reportlab": "reportlab",
        "varied": "varied (reportlab)",
    }
)
PALETTE = ("DCE6F1", "FBE5D6", "E2EFDA", "FFF2CC", "E4DFEC", "D9D9D9", "CFE8E8", "F4CCCC", "C9DAF8", "EAD1DC")
GREY = "BFBFBF"
FILL = "DFE6EE"


def colour(number: int) -> str:
    """The background colour of that number, as six hexadecimal digits."""
    return PALETTE[number % len(PALETTE)]
