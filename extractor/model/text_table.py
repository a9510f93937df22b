"""Tables of plain text for terminals: columns line up although Chinese characters are two columns wide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import zip_longest
from unicodedata import east_asian_width

from extractor.model.text import display_width

_GAP = "  "
_NARROWEST = 12  # a column is folded, but not into a ribbon


def text_table(
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    limit: int | None = None,
    right: Collection[int] = (),
    indent: str = "",
    paint: Callable[[int, str, str], str] = lambda place, text, shown: shown,
) -> str:
    """Lay out a heading and rows in columns two spaces apart, each line ended; return ``""`` for no rows.

    Args:
        width: of the terminal; the widest columns are folded until the table fits.
        limit: cells longer than so many columns are cut.
        right: places of the columns that are set to the right.
        paint: colours a piece of a cell, given the column's place, the cell's whole text and the padded piece.
    """
    shown = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not shown:
        return ""
    shown.insert(0, list(head))
    if limit is not None:
        shown = [[cut(cell, limit) for cell in row] for row in shown]
    sizes = [max(map(display_width, column)) for column in zip(*shown, strict=True)]
    if width is not None:
        _fit(sizes, width - len(indent) - len(_GAP) * (len(sizes) - 1))
    out = []
    for row in shown:
        folded = [list(wrap(cell, size)) or [""] for cell, size in zip(row, sizes, strict=True)]
        for pieces in zip_longest(*folded, fillvalue=""):
            padded = [_padded(piece, sizes[place], place in right) for place, piece in enumerate(pieces)]
            line = _GAP.join(paint(place, row[place], piece) for place, piece in enumerate(padded))
            out.append((indent + line).rstrip() + "\n")
    return "".join(out)


def _fit(sizes: list[int], room: int) -> None:
    """Take from the widest columns until all fit, or none is left to take from."""
    while sum(sizes) > room and max(sizes) > _NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1


def _padded(text: str, size: int, right: bool) -> str:
    blank = " " * (size - display_width(text))
    return blank + text if right else text + blank


def cut(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` columns, with … where it was cut; what cannot be printed becomes a space."""
    text = "".join(char if char.isprintable() else " " for char in text)
    if display_width(text) <= limit:
        return text
    used = 0
    for place, char in enumerate(text):
        used += display_width(char)
        if used >= limit:
            return text[:place] + "…"
    return text


def wrap(text: str, width: float, measure: Callable[[str], float] = display_width) -> Iterator[str]:
    """Break a text into lines no wider than ``width``; Latin words are kept whole where they fit a line."""
    for line in text.splitlines():
        yield from _wrapped([line] if measure(line) <= width else _words(line), width, measure)


def _wrapped(words: Iterable[str], width: float, measure: Callable[[str], float]) -> Iterator[str]:
    line = ""
    for word in words:
        if line and measure(line + word.rstrip()) > width:
            yield line.rstrip()
            line = ""
        while measure(word) > width and len(word) > 1:
            fits = next(n for n in range(len(word), 0, -1) if n == 1 or measure(word[:n]) <= width)
            yield word[:fits]
            word = word[fits:]
        line += word
    if line.strip():
        yield line.rstrip()


def _words(line: str) -> Iterator[str]:
    """Split a line where it may break: around ideographs, and behind blanks."""
    run = ""
    for char in line:
        wide = east_asian_width(char) in "WF"
        if wide and run:
            yield run
            run = ""
        if wide:
            yield char
            continue
        run += char
        if char.isspace():
            yield run
            run = ""
    if run:
        yield run
