"""Tables as text files, one a table: opened beside their places, put there together."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import IO

from extractor.model.columns import TABLES
from extractor.model.form import TableName
from extractor.output.files import LONE, part_of, writing


class TextFiles:
    """Files ``<table>.<suffix>`` of a directory, for the sinks that write text."""

    def __init__(self, directory: Path, suffix: str) -> None:
        self._paths = {table: directory / f"{table}.{suffix}" for table in TABLES}
        self._handles: dict[TableName, IO[str]] = {}
        try:
            for table, path in self._paths.items():
                with writing(path):
                    self._handles[table] = part_of(path).open("w", encoding="utf-8", errors=LONE, newline="")
        except BaseException:
            self.discard()
            raise

    @property
    def files(self) -> list[Path]:
        return list(self._paths.values())

    def commit(self) -> None:
        for table, path in self._paths.items():
            with writing(path):
                self._handles[table].close()
                part_of(path).replace(path)

    def discard(self) -> None:
        for table, handle in self._handles.items():
            with suppress(OSError):  # what could not be flushed is thrown away in any case
                handle.close()
            part_of(self._paths[table]).unlink(missing_ok=True)
