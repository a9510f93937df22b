"""The contract's tables as sheets of one Excel workbook (needs the ``excel`` extra)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from extractor.errors import OutputError, UsageError
from extractor.model.columns import TABLES, Scalar, column_info
from extractor.model.form import DocumentResult, TableName
from extractor.model.tables import rows_of
from extractor.output.files import part_of, writing

_MAX_ROWS = 1_048_576
_MAX_CHARS = 32_767


class XlsxTables:
    """A workbook with a sheet a table; rows go to disk as they come. Text stays text, so nothing in it runs.

    Raises:
        UsageError: xlsxwriter is not installed.
        OutputError: (any method) the workbook cannot be written, or a sheet is full.
    """

    def __init__(self, directory: Path) -> None:
        try:
            import xlsxwriter
        except ImportError as exc:
            raise UsageError("XLSX needs xlsxwriter.", remedy="Run: pip install 'jixiao[excel]'") from exc
        self._path = directory / "jixiao.xlsx"
        self._open = True
        part = part_of(self._path)
        with writing(self._path):
            part.touch()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(part), options)
        bold = self._book.add_format({"bold": True})
        self._next: dict[TableName, int] = {}
        self._sheets: dict[TableName, Any] = {}
        for table in TABLES:
            sheet = self._sheets[table] = self._book.add_worksheet(table)
            infos = column_info(table)
            for column, info in enumerate(infos):
                sheet.write_string(0, column, info.path, bold)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(infos) - 1, 16)
            self._next[table] = 1

    @property
    def files(self) -> list[Path]:
        """The file that :meth:`commit` puts in place."""
        return [self._path]

    def add(self, result: DocumentResult) -> None:
        """Append one document's rows."""
        for table in TABLES:
            for row in rows_of(result, table):
                self._write(table, list(row.values()))

    def commit(self) -> None:
        """Finish the workbook and put it in its place."""
        with writing(self._path):
            self._close()
            part_of(self._path).replace(self._path)

    def discard(self) -> None:
        """Leave the directory as it was found."""
        part = part_of(self._path)
        with suppress(OSError):  # what could not be written is thrown away in any case
            self._close()
        part.unlink(missing_ok=True)

    def _close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        if not self._open:
            return
        self._open = False
        try:
            self._book.close()
        except FileCreateError as exc:
            raise exc.args[0] if exc.args and isinstance(exc.args[0], OSError) else OSError(str(exc)) from exc

    def _write(self, table: TableName, cells: list[Scalar]) -> None:
        number = self._next[table]
        if number >= _MAX_ROWS:
            message = f"the sheet {table} is full ({_MAX_ROWS:,} rows)."
            raise OutputError(message, source=str(self._path), remedy="Write CSV instead: --format csv.")
        sheet = self._sheets[table]
        for column, cell in enumerate(cells):
            if isinstance(cell, bool):
                sheet.write_boolean(number, column, cell)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell[:_MAX_CHARS])
            elif cell is not None:
                sheet.write_number(number, column, cell)
        self._next[table] = number + 1
