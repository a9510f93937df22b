"""What a straightened grey picture of a page shows: its ruled lines and its words. OpenCV and rapidocr do the seeing.

Coordinates are pixels from the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from statistics import median
from typing import Any, TypeAlias

from extractor.readers.scan.repair import Word, repaired
from extractor.readers.scan.straight import Picture, dark_parts

Segment: TypeAlias = tuple[float, float, float]
"""Where a line lies across its direction, where it begins and ends."""

_SHORTEST = 0.012
"""Of the page's longer side: shorter strokes are parts of characters."""
_THICKEST = 0.006
_WIDEST_SIGN = 12
"""In heights of a word: longer marks that no word was found in are none."""
_LEAST_CERTAIN = 0.5
_LONG = 3
"""Lines of text this many times as long as they are high tell their direction."""
_LEGIBLE = 0.8
"""Mean certainty of words that are read the right way up; it is 0.7 at most where they stand on their heads."""


def lines_of(picture: Picture) -> tuple[list[Segment], list[Segment]]:
    """The level and the upright lines of a straightened picture."""
    dark = dark_parts(picture)
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


def read_upright(picture: Picture) -> tuple[int, Picture, list[Word]]:
    """The words of a straightened picture that may lie on a side or on its head.

    Returns:
        the clockwise quarter turns by which its text is turned, the picture turned back, and the words in that, from top
        to bottom.
    """
    import numpy as np

    turn, words = 0, _found(picture)
    other = _likely_turn(words)
    if other:
        turned = np.ascontiguousarray(np.rot90(picture, other))
        again = _found(turned)
        if _legible(again) > _legible(words):
            turn, picture, words = other, turned, again
    words = [word for word in words if word.certainty >= _LEAST_CERTAIN]
    words += _overlooked(picture, words)
    return turn, picture, sorted(words, key=lambda word: (word.box[1], word.box[0]))


def _likely_turn(words: Sequence[Word]) -> int:
    """Clockwise quarter turns by which the text seems to be turned: by how its lines run, and whether they make sense.

    Lines that run down are read well, those that run up are read from the wrong side.
    """
    sizes = [(word.box[2] - word.box[0], word.box[3] - word.box[1]) for word in words]
    long = [size for size in sizes if max(size) > _LONG * min(size)]
    if not long:
        return 0
    sure = sum(word.certainty for word in words) / len(words) >= _LEGIBLE
    tall = sum(height > width for width, height in long)
    if 2 * tall > len(long):
        return 1 if sure else 3
    return 0 if sure else 2


def _legible(words: Sequence[Word]) -> float:
    """How much sense words make: characters of those that are more certain than not count for them, others against."""
    return sum(len(word.text) * (word.certainty - _LEGIBLE) for word in words)


def _found(picture: Picture) -> list[Word]:
    import cv2

    # All switches are given each time: the recogniser keeps those of its last call.
    result = _recogniser()(
        cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR),
        use_det=True,
        use_cls=False,  # it turns short texts over: ≥99% becomes %66≤
        use_rec=True,
        return_word_box=True,
        return_single_char_box=True,
        text_score=0.0,  # text that stands on its head is seen too, and makes no sense
    )
    if result.txts is None or result.boxes is None:
        return []
    words = []
    for text, score, box, chars in zip(result.txts, result.scores, result.boxes, result.word_results, strict=True):
        corners = [(float(x), float(y)) for x, y in box]
        around = _around(corners)
        parts = [(str(part), _around([(float(x), float(y)) for x, y in quad])) for part, _, quad in chars if part]
        letters, spans = _letters(parts) or _spread(text, around)
        words.append(repaired(Word(letters, around, spans, float(score))))
    return [word for word in words if word.text.strip()]


def _overlooked(picture: Picture, words: list[Word]) -> list[Word]:
    """What was printed where no word was found: small signs by themselves, such as a ≥ in a column of its own."""
    import cv2
    import numpy as np

    if not words:
        return []
    usual = median(word.box[3] - word.box[1] for word in words)
    ink = dark_parts(picture)
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
    return repaired(Word(text, around, _spread(text, around)[1], score))


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
