"""Folding for the grammar: every character maps to one character, so that offsets in the folded text are offsets in the printed one.

Full-width ASCII, dashes, spaces, radicals and a few look-alikes are made equal. Superscripts, circled digits and other
number forms are left alone: NFKC would turn ``1,234①`` into ``1,2341``.
"""

from __future__ import annotations

from extractor.model.text import clean

# Footnote marks: never part of a number.
MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⁰¹²³⁴⁵⁶⁷⁸⁹†‡"

_LOOK_ALIKES = {
    "-": "‐‑‒–－−﹣",
    "—": "―─━⸺",
    "~": "〜∼˜∽",
    "/": "╱∕⁄",
    "·": "•・‧∙⋅･",
    "×": "✕✖╳",
    "[": "【〔",
    "]": "】〕",
    "…": "⋯",
    " ": "\t\n\r\x0b\x0c\x85\u00a0\u00ad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff",
}


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = clean(chr(code))
        if len(plain) == 1:
            table[code] = plain
    for plain, others in _LOOK_ALIKES.items():
        table.update(dict.fromkeys(map(ord, others), plain))
    table[0xFFE5] = "¥"
    table[0x2236] = ":"
    return table


_FOLD = _table()


def fold(text: str) -> str:
    """The text as the grammar reads it; same length as ``text``."""
    return text.translate(_FOLD)
