"""Every family's sample files give exactly the record that stands beside them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.model.table import Source
from extractor.pipeline import extract_document
from samples.make.family.compare import (
    observed_extra,
    observed_head,
    observed_indicators,
    true_head,
    true_indicators,
)

SAMPLES = Path(__file__).parents[2] / "samples"
MANIFEST = json.loads((SAMPLES / "families" / "manifest.json").read_text("utf-8"))


@cache
def read(name: str) -> dict[str, Any]:
    return extract_document(Source(name, (SAMPLES / name).read_bytes())).to_dict()


@cache
def expected(family: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((SAMPLES / "expected" / "families" / f"{family}.json").read_text("utf-8"))
    return record


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_header_funding_execution_and_goals(entry: dict[str, Any]) -> None:
    result, truth = read(entry["file"]), expected(entry["family"])
    assert result["document"]["format"] == entry["format"]
    assert result["document"]["title"] == truth["title"]
    assert [observed_head(form, true) for form, true in zip(result["forms"], truth["forms"], strict=False)] == [
        true_head(form) for form in truth["forms"]
    ]
    assert len(result["forms"]) == len(truth["forms"])


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_indicators(entry: dict[str, Any]) -> None:
    result, truth = read(entry["file"]), expected(entry["family"])
    assert [observed_indicators(form, true) for form, true in zip(result["forms"], truth["forms"], strict=False)] == [
        true_indicators(form) for form in truth["forms"]
    ]


@pytest.mark.parametrize(
    "entry",
    [entry for entry in MANIFEST if any(form["extra"] for form in expected(entry["family"])["forms"])],
    ids=lambda entry: entry["file"],
)
def test_labels_without_a_field_keep_their_text(entry: dict[str, Any]) -> None:
    result, truth = read(entry["file"]), expected(entry["family"])
    assert [observed_extra(form, true) for form, true in zip(result["forms"], truth["forms"], strict=False)] == [
        form["extra"] for form in truth["forms"]
    ]
