"""The reviewer's eye: what looks wrong in a form, with evidence. A check never changes the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from extractor.model.form import Finding, Form
from extractor.model.notice import Notice
from extractor.model.table import Block, TextLine

# Each module binds its checks as it is imported.
from rules.checks import (  # noqa: F401
    across,
    budget_tables,
    columns,
    completeness,
    compound,
    costs,
    drift,
    evaluation,
    goals,
    header,
    levels,
    listed,
    money,
    narrative,
    peers,
    results,
    rows,
    sense,
    shreds,
    targets,
    years,
)
from rules.checks.blanks import pointed
from rules.checks.framework import Documents, Subject, checks_of, look_at_call, look_at_document, look_at_form
from rules.checks.thresholds import DEFAULTS, Thresholds
from rules.finding_types import FindingType, finding_of, finding_types
from rules.read_form import FormTrace

__all__ = [
    "DEFAULTS",
    "Thresholds",
    "check_call",
    "check_document",
    "check_form",
    "load_checks",
    "reading_codes",
    "registry",
]


@cache
def registry() -> Mapping[str, FindingType]:
    """Every check by its code: those of a form, over a document, over a call."""
    return MappingProxyType({**checks_of("form"), **checks_of("document"), **checks_of("call")})


@cache
def reading_codes() -> frozenset[str]:
    """Codes that express doubt about our own reading: an error among them makes a document ``partial``."""
    return frozenset(code for code, kind in finding_types().items() if kind.about == "reading")


def check_form(trace: FormTrace, index: int, thresholds: Thresholds = DEFAULTS) -> Form:
    """The form with its findings.

    Args:
        index: the form's place in ``DocumentResult.forms``.
    """
    found = look_at_form(Subject(trace, thresholds), f"forms[{index}]")
    if found:
        found = pointed(found, trace.form, trace.region, trace.vocabulary)
    return replace(trace.form, findings=(*trace.findings, *found))


def check_document(
    forms: Sequence[Form],
    thresholds: Thresholds = DEFAULTS,
    lines: Sequence[TextLine] = (),
    blocks: Sequence[Block] = (),
) -> list[Finding]:
    """Findings about the forms of a document taken together, and which checks a user switched off.

    Args:
        lines: the document's text outside its tables, in reading order.
        blocks: its tables, those of forms and others, and the lines between them, in reading order.
    """
    off = [_disabled_finding(thresholds)] if thresholds.disabled else []
    if not forms:
        return off
    return [*off, *look_at_document(Documents(tuple(forms), thresholds, tuple(lines), tuple(blocks)))]


def check_call(forms: Sequence[Form], thresholds: Thresholds = DEFAULTS) -> list[Finding]:
    """Findings about all forms of a call taken together; their paths count the forms as given (``forms[17]…``)."""
    return look_at_call(Documents(tuple(forms), thresholds))


def load_checks(path: Path | str) -> Thresholds:
    """Thresholds, severities and switched-off checks from a settings file (``checks.yaml``).

    Raises:
        RulesError: the file cannot be read or is not valid; every mistake is named with its line and column.
    """
    from rules.checks.settings import load_settings

    return load_settings(Path(path), tuple(registry()))


def _disabled_finding(thresholds: Thresholds) -> Finding:
    off = dict(sorted(thresholds.disabled.items()))
    words = {
        "checks": "; ".join(f"{code} ({reason})" for code, reason in off.items()),
        "checks_zh": ";".join(f"{code}({reason})" for code, reason in off.items()),
    }
    return finding_of(Notice("CHECKS_DISABLED", words, {"disabled": off}))
