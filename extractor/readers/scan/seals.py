"""Seals taken off the picture of a page: what was printed below them is read without their rings and characters."""

from __future__ import annotations

from typing import Any

from extractor.readers.scan.straight import Picture

_COLOURED = 0.2
"""Share of its brightness by which the ink of a seal is redder, or bluer, than anything else; paper under a lamp is not."""
_LEAST, _MOST = 0.045, 0.3
"""Of the page's longer side: a name seal is 15 millimetres across, the largest round one 60."""
_LEAST_SQUARE = 0.5
_MOST_INK = 0.55
"""Share of its box that a seal inks at most; more is a filled area."""
_DARK = 0.6
"""Of the paper's brightness: what is darker below a seal was printed."""


def without_seals(colours: Any) -> Picture:
    """A picture of height × width × (red, green, blue) as a grey one without its red and blue seals.

    A seal is told by its frame, one stroke around everything. Coloured text and lines stay.
    """
    import cv2
    import numpy as np

    grey = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    red, green, blue = (colours[:, :, channel].astype(np.int16) for channel in range(3))
    for most, others in ((red, np.maximum(green, blue)), (blue, np.maximum(red, green))):
        ink = ((most - others) > _COLOURED * most) & (most > 60)
        if not ink.any():
            continue
        for x, y, width, height in _frames(ink.astype(np.uint8), max(grey.shape)):
            part = (slice(y, y + height), slice(x, x + width))
            paper = float(np.percentile(most[part], 75))
            over = cv2.dilate(ink[part].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
            plain = np.where(most[part] > _DARK * paper, paper, most[part]).astype(np.uint8)
            grey[part] = np.where(over, np.maximum(grey[part], plain), grey[part])
    return grey


def _frames(ink: Picture, side: int) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of what is inked as a seal is."""
    import cv2
    import numpy as np

    healed = cv2.dilate(ink, np.ones((5, 5), np.uint8))  # where text crosses a ring it is broken
    _, _, boxes, _ = cv2.connectedComponentsWithStats(healed, connectivity=8)
    found = []
    for x, y, width, height, _ in np.asarray(boxes).tolist()[1:]:
        least, most = sorted((width, height))
        if _LEAST * side <= least and most <= _MOST * side and least >= _LEAST_SQUARE * most:
            inked = cv2.countNonZero(ink[y : y + height, x : x + width])
            if inked < _MOST_INK * width * height:
                found.append((x, y, width, height))
    return found
