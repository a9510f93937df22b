"""Excel workbooks: each visible sheet as it is displayed, formulas by the value that the file keeps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import DecimalException
from xml.etree.ElementTree import Element

from msgspec import Struct

from extractor.errors import EmptyFileError
from extractor.model.patterns import compiled
from extractor.model.table import Origin, Source
from extractor.readers.container import Container
from extractor.readers.content import Content, ReadOptions
from extractor.readers.declared import Blocks
from extractor.readers.office.number_format import BUILT_IN, number_of, show_number, show_text
from extractor.readers.office.opc import Package
from extractor.readers.office.sheet import Sheet, SheetCell, blocks_of_sheets, cell_name, sheet_notices
from extractor.readers.xml import attribute, child, children, local, whole_number

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
_REFERENCE = compiled(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = compiled(r"_x([0-9A-Fa-f]{4})_")
_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_ON = frozenset({"1", "true", "on"})
_SIDES = {"left": "l", "start": "l", "right": "r", "end": "r", "top": "t", "bottom": "b"}


class _Style(Struct, frozen=True):
    format: str = "General"
    sides: str = ""


def read(source: Source, options: ReadOptions) -> Content:
    """The blocks of a workbook.

    Raises:
        DamagedError: it cannot be opened.
        EmptyFileError: no visible sheet holds anything.
        UnsafeError: it unpacks to more than is safe, or claims more cells than any document has.
    """
    with Container(source) as container:
        package = Package(container, source)
        workbook = package.root(package.main)
        assert workbook is not None
        reader = _Reader(package, workbook)
        sheets = [reader.sheet(name, part) for name, part in reader.visible]
        producer = package.producer()
    blocks = blocks_of_sheets(sheets, Blocks(Origin.OFFICE, source.name))
    if not blocks:
        hidden = f"; {len(reader.hidden)} sheets are hidden" if reader.hidden else ""
        raise EmptyFileError(f"No visible sheet holds anything{hidden}.", source=source.name)
    notices = tuple(sheet_notices(sheets, reader.hidden))
    return Content(blocks=blocks, page_count=len(sheets), producer=producer, notices=notices)


class _Reader:
    """Reads the sheets of a workbook.

    Attributes:
        visible: name and part of each sheet that is shown, in the order of the tabs.
        hidden: names of those that are not.
    """

    def __init__(self, package: Package, workbook: Element) -> None:
        self._package = package
        self._strings = [_string(one) for one in children(package.related("sharedStrings"), "si")]
        self._styles = _styles(package.related("styles"))
        properties = child(workbook, "workbookPr")
        self._from_1904 = properties is not None and attribute(properties, "date1904") in _ON
        parts = {one.id: one.target for one in package.relations(package.main or "") if one.type == "worksheet"}
        self.visible: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        for one in children(child(workbook, "sheets"), "sheet"):
            name, part = one.get("name", ""), parts.get(attribute(one, "id") or "")
            if part is None:
                continue  # a chart or a macro sheet
            if (one.get("state") or "visible") == "visible":
                self.visible.append((name, part))
            else:
                self.hidden.append(name)

    def sheet(self, name: str, part: str) -> Sheet:
        """One sheet as it is displayed."""
        sheet = Sheet(name)
        root = self._package.root(part)
        if root is None:
            return sheet
        for column in children(child(root, "cols"), "col"):
            if column.get("hidden") in _ON or column.get("width") == "0":
                first, last = whole_number(column.get("min"), 1), whole_number(column.get("max"), 0)
                sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, MOST_COLUMNS)))
        self._rows(sheet, root)
        for merged in children(child(root, "mergeCells"), "mergeCell"):
            if (area := _area(merged.get("ref", ""))) is not None:
                sheet.merged.append(area)
        return sheet

    def _rows(self, sheet: Sheet, root: Element) -> None:
        row = -1
        for element in children(child(root, "sheetData"), "row"):
            row = whole_number(element.get("r"), row + 2, MOST_ROWS) - 1
            if element.get("hidden") in _ON or element.get("ht") == "0":
                sheet.hidden_rows.add(row)
            column = -1
            for cell in element:
                place = _place(cell.get("r", ""))
                column = column + 1 if place is None else place[1]
                style = self._style(cell)
                text = self._text(sheet, cell, style, row, column)
                if text or style.sides:
                    sheet.cells[row, column] = SheetCell(text, style.sides)

    def _style(self, cell: Element) -> _Style:
        number = whole_number(cell.get("s"), 0)
        return self._styles[number] if 0 <= number < len(self._styles) else _Style()

    def _text(self, sheet: Sheet, cell: Element, style: _Style, row: int, column: int) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return "" if inline is None else show_text(_string(inline), style.format)
        found = child(cell, "v")
        value = (found.text or "").strip() if found is not None else ""
        if not value:
            if kind != "str" and child(cell, "f") is not None:
                sheet.uncomputed.append(cell_name(row, column))
            return ""
        if kind == "s":
            at = whole_number(value, -1)
            return show_text(self._strings[at], style.format) if 0 <= at < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value in _ON else "FALSE"
        if kind != "n":
            return show_text(_unescaped(found.text or "" if found is not None else ""), style.format)
        try:
            number = number_of(value)
        except DecimalException:
            return value
        if not number.is_finite() or abs(number.adjusted()) > 307:
            return value
        shown = show_number(number, style.format, from_1904=self._from_1904)
        if not shown.exact:
            sheet.rounded.append(f"{cell_name(row, column)}: {shown.text} ({number})")
        return shown.text


def _string(element: Element) -> str:
    """A text of one or several runs, without the readings (phonetic guides) that hang on it."""
    parts: list[str] = []
    for one in element:
        kind = local(one)
        if kind == "t":
            parts.append(one.text or "")
        elif kind == "r":
            text = "".join(piece.text or "" for piece in children(one, "t"))
            raised = child(one, "rPr", "vertAlign")
            if raised is not None and attribute(raised, "val") == "superscript":
                text = text.translate(_SUPERSCRIPT)
            parts.append(text)
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """The text with the characters that XML cannot hold and Excel writes as ``_x000D_``."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _styles(root: Element | None) -> list[_Style]:
    if root is None:
        return []
    formats = dict(BUILT_IN)
    for one in children(child(root, "numFmts"), "numFmt"):
        formats[whole_number(one.get("numFmtId"), -1)] = one.get("formatCode", "General")
    borders = ["".join(_drawn_sides(one)) for one in children(child(root, "borders"), "border")]
    styles = []
    for one in children(child(root, "cellXfs"), "xf"):
        border = whole_number(one.get("borderId"), 0)
        code = formats.get(whole_number(one.get("numFmtId"), 0), "General")
        styles.append(_Style(code, borders[border] if 0 <= border < len(borders) else ""))
    return styles


def _drawn_sides(border: Element) -> Iterator[str]:
    for side in border:
        letter = _SIDES.get(local(side))
        if letter is not None and side.get("style") not in (None, "none"):
            yield letter


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column (from 0) of ``B7``."""
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row - 1, column - 1) if 1 <= row <= MOST_ROWS and column <= MOST_COLUMNS else None


def _area(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    if start is None or end is None:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return rows[0], columns[0], rows[1], columns[1]
