"""Forms in layouts that the samples do not have give exactly what was keyed by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.model.records import Source
from extractor.pipeline import extract_document

HERE = Path(__file__).parent
TRUTH: dict[str, Any] = json.loads((HERE / "truth.json").read_text("utf-8"))
FILES = [(entry, name) for entry, truth in TRUTH.items() for name in truth["files"]]
GOALS = ("overall", "annual", "medium_term", "actual")
OF_VALUE = {"raw", "operator", "number", "low", "high", "unit"}
OF_OTHERS = {"actual", "baseline"}
NUMBERS = {"number", "low", "high", "weight", "score"}


@cache
def read(name: str) -> dict[str, Any]:
    return extract_document(Source(name, (HERE / "files" / name).read_bytes())).to_dict()


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def head(form: dict[str, Any]) -> dict[str, Any]:
    amounts = [(line["scope"], line["item"], number(line["amount"])) for line in form["funding"]["lines"]]
    return {
        "kind": form["kind"],
        "fiscal_year": form["fiscal_year"],
        "project": {key: text for key, text in form["project"].items() if text is not None and key != "extra"},
        "funding": sorted((f"{scope}.{item}", amount) for scope, item, amount in amounts if amount is not None),
        "goals": {goal: form["goals"][goal] for goal in GOALS if form["goals"][goal] is not None},
    }


def true_head(truth: dict[str, Any]) -> dict[str, Any]:
    funding = sorted((line, Decimal(amount)) for line, amount in truth["funding"].items())
    return {**{key: truth[key] for key in ("kind", "fiscal_year", "project", "goals")}, "funding": funding}


def observed(indicator: dict[str, Any], key: str) -> Any:
    if key in OF_VALUE:
        found = indicator["value"][key]
    elif key in OF_OTHERS:
        found = indicator[key] and indicator[key]["raw"]
    else:
        found = indicator[key]
    return number(found) if key in NUMBERS else found


@pytest.mark.parametrize(("entry", "name"), FILES, ids=[name for _, name in FILES])
def test_header_funding_and_goals(entry: str, name: str) -> None:
    forms, truths = read(name)["forms"], TRUTH[entry]["forms"]
    assert [head(form) for form in forms] == [true_head(truth) for truth in truths]
    for form, truth in zip(forms, truths, strict=True):
        extra = truth.get("extra", {})
        assert {label: form["project"]["extra"].get(label) for label in extra} == extra


@pytest.mark.parametrize(("entry", "name"), FILES, ids=[name for _, name in FILES])
def test_indicators(entry: str, name: str) -> None:
    forms, truths = read(name)["forms"], TRUTH[entry]["forms"]
    assert [[indicator["name"] for indicator in form["indicators"]] for form in forms] == [
        [indicator["name"] for indicator in truth["indicators"]] for truth in truths
    ]
    for form, truth in zip(forms, truths, strict=True):
        for indicator, true in zip(form["indicators"], truth["indicators"], strict=True):
            wanted = {key: number(value) if key in NUMBERS else value for key, value in true.items()}
            assert {key: observed(indicator, key) for key in true} == wanted
