"""Every code that a finding can have: its severity, texts, source and examples, read from ``rules/data/checks.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct, field

from extractor.model.form import Finding, FormKind, Severity
from extractor.model.notice import Notice
from rules.files.cache import kept
from rules.files.problems import BrokenRules, Problem
from rules.files.version import DATA
from rules.files.yaml import read_mapping

About: TypeAlias = Literal["reading", "content"]
Need: TypeAlias = Literal["indicators", "drawn", "flattened", "funding", "goal", "execution"]
Scope: TypeAlias = Literal["form", "document", "call", "notice"]
Alone: TypeAlias = Literal["place", "form"]


class FindingType(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all findings with one code have in common.

    Attributes:
        code: stable name, upper snake case.
        scope: what a check looks at: one form, the forms of a document, all forms of a call. ``notice``: no check makes the
            finding, but a step that reads, lays out or corrects a document.
        severity: how bad it is; a user may change a check's.
        about: ``reading`` for doubt about our own reading of the document, ``content`` for what the filer wrote.
        category: number of the reviewers' opinion (1 to 11), ``None`` where none fits.
        title, title_zh: what is wrong, in a few words.
        message, message_zh: templates, filled with the words of a notice.
        wordings: further pairs of templates, by name.
        advice, advice_zh: what the filer (or the reader of a doubtful document) should do.
        source: the rule or public guidance that it rests on.
        fires, silent: an example on which a check fires, and one near it on which it must not; see :mod:`rules.checks.samples`.
        needs: what a form must have for the check to be asked.
        kinds: the kinds of form it is for; empty for all.
        on: whether it is asked unless a user wants it.
        yields_to: codes that say the same more exactly; no finding where one of them already is on the same path.
        alone: ``place``: what was filled in there, or in the rows as a whole, is not judged beside it; ``form``: no other finding
            of the form is made beside it.
    """

    code: str
    scope: Scope
    severity: Severity
    about: About = "content"
    category: int | None = None
    title: str
    title_zh: str
    message: str
    message_zh: str
    wordings: dict[str, tuple[str, str]] = field(default_factory=dict)
    advice: str = ""
    advice_zh: str = ""
    source: str = ""
    fires: dict[str, Any] = field(default_factory=dict)
    silent: dict[str, Any] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    kinds: tuple[FormKind, ...] = ()
    on: bool = True
    yields_to: tuple[str, ...] = ()
    alone: Alone | None = None

    def finding(self, notice: Notice) -> Finding:
        """The contract's finding for one notice."""
        message, message_zh = self.wordings[notice.wording] if notice.wording else (self.message, self.message_zh)
        return Finding(
            code=self.code,
            severity=notice.severity or self.severity,
            path=notice.path,
            message=message.format(**notice.words),
            message_zh=message_zh.format(**notice.words),
            evidence=dict(notice.evidence),
            category=self.category,
            suggestion=notice.advice or self.advice_zh or None,
            provenance=notice.place,
        )


def finding_of(notice: Notice) -> Finding:
    """The contract's finding for a notice.

    Raises:
        KeyError: its code is not in the data.
    """
    return finding_types()[notice.code].finding(notice)


@cache
def finding_types() -> Mapping[str, FindingType]:
    """Every code with its type, in the order of the data.

    Raises:
        BrokenRules: the data is not as it must be.
    """
    path = DATA / "checks.yaml"
    data = kept("checks", lambda: read_mapping(path))
    found: dict[str, FindingType] = {}
    for scope, entries in data.items():
        for code, entry in entries.items():
            if code in found:
                raise BrokenRules([Problem(str(path), None, None, f"{code} is declared twice.")])
            try:
                found[code] = msgspec.convert({"code": code, "scope": scope, **entry}, FindingType)
            except msgspec.ValidationError as error:
                raise BrokenRules([Problem(str(path), None, None, f"{code}: {error}.")]) from error
    return MappingProxyType(found)
