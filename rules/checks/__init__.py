"""The reviewer's eye: what looks wrong in a form, with evidence. A check never changes the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model.contract import Finding, Form
from rules.engine import FormReading


def check_form(reading: FormReading, index: int) -> Form:
    """The form with its findings; ``index`` is its place in ``DocumentResult.forms``."""
    return replace(reading.form, findings=tuple(reading.findings))


def check_document(forms: Sequence[Form]) -> list[Finding]:
    """Findings about the document as a whole."""
    return []
