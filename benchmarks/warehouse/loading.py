"""The timed parts: our bulk load of ready rows, and pandas ``to_sql`` of the same indicators."""

from __future__ import annotations

import time
from datetime import datetime

import pyarrow

from benchmarks.warehouse.batches import BASE_INDICATORS, replicas
from extractor.warehouse.database import Database
from extractor.warehouse.loading.load import build
from extractor.warehouse.loading.rows import to_arrow
from extractor.warehouse.schema.tables import all_tables
from extractor.warehouse.schema.versions import ensure_schema

_COLUMNS = {table.name: table.columns for table in all_tables()}


def bulk_load(database: Database, base: dict[str, pyarrow.Table], count: int) -> dict[str, float]:
    """Load ``count`` × 50,000 indicators with all that belongs to them; seconds by part."""
    ensure_schema(database)
    started = time.perf_counter()
    with database.transaction():
        now = datetime(2026, 1, 1)
        database.execute('INSERT INTO "load" VALUES (?, ?, ?, ?, 0, 0, 0)', [1, now, "bench", "0"])
        for rows, tables in replicas(base, count):
            _documents(database, rows)
            for name, table in tables.items():
                database.append(name, table)
        staged = time.perf_counter()
        build(database, 1, 1)
        current = [(version, version) for version in range(1, count * 500 + 1)]
        database.append("current_version", to_arrow(_COLUMNS["current_version"], current, "current_version"))
        built = time.perf_counter()
    ended = time.perf_counter()
    return {"staging": staged - started, "model": built - staged, "commit": ended - built, "all": ended - started}


def _documents(database: Database, rows: list[tuple[str, int]]) -> None:
    documents = [(version, sha, 1) for sha, version in rows]
    database.append("document", to_arrow(_COLUMNS["document"], documents, "document"))
    versions = [
        (version, version, 1, sha, sha, "made.pdf", "pdf", 10, None, None, "ok", "1", "0", "bench", 1)
        for sha, version in rows
    ]
    database.append("document_version", to_arrow(_COLUMNS["document_version"], versions, "document_version"))


def to_sql_seconds(url: str, base: dict[str, pyarrow.Table], rows: int) -> float:
    """pandas ``to_sql`` of ``rows`` staging indicators, one table without keys, 1,000 rows a statement."""
    import sqlalchemy

    frame = base["stg_indicators"].slice(0, min(rows, BASE_INDICATORS)).to_pandas()
    engine = sqlalchemy.create_engine(url)
    started = time.perf_counter()
    with engine.begin() as connection:
        frame.to_sql("plain_indicators", connection, index=False, if_exists="replace", chunksize=1000)
    return time.perf_counter() - started
