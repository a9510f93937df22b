"""A table of plain text in columns; Chinese characters count as two."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

_GAP = "  "
_NARROWEST = 20


def plain_table(rows: Sequence[Sequence[str]], *, width: int) -> str:
    """Return rows as lines: the first column folded to keep to ``width``, the second as text, the others as numbers."""
    sizes = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    rest = sum(sizes[1:]) + len(_GAP) * (len(sizes) - 1)
    sizes[0] = min(sizes[0], max(width - rest, _NARROWEST))
    return "".join(line + "\n" for row in rows for line in _lines(row, sizes))


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 0 if combining(char) else 1


def _lines(row: Sequence[str], sizes: Sequence[int]) -> list[str]:
    first, *more = _folded(row[0], sizes[0])
    parts = [_padded(first, sizes[0]), _padded(row[1], sizes[1])]
    parts += [" " * (size - cells(text)) + text for text, size in zip(row[2:], sizes[2:], strict=True)]
    return [_GAP.join(parts).rstrip(), *more]


def _padded(text: str, size: int) -> str:
    return text + " " * (size - cells(text))


def _folded(text: str, size: int) -> list[str]:
    """A text in pieces that are no wider than ``size``."""
    if cells(text) <= size:
        return [text]
    pieces, used = [""], 0
    for char in text:
        used += _cells(char)
        if used > size:
            pieces.append("")
            used = _cells(char)
        pieces[-1] += char
    return pieces
