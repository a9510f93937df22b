"""The sample forms in every container, and what their PDFs say."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from benchmarks.containers.documents import FAMILIES, SAMPLES, SPECS, printed, write
from benchmarks.containers.records import differences, record

__all__ = ["FAMILIES", "SAMPLES", "SPECS", "differs", "record", "write"]

_REASONS = frozenset({"judgement"})
CUT_BY_PAGES = frozenset({"long-form"})
"""Documents whose PDF cuts a merged label: their levels are the same, but judged for other reasons."""


def _own(name: str) -> frozenset[str]:
    return _REASONS if name in CUT_BY_PAGES else frozenset()


@cache
def _of_pdf(name: str) -> str:
    return json.dumps(record(printed(name), _own(name)), ensure_ascii=False)


def differs(path: Path, name: str) -> list[str]:
    """Where the record of a file differs from that of the PDF of the same forms."""
    return list(differences(record(path, _own(name)), json.loads(_of_pdf(name))))
