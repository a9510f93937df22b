"""Everything that one call writes into its output directory."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from extractor.errors import OutputError
from extractor.model.columns import TABLES
from extractor.model.form import DocumentResult
from extractor.model.tables import columns_of
from extractor.output.files import document_file, part_of, write_whole, writing
from extractor.output.sinks import PLAIN, Sink, Style, open_sinks

Format: TypeAlias = str
"""``json``, one file a document, or a table format of :data:`extractor.output.sinks.FORMATS`."""
DEFAULT_FORMATS: frozenset[Format] = frozenset({"json", "csv"})


class DirectoryWriter:
    """Writes ``documents/<stem>-<sha12>.json`` as documents come, and the tables of this call at its end.

    Use it as a context manager: the tables are put in place when the block ends well and thrown away when it does not;
    the JSON files of the documents read so far stay.

    Args:
        directory: made if it is not there.
        formats: what to write.
        style: how the tables are written.

    Raises:
        OutputError: the directory cannot be written to; found out before any document is read.
        UsageError: a format needs a library that is not installed.
    """

    def __init__(self, directory: Path, formats: Set[Format] = DEFAULT_FORMATS, style: Style = PLAIN) -> None:
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
        self._sinks = open_sinks(formats, directory, style)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._seen:  # a call that read nothing leaves the tables of an earlier one alone
                for sink in self._sinks:
                    sink.commit()
        finally:
            for sink in self._sinks:
                sink.discard()

    @property
    def places(self) -> list[Path]:
        """What this call leaves: the directory of the JSON files, and the tables; nothing if nothing was read."""
        if not self._seen:
            return []
        return [*([self._documents] if self._json else []), *(file for sink in self._sinks for file in sink.files)]

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
        for sink in self._sinks:
            add_document(sink, result)
        return True


def add_document(sink: Sink, result: DocumentResult) -> None:
    """Append one document's rows to every table."""
    for table in TABLES:
        sink.add(table, columns_of(result, table))
