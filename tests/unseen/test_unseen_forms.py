"""Forms in layouts that the samples do not have give exactly what was keyed by hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.model.table import Source
from extractor.pipeline import extract_document
from tests.truth import assert_head, assert_indicators

HERE = Path(__file__).parent
TRUTH: dict[str, Any] = json.loads((HERE / "truth.json").read_text("utf-8"))
FILES = [(entry, name) for entry, truth in TRUTH.items() for name in truth["files"]]


@cache
def read(name: str) -> list[dict[str, Any]]:
    forms: list[dict[str, Any]] = extract_document(Source(name, (HERE / "files" / name).read_bytes())).to_dict()[
        "forms"
    ]
    return forms


@pytest.mark.parametrize(("entry", "name"), FILES, ids=[name for _, name in FILES])
def test_header_funding_and_goals(entry: str, name: str) -> None:
    for form, truth in zip(read(name), TRUTH[entry]["forms"], strict=True):
        assert_head(form, truth)


@pytest.mark.parametrize(("entry", "name"), FILES, ids=[name for _, name in FILES])
def test_indicators(entry: str, name: str) -> None:
    for form, truth in zip(read(name), TRUTH[entry]["forms"], strict=True):
        assert_indicators(form, truth)
