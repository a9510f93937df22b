"""The review as SARIF 2.1.0, for code hosts and editors that show findings beside files.

A PDF has no lines: its places are in the location's ``properties`` (page, box, table, row), those of a text file in its ``region``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from extractor import __version__
from extractor.model.form import DocumentResult, Finding, Form
from extractor.views.review import wording
from extractor.views.review.review import Review
from extractor.views.review.wording import Language
from rules.checks import Thresholds, registry
from rules.finding_types import finding_types

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_text(review: Review, lang: Language) -> str:
    """The review as a SARIF log."""
    return json.dumps(to_sarif(review, lang), ensure_ascii=False, indent=2) + "\n"


def to_sarif(review: Review, lang: Language) -> dict[str, Any]:
    """The review as a SARIF log of one run."""
    codes = list(registry())
    codes += sorted({finding.code for finding in review.findings()} - set(codes))
    rules = [_rule(code, review.checks, lang) for code in codes]
    index = {code: number for number, code in enumerate(codes)}
    results: list[dict[str, Any]] = []
    for number, document in enumerate(review.documents):
        found = [(finding, None) for finding in document.findings]
        found += [(finding, form.form) for form in document.forms for finding in form.findings]  # type: ignore[misc]
        results += [_result(finding, form, document.result, number, index, lang) for finding, form in found]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "jixiao", "version": __version__, "semanticVersion": __version__, "rules": rules}},
        "language": "zh-CN" if lang == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": all(document.result.status != "failed" for document in review.documents),
                "ruleConfigurationOverrides": _overrides(review.checks, index),
            }
        ],
        "artifacts": [
            {
                "location": {"uri": _uri(document.result.document.source)},
                "hashes": {"sha-256": document.result.document.sha256},
                "properties": {
                    "status": document.result.status,
                    "scores": {form.form.form_id: form.score.total for form in document.forms},
                },
            }
            for document in review.documents
        ],
        "results": results,
    }
    if review.coverage is not None:
        run["properties"] = {"coverage": {one.code: one.findings for one in review.coverage}}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, checks: Thresholds, lang: Language) -> dict[str, Any]:
    kind = finding_types().get(code)
    if kind is None:
        return {"id": code, "shortDescription": {"text": code}}
    zh = lang == "zh"
    return {
        "id": code,
        "shortDescription": {"text": kind.title_zh if zh else kind.title},
        "fullDescription": {"text": kind.source or kind.title},
        "help": {"text": kind.advice_zh if zh else kind.advice},
        "defaultConfiguration": {"level": _LEVELS[kind.severity], "enabled": kind.on},
        "properties": {"about": kind.about, "category": kind.category},
    }


def _overrides(checks: Thresholds, index: Mapping[str, int]) -> list[dict[str, Any]]:
    changed: dict[str, dict[str, Any]] = {}
    for code, severity in checks.severities.items():
        changed.setdefault(code, {})["level"] = _LEVELS[severity]
    for code in checks.enabled:
        changed.setdefault(code, {})["enabled"] = True
    for code, reason in checks.disabled.items():
        changed.setdefault(code, {}).update(enabled=False, properties={"reason": reason})
    return [
        {"descriptor": {"id": code, "index": index[code]}, "configuration": configuration}
        for code, configuration in sorted(changed.items())
    ]


def _result(
    finding: Finding, form: Form | None, result: DocumentResult, artifact: int, index: Mapping[str, int], lang: Language
) -> dict[str, Any]:
    place = finding.provenance
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": _uri(result.document.source), "index": artifact},
    }
    if place is not None and place.line is not None:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Any] = {
        "physicalLocation": physical,
        "logicalLocations": [
            {"fullyQualifiedName": finding.path, "name": wording.field(finding, form, lang), "kind": "element"}
        ],
    }
    if place is not None:
        known = {"page": place.page, "bbox": place.bbox, "table": place.table, "row": place.row}
        shown = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in known.items()
            if value is not None
        }
        if shown:
            location["properties"] = shown
    advice = wording.advice(finding, lang)
    text = wording.message(finding, lang) + (f" {advice}" if advice else "")
    print_ = hashlib.sha256(f"{result.document.sha256}|{finding.code}|{finding.path}".encode()).hexdigest()[:32]
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {"place/v1": print_},
        "properties": {"evidence": finding.evidence, "form": form.form_id if form else None},
    }


def _uri(name: str) -> str:
    """A file name as a relative URI reference."""
    return quote(name.replace("\\", "/"), safe="/") if name != "-" else "stdin"
