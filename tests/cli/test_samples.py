"""The whole path on the sample documents: what goes out keeps the schema, comes back the same, and agrees with itself."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from extractor import json_schema, validate_json

SAMPLES = Path(__file__).parents[2] / "samples"
TEN_FORMS = ["shanghai-2026-flattened.txt", "shanghai-2026-calc.pdf"]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


@pytest.mark.parametrize("path", sorted((*SAMPLES.glob("*.pdf"), *SAMPLES.glob("*.txt"))), ids=lambda path: path.name)
def test_every_sample_keeps_the_schema_and_comes_back(jixiao, schema, path):
    ended = jixiao("extract", path, "-o", "-", "-q")
    assert (ended.code, ended.err) == (0, "")
    (line,) = ended.out.splitlines()
    assert [error.json_path for error in schema.iter_errors(json.loads(line))] == []
    assert validate_json(line).to_json() == line


@pytest.mark.parametrize("name", TEN_FORMS)
def test_tables_agree_with_the_json(jixiao, tmp_path, name):
    assert jixiao("extract", SAMPLES / name, "-o", tmp_path, "-q").code == 0
    (document,) = (tmp_path / "documents").iterdir()
    result = validate_json(document.read_bytes())
    assert len(result.forms) == 10
    forms, indicators = _rows(tmp_path / "forms.csv"), _rows(tmp_path / "indicators.csv")
    assert [row["project_name"] for row in forms] == [form.project.name for form in result.forms]
    assert [row["name"] for row in indicators] == [one.name for form in result.forms for one in form.indicators]
    assert len(indicators) == 107
    assert {row["form_id"] for row in indicators} == {form.form_id for form in result.forms}
    funding = _rows(tmp_path / "funding.csv")
    for row, form in zip(forms, result.forms, strict=True):
        totals = [
            one for one in funding if (one["form_id"], one["scope"], one["item"]) == (form.form_id, "annual", "total")
        ]
        assert [one["amount"] for one in totals] == [row["annual_total"]]
    assert sum(Decimal(row["annual_total"]) for row in forms) == Decimal("33407000.00")
