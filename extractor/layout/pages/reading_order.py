"""Reading order of the blocks of a page: top to bottom, columns of tables left to right."""

from __future__ import annotations

from extractor.model.table import BBox, Block, Table


def in_reading_order(blocks: list[Block]) -> list[Block]:
    """Sort blocks top to bottom; where tables are side by side, each with its own lines above and below, column by column."""
    ordered = sorted(blocks, key=lambda block: (_box(block)[1], _box(block)[0]))
    return _columns(_rows(ordered))


def _box(block: Block) -> BBox:
    return block.bbox or (0.0, 0.0, 0.0, 0.0)


def _rows(blocks: list[Block]) -> list[Block]:
    """Order blocks that are at one height left to right."""
    result: list[Block] = []
    row: list[Block] = []
    bottom = 0.0
    for block in blocks:
        _, y0, _, y1 = _box(block)
        if row and (isinstance(block, Table) or isinstance(row[0], Table) or y0 + 0.5 * (y1 - y0) > bottom):
            result += sorted(row, key=lambda b: _box(b)[0])
            row = []
        if not row:
            bottom = y1
        row.append(block)
    return result + sorted(row, key=lambda b: _box(b)[0])


def _columns(blocks: list[Block]) -> list[Block]:
    """Move the blocks of side-by-side tables together."""
    tables = [block for block in blocks if isinstance(block, Table)]
    gutter = _gutter(tables)
    if gutter is None:
        return blocks
    beside = [table for table in tables if not _straddles(table, gutter)]
    top = min(_box(table)[1] for table in beside)
    bottom = max(_box(table)[3] for table in beside)
    first = next(
        (i for i, block in enumerate(blocks) if not _straddles(block, gutter) and _reaches(blocks, i, gutter)),
        len(blocks),
    )
    head = blocks[:first]
    rest = blocks[first:]
    tail = [block for block in rest if _straddles(block, gutter) and _box(block)[1] >= bottom]
    inner = [block for block in rest if block not in tail]
    if any(_straddles(block, gutter) and _box(block)[3] > top for block in inner):
        return blocks
    left = [block for block in inner if (_box(block)[0] + _box(block)[2]) / 2 <= gutter]
    right = [block for block in inner if (_box(block)[0] + _box(block)[2]) / 2 > gutter]
    return head + _columns(left) + _columns(right) + tail


def _reaches(blocks: list[Block], start: int, gutter: float) -> bool:
    """Whether nothing crosses the gutter between a block and the first table after it."""
    for block in blocks[start:]:
        if _straddles(block, gutter):
            return False
        if isinstance(block, Table):
            return True
    return False


def _straddles(block: Block, gutter: float) -> bool:
    x0, _, x1, _ = _box(block)
    return x0 < gutter < x1


def _gutter(tables: list[Table]) -> float | None:
    """An x between two tables that are side by side and share some height."""
    for i, left in enumerate(tables):
        for right in tables[i + 1 :]:
            a, b = sorted((_box(left), _box(right)))
            overlap = min(a[3], b[3]) - max(a[1], b[1])
            if a[2] <= b[0] and overlap > 0.3 * min(a[3] - a[1], b[3] - b[1]):
                return (a[2] + b[0]) / 2
    return None
