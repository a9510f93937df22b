"""What of a page stands outside some boxes, as a page of its own."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.layout.labels import Labels
from extractor.model.page import Glyphs, Page
from extractor.model.table import BBox, Block, TextLine

_FEWEST_HEADS = 2


def heads_outside(blocks: Sequence[Block], labels: Labels) -> bool:
    """Whether lines at one height outside the tables of a page head indicators."""
    lines = [block for block in blocks if isinstance(block, TextLine) and block.bbox is not None]
    heads = [line for line in lines if labels.column_role(line.text) is not None]
    if len(heads) < _FEWEST_HEADS or len(lines) == len(blocks):
        return False
    return any(
        labels.heads_indicators([other.text for other in lines if _at_one_height(line, other)]) for line in heads
    )


def _at_one_height(line: TextLine, other: TextLine) -> bool:
    if line.bbox is None or other.bbox is None:
        return False
    return line.bbox[1] < (other.bbox[1] + other.bbox[3]) / 2 < line.bbox[3]


def page_outside(page: Page, boxes: Sequence[BBox]) -> Page:
    """Return the page without the glyphs and rulings in some boxes (points from the top left)."""

    def is_outside(x: float, y: float) -> bool:
        return not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)

    glyphs, rulings = page.glyphs, page.rulings
    kept = [
        index
        for index, char in enumerate(glyphs.text)
        if char.isspace()
        or is_outside((glyphs.x0[index] + glyphs.x1[index]) / 2, (glyphs.y0[index] + glyphs.y1[index]) / 2)
    ]
    columns = {name: array("d", (getattr(glyphs, name)[index] for index in kept)) for name in _COLUMNS}
    turns = None if glyphs.turns is None else bytes(glyphs.turns[index] for index in kept)
    return replace(
        page,
        glyphs=Glyphs("".join(glyphs.text[index] for index in kept), **columns, turns=turns),
        rulings=replace(
            rulings,
            horizontals=[line for line in rulings.horizontals if is_outside((line[1] + line[2]) / 2, line[0])],
            verticals=[line for line in rulings.verticals if is_outside(line[0], (line[1] + line[2]) / 2)],
        ),
    )


_COLUMNS = ("x", "y", "x0", "y0", "x1", "y1")
