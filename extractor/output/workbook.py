"""The contract's tables as a workbook made for people: what a row is about comes first, hashes last and hidden."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from extractor.errors import OutputError
from extractor.model.columns import TABLES, column_info
from extractor.model.fields import FieldInfo
from extractor.model.form import TableName
from extractor.model.text import display_width
from extractor.output.files import part_of, writing
from extractor.output.headings import AMOUNTS, TABLES_ZH, headings, is_decimal
from extractor.output.sinks import Columns, Style

_FIRST = ("source", "unit", "project_name")
_HIDDEN = ("form_id", "document_sha256")
_COLOURS = {"error": "#F8D7DA", "warning": "#FFF3CD", "info": "#E2EDF8"}
_MAX_ROWS = 1_048_576
_MAX_CHARS = 32_767
_EXCEL_DIGITS = 15
_MIN_WIDTH, _MAX_WIDTH = 6, 60
_MEASURED_ROWS = 500
_MEASURED_CHARS = 400


class Workbook:
    """``jixiao.xlsx``: a sheet a table; text stays text, so nothing in it runs; decimals that Excel keeps are numbers."""

    def __init__(self, directory: Path, style: Style) -> None:
        self._path = directory / "jixiao.xlsx"
        part = part_of(self._path)
        with writing(self._path):
            part.touch()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(part), options)
        self._open = True
        head = {"bold": True, "bg_color": "#EFEFEA", "bottom": 1, "text_wrap": True, "valign": "top"}
        styles = _Styles(self._book)
        self._sheets = {
            table: _Sheet(self._book, table, style, self._book.add_format(head), styles) for table in TABLES
        }
        self._sources: dict[str, str] = {}

    @property
    def files(self) -> list[Path]:
        return [self._path]

    def add(self, table: TableName, columns: Columns) -> None:
        names = [info.path for info in column_info(table)]
        hashes = columns[names.index("document_sha256")]
        if table == "documents":  # comes first, whoever writes
            self._sources.update(zip(hashes, columns[names.index("source")], strict=True))
        cells = dict(zip(names, columns, strict=True))
        cells["source"] = [self._sources.get(one) for one in hashes]
        sheet = self._sheets[table]
        for row in zip(*(cells[info.path] for info in sheet.columns), strict=True):
            if sheet.next >= _MAX_ROWS:
                message = f"the sheet {table} is full ({_MAX_ROWS:,} rows)."
                raise OutputError(message, source=str(self._path), remedy="Write CSV or Parquet instead.")
            sheet.write(row)

    def commit(self) -> None:
        for sheet in self._sheets.values():
            sheet.end()
        with writing(self._path):
            self._close()
            part_of(self._path).replace(self._path)

    def discard(self) -> None:
        with suppress(OSError):  # what could not be written is thrown away in any case
            self._close()
        part_of(self._path).unlink(missing_ok=True)

    def _close(self) -> None:
        if self._open:
            self._open = False
            try:
                self._book.close()
            except FileCreateError as exc:
                raise exc.args[0] if exc.args and isinstance(exc.args[0], OSError) else OSError(str(exc)) from exc


class _Styles:
    """The formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str | None, str | None], Any] = {(None, None): None}

    def get(self, colour: str | None, number: str | None) -> Any:
        key = (colour, number)
        if key not in self._made:
            wanted = {"bg_color": colour, "num_format": number}
            self._made[key] = self._book.add_format({name: value for name, value in wanted.items() if value})
        return self._made[key]


class _Sheet:
    """One sheet, written row by row."""

    def __init__(self, book: Any, table: TableName, style: Style, head: Any, styles: _Styles) -> None:
        self.columns = _ordered(table)
        self.next = 1
        self._styles = styles
        self._sheet = book.add_worksheet(TABLES_ZH[table] if style.language == "zh" else table)
        names = headings(self.columns, style.language)
        for place, name in enumerate(names):
            self._sheet.write_string(0, place, name, head)
        self._widths = [display_width(name) for name in names]
        paths = [info.path for info in self.columns]
        self._severity = paths.index("severity") if "severity" in paths else None
        self._decimals = [is_decimal(info) for info in self.columns]

    def write(self, row: Sequence[Any]) -> None:
        colour = None if self._severity is None else _COLOURS.get(row[self._severity])
        for place, cell in enumerate(row):
            self._write(place, cell, colour)
        self.next += 1

    def _write(self, place: int, cell: Any, colour: str | None) -> None:
        plain = self._styles.get(colour, None)
        if cell is None:
            if plain is not None:
                self._sheet.write_blank(self.next, place, None, plain)
            return
        number = _number(cell) if self._decimals[place] else cell
        if isinstance(number, bool):
            self._sheet.write_boolean(self.next, place, number, plain)
        elif isinstance(number, int | float):
            shown = "#,##0.00" if self.columns[place].path in AMOUNTS else None
            self._sheet.write_number(self.next, place, number, self._styles.get(colour, shown))
        else:
            self._sheet.write_string(self.next, place, str(cell)[:_MAX_CHARS], plain)
        if self.next < _MEASURED_ROWS:
            lines = str(cell)[:_MEASURED_CHARS].splitlines()
            self._widths[place] = max([self._widths[place], *map(display_width, lines)])

    def end(self) -> None:
        """Freeze and filter the heading, set the widths, hide the keys."""
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, max(self.next - 1, 1), len(self.columns) - 1)
        for place, (info, width) in enumerate(zip(self.columns, self._widths, strict=True)):
            options = {"hidden": True} if info.path in _HIDDEN else {}
            self._sheet.set_column(place, place, min(max(width + 2, _MIN_WIDTH), _MAX_WIDTH), None, options)


def _ordered(table: TableName) -> tuple[FieldInfo, ...]:
    """The columns of a sheet: the table's, after the document's name and before the keys."""
    known = {info.path: info for info in (*column_info("documents"), *column_info(table))}
    wanted = {"source", *(info.path for info in column_info(table))}
    middle = [info.path for info in column_info(table) if info.path not in (*_FIRST, *_HIDDEN)]
    return tuple(known[path] for path in (*_FIRST, *middle, *_HIDDEN) if path in wanted)


def _number(text: str) -> float | None:
    """A decimal as Excel keeps it; ``None`` where it would lose digits."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or len(number.normalize().as_tuple().digits) > _EXCEL_DIGITS:
        return None
    return float(number)
