"""Two readings of one page, cell by cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from msgspec import Struct

from extractor.engines.boxes import UNKNOWN
from extractor.model.table import BBox, Block, Table
from extractor.model.text import clean, join_lines

SAME_SIDE = 4.0
"""How far apart (points) the sides of one cell may lie in two readings."""
_THIN = 4.0

LinesIn = Callable[[BBox], "tuple[str, ...] | None"]


class Difference(Struct, frozen=True):
    """What two engines read differently.

    Attributes:
        kind: ``text`` of one cell, or ``structure`` of one table.
        page: page number from 1.
        bbox: the cell or table as the first engine has it; the second's for a table that only that one found.
        other_bbox: as the second engine has it, ``None`` where it found nothing there.
        text, other_text: the two texts (``kind`` is ``text``).
        cells, other_cells: boxes that only one of the two has (``kind`` is ``structure``).
    """

    kind: str
    page: int
    bbox: BBox
    other_bbox: BBox | None = None
    text: str = ""
    other_text: str = ""
    cells: tuple[BBox, ...] = ()
    other_cells: tuple[BBox, ...] = ()


def compare_page(
    blocks: Sequence[Block], others: Sequence[Block], lines_in: LinesIn = lambda box: None
) -> list[Difference]:
    """Every cell whose text differs, and for each table once how the cells themselves differ.

    Args:
        blocks, others: the page as each engine reads it.
        lines_in: the second engine's lines in a box, for cells that it has no counterpart of; ``None`` where it cannot tell.
    """
    tables, rest = _tables(blocks), _tables(others)
    differences: list[Difference] = []
    for table in tables:
        if table.bbox is None:
            continue
        partners = [other for other in rest if _share(table, other) > 0.5]
        rest = [other for other in rest if other not in partners]
        differences += _compare_table(table, partners, lines_in)
    for other in rest:
        known = any(_share(table, other) > 0 for table in tables)
        if other.bbox is not None and not known and any(cell.text for cell in other.cells):
            boxes = tuple(cell.bbox for cell in other.cells if cell.bbox)
            differences.append(Difference("structure", other.page, other.bbox, other.bbox, other_cells=boxes))
    return differences


def same_text(one: str, other: str) -> bool:
    """Whether two readings say the same: spaces, radicals, widths, ligatures and raised digits aside.

    A glyph whose character one of the engines does not know may be any.
    """
    if one == other:
        return True
    one, other = _folded(one), _folded(other)
    if UNKNOWN not in one and UNKNOWN not in other:
        return one == other
    return len(one) == len(other) and all(a == b or UNKNOWN in (a, b) for a, b in zip(one, other, strict=True))


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def _tables(blocks: Sequence[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def _share(table: Table, other: Table) -> float:
    """How much of the smaller table lies in both."""
    a, b = table.bbox, other.bbox
    if a is None or b is None:
        return 0.0
    return _overlap(a, b) / (min(_area(a), _area(b)) or 1.0)


def _overlap(a: BBox, b: BBox) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height)


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _compare_table(table: Table, partners: Sequence[Table], lines_in: LinesIn) -> list[Difference]:
    assert table.bbox is not None
    theirs = [cell for partner in partners for cell in partner.cells if cell.bbox and not _is_thin(cell.bbox)]
    differences: list[Difference] = []
    alone: list[BBox] = []
    for cell in table.cells:
        if cell.bbox is None or _is_thin(cell.bbox):
            continue
        partner = next((other for other in theirs if other.bbox and _same_box(cell.bbox, other.bbox)), None)
        if partner is not None:
            theirs.remove(partner)
            text, box = partner.text, partner.bbox
        else:
            lines = lines_in(cell.bbox)
            text, box = (cell.text if lines is None else join_lines(lines)), None
            if not (same_text(cell.text, text) and _is_open_end(cell.bbox, table.bbox, partners)):
                alone.append(cell.bbox)
        if not same_text(cell.text, text):
            differences.append(Difference("text", cell.page, cell.bbox, box or cell.bbox, cell.text, text))
    if table.origin.is_drawn and (alone or theirs):
        boxes = [partner.bbox for partner in partners if partner.bbox]
        only_there = tuple(cell.bbox for cell in theirs if cell.bbox)
        differences.insert(0, _structure(table, table.bbox, boxes[0] if boxes else None, tuple(alone), only_there))
    return differences


def _is_open_end(box: BBox, table: BBox, partners: Sequence[Table]) -> bool:
    """Whether a cell ends a table that the other engine leaves open there, as before a page break: it has no cell in its place."""
    at_end = abs(box[1] - table[1]) <= SAME_SIDE or abs(box[3] - table[3]) <= SAME_SIDE
    return (
        at_end
        and bool(partners)
        and not any(
            cell.bbox is not None and not _is_thin(cell.bbox) and _overlap(box, cell.bbox) > _THIN * _THIN
            for partner in partners
            for cell in partner.cells
        )
    )


def _structure(
    table: Table, bbox: BBox, other: BBox | None, alone: tuple[BBox, ...], only_there: tuple[BBox, ...]
) -> Difference:
    return Difference("structure", table.page, bbox, other, cells=alone, other_cells=only_there)


def _is_thin(box: BBox) -> bool:
    return box[2] - box[0] < _THIN or box[3] - box[1] < _THIN


def _same_box(one: BBox, other: BBox) -> bool:
    return all(abs(a - b) <= SAME_SIDE for a, b in zip(one, other, strict=True))
