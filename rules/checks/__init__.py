"""The reviewer's eye: what looks wrong in a form, with evidence. A check never changes the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from extractor.model.contract import Finding, Form

# Each module declares its checks as it is imported.
from rules.checks import (  # noqa: F401
    across,
    completeness,
    costs,
    evaluation,
    goals,
    header,
    levels,
    money,
    results,
    rows,
    sense,
    targets,
)
from rules.checks.framework import (
    DEFAULTS,
    DOCUMENT_CHECKS,
    FORM_CHECKS,
    Check,
    Documents,
    Subject,
    Thresholds,
    look_at_document,
    look_at_form,
)
from rules.engine import FormReading

__all__ = ["DEFAULTS", "READING_CODES", "REGISTRY", "Check", "Thresholds", "all_checks", "check_document", "check_form"]

REGISTRY: MappingProxyType[str, Check[Any]] = MappingProxyType({**FORM_CHECKS, **DOCUMENT_CHECKS})
"""Every check by its code."""

READING_CODES: frozenset[str] = frozenset(code for code, check in REGISTRY.items() if check.about == "reading")
"""Codes that express doubt about our own reading: an error among them makes a document ``partial``."""


def all_checks() -> tuple[Check[Any], ...]:
    """Every check in the order of its declaration: those of a form, then those over a document."""
    return tuple(REGISTRY.values())


def check_form(reading: FormReading, index: int, thresholds: Thresholds = DEFAULTS) -> Form:
    """The form with its findings; ``index`` is its place in ``DocumentResult.forms``."""
    found = look_at_form(Subject(reading, thresholds), f"forms[{index}]")
    return replace(reading.form, findings=(*reading.findings, *found))


def check_document(forms: Sequence[Form], thresholds: Thresholds = DEFAULTS) -> list[Finding]:
    """Findings about the forms of a document taken together."""
    return look_at_document(Documents(tuple(forms), thresholds))
