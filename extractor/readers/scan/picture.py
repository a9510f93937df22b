"""What a grey picture of a page shows: straightened, its ruled lines and its words. OpenCV and rapidocr do the seeing.

Coordinates are pixels from the top left.
"""

from __future__ import annotations

import re
from functools import lru_cache
from statistics import median
from typing import Any, TypeAlias

from msgspec import Struct

Picture: TypeAlias = Any
"""A two-dimensional array of bytes, 0 black to 255 white."""
Segment: TypeAlias = tuple[float, float, float]
"""Where a line lies across its direction, where it begins and ends."""

_MOST_LEAN = 6.0
"""Degrees by which a scan may lean; more is no lean."""
_LEAST_LEAN = 0.05
_SHORTEST = 0.012
"""Of the page's longer side: shorter strokes are parts of characters."""
_THICKEST = 0.006
_WIDEST_SIGN = 12
"""In heights of a word: longer marks that no word was found in are none."""
_LEAST_CERTAIN = 0.5
_POINTS_FOR_COMMAS = re.compile(r"(?<![\d.])\d{1,3}(?:[.,]\d{3})*\.\d{3}\.\d{2}(?!\.?\d)")


class Word(Struct, frozen=True):
    """A line of text, or the part of one that is by itself.

    Attributes:
        text: as recognised.
        box: left, top, right, bottom.
        spans: left and right of each character.
        certainty: 0 to 1.
    """

    text: str
    box: tuple[float, float, float, float]
    spans: tuple[tuple[float, float], ...]
    certainty: float


def upright(picture: Picture) -> tuple[Picture, float]:
    """The picture turned so that its lines run level, and the degrees (clockwise) by which it leant."""
    import cv2

    angle = _lean(picture)
    if abs(angle) < _LEAST_LEAN:
        return picture, 0.0
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255), angle


def _lean(picture: Picture) -> float:
    """The angle of most long, nearly level lines, in degrees, clockwise."""
    import cv2
    import numpy as np

    half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    dark = _dark(half)
    found = cv2.HoughLinesP(dark, 1, np.pi / 3600, 150, minLineLength=half.shape[1] // 5, maxLineGap=8)
    if found is None:
        return 0.0
    angles = []
    for x0, y0, x1, y1 in np.asarray(found).reshape(-1, 4).tolist():
        degrees = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
        degrees = degrees - 180 * round(degrees / 180)
        if abs(degrees) <= _MOST_LEAN:
            angles.append(degrees)
    return median(angles) if angles else 0.0


def _dark(picture: Picture) -> Picture:
    import cv2

    size = max(15, (max(picture.shape) // 60) | 1)
    return cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 14)


def lines_of(picture: Picture) -> tuple[list[Segment], list[Segment]]:
    """The level and the upright lines of a straightened picture."""
    dark = _dark(picture)
    return _strokes(dark), _strokes(dark.T.copy())


def _strokes(dark: Picture) -> list[Segment]:
    import cv2
    import numpy as np

    least = _shortest(dark)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(_line_mask(dark), connectivity=8)
    thickest = max(4, int(_THICKEST * max(dark.shape)))
    return [
        (y + height / 2, float(x), float(x + width))
        for x, y, width, height, _ in np.asarray(boxes).tolist()[1:]
        if width >= least and height <= thickest
    ]


def _shortest(dark: Picture) -> int:
    return int(_SHORTEST * max(dark.shape))


def _line_mask(dark: Picture) -> Picture:
    """The pixels of level lines."""
    import cv2
    import numpy as np

    least = _shortest(dark)
    mask = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, max(3, least // 4)), np.uint8))


@lru_cache(maxsize=1)
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def words_of(picture: Picture) -> list[Word]:
    """The words of a straightened picture, from top to bottom."""
    words = _found(picture)
    words += _overlooked(picture, words)
    return sorted(words, key=lambda word: (word.box[1], word.box[0]))


def _found(picture: Picture) -> list[Word]:
    import cv2

    # All switches are given each time: the recogniser keeps those of its last call.
    result = _recogniser()(
        cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR),
        use_det=True,
        use_cls=True,
        use_rec=True,
        return_word_box=True,
        return_single_char_box=True,
    )
    if result.txts is None or result.boxes is None:
        return []
    words = []
    for text, score, box, chars in zip(result.txts, result.scores, result.boxes, result.word_results, strict=True):
        corners = [(float(x), float(y)) for x, y in box]
        around = _around(corners)
        parts = [(str(part), _around([(float(x), float(y)) for x, y in quad])) for part, _, quad in chars if part]
        letters, spans = _letters(parts) or _spread(text, around)
        words.append(Word(_with_commas(letters), around, spans, float(score)))
    return [word for word in words if word.text.strip()]


def _overlooked(picture: Picture, words: list[Word]) -> list[Word]:
    """What was printed where no word was found: small signs by themselves, such as a ≥ in a column of its own."""
    import cv2
    import numpy as np

    if not words:
        return []
    usual = median(word.box[3] - word.box[1] for word in words)
    ink = _dark(picture)
    for mask in (_line_mask(ink), _line_mask(ink.T.copy()).T):
        ink[cv2.dilate(mask.copy(), np.ones((5, 5), np.uint8)) > 0] = 0
    for word in words:
        left, top, right, bottom = map(int, word.box)
        ink[max(0, top - 2) : bottom + 3, max(0, left - 3) : right + 4] = 0
    joined = cv2.dilate(ink, np.ones((3, int(usual / 2)), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for x, y, width, height, _ in np.asarray(boxes).tolist()[1:]:
        if not 0.3 * usual <= height <= 1.5 * usual or width > _WIDEST_SIGN * usual:
            continue
        if cv2.countNonZero(ink[y : y + height, x : x + width]) < 0.06 * usual * usual:
            continue
        read = _word_in(picture, (x, y, x + width, y + height), usual)
        if read is not None:
            found.append(read)
    return found


def _word_in(picture: Picture, box: tuple[int, int, int, int], usual: float) -> Word | None:
    """The text in a box, read by itself; ``None`` where nothing is made of it."""
    import cv2

    x0, y0, x1, y1 = box
    middle, half = (y0 + y1) / 2, max(y1 - y0, usual) / 2 + 2
    part = picture[max(0, int(middle - half)) : int(middle + half) + 1, max(0, x0 - 4) : x1 + 5]
    result = _recogniser()(
        cv2.cvtColor(part, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True, return_word_box=False
    )
    text = "".join(result.txts or ()).strip()
    score = min(map(float, result.scores or (0.0,)))
    if not text or score < _LEAST_CERTAIN:
        return None
    around = (float(x0), middle - half, float(x1), middle + half)
    return Word(_with_commas(text), around, _spread(text, around)[1], score)


def _around(corners: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _letters(
    parts: list[tuple[str, tuple[float, float, float, float]]],
) -> tuple[str, tuple[tuple[float, float], ...]] | None:
    """Characters with their spans; those of a part that holds several share its box."""
    if not parts:
        return None
    text = "".join(part for part, _ in parts)
    return text, tuple(span for part, box in parts for span in _spread(part, box)[1])


def _spread(text: str, box: tuple[float, float, float, float]) -> tuple[str, tuple[tuple[float, float], ...]]:
    """Characters laid side by side over a box, ideographs twice as wide as others."""
    widths = [1 if char.isascii() else 2 for char in text]
    unit = (box[2] - box[0]) / max(1, sum(widths))
    spans, x = [], box[0]
    for width in widths:
        spans.append((x, x + width * unit))
        x += width * unit
    return text, tuple(spans)


def _with_commas(text: str) -> str:
    """955.500.00 is 955,500.00: recognition takes commas for points."""
    return _POINTS_FOR_COMMAS.sub(lambda match: match[0][:-3].replace(".", ",") + match[0][-3:], text)
