"""What was seen in a picture as a page of glyphs and rulings, so that it is laid out as any other."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.model.page import Glyphs, Page, Rulings, upright
from extractor.readers.scan.picture import Segment
from extractor.readers.scan.repair import Word

_TOP, _BOTTOM, _BASELINE = 0.10, 0.12, 0.20
"""Shares of a recognised box that lie above the characters, below them, and below their baseline."""
_REACH = 3.0  # pixels by which a scanned line may end short of the one it meets


def page_of(
    page: Page,
    shape: tuple[int, int],
    words: Sequence[Word],
    lines: tuple[Sequence[Segment], Sequence[Segment]],
    *,
    angle: float = 0.0,
    turn: int = 0,
) -> Page:
    """The page with what its picture shows, in points.

    Args:
        page: as displayed.
        shape: height and width of the picture, which is level and upright.
        words, lines: what was seen in the picture.
        angle: degrees (clockwise) by which the page leans.
        turn: clockwise quarter turns by which its text is turned beside that.
    """
    if turn % 2:
        page = replace(page, width=page.height, height=page.width)
    sx, sy = page.width / shape[1], page.height / shape[0]
    text: list[str] = []
    columns = [array("d") for _ in range(6)]
    certainty = array("d")
    x, y, x0, y0, x1, y1 = columns
    for word in words:
        height = word.box[3] - word.box[1]
        top, bottom = word.box[1] + _TOP * height, word.box[3] - _BOTTOM * height
        baseline = word.box[3] - _BASELINE * height
        spans = [*word.spans, (word.box[2], word.box[2])]  # a blank keeps the words apart
        for char, (left, right) in zip(word.text + "\n", spans, strict=True):
            text.append(char)
            certainty.append(1.0 if char == "\n" else word.certainty)
            for column, value in zip(
                columns,
                (left * sx, baseline * sy, left * sx, top * sy, right * sx, bottom * sy),
                strict=True,
            ):
                column.append(value)
    level, steep = lines
    turns = bytes(len(text)) if turn else None
    seen = replace(
        page,
        glyphs=Glyphs("".join(text), x, y, x0, y0, x1, y1, turns, certainty),
        rulings=Rulings(
            [(at * sy, (first - _REACH) * sx, (last + _REACH) * sx) for at, first, last in level],
            [(at * sx, (first - _REACH) * sy, (last + _REACH) * sy) for at, first, last in steep],
        ),
        images=(),
        unmapped=0,
        skew=angle,
        recognised=True,
    )
    return upright(seen, (4 - turn) % 4)
