"""Plain text tables that line up although Chinese characters are two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

_WIDE = frozenset("WF")


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)


def cut(text: str, limit: int) -> str:
    """A text of at most ``limit`` columns, with … where it was cut; line breaks become spaces."""
    text = "".join(char if char.isprintable() else " " for char in text)
    if width(text) <= limit:
        return text
    out = ""
    for char in text:
        if width(out) + width(char) > limit - 1:
            break
        out += char
    return out + "…"


def table(header: Sequence[str], rows: Iterable[Sequence[object]], *, indent: str = "", limit: int = 60) -> str:
    """Rows in columns two spaces apart, each line ended; ``""`` for no rows."""
    shown = [[cut("" if item is None else str(item), limit) for item in row] for row in rows]
    if not shown:
        return ""
    lines = [list(header), *shown]
    widths = [max(width(line[i]) for line in lines) for i in range(len(header))]
    return "".join(
        (
            indent + "  ".join(item + " " * (wide - width(item)) for item, wide in zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )
