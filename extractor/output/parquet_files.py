"""The contract's tables as Parquet: decimals as decimals, labels in the schema, a directory a year."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import compute, parquet

from extractor import __version__
from extractor.model.columns import column_info
from extractor.model.form import SCHEMA_VERSION, TableName
from extractor.output.files import part_of, writing
from extractor.output.headings import EXACT, description, headings, is_decimal
from extractor.output.sinks import Columns, Style

_YEAR = "fiscal_year"
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_DECIMAL = pyarrow.decimal128(38, 10)
_TYPES = {
    "text": pyarrow.string(), "json": pyarrow.string(), "integer": pyarrow.int64(), "boolean": pyarrow.bool_(),
    "number": pyarrow.float64(),
}  # fmt: skip
_ROWS_A_GROUP = 10_000


class ParquetFiles:
    """``parquet/<table>/fiscal_year=2026/part-0.parquet``; ``documents``, which have no year, lie in one file.

    A number with more digits than DECIMAL(38, 10) is null there; its printed text is in the ``raw`` column.
    """

    def __init__(self, directory: Path, style: Style) -> None:
        self._place = directory / "parquet"
        self._part = part_of(self._place)
        self._style = style
        self._parts: dict[tuple[TableName, str], _Part] = {}
        with writing(self._place):
            self._part.mkdir()
        self._part_of("documents", "")

    @property
    def files(self) -> list[Path]:
        return [self._place]

    def _part_of(self, table: TableName, folder: str) -> _Part:
        key = (table, folder)
        if key not in self._parts:
            path = self._part / table / folder / "part-0.parquet"
            with writing(self._place):
                path.parent.mkdir(parents=True)
                self._parts[key] = _Part(path, table, self._style)
        return self._parts[key]

    def add(self, table: TableName, columns: Columns) -> None:
        named = {info.path: cells for info, cells in zip(column_info(table), columns, strict=True)}
        years = named.pop(_YEAR, None)
        rows = list(zip(*named.values(), strict=True))
        with writing(self._place):
            if years is None:
                self._part_of(table, "").add(rows)
                return
            for year in dict.fromkeys(years):
                folder = f"{_YEAR}={_NO_YEAR if year is None else year}"
                same = [row for row, one in zip(rows, years, strict=True) if one == year]
                self._part_of(table, folder).add(same)

    def commit(self) -> None:
        with writing(self._place):
            for part in self._parts.values():
                part.close()
            if not self._place.exists():
                self._part.rename(self._place)
                return
            old = self._place.with_name(self._part.name + ".old")
            self._place.rename(old)
            self._part.rename(self._place)
            shutil.rmtree(old)

    def discard(self) -> None:
        for part in self._parts.values():
            part.discard()
        shutil.rmtree(self._part, ignore_errors=True)


class _Part:
    """One file: the rows of a table, of one year where it has years, gathered into row groups."""

    def __init__(self, path: Path, table: TableName, style: Style) -> None:
        columns = column_info(table)
        fields = [
            pyarrow.field(
                name,
                _DECIMAL if is_decimal(info) else _TYPES[info.type],
                metadata={"label_zh": info.label.zh, "description": description(info)},
            )
            for info, name in zip(columns, headings(columns, style.language), strict=True)
            if info.path != _YEAR
        ]
        about = {"jixiao.table": table, "jixiao.contract": SCHEMA_VERSION, "jixiao.version": __version__}
        self._schema = pyarrow.schema(fields, metadata=about)
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows += rows
        if len(self._rows) >= _ROWS_A_GROUP:
            self._flush()

    def _flush(self) -> None:
        cells = zip(*self._rows, strict=True) if self._rows else [() for _ in self._schema]
        arrays = [_array(list(column), field) for column, field in zip(cells, self._schema, strict=True)]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def discard(self) -> None:
        self._writer.close()


def _array(cells: list[Any], field: pyarrow.Field) -> pyarrow.Array:
    if field.type != _DECIMAL:
        return pyarrow.array(cells, field.type)
    texts = pyarrow.array(cells, pyarrow.string())
    exact = compute.fill_null(compute.match_substring_regex(texts, EXACT), False)
    trimmed = compute.replace_substring_regex(texts, r"(\.\d{10})0+$", r"\1")
    return compute.if_else(exact, trimmed, None).cast(_DECIMAL)
