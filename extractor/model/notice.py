"""What a step has to say about a document: a code and the words for its texts, which the rules' data holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from extractor.model.form import CellProvenance, Severity


class Notice(Struct, frozen=True):
    """One finding before its texts are filled in.

    Attributes:
        code: a code of ``rules/data/checks.yaml``.
        words: what the texts are filled with.
        evidence: figures and texts, as JSON values.
        path: of the record that it is about.
        place: where that is printed.
        wording: which of the code's further wordings it takes.
        severity, advice: instead of the code's own.
    """

    code: str
    words: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    path: str = "document"
    place: CellProvenance | None = None
    wording: str | None = None
    severity: Severity | None = None
    advice: str | None = None
