"""The contract's tables as CSV files, appended to as documents come, so that memory stays flat."""

from __future__ import annotations

import csv
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from extractor.model.columns import TABLES, column_info
from extractor.model.form import DocumentResult, TableName
from extractor.model.tables import column_names, columns_of
from extractor.output.cells import guard, keep_digits
from extractor.output.files import LONE, part_of, writing

_BOM = "\ufeff"


class CsvTables:
    """One CSV file a table in a directory; nothing is seen there before :meth:`commit`.

    Args:
        directory: an existing directory.
        excel: begin with a byte order mark and end lines as Excel does, and keep long codes from being rounded.
        header: begin with the names of the columns; without, the files are the later parts of others.

    Raises:
        OutputError: (any method) the directory cannot be written to.
    """

    def __init__(self, directory: Path, *, excel: bool = False, header: bool = True) -> None:
        self._paths = {table: directory / f"{table}.csv" for table in TABLES}
        self._excel = excel
        self._handles: dict[TableName, IO[str]] = {}
        self._writers: dict[TableName, Any] = {}
        try:
            for table, path in self._paths.items():
                with writing(path):
                    handle = part_of(path).open("w", encoding="utf-8", errors=LONE, newline="")
                    self._handles[table] = handle
                    self._writers[table] = csv.writer(handle, lineterminator="\r\n" if excel else "\n")
                    if header:
                        handle.write(_BOM if excel else "")
                        self._writers[table].writerow(column_names(table))
        except BaseException:
            self.discard()
            raise

    @property
    def files(self) -> list[Path]:
        """The files that :meth:`commit` puts in place."""
        return list(self._paths.values())

    def add(self, result: DocumentResult) -> None:
        """Append one document's rows."""
        for table, writer in self._writers.items():
            columns = columns_of(result, table)
            for place, info in enumerate(column_info(table)):
                if info.type in ("text", "json") and not info.choices and any(columns[place]):
                    columns[place] = [cell and _text(cell, self._excel) for cell in columns[place]]
            with writing(self._paths[table]):
                writer.writerows(zip(*columns, strict=True))

    def commit(self) -> None:
        """Write what is left and put every file in its place."""
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


@lru_cache(maxsize=8192)
def _text(cell: str, excel: bool) -> str:
    """A text as it is written; names, units and choices come back row after row."""
    if "\r" in cell:  # the csv module leaves a lone one unquoted, and readers would end the row there
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if excel and (kept := keep_digits(cell)) != cell:
        return kept
    return guard(cell)
