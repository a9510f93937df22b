"""Corrections that people made, beside the data: the files of ``corrections/`` in an output directory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from extractor.warehouse.database import Database
from extractor.warehouse.loading.records import spelt_out

Row: TypeAlias = tuple[Any, ...]


def find_corrections(inputs: Iterable[str]) -> Iterator[Row]:
    """The corrections below the inputs, as rows of ``correction`` without their load; each once.

    Raises:
        UsageError: a file is not one of corrections.
    """
    from extractor.batch.corrections import load_corrections

    seen: set[str] = set()
    for name in inputs:
        for document, corrections in load_corrections(Path(name) / "corrections").items():
            for one in corrections:
                values = [
                    document,
                    one.form_id,
                    one.path,
                    _json(one.old),
                    _json(one.new),
                    one.note or None,
                    one.who,
                    one.when,
                ]
                cells = [value if value is None else spelt_out(str(value)) for value in values]
                key = hashlib.sha256(json.dumps(cells).encode()).hexdigest()
                if key not in seen:
                    seen.add(key)
                    yield (key, *cells)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def new_corrections(database: Database, found: Iterable[Row]) -> list[Row]:
    """Those that the warehouse does not have."""
    known = {row[0] for row in database.query("SELECT correction_id FROM correction").rows}
    return [row for row in found if row[0] not in known]


def write_corrections(database: Database, rows: Iterable[Row], load_id: int) -> None:
    """Add corrections."""
    sql = (
        "INSERT INTO correction (correction_id, document_sha256, form_id, path, old_value, new_value, note,"
        " corrected_by, corrected_at, load_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    for row in rows:
        database.execute(sql, [*row, load_id])
