"""What the report shows."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from extractor.views.run.statistics import Statistics


class Slow(Struct, frozen=True):
    """A document that took long."""

    name: str
    file: str
    pages: int
    forms: int
    seconds: float


class Quarantined(Struct, frozen=True):
    """An input that was not read; ``note`` is the place of its record in the quarantine, relative to the folder."""

    name: str
    code: str
    message: str
    remedy: str
    note: str | None


class Report(Struct, frozen=True):
    """Everything on the page.

    Attributes:
        found: names found so far, the sum of the five counts after it.
        skipped: names of contents that are kept under another name, and contents released from the quarantine.
        run: the counts of the last run.
        overlays: file names of the pages drawn.
        away: the first of the quarantined.
        reasons: all of them by code.
    """

    folder: str
    at: str
    tool_version: str
    rules_version: str
    found: int
    ok: int
    partial: int
    no_forms: int
    quarantined: int
    skipped: int
    run: Mapping[str, float]
    statistics: Statistics
    overlays: frozenset[str]
    slow: tuple[Slow, ...]
    away: tuple[Quarantined, ...]
    reasons: Mapping[str, int]
