"""Boxes of a page that leans by a degree or so, which was read straightened."""

from __future__ import annotations

import math

from msgspec.structs import replace

from extractor.model.page import Page
from extractor.model.table import BBox, Block, Table, rounded_box


def lean_back(blocks: list[Block], page: Page) -> list[Block]:
    """Put boxes where they are on the leaning page: each keeps its size, its middle is turned about the page's.

    ``column_edges`` and ``row_edges`` stay those of the straightened page.
    """
    sin, cos = math.sin(math.radians(page.skew)), math.cos(math.radians(page.skew))
    mx, my = page.width / 2, page.height / 2

    def back(box: BBox | None) -> BBox | None:
        if box is None:
            return None
        x0, y0, x1, y1 = box
        x, y = (x0 + x1) / 2 - mx, (y0 + y1) / 2 - my
        dx, dy = cos * x - sin * y - x, sin * x + cos * y - y
        return rounded_box((x0 + dx, y0 + dy, x1 + dx, y1 + dy))

    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            cells = tuple(replace(cell, bbox=back(cell.bbox)) for cell in block.cells)
            result.append(replace(block, cells=cells, bbox=back(block.bbox)))
        else:
            result.append(replace(block, bbox=back(block.bbox)))
    return result
