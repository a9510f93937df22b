"""The contract's tables as CSV files, appended to as documents come, so that memory stays flat."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import IO

from extractor.export.cells import guard, keep_digits
from extractor.export.files import LONE, part_of, writing
from extractor.model.columns import TABLES, Scalar
from extractor.model.contract import DocumentResult, TableName
from extractor.model.tables import Row, column_names, rows_of

_FLUSH_ROWS = 2000


class CsvTables:
    """One CSV file a table in a directory; nothing is seen there before :meth:`commit`.

    Args:
        directory: an existing directory.
        excel: begin with a byte order mark and end lines as Excel does, and keep long codes from being rounded.

    Raises:
        OutputError: (any method) the directory cannot be written to.
    """

    def __init__(self, directory: Path, *, excel: bool = False) -> None:
        self._paths = {table: directory / f"{table}.csv" for table in TABLES}
        self._excel = excel
        self._rows: dict[TableName, list[Row]] = {table: [] for table in TABLES}
        self._begun: set[TableName] = set()
        self._handles: dict[TableName, IO[str]] = {}
        try:
            for table, path in self._paths.items():
                encoding = "utf-8-sig" if excel else "utf-8"
                with writing(path):
                    self._handles[table] = part_of(path).open("w", encoding=encoding, errors=LONE, newline="")
        except BaseException:
            self.discard()
            raise

    @property
    def files(self) -> list[Path]:
        """The files that :meth:`commit` puts in place."""
        return list(self._paths.values())

    def add(self, result: DocumentResult) -> None:
        """Append one document's rows."""
        for table in TABLES:
            rows = self._rows[table]
            rows += rows_of(result, table)
            if len(rows) >= _FLUSH_ROWS:
                self._flush(table)

    def commit(self) -> None:
        """Write what is left and put every file in its place."""
        for table in TABLES:
            self._flush(table)
        for table, path in self._paths.items():
            with writing(path):
                self._handles[table].close()
                part_of(path).replace(path)

    def discard(self) -> None:
        """Leave the directory as it was found."""
        for table, handle in self._handles.items():
            with suppress(OSError):  # what could not be flushed is thrown away in any case
                handle.close()
            part_of(self._paths[table]).unlink(missing_ok=True)

    def _flush(self, table: TableName) -> None:
        import pandas

        rows = self._rows[table]
        if rows or table not in self._begun:
            cells = [[self._cell(cell) for cell in row.values()] for row in rows]
            frame = pandas.DataFrame(cells, columns=column_names(table), dtype=object)
            with writing(self._paths[table]):
                frame.to_csv(
                    self._handles[table],
                    index=False,
                    header=table not in self._begun,
                    lineterminator="\r\n" if self._excel else "\n",
                )
            self._begun.add(table)
            rows.clear()

    def _cell(self, cell: Scalar) -> Scalar:
        if not isinstance(cell, str):
            return cell
        if "\r" in cell:  # the csv module leaves a lone one unquoted, and readers would end the row there
            cell = cell.replace("\r\n", "\n").replace("\r", "\n")
        if self._excel and (kept := keep_digits(cell)) != cell:
            return kept
        return guard(cell)
