"""Exported tables as a workbook made for people: a sheet a table, filters, widths, findings in colour."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractor.errors import OutputError, UsageError
from extractor.model.form import TableName
from extractor.output.files import part_of, writing
from extractor.warehouse.database import Rows
from extractor.warehouse.outgoing import Language, headers, is_decimal
from extractor.warehouse.schema.table_spec import Column

_SHEETS_ZH: dict[TableName, str] = {
    "documents": "文件",
    "forms": "绩效表",
    "funding": "资金明细",
    "indicators": "绩效指标",
    "findings": "审核发现",
}
_SEVERITY_COLOURS = {"error": "#F8D7DA", "warning": "#FFF3CD", "info": "#E2EDF8"}
_MAX_ROWS = 1_048_576
_MAX_CHARS = 32_767
_EXCEL_DIGITS = 15
_MIN_WIDTH, _MAX_WIDTH = 6, 60
_AMOUNTS = frozenset({"amount", "project_total", "annual_total"})


class Workbook:
    """``jixiao.xlsx``; text stays text, so nothing in it runs; decimals of up to 15 digits are numbers.

    Raises:
        UsageError: xlsxwriter is not installed.
        OutputError: (any method) the workbook cannot be written, or a sheet is full.
    """

    def __init__(self, directory: Path, language: Language) -> None:
        try:
            import xlsxwriter
        except ImportError as exc:
            raise UsageError("XLSX needs xlsxwriter.", remedy="Run: pip install 'jixiao[excel]'") from exc
        self._path = directory / "jixiao.xlsx"
        self._language = language
        with writing(self._path):
            part_of(self._path).touch()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(part_of(self._path)), options)
        self._open = True
        self._formats: dict[tuple[str | None, str | None], Any] = {}
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#EFEFEA", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._columns: tuple[Column, ...] = ()
        self._widths: list[int] = []
        self._sheet: Any = None
        self._next = 0
        self._table: TableName = "documents"

    def begin(self, table: TableName, columns: tuple[Column, ...]) -> None:
        self._table, self._columns = table, columns
        self._sheet = self._book.add_worksheet(_SHEETS_ZH[table] if self._language == "zh" else table)
        names = headers(columns, self._language)
        for place, name in enumerate(names):
            self._sheet.write_string(0, place, name, self._head)
        self._widths = [_width(name) for name in names]
        self._next = 1

    def add(self, rows: Rows) -> None:
        severity = next((n for n, column in enumerate(self._columns) if column.name == "severity"), None)
        for row in rows.rows:
            if self._next >= _MAX_ROWS:
                message = f"the sheet {self._table} is full ({_MAX_ROWS:,} rows)."
                raise OutputError(message, source=str(self._path), remedy="Export parquet or csv, or one --year.")
            colour = _SEVERITY_COLOURS.get(str(row[severity])) if severity is not None else None
            for place, (column, cell) in enumerate(zip(self._columns, row, strict=True)):
                self._write(place, column, cell, colour)
            self._next += 1

    def _write(self, place: int, column: Column, cell: Any, colour: str | None) -> None:
        if cell is None:
            if colour:
                self._sheet.write_blank(self._next, place, None, self._format(colour, None))
            return
        number = _number(cell) if is_decimal(column) else None
        if isinstance(cell, bool):
            self._sheet.write_boolean(self._next, place, cell, self._format(colour, None))
        elif number is not None:
            style = self._format(colour, "#,##0.00" if column.name in _AMOUNTS else None)
            self._sheet.write_number(self._next, place, number, style)
        elif isinstance(cell, int | float):
            self._sheet.write_number(self._next, place, cell, self._format(colour, None))
        else:
            self._sheet.write_string(self._next, place, str(cell)[:_MAX_CHARS], self._format(colour, None))
        if self._next < 500:
            self._widths[place] = max(self._widths[place], _width(str(cell)))

    def _format(self, colour: str | None, number: str | None) -> Any:
        if colour is None and number is None:
            return None
        key = (colour, number)
        if key not in self._formats:
            wanted = {"bg_color": colour, "num_format": number}
            self._formats[key] = self._book.add_format({name: value for name, value in wanted.items() if value})
        return self._formats[key]

    def end(self) -> None:
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, max(self._next - 1, 1), len(self._columns) - 1)
        for place, width in enumerate(self._widths):
            self._sheet.set_column(place, place, min(max(width + 2, _MIN_WIDTH), _MAX_WIDTH))

    def commit(self) -> list[Path]:
        with writing(self._path):
            self._close()
            part_of(self._path).replace(self._path)
        return [self._path]

    def discard(self) -> None:
        with suppress(OSError):
            self._close()
        part_of(self._path).unlink(missing_ok=True)

    def _close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        if self._open:
            self._open = False
            try:
                self._book.close()
            except FileCreateError as exc:
                raise exc.args[0] if exc.args and isinstance(exc.args[0], OSError) else OSError(str(exc)) from exc


def _number(cell: Any) -> float | None:
    """A decimal as Excel keeps it; ``None`` where it would lose digits."""
    try:
        number = Decimal(str(cell))
    except InvalidOperation:
        return None
    digits = number.normalize().as_tuple()
    if not number.is_finite() or len(digits.digits) > _EXCEL_DIGITS:
        return None
    return float(number)


def _width(text: str) -> int:
    """Columns that a text takes: an ideograph takes two; of several lines the longest."""
    lines = text[:400].splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in lines)
