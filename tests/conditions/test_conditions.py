"""The same three forms printed under many conditions give the same records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.model.table import Source
from extractor.pipeline import extract_document
from tests.truth import assert_head, assert_indicators

HERE = Path(__file__).parent
TRUTH: dict[str, Any] = json.loads((HERE / "truth.json").read_text("utf-8"))


@pytest.mark.parametrize("name", TRUTH["files"])
def test_the_records_are_the_same(name: str) -> None:
    result = extract_document(Source(name, (HERE / "files" / name).read_bytes())).to_dict()
    assert result["status"] == "ok"
    for form, key in zip(result["forms"], TRUTH["files"][name], strict=True):
        assert_head(form, TRUTH["forms"][key])
        assert_indicators(form, TRUTH["forms"][key])
