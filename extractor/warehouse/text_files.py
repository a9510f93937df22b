"""Exported tables as CSV or JSON lines, a file a table."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from extractor.model.form import TableName
from extractor.output.cells import guard, keep_digits
from extractor.output.files import LONE, part_of, writing
from extractor.warehouse.database import Rows
from extractor.warehouse.outgoing import Language, Style, headers
from extractor.warehouse.schema.table_spec import Column


class TextFiles:
    """``<table>.csv`` or ``<table>.jsonl``; nothing is seen before :meth:`commit`."""

    def __init__(self, directory: Path, style: Style, language: Language, *, excel: bool) -> None:
        self._directory = directory
        self._style = style
        self._language = language
        self._excel = excel and style == "csv"
        self._done: list[Path] = []
        self._names: list[str] = []
        self._handle: IO[str] | None = None

    def begin(self, table: TableName, columns: tuple[Column, ...]) -> None:
        path = self._directory / f"{table}.{self._style}"
        encoding = "utf-8-sig" if self._excel else "utf-8"
        with writing(path):
            self._handle = part_of(path).open("w", encoding=encoding, errors=LONE, newline="")
        self._done.append(path)
        self._names = headers(columns, self._language)
        if self._style == "csv":
            self._write_csv([self._names])

    def add(self, rows: Rows) -> None:
        if self._style == "csv":
            self._write_csv([[self._cell(cell) for cell in row] for row in rows.rows])
            return
        assert self._handle is not None
        lines = [json.dumps(dict(zip(self._names, row, strict=True)), ensure_ascii=False) for row in rows.rows]
        with writing(self._done[-1]):
            self._handle.writelines(line + "\n" for line in lines)

    def _write_csv(self, rows: list[list[Any]]) -> None:
        assert self._handle is not None
        with writing(self._done[-1]):
            csv.writer(self._handle, lineterminator="\r\n" if self._excel else "\n").writerows(rows)

    def _cell(self, cell: Any) -> Any:
        if isinstance(cell, bool):
            return "true" if cell else "false"
        if not isinstance(cell, str):
            return cell
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
        if self._excel and (kept := keep_digits(cell)) != cell:
            return kept
        return guard(cell)

    def end(self) -> None:
        assert self._handle is not None
        with writing(self._done[-1]):
            self._handle.close()

    def commit(self) -> list[Path]:
        for path in self._done:
            with writing(path):
                part_of(path).replace(path)
        return self._done

    def discard(self) -> None:
        if self._handle is not None:
            with suppress(OSError):
                self._handle.close()
        for path in self._done:
            part_of(path).unlink(missing_ok=True)
