"""Cut a document's blocks into form regions.

A form begins at its title: a text line, or a table row with one cell, that reads like a form's title. Where forms
follow each other without titles, the next begins at the row that names the project again after indicators were seen.
Which text is a title, names a project or heads the indicators is the rules' knowledge and comes in as ``Landmarks``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from extractor.model.records import Block, Cell, FormRegion, Table, TextLine


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What the rules know about the places where forms begin. Each takes the non-blank texts of one row.

    Attributes:
        is_title: one text reads like a form's title.
        names_project: the row holds the label of the project's name.
        heads_indicators: the row is the header of an indicator table.
        is_field: the row begins with the label of a header field.
    """

    is_title: Callable[[str], bool]
    names_project: Callable[[Sequence[str]], bool]
    heads_indicators: Callable[[Sequence[str]], bool]
    is_field: Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a document's blocks came to.

    Attributes:
        heading: title-like line before the first form that is no form's own title.
        regions: the candidate form regions, in reading order.
        outside: text lines before the first region.
    """

    heading: str | None
    regions: tuple[FormRegion, ...]
    outside: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class _TableRow:
    table: Table
    row: int
    texts: tuple[str, ...]


_Item: TypeAlias = TextLine | _TableRow


def cut_regions(blocks: Iterable[Block], landmarks: Landmarks) -> Cut:
    """Cut blocks (in reading order) into candidate form regions; what is no form is told later by the profiles."""
    items = list(_items(blocks))
    starts = _starts(items, landmarks)
    bounds = [*starts, len(items)]
    outside = tuple(item for item in items[: bounds[0]] if isinstance(item, TextLine))
    heading: str | None = None
    regions: list[FormRegion] = []
    for first, last in pairwise(bounds):
        part = items[first:last]
        title, body = _title_of(part, landmarks)
        if not any(isinstance(item, _TableRow) for item in body):
            # A title without a table is the document's own heading, or a line of its table of contents.
            if heading is None and not regions:
                heading = title
            continue
        regions.append(
            FormRegion(
                title=title,
                tables=tuple(_tables(body)),
                lines=tuple(item for item in body if isinstance(item, TextLine)),
                ordinal=len(regions) + 1,
            )
        )
    return Cut(heading, tuple(regions), outside)


def _items(blocks: Iterable[Block]) -> Iterable[_Item]:
    for block in blocks:
        if isinstance(block, TextLine):
            if block.text:
                yield block
            continue
        for row, cells in enumerate(block.rows_of_cells()):
            yield _TableRow(block, row, tuple(cell.text for cell in cells if cell.text))


def _starts(items: Sequence[_Item], landmarks: Landmarks) -> list[int]:
    starts: list[int] = []
    headed = False  # the current region already has an indicator header
    named = False  # … and a project name
    pending: int | None = None  # first field row after the indicators: where an untitled form would begin
    for index, item in enumerate(items):
        texts = (item.text,) if isinstance(item, TextLine) else item.texts
        if not texts:
            continue
        if len(texts) == 1 and landmarks.is_title(texts[0]):
            starts.append(index)
            headed = named = False
            pending = None
            continue
        if isinstance(item, TextLine):
            continue
        if landmarks.heads_indicators(texts):
            if not starts:
                starts.append(index)
            headed = True
            pending = None
            continue
        if landmarks.is_field(texts):
            if not starts:
                starts.append(index)
            if headed and pending is None:
                pending = index
            if landmarks.names_project(texts):
                if headed and named and pending is not None:
                    starts.append(pending)
                    headed = False
                    pending = None
                named = True
        elif headed and pending is not None and len(texts) > 2:
            pending = None
    return starts


def _title_of(part: Sequence[_Item], landmarks: Landmarks) -> tuple[str | None, Sequence[_Item]]:
    first = part[0]
    texts = (first.text,) if isinstance(first, TextLine) else first.texts
    if len(texts) == 1 and landmarks.is_title(texts[0]):
        return texts[0], part[1:]
    return None, part


def _tables(items: Sequence[_Item]) -> Iterable[Table]:
    """The tables of a region: whole ones as they are, the part of a table that lies in the region otherwise."""
    index = 0
    while index < len(items):
        item = items[index]
        index += 1
        if isinstance(item, TextLine):
            continue
        last = item.row
        while index < len(items) and isinstance(follower := items[index], _TableRow) and follower.table is item.table:
            last = follower.row
            index += 1
        yield slice_rows(item.table, item.row, last + 1)


def slice_rows(table: Table, first: int, stop: int) -> Table:
    """Rows ``first`` (from 0) up to ``stop`` of a table as a table of its own; spans are clipped at the cut."""
    if first == 0 and stop == table.rows:
        return table
    cells: list[Cell] = []
    for cell in table.cells:
        top, bottom = max(cell.row, first), min(cell.row + cell.rowspan, stop)
        if top >= bottom:
            continue
        whole = top == cell.row
        cells.append(
            replace(
                cell,
                row=top - first,
                rowspan=bottom - top,
                text=cell.text if whole else "",
                lines=cell.lines if whole else (),
            )
        )
    boxes = [cell.bbox for cell in cells if cell.bbox is not None]
    page = min((cell.page for cell in cells), default=table.page)
    on_page = [cell.bbox for cell in cells if cell.bbox is not None and cell.page == page]
    return replace(
        table,
        cells=tuple(cells),
        rows=stop - first,
        page=page,
        bbox=None
        if not boxes
        else (
            min(b[0] for b in on_page),
            min(b[1] for b in on_page),
            max(b[2] for b in on_page),
            max(b[3] for b in on_page),
        ),
        row_edges=table.row_edges[first : stop + 1] if table.row_edges else (),
    )
