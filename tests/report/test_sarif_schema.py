"""What is written as SARIF is valid by the standard's own schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from extractor.model.table import Source
from extractor.pipeline import ExtractOptions, extract_document
from extractor.views.review.review import review
from extractor.views.review.sarif import sarif_text
from rules.checks import DEFAULTS, Thresholds

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
SETTINGS = Thresholds(
    severities={"VALUE_MISSING": "warning", "SISTER_TARGET": "error"},
    disabled={"COST_MISSING": "本市未要求设置成本指标"},
    enabled=frozenset({"SIGN_MISSING"}),
)


@cache
def _schema() -> jsonschema.Draft4Validator:
    schema = json.loads((ROOT / "tests" / "data" / "sarif" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema)


def _problems(log: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in _schema().iter_errors(log)]


def _log(*names: str, checks: Thresholds = DEFAULTS, lang: str = "zh", rename: str | None = None) -> dict:  # type: ignore[type-arg]
    sources = [Source(rename or name, (SAMPLES / name).read_bytes()) for name in names]
    results = [extract_document(source, ExtractOptions(checks=checks)) for source in sources]
    return json.loads(sarif_text(review(results, checks, coverage=True), lang))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_drawn_forms_and_text_are_valid(lang: str) -> None:
    names = (
        "shanghai-2026-writer.pdf",
        "shanghai-2026-flattened.txt",
        "self-evaluation-chromium.pdf",
        "value-kinds-weasyprint.pdf",
    )
    log = _log(*names, lang=lang)
    assert _problems(log) == []
    assert len(log["runs"][0]["artifacts"]) == 4
    assert {result["level"] for result in log["runs"][0]["results"]} == {"error", "warning", "note"}


def test_changed_settings_are_valid() -> None:
    log = _log("shanghai-2026-writer.pdf", checks=SETTINGS)
    assert _problems(log) == []
    overrides = log["runs"][0]["invocations"][0]["ruleConfigurationOverrides"]
    assert [one["descriptor"]["id"] for one in overrides] == [
        "COST_MISSING",
        "SIGN_MISSING",
        "SISTER_TARGET",
        "VALUE_MISSING",
    ]


@pytest.mark.parametrize("name", ["表 格 (1)#%.pdf", "C:\\报表\\a.pdf", "-", "目录/子:目录/文件?.txt"])
def test_any_file_name_is_valid(name: str) -> None:
    assert _problems(_log("value-kinds-flattened.txt", rename=name)) == []


def test_the_schema_refuses_what_is_wrong() -> None:
    log = _log("value-kinds-flattened.txt")
    log["runs"][0]["results"][0]["level"] = "fatal"
    del log["runs"][0]["tool"]
    assert len(_problems(log)) == 2
