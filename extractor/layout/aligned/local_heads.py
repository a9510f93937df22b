"""Heads of indicators that no list knows, found by their place: short words in a line, levels and figures in the lines below."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.aligned.pieces import Piece, is_quantity
from extractor.layout.labels import Labels
from extractor.model.patterns import compiled
from extractor.model.table import Cell

_HEAD = compiled(r"[^\d,.;:!?%≥≤,。;:!?]{2,12}")
_FEWEST, _MOST = 3, 10
"""Heads of a table."""
_LOOKED_AT = 14
"""Lines, or cells for each head, below that are looked at."""


def heads_over_lines(rows: Sequence[Sequence[Piece]], labels: Labels) -> Labels:
    """Return the labels with the unlisted heads of aligned lines; the same where there are none, or listed ones."""
    if any(labels.heads_indicators([piece.text for piece in row]) for row in rows):
        return labels
    for index, row in enumerate(rows[:-1]):
        if not _are_heads([piece.text for piece in row], labels):
            continue
        below = rows[index + 1 : index + 1 + _LOOKED_AT]
        if not any(labels.is_level(piece.text) for line in below[:2] for piece in line):
            continue
        texts: dict[int, list[str]] = {place: [] for place in range(len(row))}
        for line in below:
            for piece in line:
                nearest = min(texts, key=lambda place: abs(row[place].centre - piece.centre))
                texts[nearest].append(piece.text)
        return labels.with_heads([piece.text for piece in row], below=[*texts.values()])
    return labels


def heads_over_cells(cells: Sequence[Cell], labels: Labels) -> Labels:
    """The same for cells in reading order: the heads are those right before the first label of a level."""
    texts = [cell.text for cell in cells]
    stop = next((index for index, text in enumerate(texts) if labels.is_level(text)), 0)
    if not any(is_quantity(text) for text in texts[stop : stop + _LOOKED_AT * _FEWEST]):
        return labels
    start = stop
    while start and stop - start < _MOST and _is_head(texts[start - 1], labels):
        start -= 1
    for first in range(start, stop - _FEWEST + 1):
        if labels.heads_indicators(texts[first:stop]):
            return labels
        if (told := labels.with_heads(texts[first:stop], behind=texts[stop:])) is not labels:
            return told
    return labels


def _are_heads(texts: Sequence[str], labels: Labels) -> bool:
    return _FEWEST <= len(texts) <= _MOST and all(_is_head(text, labels) for text in texts)


def _is_head(text: str, labels: Labels) -> bool:
    known = labels.is_header(text) or labels.is_level(text)
    return not known and _HEAD.fullmatch(text) is not None
