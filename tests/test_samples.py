"""Every committed sample gives exactly the record that stands beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.model.form import DocumentResult, Form
from extractor.model.table import Source
from extractor.pipeline import extract_document

SAMPLES = Path(__file__).parent.parent / "samples"
MANIFEST = json.loads((SAMPLES / "manifest.json").read_text("utf-8"))


def read(name: str) -> DocumentResult:
    return extract_document(Source(name, (SAMPLES / name).read_bytes()))


def expected(spec: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((SAMPLES / "expected" / f"{spec}.json").read_text("utf-8"))
    return record


def head(form: Form) -> dict[str, Any]:
    project = form.project
    return {
        "title": form.title,
        "fiscal_year": form.fiscal_year,
        "project": {
            key: getattr(project, key)
            for key in ("name", "nature", "category", "department", "unit", "start_date", "end_date")
        },
        "money_unit": form.funding.money_unit,
        "funding": {(line.scope, line.item): line.amount for line in form.funding.lines if line.amount is not None},
        "goals": {"overall": form.goals.overall, "annual": form.goals.annual},
    }


def true_head(form: dict[str, Any]) -> dict[str, Any]:
    keys = ("title", "fiscal_year", "project", "money_unit", "goals")
    funding = {(line["scope"], line["item"]): line["amount"] for line in form["funding"] if line["amount"] is not None}
    return {**{key: form[key] for key in keys}, "funding": funding}


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_header_funding_and_goals(entry: dict[str, Any]) -> None:
    result, truth = read(entry["file"]), expected(entry["spec"])
    assert result.document.title == truth["title"]
    assert [head(form) for form in result.forms] == [true_head(form) for form in truth["forms"]]


def true_indicators(entry: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The truth of each indicator with what this one file shows otherwise (a value cut off, a label that slid)."""
    truth = expected(entry["spec"])
    rows = [[dict(i) for i in form["indicators"]] for form in truth["forms"]]
    for difference in truth["files"][entry["file"]]:
        rows[difference["form"] - 1][difference["indicator"] - 1].update(difference)
    return rows


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_indicators(entry: dict[str, Any]) -> None:
    result, truth = read(entry["file"]), true_indicators(entry)
    assert [[(i.level1, i.level2, i.name, i.value.raw) for i in form.indicators] for form in result.forms] == [
        [(i["level1"], i["level2"], i["name"], i["value_raw"]) for i in form] for form in truth
    ]
    for form, true_form in zip(result.forms, truth, strict=True):
        for indicator, true_indicator in zip(form.indicators, true_form, strict=True):
            for level in ("level1", "level2"):
                if (printed := true_indicator.get(f"printed_{level}")) is not None:
                    assert getattr(indicator.printed, level) == printed
    assert {form.profile for form in result.forms} == {"shanghai-2021"}
    assert result.document.format == entry["format"]
