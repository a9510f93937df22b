"""What a run tells whoever shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from extractor.batch.failure import Failure
from extractor.batch.worker import Reading

Outcome: TypeAlias = Literal["ok", "partial", "no_forms", "quarantined", "duplicate", "unchanged"]


class Event(Struct, frozen=True):
    """Something that happened in a run, for whoever shows it.

    Attributes:
        kind: ``found`` (all inputs are known), ``document`` (one is done), ``finishing`` (tables and report).
        total: inputs of the run.
        name: of the document.
        outcome: of the document; ``duplicate`` and ``unchanged`` count as skipped.
        reading: what a document that was read now gave; of one that was read before, what the ledger says of it.
        failure: why it is in the quarantine.
    """

    kind: Literal["found", "document", "finishing"]
    total: int
    name: str = ""
    outcome: Outcome = "ok"
    reading: Reading | None = None
    failure: Failure | None = None


class RunSummary(Struct, frozen=True):
    """What came of a run; ``found`` is the sum of the five counts after it.

    Attributes:
        skipped: ``duplicates`` (the same bytes under another name) and ``unchanged`` (read before, same versions).
        held_forms: inputs whose content holds a form, read now or before.
        seconds: wall-clock time of the run.
        damaged: files in ``documents/`` that are no records; they are read again by the next run.
    """

    output: Path
    run: str
    found: int = 0
    ok: int = 0
    partial: int = 0
    no_forms: int = 0
    quarantined: int = 0
    skipped: int = 0
    duplicates: int = 0
    unchanged: int = 0
    held_forms: int = 0
    pages: int = 0
    forms: int = 0
    indicators: int = 0
    seconds: float = 0.0
    report: Path | None = None
    tables: tuple[Path, ...] = ()
    damaged: tuple[str, ...] = ()
