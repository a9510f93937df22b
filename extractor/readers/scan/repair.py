"""Recognised words, and what recognition is known to take for something else: repaired, remembered, and less certain than before."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

_REPAIRED = 0.8
"""A repaired text is no surer than this."""
_POINTS_FOR_COMMAS = re.compile(r"(?<![\d.])\d{1,3}(?:[.,]\d{3})*\.\d{3}\.\d{2}(?!\.?\d)")
_PER_MILLE = re.compile(r"(?<=\d)%[0oO](?![\d%])")


class Word(Struct, frozen=True):
    """A line of text, or the part of one that stands by itself.

    Attributes:
        text: as recognised.
        box: left, top, right, bottom.
        spans: left and right of each character.
        certainty: 0 to 1.
        recognised: what was recognised, where the text is a repair of it.
    """

    text: str
    box: tuple[float, float, float, float]
    spans: tuple[tuple[float, float], ...]
    certainty: float
    recognised: str | None = None


def repaired(word: Word) -> Word:
    """955.500.00 is 955,500.00, for recognition takes commas for points; 0.9%0 is 0.9‰. What was recognised is kept."""
    text = _POINTS_FOR_COMMAS.sub(lambda match: match[0][:-3].replace(".", ",") + match[0][-3:], word.text)
    spans = list(word.spans)
    while (match := _PER_MILLE.search(text)) is not None:
        at = match.start()
        text = text[:at] + "‰" + text[at + 2 :]
        spans[at : at + 2] = [(spans[at][0], spans[at + 1][1])]
    if text == word.text:
        return word
    certainty = min(word.certainty, _REPAIRED)
    return replace(word, text=text, spans=tuple(spans), certainty=certainty, recognised=word.text)
