"""Corrections that people made, kept beside the data: ``corrections.jsonl`` in an output directory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from extractor.errors import InputMissingError, WarehouseError
from extractor.warehouse.database import Database

FILE = "corrections.jsonl"
FIELDS = ("document_sha256", "form_id", "path", "old", "new", "reason", "by", "at")
_NEEDED = frozenset({"document_sha256", "path"})
Correction: TypeAlias = tuple[Any, ...]


def find_corrections(inputs: Iterable[str]) -> Iterator[Correction]:
    """The corrections below the inputs, as rows of ``correction`` without their load; each once.

    A line is a JSON object of texts with the keys of :data:`FIELDS`; ``document_sha256`` and ``path`` are needed.

    Raises:
        WarehouseError: a line is none.
        InputMissingError: the file cannot be read.
    """
    seen: set[str] = set()
    for name in inputs:
        path = Path(name) / FILE
        if not path.is_file():
            continue
        try:
            lines = path.read_bytes().splitlines()
        except OSError as exc:
            raise InputMissingError(f"it cannot be read ({exc.strerror}).", source=str(path)) from exc
        for number, line in enumerate(lines, 1):
            if line.strip():
                row = _row(line, f"{path}:{number}")
                if row[0] not in seen:
                    seen.add(row[0])
                    yield row


def _row(line: bytes, place: str) -> Correction:
    remedy = f"A line is an object of texts with the keys {', '.join(FIELDS)}."
    try:
        value = json.loads(line)
    except ValueError as exc:
        raise WarehouseError(f"it is no correction ({exc}).", source=place, remedy=remedy) from exc
    texts = isinstance(value, dict) and all(isinstance(one, str | None) for one in value.values())
    if not texts or not set(value) <= set(FIELDS) or not all(value.get(key) for key in _NEEDED):
        raise WarehouseError("it is no correction.", source=place, remedy=remedy)
    clean = {key: text and text.replace("\0", "\\u0000") for key, text in value.items()}
    cells = [text and text.encode("utf-8", "backslashreplace").decode() for text in map(clean.get, FIELDS)]
    return (hashlib.sha256(json.dumps(cells).encode()).hexdigest(), *cells)


def new_corrections(database: Database, found: Iterable[Correction]) -> list[Correction]:
    """Those that the warehouse does not have."""
    known = {row[0] for row in database.query("SELECT correction_id FROM correction").rows}
    return [row for row in found if row[0] not in known]


def write_corrections(database: Database, rows: Iterable[Correction], load_id: int) -> None:
    """Add corrections."""
    sql = (
        "INSERT INTO correction (correction_id, document_sha256, form_id, path, old_value, new_value, reason,"
        " corrected_by, corrected_at, load_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    for row in rows:
        database.execute(sql, [*row, load_id])
