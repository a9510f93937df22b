"""Everything that is shown of a document, before it is drawn: tables, cells with their roles, and what rests on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from extractor.model.form import DocumentResult
from extractor.model.page import Page
from extractor.model.table import BBox, Block, Cell, Source, Table, TextLine
from extractor.pipeline import ExtractOptions, LaidPage, read_document
from extractor.views.page.reading import FormParts, read_parts
from extractor.views.page.roles import Role
from rules.families.profile import is_title
from rules.ruleset.load import load_rules


class ShownCell(Struct, frozen=True):
    """One cell.

    Attributes:
        id: unique in the document, fit for HTML.
        cell: as it was read, with its box on its own page.
        role: what it was taken for.
        table: number of its table in the document, from 1.
        mark: ordinal of the indicator that this cell names, ``""`` otherwise.
    """

    id: str
    cell: Cell
    role: Role
    table: int
    mark: str = ""


class ShownTable(Struct, frozen=True):
    """One table, joined over pages, with its cells as shown."""

    number: int
    table: Table
    cells: tuple[ShownCell, ...]


class View(Struct, frozen=True):
    """A document as it was read.

    Attributes:
        result: the records.
        blocks: tables and the lines between them, in reading order.
        links: path of a record (``forms[0].indicators[2]``) to the ids of the cells it rests on.
        pages: its pages as they were laid out, from 1; empty for a document without.
    """

    result: DocumentResult
    blocks: tuple[ShownTable | TextLine, ...]
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[LaidPage, ...] = ()

    @property
    def tables(self) -> tuple[ShownTable, ...]:
        """The tables alone."""
        return tuple(block for block in self.blocks if isinstance(block, ShownTable))

    @property
    def form_pages(self) -> tuple[int, ...]:
        """The pages that hold a form, from 1."""
        return tuple(sorted({page for form in self.result.forms for page in form.provenance.pages}))


class PageView(Struct, frozen=True):
    """One page of a PDF, without its picture.

    Attributes:
        number: from 1.
        width, height: points, as displayed.
        horizontals, verticals: the drawn lines: ``(y, x0, x1)`` and ``(x, y0, y1)``.
        cells: the cells that are drawn on this page.
        tables: number, box and description of each table on it.
        titles: boxes of the lines taken for a form's title.
    """

    number: int
    width: float
    height: float
    horizontals: tuple[tuple[float, float, float], ...]
    verticals: tuple[tuple[float, float, float], ...]
    cells: tuple[ShownCell, ...]
    tables: tuple[tuple[int, BBox, str], ...]
    titles: tuple[BBox, ...]


def read_view(source: Source, options: ExtractOptions) -> View:
    """Read a document and keep what its records rest on.

    Raises:
        JixiaoError: the document cannot be read.
    """
    rules = load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    reading = read_document(source, options, rules)
    result, blocks = reading.result, reading.blocks
    homes = _Homes([block for block in blocks if isinstance(block, Table)])
    roles: dict[str, Role] = {}
    links: dict[str, tuple[str, ...]] = {}
    marks: dict[str, str] = {}
    with rules.in_force():
        found = [read_parts(trace) for trace in reading.traces]
    for number, (form, parts) in enumerate(zip(result.forms, found, strict=True)):
        ids = homes.ids_of(parts)
        roles |= {ids[key]: role for key, role in parts.roles.items() if key in ids}
        links[f"forms[{number}]"] = ()
        for path, cells in parts.links.items():
            links[f"forms[{number}].{path}"] = tuple(ids[id(cell)] for cell in cells if id(cell) in ids)
        for ordinal in range(len(form.indicators)):
            for cell_id in links.get(f"forms[{number}].indicators[{ordinal}]", ()):
                if roles.get(cell_id) is Role.NAME:
                    marks.setdefault(cell_id, str(ordinal + 1))
    return View(result, tuple(_shown(blocks, roles, marks)), links, reading.layout.pages)


def _shown(
    blocks: Sequence[Block], roles: Mapping[str, Role], marks: Mapping[str, str]
) -> Iterator[ShownTable | TextLine]:
    number = 0
    for block in blocks:
        if isinstance(block, TextLine):
            yield block
            continue
        number += 1
        cells = []
        for index, cell in enumerate(block.cells):
            name = cell_id(number, index)
            role = roles.get(name, Role.TITLE if is_title(cell.text) else Role.NONE)
            cells.append(ShownCell(name, cell, role, number, marks.get(name, "")))
        yield ShownTable(number, block, tuple(cells))


def cell_id(table: int, index: int) -> str:
    """Id of a table's cell (table from 1, cell from 0)."""
    return f"c{table}-{index}"


class _Homes:
    """Finds the document's own cells for the cells of a form's region, which may be copies in rows of their own."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._places: dict[tuple[object, ...], list[tuple[int, str]]] = {}
        order = 0
        for number, table in enumerate(tables, 1):
            for index, cell in enumerate(table.cells):
                for key in _keys(cell):
                    self._places.setdefault(key, []).append((order, cell_id(number, index)))
                order += 1

    def ids_of(self, parts: FormParts) -> dict[int, str]:
        """``id(cell)`` of the region's filled cells to the id under which each is shown."""
        ids: dict[int, str] = {}
        last = -1
        for table in parts.region.tables:
            for cell in table.cells:
                found = self._find(cell, last) if cell.text else None
                if found is not None:
                    last, ids[id(cell)] = found
        return ids

    def _find(self, cell: Cell, last: int) -> tuple[int, str] | None:
        """The home of a cell: among several alike, the first after the one found last."""
        for key in _keys(cell):
            known = self._places.get(key)
            if known:
                return next((place for place in known if place[0] > last), known[0])
        return None


def _keys(cell: Cell) -> Iterator[tuple[object, ...]]:
    """What a cell is known by, surest first: its place on the page or in the text, and its text."""
    if cell.bbox is not None:
        yield cell.page, cell.bbox, cell.text
    else:
        yield cell.line, cell.column, cell.text
        yield cell.line, cell.text


def page_view(view: View, number: int) -> PageView:
    """A page of a document (``number`` from 1) with its cells."""
    laid = view.pages[number - 1]
    return _page_view(laid.page, [block for block in laid.blocks if isinstance(block, Table)], view)


def _page_view(page: Page, drawn: Sequence[Table], view: View) -> PageView:
    cells = [one for table in view.tables for one in table.cells if one.cell.page == page.number and one.cell.bbox]
    owners = {one.cell.bbox: one.table for one in cells}
    tables: list[tuple[int, BBox, str]] = []
    for table in drawn:
        owner = next((owners[cell.bbox] for cell in table.cells if cell.bbox in owners), 0)
        for cell in table.cells:
            if cell.bbox is not None and cell.bbox not in owners:
                cells.append(ShownCell(f"p{page.number}-{len(cells)}", cell, Role.REPEATED, owner))
        if table.bbox is not None:
            tables.append((owner, table.bbox, f"{table.origin} {table.rows}×{table.columns}"))
    titles = {form.title for form in view.result.forms if page.number in form.provenance.pages}
    lines = [block for block in view.blocks if isinstance(block, TextLine) and block.page == page.number]
    return PageView(
        number=page.number,
        width=page.width,
        height=page.height,
        horizontals=tuple(page.rulings.horizontals),
        verticals=tuple(page.rulings.verticals),
        cells=tuple(cells),
        tables=tuple(tables),
        titles=tuple(line.bbox for line in lines if line.bbox is not None and line.text in titles),
    )
