"""The review as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from extractor import __version__
from extractor.model.form import Finding, Form
from extractor.model.json import to_jsonable
from extractor.views.review import wording
from extractor.views.review.review import DocumentReview, FormReview, Review
from extractor.views.review.score import START
from extractor.views.review.wording import Language

REVIEW_VERSION = "1"


def json_text(review: Review, lang: Language) -> str:
    """The review as indented JSON; ``title``, ``where`` and ``advice`` are in the language asked for."""
    return json.dumps(to_dict(review, lang), ensure_ascii=False, indent=2) + "\n"


def to_dict(review: Review, lang: Language) -> dict[str, Any]:
    """The review as plain dicts, lists, strings and numbers."""
    counts = review.counts()
    shown: dict[str, Any] = {
        "review_version": REVIEW_VERSION,
        "tool_version": __version__,
        "formula": wording.word("formula", lang),
        "summary": {
            "documents": len(review.documents),
            "forms": len(list(review.forms())),
            "errors": counts["error"],
            "warnings": counts["warning"],
            "infos": counts["info"],
        },
        "disabled": dict(review.checks.disabled),
        "documents": [_document(document, lang) for document in review.documents],
    }
    if review.coverage is not None:
        shown["coverage"] = [to_jsonable(one) for one in review.coverage]
    return shown


def _document(document: DocumentReview, lang: Language) -> dict[str, Any]:
    result = document.result
    return {
        "source": result.document.source,
        "sha256": result.document.sha256,
        "status": result.status,
        "findings": [_finding(finding, None, lang) for finding in document.findings],
        "forms": [_form(form, lang) for form in document.forms],
    }


def _form(form: FormReview, lang: Language) -> dict[str, Any]:
    record, score = form.form, form.score
    return {
        "form_id": record.form_id,
        "project": record.project.name,
        "unit": record.project.unit,
        "fiscal_year": record.fiscal_year,
        "pages": list(record.provenance.pages),
        "score": {
            "start": START,
            "total": score.total,
            "grade": score.grade,
            "provisional": score.provisional,
            "deductions": [
                {"code": finding.code, "path": finding.path, "points": deduction.points, "full": deduction.full, "limit": deduction.limit}
                for finding, deduction in form.lines()
                if deduction.full
            ],
        },
        "findings": [_finding(finding, record, lang) for finding in form.findings],
    }  # fmt: skip


def _finding(finding: Finding, form: Form | None, lang: Language) -> dict[str, Any]:
    where = [wording.field(finding, form, lang), *wording.spot(finding.provenance, lang)]
    more = {
        "title": wording.title(finding, lang),
        "where": " · ".join(where),
        "advice": wording.advice(finding, lang) or None,
    }
    return {**to_jsonable(finding), **more}
