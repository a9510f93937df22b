"""What of a page is outside some boxes, as a page of its own."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from msgspec.structs import replace

from extractor.layout.aligned.page import printed_rows
from extractor.layout.labels import Labels
from extractor.model.page import Glyphs, Page
from extractor.model.table import BBox, Table


def rest_with_heads(page: Page, tables: Sequence[Table], labels: Labels) -> Page | None:
    """Return what of a page is outside its tables, if words at one height in it head indicators."""
    rest = page_outside(page, [table.bbox for table in tables if table.bbox is not None])
    headed = any(labels.heads_indicators([word.text for word in row.words]) for row in printed_rows(rest))
    return rest if headed else None


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
