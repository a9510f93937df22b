"""Excel 97-2003 workbooks (and WPS's .et, which are the same inside): each visible sheet as it is displayed."""

from __future__ import annotations

import io
from typing import Any

from extractor.errors import DamagedError, EmptyFileError, EncryptedError
from extractor.model.table import Origin, Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.declared import Blocks
from extractor.readers.office.number_format import BUILT_IN, number_of, show_number, show_text
from extractor.readers.office.sheet import Sheet, SheetCell, blocks_of_sheets, cell_name, sheet_notices

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_SIDES = (("left", "l"), ("right", "r"), ("top", "t"), ("bottom", "b"))
_REMEDY = "Open it in Excel or WPS and save it again, or ask for the file anew."


def read(source: Source, options: ReadOptions) -> Content:
    """Read an old workbook.

    Raises:
        DamagedError: it cannot be opened.
        EmptyFileError: no visible sheet holds anything.
        EncryptedError: it is locked with a password.
        UnsafeError: it claims more cells than any document has.
    """
    book = _open(source)
    try:
        shown = [one for one in book.sheets() if not one.visibility]
        hidden = [one.name for one in book.sheets() if one.visibility]
        sheets = [_sheet(book, one) for one in shown]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise DamagedError(f"The workbook cannot be read ({error}).", source=source.name, remedy=_REMEDY) from None
    blocks = blocks_of_sheets(sheets, Blocks(Origin.OFFICE, source.name))
    if not blocks:
        said = f"; {len(hidden)} sheets are hidden" if hidden else ""
        raise EmptyFileError(f"No visible sheet holds anything{said}.", source=source.name)
    return Content(blocks=blocks, page_count=len(sheets), notices=tuple(sheet_notices(sheets, hidden)))


def _open(source: Source) -> Any:
    import xlrd

    log = io.StringIO()  # warnings that would go to stdout
    try:
        return xlrd.open_workbook(file_contents=source.data, formatting_info=True, logfile=log)
    except MemoryError:
        raise
    except Exception as error:  # what a damaged record leads to is any error at all
        if "encrypted" in str(error).lower():
            message, remedy = "The workbook is locked with a password.", "Save a copy without the password."
            raise EncryptedError(message, source=source.name, remedy=remedy) from None
        message = f"The workbook cannot be opened ({str(error) or type(error).__name__})."
        raise DamagedError(message, source=source.name, remedy=_REMEDY) from None


def _sheet(book: Any, one: Any) -> Sheet:
    sheet = Sheet(one.name)
    sheet.hidden_rows.update(row for row, info in one.rowinfo_map.items() if info.hidden)
    sheet.hidden_columns.update(column for column, info in one.colinfo_map.items() if info.hidden or not info.width)
    sheet.merged += [(top, left, bottom - 1, right - 1) for top, bottom, left, right in one.merged_cells]
    for row in range(one.nrows):
        for column in range(one.row_len(row)):
            cell = one.cell(row, column)
            style = book.xf_list[cell.xf_index]
            sides = "".join(letter for name, letter in _SIDES if getattr(style.border, f"{name}_line_style"))
            text = _text(book, sheet, cell, style, cell_name(row, column))
            if text or sides:
                sheet.cells[row, column] = SheetCell(text, sides)
    return sheet


def _text(book: Any, sheet: Sheet, cell: Any, style: Any, name: str) -> str:
    code = _format(book, style.format_key)
    if cell.ctype == _TEXT:
        return show_text(cell.value, code)
    if cell.ctype in (_NUMBER, _DATE):
        number = number_of(repr(cell.value))
        shown = show_number(number, code, from_1904=book.datemode == 1)
        if not shown.exact:
            sheet.rounded.append(f"{name}: {shown.text} ({number.normalize():f})")
        return shown.text
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == _ERROR:
        from xlrd.biffh import error_text_from_code

        return str(error_text_from_code.get(cell.value, "#N/A"))
    return ""


def _format(book: Any, key: int) -> str:
    """A format by its number: the file's own, else the built-in one that Chinese systems know by it."""
    if key in BUILT_IN and 14 <= key <= 58 and not 37 <= key <= 44:
        return BUILT_IN[key]  # files spell dates in the language of the program that wrote them
    found = book.format_map.get(key)
    return found.format_str if found is not None else BUILT_IN.get(key, "General")
