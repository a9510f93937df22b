"""Everything that one call writes into its output directory."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self, TypeAlias

from extractor.errors import OutputError
from extractor.model.form import DocumentResult
from extractor.output.files import document_file, part_of, write_whole, writing

Format: TypeAlias = Literal["json", "csv", "xlsx"]
DEFAULT_FORMATS: frozenset[Format] = frozenset({"json", "csv"})


class Tables(Protocol):
    """A kind of file that holds the contract's tables."""

    @property
    def files(self) -> list[Path]: ...
    def add(self, result: DocumentResult) -> None: ...
    def commit(self) -> None: ...
    def discard(self) -> None: ...


class DirectoryWriter:
    """Writes ``documents/<stem>-<sha12>.json`` as documents come, and the tables of this call at its end.

    Use it as a context manager: the tables are put in place when the block ends well and thrown away when it does not;
    the JSON files of the documents read so far stay.

    Args:
        directory: made if it is not there.
        formats: what to write.
        excel: CSV for Excel (see :class:`extractor.output.csv_tables.CsvTables`).

    Raises:
        OutputError: the directory cannot be written to; found out before any document is read.
    """

    def __init__(self, directory: Path, formats: Set[Format] = DEFAULT_FORMATS, *, excel: bool = False) -> None:
        self.directory = directory
        self._documents = directory / "documents"
        self._json = "json" in formats
        self._seen: set[bytes] = set()
        with writing(directory):
            if directory.exists() and not directory.is_dir():
                raise OutputError("it is a file, not a directory.", source=str(directory))
            directory.mkdir(parents=True, exist_ok=True)
            if self._json:
                self._documents.mkdir(exist_ok=True)
                probe = part_of(self._documents / "probe")
                probe.touch()
                probe.unlink()
        self._tables = open_tables(directory, formats, excel=excel)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._seen:  # a call that read nothing leaves the tables of an earlier one alone
                for table in self._tables:
                    table.commit()
        finally:
            for table in self._tables:
                table.discard()

    @property
    def places(self) -> list[Path]:
        """What this call leaves: the directory of the JSON files, and the tables; nothing if nothing was read."""
        if not self._seen:
            return []
        return [*([self._documents] if self._json else []), *(file for table in self._tables for file in table.files)]

    def write(self, result: DocumentResult) -> bool:
        """Write one document.

        Returns:
            ``False`` when a document of the same bytes was written before: it is kept once, for its hash is the key.
        """
        key = bytes.fromhex(result.document.sha256)
        if key in self._seen:
            return False
        self._seen.add(key)
        if self._json:
            name = document_file(result.document.source, result.document.sha256)
            write_whole(self._documents / name, result.to_json(indent=2) + "\n")
        for table in self._tables:
            table.add(result)
        return True


def open_tables(directory: Path, formats: Set[Format], *, excel: bool) -> list[Tables]:
    """The kinds of tables among some formats, begun in a directory.

    Raises:
        OutputError: the directory cannot be written to.
        UsageError: a format needs a library that is not installed.
    """
    tables: list[Tables] = []
    try:
        if "csv" in formats:
            from extractor.output.csv_tables import CsvTables

            tables.append(CsvTables(directory, excel=excel))
        if "xlsx" in formats:
            from extractor.output.xlsx import XlsxTables

            tables.append(XlsxTables(directory))
    except BaseException:
        for table in tables:
            table.discard()
        raise
    return tables
