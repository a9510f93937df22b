"""The review as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.model.form import Finding
from extractor.views.review import wording
from extractor.views.review.review import DocumentReview, FormReview, Review
from extractor.views.review.wording import Language

_ESCAPED = re.compile(r"([\\`*_\[\]<>|#])")


def markdown(review: Review, lang: Language) -> str:
    """A heading and a table of findings a form."""
    return "\n".join(_parts(review, lang)) + "\n"


def _parts(review: Review, lang: Language) -> Iterator[str]:
    counts = review.counts()
    total = ", ".join(f"{wording.word(name + 's', lang)} {counts[name]}" for name in ("error", "warning", "info"))
    yield f"# {wording.word('title', lang)}\n"
    yield f"{wording.word('documents', lang)} {len(review.documents)}, {wording.word('forms', lang)} {len(list(review.forms()))}, {total}\n"
    yield f"{wording.word('formula', lang)}\n"
    for document in review.documents:
        yield from _document(document, lang)
    if review.coverage is not None:
        yield f"## {wording.word('coverage', lang)}\n"
        head = [wording.word(name, lang) for name in ("check", "state", "fired", "on_forms")]
        rows = [
            [f"`{one.code}`", wording.word(one.state, lang), str(one.findings) if one.findings else wording.word("never", lang), str(one.forms)]
            for one in review.coverage
        ]  # fmt: skip
        yield table(head, rows)


def _document(document: DocumentReview, lang: Language) -> Iterator[str]:
    yield f"## {escape(document.result.document.source)}\n"
    if status := wording.status(document.result, lang):
        yield f"{status}\n"
    if document.findings:
        rows = [_row(finding, "", None, lang) for finding in document.findings]
        yield table(_head(lang), rows) + "\n"
    for form in document.forms:
        yield from _form(form, lang)


def _form(form: FormReview, lang: Language) -> Iterator[str]:
    where = wording.pages(form.form, lang)
    yield f"### {form.index + 1}. {escape(wording.heading(form.form, lang))}" + (f" · {where}" if where else "") + "\n"
    provisional = f" ({wording.word('provisional', lang)})" if form.score.provisional else ""
    score = f"{wording.word('score', lang)} **{form.score.total}** {wording.grade(form.score.grade, lang)}{provisional}"
    if not form.findings:
        yield f"{score}, {wording.word('clean', lang)}\n"
        return
    yield f"{score}\n"
    rows = [_row(finding, wording.cost(deduction, lang), form, lang) for finding, deduction in form.lines()]
    yield table(_head(lang), rows) + "\n"


def _head(lang: Language) -> list[str]:
    return [wording.word(name, lang) for name in ("severity", "where", "what", "do", "cost")]


def _row(finding: Finding, cost: str, form: FormReview | None, lang: Language) -> list[str]:
    place = [wording.field(finding, form.form if form else None, lang), *wording.spot(finding.provenance, lang)]
    return [
        wording.word(finding.severity, lang),
        escape(" · ".join(place)),
        f"`{finding.code}` {escape(wording.message(finding, lang))}",
        escape(wording.advice(finding, lang)),
        cost,
    ]


def escape(text: str) -> str:
    """Text that no table or mark-up is made of."""
    return _ESCAPED.sub(r"\\\1", " ".join(text.split()))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; its cells are already escaped."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])
