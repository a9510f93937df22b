"""A grey picture of a page set straight: turned level, and where it was photographed from the side, seen from above.

Coordinates are pixels from the top left.
"""

from __future__ import annotations

from statistics import median
from typing import Any, TypeAlias

Picture: TypeAlias = Any
"""A two-dimensional array of bytes, 0 black to 255 white."""

_MOST_LEAN = 12.0
"""Degrees by which a page may lean; more is no lean."""
_LEAST_LEAN = 0.05
_LEAST_TAPER = 0.008
"""Share by which lines of one direction come together over the page: less is a scanner's, and left as it is."""
_MOST_TAPER = 0.6
_FEWEST = 4
"""Lines of each direction that tell from where a page was seen."""
_SHORTEST = 0.06
"""Of the page's shorter side: shorter strokes tell no direction."""
_OFF = 0.012
"""Radians by which a line may miss the point in which all of its direction meet."""


def straightened(picture: Picture) -> tuple[Picture, float]:
    """The picture with its ruled lines level and upright, and the degrees (clockwise) by which it leant.

    A page that was seen from the side is brought to the view from above; it has no lean then.
    """
    import cv2
    import numpy as np

    level, steep = _segments(picture)
    height, width = picture.shape
    view = _from_above(level, steep, width, height)
    if view is not None:
        return cv2.warpPerspective(picture, view[0], view[1], flags=cv2.INTER_CUBIC, borderValue=255), 0.0
    angles = np.degrees(np.arctan2(level[:, 3] - level[:, 1], level[:, 2] - level[:, 0]))
    angle = median(angles.tolist()) if len(angles) else 0.0
    if abs(angle) < _LEAST_LEAN:
        return picture, 0.0
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255), angle


def dark_parts(picture: Picture) -> Picture:
    """What is darker than its surroundings, 255 where it is, however uneven the light."""
    import cv2

    size = max(15, (max(picture.shape) // 60) | 1)
    return cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 14)


def _segments(picture: Picture) -> tuple[Any, Any]:
    """Long strokes that are nearly level, and those that are nearly upright: rows of x0, y0, x1, y1."""
    import cv2
    import numpy as np

    half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(half)[0]
    lines = np.zeros((0, 4)) if found is None else np.asarray(found, float).reshape(-1, 4) * 2
    dx, dy = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    long = np.hypot(dx, dy) > min(picture.shape) * _SHORTEST
    lines, dx, dy = lines[long], dx[long], dy[long]
    back = np.where(np.abs(dx) > np.abs(dy), dx, dy) < 0  # an edge runs with the dark side on its right
    lines[back] = lines[back][:, [2, 3, 0, 1]]
    dx, dy = np.where(back, -dx, dx), np.where(back, -dy, dy)
    lean = np.tan(np.radians(_MOST_LEAN))
    return lines[np.abs(dy) <= lean * np.abs(dx)], lines[np.abs(dx) <= lean * np.abs(dy)]


def _from_above(level: Any, steep: Any, width: int, height: int) -> tuple[Any, tuple[int, int]] | None:
    """The projection that makes lines of each direction parallel and the two square, and the size of what it gives.

    ``None`` where the lines are parallel already, too few, or do not agree.
    """
    import numpy as np

    if len(level) < _FEWEST or len(steep) < _FEWEST:
        return None
    centre = (
        np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, max(width, height) / 2]]) * 2 / max(width, height)
    )
    centre[2, 2] = 1.0
    meets = [_meeting(lines, centre) for lines in (level, steep)]
    if meets[0] is None or meets[1] is None:
        return None
    horizon = np.cross(meets[0], meets[1])
    if abs(horizon[2]) < 1e-9:
        return None
    horizon /= horizon[2]
    if not _LEAST_TAPER < np.hypot(horizon[0], horizon[1]) < _MOST_TAPER:
        return None
    flat = np.array([[1, 0, 0], [0, 1, 0], horizon])
    across, down = (flat @ meet for meet in meets)
    axes = np.array([across[:2] / np.linalg.norm(across[:2]), down[:2] / np.linalg.norm(down[:2])]).T
    axes *= np.sign([axes[0, 0], axes[1, 1]])
    square = np.eye(3)
    square[:2, :2] = np.linalg.inv(axes)
    view = square @ flat @ centre
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], float) @ view.T
    if corners[:, 2].min() <= 0.2:
        return None
    placed = corners[:, :2] / corners[:, 2:]
    low, high = placed.min(0), placed.max(0)
    scale = max(width, height) / max(high - low)
    fit = np.array([[scale, 0, -low[0] * scale], [0, scale, -low[1] * scale], [0, 0, 1]])
    size = np.ceil((high - low) * scale).astype(int)
    return fit @ view, (int(size[0]), int(size[1]))


def _meeting(lines: Any, centre: Any) -> Any:
    """The point, maybe far away, in which lines meet (homogeneous); ``None`` where most do not."""
    import numpy as np

    ends = np.stack([np.column_stack([lines[:, at : at + 2], np.ones(len(lines))]) @ centre.T for at in (0, 2)])
    through = np.cross(ends[0], ends[1])
    lengths = np.linalg.norm(ends[0] - ends[1], axis=1)
    through /= np.linalg.norm(through[:, :2], axis=1, keepdims=True)
    middle = (ends[0] + ends[1]) / 2
    kept = np.ones(len(lines), bool)
    for _ in range(5):
        _, _, axes = np.linalg.svd(through[kept] * lengths[kept, None], full_matrices=False)
        point = axes[-1]
        towards = point[:2] - point[2] * middle[:, :2]
        towards /= np.linalg.norm(towards, axis=1, keepdims=True)
        off = np.abs((towards * through[:, :2]).sum(1))
        limit = max(_OFF, 2 * float(np.median(off)))
        kept = off < limit
        if kept.sum() < _FEWEST:
            return None
    return point if kept.mean() > 0.6 and np.median(off) < _OFF else None
