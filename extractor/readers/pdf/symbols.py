"""Characters of symbol fonts: private-use codes whose meaning only the font's name tells.

Word processors print ``≥`` and tick boxes from Symbol and Wingdings, and export them as U+F000 plus the font's own code.
"""

from __future__ import annotations

_SYMBOL = {
    0xA3: "≤",
    0xA5: "∞",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xD7: "·",
    **{code: chr(code) for code in (*range(0x28, 0x2A), *range(0x2B, 0x40), 0x21, 0x25, 0x5B, 0x5D)},
}
_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x75: "◆",
    0xA7: "▪",
    0xA8: "□",
    0xD8: "➢",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {0x2A: "□", 0x30: "□", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0xA3: "□"}
_FONTS = (("wingdings2", _WINGDINGS_2), ("wingdings-2", _WINGDINGS_2), ("wingdings", _WINGDINGS), ("symbol", _SYMBOL))


_SIGNS = {0xA3: "≤", 0xB3: "≥"}
"""Of Symbol, before a number: kept as they are where a converter put another font in its place."""


def symbol(char: str, font: str, *, before_digit: bool = False) -> str | None:
    """The character that a private-use code stands for in a symbol font, ``None`` when it is not known."""
    name = font.replace(" ", "").lower()
    for part, table in _FONTS:
        if part in name:
            return table.get(ord(char) - 0xF000)
    return _SIGNS.get(ord(char) - 0xF000) if before_digit else None
