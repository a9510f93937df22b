"""Exported tables as Parquet: decimals as decimals, labels in the schema, a directory a year."""

from __future__ import annotations

import shutil
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import compute, parquet

from extractor import __version__
from extractor.model.form import SCHEMA_VERSION, TableName
from extractor.output.files import part_of, writing
from extractor.warehouse.database import EXACT, Rows
from extractor.warehouse.outgoing import Language, header, is_decimal
from extractor.warehouse.schema.table_spec import Column

_YEAR = "fiscal_year"
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_DECIMAL = pyarrow.decimal128(38, 10)
_TYPES = {"TEXT": pyarrow.string(), "BIGINT": pyarrow.int64(), "BOOLEAN": pyarrow.bool_(), "FLOAT8": pyarrow.float64()}


class ParquetFiles:
    """``parquet/<table>/fiscal_year=2026/part-0.parquet``; ``documents``, which have no year, lie in one file.

    A number with more digits than DECIMAL(38, 10) is null there; its printed text is in the ``raw`` column.
    """

    def __init__(self, directory: Path, language: Language) -> None:
        self._place = directory / "parquet"
        self._part = part_of(self._place)
        self._language = language
        self._table: TableName = "documents"
        self._columns: tuple[Column, ...] = ()
        self._writer: parquet.ParquetWriter | None = None
        self._year: object = None

    def begin(self, table: TableName, columns: tuple[Column, ...]) -> None:
        self._table, self._columns = table, columns
        self._year = None
        if not self._partitioned:
            self._open(self._part / table / "part-0.parquet")

    @property
    def _partitioned(self) -> bool:
        return any(column.name == _YEAR for column in self._columns)

    def add(self, rows: Rows) -> None:
        if not self._partitioned:
            self._write(rows.rows)
            return
        place = [column.name for column in self._columns].index(_YEAR)
        for year, group in groupby(rows.rows, key=lambda row: row[place]):
            name = _NO_YEAR if year is None else str(year)
            if self._writer is None or self._year != name:
                self.end()
                self._year = name
                self._open(self._part / self._table / f"{_YEAR}={name}" / "part-0.parquet")
            self._write([row[:place] + row[place + 1 :] for row in group])

    def _kept(self) -> list[Column]:
        return [column for column in self._columns if not (self._partitioned and column.name == _YEAR)]

    def _schema(self) -> pyarrow.Schema:
        fields = [
            pyarrow.field(
                header(column, self._language),
                _DECIMAL if is_decimal(column) else _TYPES[column.type],
                metadata={"label_zh": column.zh, "description": column.doc},
            )
            for column in self._kept()
        ]
        about = {"jixiao.table": self._table, "jixiao.contract": SCHEMA_VERSION, "jixiao.version": __version__}
        return pyarrow.schema(fields, metadata=about)

    def _open(self, path: Path) -> None:
        with writing(self._place):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = parquet.ParquetWriter(path, self._schema(), compression="zstd")

    def _write(self, rows: list[tuple[Any, ...]]) -> None:
        assert self._writer is not None
        schema = self._schema()
        cells = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
        arrays = [_array(list(column), field) for column, field in zip(cells, schema, strict=True)]
        with writing(self._place):
            self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))

    def end(self) -> None:
        if self._writer is not None:
            with writing(self._place):
                self._writer.close()
            self._writer = None

    def commit(self) -> list[Path]:
        with writing(self._place):
            if self._place.exists():
                old = self._place.with_name(self._part.name + ".old")
                self._place.rename(old)
                self._part.rename(self._place)
                shutil.rmtree(old)
            else:
                self._part.rename(self._place)
        return [self._place]

    def discard(self) -> None:
        self.end()
        shutil.rmtree(self._part, ignore_errors=True)


def _array(cells: list[Any], field: pyarrow.Field) -> pyarrow.Array:
    if field.type != _DECIMAL:
        return pyarrow.array(cells, field.type)
    texts = pyarrow.array(cells, pyarrow.string())
    exact = compute.fill_null(compute.match_substring_regex(texts, EXACT), False)
    trimmed = compute.replace_substring_regex(texts, r"(\.\d{10})0+$", r"\1")
    return compute.if_else(exact, trimmed, None).cast(_DECIMAL)
