"""Tables that go on over a page break, joined into one on a common column grid.

Every cell keeps its own page and box. Evidence decides and doubt keeps things apart: a row is taken for the second half of
the one above the break only when its text visibly flows on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from extractor.layout.labels import Labels
from extractor.layout.pages.cut_rows import join_halves, join_labels, lend_labels
from extractor.layout.pages.furniture import Furniture
from extractor.layout.pages.open_cells import give_labels, with_open_columns
from extractor.layout.regions import slice_rows, starts_form
from extractor.model.patterns import compiled
from extractor.model.table import Block, Cell, Origin, Table, TextLine
from extractor.model.text import label_key

SAME_EXTENT = 4.0
"""How far (points) the outer sides of the two parts may lie apart."""
SAME_EDGE = 3.0
"""Column edges of two parts no farther apart than this are one."""
_MOST_HEADER_ROWS = 6
_MOST_SHIFT = 80.0
"""How far (points) a part may lie beside the one before when all its columns do (margins mirrored page by page)."""
_FEWEST_SHIFTED = 3
_FIRST_ROWS = 4
_FEWEST_HEADS = 3
"""A row with fewer cells may be a label with its value."""
_CONTINUED = compiled(r"[(]?(?:续表?|接上页|续上表)[)]?$|^[(]?(?:续|接上页)[)]?")


def join_over_pages(blocks: Sequence[Block], labels: Labels) -> list[Block]:
    """Join tables that go on over page breaks; page headers, footers and page numbers between the parts are dropped.

    What stood above the first part and is printed again above the next one (a title, a body, a money unit) is dropped with
    them, unless the part below it begins with fields of a form of its own.

    Args:
        blocks: all blocks of a document in reading order.
        labels: tell where a new form begins, which is never joined to the one before, and know a label cut by the break.
    """
    furniture = Furniture(blocks)
    shown: set[str] = set()  # what stands above the first part of the table before, and alone in its first rows
    result: list[Block] = []
    between: list[TextLine] = []  # since the last table
    ends: dict[int, int] = {}  # by place in the result: the page on which a table ends
    for block in blocks:
        if not isinstance(block, Table):
            between.append(block)
            continue
        for place in _open_tables(result, ends, block.page - 1):
            before = result[place]
            assert isinstance(before, Table)
            own = [line for line in between if _head_key(line.text) not in shown]
            body = _without_heads(block, shown)
            repeated = any(starts_form(line, labels) for line in between if line not in own) or body is not block
            second = _in_frame_of(before, body)
            if second is None or any(starts_form(line, labels) for line in own):
                continue
            begins = starts_form(body, labels) or (
                repeated and any(labels.is_field(texts[0]) for texts in _first_rows(body))
            )
            if begins and not _goes_on_under_head(before, second):
                continue
            strays = [line for line in own if not furniture.is_between(line, block.page - 1)]
            joined = _joined(before, second, strays, block.page - 1, labels)
            if joined is not None:
                result[place], ends[place] = joined, block.page
                break
        else:
            result += [*between, block]
            ends[len(result) - 1] = block.page
            shown = {_head_key(line.text) for line in between}
            shown |= {_head_key(texts[0]) for texts in _first_rows(block) if len(texts) == 1}
        between = []
    return result + between


def _open_tables(result: Sequence[Block], ends: Mapping[int, int], page: int) -> Iterator[int]:
    """The places of the tables that may go on after a page: the last block, and what is printed wholly beside it."""
    last = len(result) - 1
    if last in ends and ends[last] == page:
        yield last
    later: list[Table] = []
    for place in reversed(ends):
        table = result[place]
        if ends[place] < page or not isinstance(table, Table):
            return
        if place != last and ends[place] == page and later and all(_stand_apart(table, other) for other in later):
            yield place
        later.append(table)


def _goes_on_under_head(first: Table, second: Table) -> bool:
    """Whether a table begins with the row that heads the columns of the one before, and a cell goes on below it.

    Lists of projects print 项目名称 in their head. Rows of a form that name a project have its name in them, or a blank for
    it: a head has neither.
    """
    own, other = ([cell for cell in table.cells if cell.row == 0] for table in (first, second))
    below = max(cell.rowspan for cell in other)
    return (
        len(own) >= _FEWEST_HEADS
        and all(cell.text for cell in own)
        and [label_key(cell.text) for cell in own] == [label_key(cell.text) for cell in other]
        and _is_heading([(cell.column, cell.text) for cell in own], 1)
        and any(cell.row == below and cell.column == 0 and not cell.text for cell in second.cells)
    )


def _stand_apart(table: Table, other: Table) -> bool:
    """Whether one table is left of the other."""
    if not table.column_edges or not other.column_edges:
        return False
    return table.column_edges[-1] <= other.column_edges[0] or other.column_edges[-1] <= table.column_edges[0]


def _head_key(text: str) -> str:
    """A line above a table, comparable to itself on a later page: 申报表(续) is 申报表."""
    return _CONTINUED.sub("", label_key(text))


def _first_rows(table: Table) -> list[tuple[str, ...]]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row < _FIRST_ROWS and cell.text:
            rows.setdefault(cell.row, []).append(cell.text)
    return [tuple(rows[row]) for row in sorted(rows)]


def _without_heads(table: Table, shown: AbstractSet[str]) -> Table:
    """The table without the rows at its top that print again what stood above the part before."""
    count = 0
    top = [cell for cell in table.cells if cell.row == 0 and cell.text]
    if len(top) != 1 or _head_key(top[0].text) not in shown:
        return table
    for cells in table.rows_of_cells():
        texts = [cell.text for cell in cells if cell.text]
        if len(texts) != 1 or _head_key(texts[0]) not in shown or any(cell.rowspan > 1 for cell in cells):
            break
        count += 1
    return slice_rows(table, count, table.rows) if 0 < count < table.rows else table


def _in_frame_of(first: Table, second: Table) -> Table | None:
    """The second table on the column edges of the first, when they show that it goes on; ``None`` otherwise."""
    if not first.origin.is_drawn or not second.origin.is_drawn:
        return None
    upper, lower = first.column_edges, second.column_edges
    if not upper or not lower:
        return None
    if abs(upper[0] - lower[0]) <= SAME_EXTENT and abs(upper[-1] - lower[-1]) <= SAME_EXTENT:
        return second
    if len(upper) == len(lower) and len(upper) > _FEWEST_SHIFTED:
        shift = lower[0] - upper[0]
        if abs(shift) <= _MOST_SHIFT and all(
            abs(b - a - shift) <= SAME_EDGE for a, b in zip(upper, lower, strict=True)
        ):
            return replace(second, column_edges=tuple(x - shift for x in lower))
    return with_open_columns(first, second, SAME_EDGE)


def _joined(first: Table, second: Table, strays: Sequence[TextLine], last_page: int, labels: Labels) -> Table | None:
    """Both parts as one table, ``None`` when text between them belongs to neither."""
    edges = _common_edges(first.column_edges, second.column_edges)
    upper = _on_columns(first.cells, first.column_edges, edges)
    lower = _on_columns(second.cells, second.column_edges, edges)
    opened = _on_edges(first.open_below, first.column_edges, edges)
    if strays:
        labelled = give_labels(upper, first.rows, lower, strays, last_page, labels.is_label, opened)
        if labelled is None:
            return None
        upper, lower = labelled
    headers = _repeated_rows(upper, first.rows, lower, second.rows)
    lower, rows = _without_top(lower, second.rows, headers)
    if not rows:
        return first
    ended = frozenset(range(len(edges) - 1)).difference(opened) if opened else frozenset()
    upper, lower = join_labels(upper, first.rows, lower, labels.is_label, ended)
    upper, lower = lend_labels(upper, first.rows, lower, labels.is_label, opened, ended)
    upper, lower, rows = join_halves(upper, first.rows, lower, rows, ended)
    moved = [replace(cell, row=cell.row + first.rows) for cell in lower]
    cells = tuple(sorted((*upper, *moved), key=lambda cell: (cell.row, cell.column)))
    return replace(
        first,
        cells=cells,
        rows=first.rows + rows,
        columns=len(edges) - 1,
        origin=first.origin if first.origin is second.origin else Origin.PARTLY_RULED,
        column_edges=edges,
        row_edges=(),
        open_below=_on_edges(second.open_below, second.column_edges, edges),
    )


def _common_edges(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...]:
    edges = list(first)
    for x in second:
        if min(abs(x - edge) for edge in edges) > SAME_EDGE:
            edges.append(x)
    return tuple(sorted(edges))


def _on_columns(cells: Sequence[Cell], own: Sequence[float], edges: Sequence[float]) -> list[Cell]:
    """The cells moved from their own column edges to the common ones."""
    place = _places(own, edges)
    return [
        replace(cell, column=place[cell.column], colspan=place[cell.column + cell.colspan] - place[cell.column])
        for cell in cells
    ]


def _places(own: Sequence[float], edges: Sequence[float]) -> list[int]:
    return [min(range(len(edges)), key=lambda i: abs(edges[i] - x)) for x in own]


def _on_edges(columns: Sequence[int], own: Sequence[float], edges: Sequence[float]) -> tuple[int, ...]:
    """Columns of a part as columns of the common grid."""
    place = _places(own, edges) if columns else []
    return tuple(column for one in columns for column in range(place[one], place[one + 1]))


def _row_texts(cells: Sequence[Cell], row: int) -> tuple[tuple[int, str], ...]:
    """Column and label key of the cells of one row that print something; cells that span rows speak for more than it."""
    return tuple(
        (cell.column, label_key(cell.text)) for cell in cells if cell.row == row and cell.rowspan == 1 and cell.text
    )


def _repeated_rows(upper: Sequence[Cell], upper_rows: int, lower: Sequence[Cell], lower_rows: int) -> int:
    """How many rows at the top of the second part repeat consecutive rows of the first part."""
    known = [_row_texts(upper, row) for row in range(upper_rows)]
    first = _row_texts(lower, 0)
    for start in [row for row, texts in enumerate(known) if texts and texts == first]:
        count = 1
        while count < min(_MOST_HEADER_ROWS, lower_rows, upper_rows - start):
            texts = _row_texts(lower, count)
            if not texts or texts != known[start + count]:
                break
            count += 1
        if _is_heading(first, start) and start + count < upper_rows:
            return count
    return 0


def _is_heading(texts: Sequence[tuple[int, str]], row: int) -> bool:
    """Whether a repeated row heads columns: several labels without a value, or what the table begins with."""
    if row == 0:
        return True
    return len(texts) > 1 and not any(any(char.isdigit() or char in "≥≤><=%" for char in text) for _, text in texts)


def _without_top(cells: list[Cell], rows: int, count: int) -> tuple[list[Cell], int]:
    """Cut rows off the top; what spans further down is shortened."""
    if not count:
        return cells, rows
    kept: list[Cell] = []
    for cell in cells:
        end = cell.row + cell.rowspan
        if end > count:
            row = max(cell.row, count)
            kept.append(replace(cell, row=row - count, rowspan=end - row))
    return kept, rows - count
