"""Pages whose whole text is turned by a quarter or a half turn without the page saying so."""

from __future__ import annotations

from msgspec.structs import replace

from extractor.model.page import OBLIQUE, Page
from extractor.model.table import BBox, Block, Table, rounded_box

_MOST = 0.7
_FEWEST = 4


def is_turned(page: Page) -> int:
    """Clockwise quarter turns of the page's text when nearly all of it shares them, else 0."""
    turns = page.glyphs.turns
    if turns is None:
        return 0
    counts = [0] * (OBLIQUE + 1)
    for char, turn in zip(page.glyphs.text, turns, strict=True):
        if not char.isspace():
            counts[turn] += 1
    total = sum(counts)
    turn = max(range(OBLIQUE), key=lambda t: counts[t])
    return turn if counts[turn] > _MOST * total and total >= _FEWEST else 0


def turn_blocks_back(blocks: list[Block], page: Page, turn: int) -> list[Block]:
    """Give blocks read on the upright page their boxes on the page as displayed."""
    width, height = (page.height, page.width) if turn % 2 else (page.width, page.height)

    def back(box: BBox | None) -> BBox | None:
        if box is None:
            return None
        w, h = width, height
        for _ in range(turn):  # a clockwise quarter turn: (x, y) goes to (h - y, x)
            x0, y0, x1, y1 = box
            box = (h - y1, x0, h - y0, x1)
            w, h = h, w
        return rounded_box(box)

    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            cells = tuple(replace(cell, bbox=back(cell.bbox)) for cell in block.cells)
            result.append(replace(block, cells=cells, bbox=back(block.bbox)))
        else:
            result.append(replace(block, bbox=back(block.bbox)))
    return result
