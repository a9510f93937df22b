"""Many documents: found, read in workers that can be killed, kept account of, and never stopped by one bad file.

Names are imported when they are first asked for: reading one document needs neither worker processes nor a ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.batch.failure import Failure
from extractor.batch.inputs import (
    READABLE_SUFFIXES,
    STDIN,
    Input,
    Selection,
    display_name,
    find_inputs,
    names_one_file,
    read_source,
)
from extractor.batch.read import attempt, extract, extract_many

if TYPE_CHECKING:
    from extractor.batch.events import Event, RunSummary
    from extractor.batch.limits import Limits
    from extractor.batch.pool import read_isolated
    from extractor.batch.quarantine import Quarantined, quarantined, release_quarantined, retry_quarantined
    from extractor.batch.reparse import Reparse, reparse
    from extractor.batch.run import run_batch

_HOMES = {
    "extractor.batch.events": ("Event", "RunSummary"),
    "extractor.batch.limits": ("Limits",),
    "extractor.batch.pool": ("read_isolated",),
    "extractor.batch.quarantine": ("Quarantined", "quarantined", "release_quarantined", "retry_quarantined"),
    "extractor.batch.reparse": ("Reparse", "reparse"),
    "extractor.batch.run": ("run_batch",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "READABLE_SUFFIXES",
    "STDIN",
    "Event",
    "Failure",
    "Input",
    "Limits",
    "Quarantined",
    "Reparse",
    "RunSummary",
    "Selection",
    "attempt",
    "display_name",
    "extract",
    "extract_many",
    "find_inputs",
    "names_one_file",
    "quarantined",
    "read_isolated",
    "read_source",
    "release_quarantined",
    "reparse",
    "retry_quarantined",
    "run_batch",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value
