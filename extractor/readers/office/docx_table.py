"""Tables of Word documents to grids: gridSpan and vMerge over the table's real columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from extractor.readers.declared import Flow, Grid, GridCell
from extractor.readers.office.docx_text import is_on
from extractor.readers.xml import attribute, child, children, local, whole_number

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_NARROWEST = 60
"""Twips (3 pt): columns dragged by hand end a hair apart, and paper shows one edge."""
_MOST_COLUMNS = 1_000  # Word allows 63
_NO_BORDER = frozenset({"nil", "none"})


class Tables:
    """Reads tables.

    Args:
        styles: root of ``styles.xml``, which tells the borders of table styles.

    Attributes:
        hidden: rows that are formatted as hidden.
    """

    def __init__(self, styles: Element | None) -> None:
        self._bordered = _bordered_styles(styles)
        self.hidden = 0

    def grid(self, table: Element, flow_of: Callable[[Element], Flow]) -> Grid:
        """A table's cells; ``flow_of`` reads what is printed in one."""
        ruled = self._is_ruled(table)
        cells: list[GridCell] = []
        open_cells: dict[int, GridCell] = {}  # first column: the cell that a vMerge may continue
        columns = _columns(table)
        number = 0
        for row in _inside(table, "tr"):
            if self._is_left_out(row):
                continue
            for first, span, cell in _placed(row):
                left, right = _at(columns, first), _at(columns, first + span)
                merge = child(cell, "tcPr", "vMerge")
                above = open_cells.get(left)
                if merge is not None and attribute(merge, "val") != "restart" and above is not None:
                    above.rowspan = number - above.row + 1
                    continue
                flow = flow_of(cell)
                if right <= left and not flow:
                    continue
                made = GridCell(number, left, 1, max(right - left, 1), flow, _cell_ruled(cell, ruled))
                cells.append(made)
                open_cells.pop(left, None)
                if merge is not None:
                    open_cells[left] = made
            number += 1
        return Grid(cells)

    def changes(self, table: Element) -> int:
        """Tracked insertions and deletions of whole rows."""
        marks = (child(row, "trPr", name) for row in _inside(table, "tr") for name in ("ins", "del"))
        return sum(mark is not None for mark in marks)

    def _is_left_out(self, row: Element) -> bool:
        if child(row, "trPr", "del") is not None:
            return True
        if is_on(child(row, "trPr", "hidden")):
            self.hidden += 1
            return True
        return False

    def _is_ruled(self, table: Element) -> bool:
        own = child(table, "tblPr", "tblBorders")
        if own is not None:
            return _has_border(own)
        style = child(table, "tblPr", "tblStyle")
        return style is not None and attribute(style, "val") in self._bordered


def _bordered_styles(styles: Element | None) -> set[str]:
    """The table styles that draw borders, their own or those of the style that they are based on."""
    own: dict[str, bool | None] = {}
    base: dict[str, str] = {}
    for style in children(styles, "style"):
        if attribute(style, "type") != "table":
            continue
        name = attribute(style, "styleId") or ""
        borders, parent = child(style, "tblPr", "tblBorders"), child(style, "basedOn")
        own[name] = None if borders is None else _has_border(borders)
        if parent is not None:
            base[name] = attribute(parent, "val") or ""

    def draws(name: str) -> bool:
        for _ in range(len(own)):
            if (said := own.get(name)) is not None:
                return said
            name = base.get(name, "")
        return False

    return {name for name in own if draws(name)}


def _has_border(borders: Element) -> bool:
    return any((attribute(side, "val") or "nil") not in _NO_BORDER for side in borders)


def _cell_ruled(cell: Element, table: bool) -> bool:
    borders = child(cell, "tcPr", "tcBorders")
    if borders is None or not len(borders):
        return table
    return table or _has_border(borders)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The children of a name, also those inside content controls and insertions."""
    for one in element:
        kind = local(one)
        if kind == name:
            yield one
        elif kind in _WRAPPERS:
            yield from _inside(one, name)


def _placed(row: Element) -> Iterator[tuple[int, int, Element]]:
    """The cells of a row with the column in which each begins and how many it takes."""
    column = _number(row, "trPr", "gridBefore")
    last: tuple[int, int, Element] | None = None
    for cell in _inside(row, "tc"):
        if child(cell, "tcPr", "cellDel") is not None:
            continue
        span = max(1, min(_number(cell, "tcPr", "gridSpan", default=1), _MOST_COLUMNS))
        merge = child(cell, "tcPr", "hMerge")
        if merge is not None and attribute(merge, "val") != "restart" and last is not None:
            last = (last[0], last[1] + span, last[2])
        else:
            if last is not None:
                yield last
            last = (column, span, cell)
        column += span
    if last is not None:
        yield last


def _number(element: Element, *path: str, default: int = 0) -> int:
    found = child(element, *path)
    return default if found is None else max(0, whole_number(attribute(found, "val"), default, _MOST_COLUMNS))


def _columns(table: Element) -> list[int]:
    """For each edge of the declared grid its place among the edges that are seen apart."""
    places = [0]
    room = 0
    for column in children(child(table, "tblGrid"), "gridCol"):
        room += whole_number(attribute(column, "w"), _NARROWEST)
        if room >= _NARROWEST:
            places.append(places[-1] + 1)
            room = 0
        else:
            places.append(places[-1])
    return places


def _at(places: list[int], edge: int) -> int:
    return places[edge] if edge < len(places) else places[-1] + edge - len(places) + 1
