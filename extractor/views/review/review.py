"""Everything that one call of ``jixiao check`` has to say, before it is written in any format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.form import DocumentResult, Finding, Form
from extractor.views.review.score import Deduction, FormScore, score_form
from rules.checks import DEFAULTS, Thresholds, check_call, registry
from rules.checks.framework import wanted

_FORM_PATH = re.compile(r"forms\[(\d+)\]")


class FormReview(Struct, frozen=True):
    """One form with its findings and its score.

    Attributes:
        index: its place in the document's forms, from 0.
        findings: those of the form, and those over the document or the call that point at it.
    """

    index: int
    form: Form
    findings: tuple[Finding, ...]
    score: FormScore

    def lines(self) -> Iterator[tuple[Finding, Deduction]]:
        """Each finding with what it costs."""
        yield from zip(self.findings, self.score.deductions, strict=True)


class DocumentReview(Struct, frozen=True):
    """One document: its forms, and what is said of it as a whole."""

    result: DocumentResult
    forms: tuple[FormReview, ...]
    findings: tuple[Finding, ...]


class Coverage(Struct, frozen=True):
    """How often one check fired on the inputs.

    Attributes:
        state: ``on``, ``off`` (by default) or ``disabled`` (by the user).
        forms: forms (or documents) on which it fired.
    """

    code: str
    state: str
    findings: int
    forms: int


class Review(Struct, frozen=True):
    """All documents of a call.

    Attributes:
        coverage: of every check, ``None`` unless it was asked for.
    """

    documents: tuple[DocumentReview, ...]
    checks: Thresholds = DEFAULTS
    coverage: tuple[Coverage, ...] | None = None

    def forms(self) -> Iterator[tuple[DocumentReview, FormReview]]:
        """Every form with its document."""
        for document in self.documents:
            for form in document.forms:
                yield document, form

    def findings(self) -> Iterator[Finding]:
        """Every finding, in the order in which it is shown."""
        for document in self.documents:
            yield from document.findings
            for form in document.forms:
                yield from form.findings

    def counts(self) -> Counter[str]:
        """Findings by severity."""
        return Counter(finding.severity for finding in self.findings())


def review(results: Iterable[DocumentResult], checks: Thresholds = DEFAULTS, *, coverage: bool = False) -> Review:
    """Put the findings of some documents in order, add those over all their forms, and score each form."""
    kept = tuple(results)
    extra = _over_the_call(kept, checks)
    documents = tuple(_document(result, extra.get(number, {})) for number, result in enumerate(kept))
    found = Review(documents, checks)
    return replace(found, coverage=_coverage(found)) if coverage else found


def _over_the_call(results: Sequence[DocumentResult], checks: Thresholds) -> dict[int, dict[int, list[Finding]]]:
    """Findings over all forms of the call, by document and form, their paths within their own document."""
    places = [(number, index) for number, result in enumerate(results) for index in range(len(result.forms))]
    forms = [form for result in results for form in result.forms]
    found: dict[int, dict[int, list[Finding]]] = {}
    for finding in check_call(forms, checks):
        match = _FORM_PATH.match(finding.path)
        if match is not None:
            number, index = places[int(match[1])]
            own = replace(finding, path=f"forms[{index}]{finding.path[match.end() :]}")
            found.setdefault(number, {}).setdefault(index, []).append(own)
    return found


def _document(result: DocumentResult, extra: dict[int, list[Finding]]) -> DocumentReview:
    of_forms: dict[int, list[Finding]] = {}
    whole: list[Finding] = []
    for finding in result.findings:
        match = _FORM_PATH.match(finding.path)
        if match is not None and int(match[1]) < len(result.forms):
            of_forms.setdefault(int(match[1]), []).append(finding)
        else:
            whole.append(finding)
    forms = []
    for index, form in enumerate(result.forms):
        findings = (*form.findings, *of_forms.get(index, ()), *extra.get(index, ()))
        forms.append(FormReview(index, form, findings, score_form(findings)))
    return DocumentReview(result, tuple(forms), tuple(whole))


def _coverage(found: Review) -> tuple[Coverage, ...]:
    fired: Counter[str] = Counter(finding.code for finding in found.findings())
    places: Counter[str] = Counter()
    for document in found.documents:
        places.update({finding.code for finding in document.findings})
        for form in document.forms:
            places.update({finding.code for finding in form.findings})
    checks = found.checks

    def state(code: str) -> str:
        if code in checks.disabled:
            return "disabled"
        return "on" if wanted(registry()[code], checks) else "off"

    return tuple(Coverage(code, state(code), fired[code], places[code]) for code in registry())
