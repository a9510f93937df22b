"""The JSON Schema describes exactly what is written, and the JSON comes back as the same records."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from extractor.model.form import DocumentResult
from extractor.model.schema import json_schema, validate_json
from tests.model.full_record import EMPTY, FULL


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("result", [FULL, EMPTY], ids=["full", "empty"])
def test_what_is_written_keeps_the_schema(validator, result):
    assert [error.message for error in validator.iter_errors(result.to_dict())] == []


@pytest.mark.parametrize("result", [FULL, EMPTY], ids=["full", "empty"])
def test_json_comes_back_as_the_same_records(result):
    assert validate_json(result.to_json()) == result
    assert validate_json(result.to_json(indent=2).encode()) == result


def test_optional_keys_may_be_absent_and_all_others_must_stand(validator):
    schema = validator.schema
    canonical = schema["$defs"]["Canonical"]
    assert canonical["required"] == ["number", "unit"]
    form = schema["$defs"]["Form"]
    assert set(form["properties"]) - set(form["required"]) == {"execution", "score"}
    assert schema["required"] == ["schema_version", "document", "status", "forms", "findings"]


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (["status"], "fine"),
        (["schema_version"], "2"),
        (["document", "pages"], "3"),
        (["forms", 0, "indicators", 0, "value", "number"], 100.0),
        (["forms", 0, "indicators", 0, "value", "operator"], "~"),
        (["forms", 0, "indicators", 0, "value", "kind"], None),
        (["forms", 0, "funding", "lines", 0, "scope"], "all"),
        (["forms", 0, "provenance", "bbox"], [1, 2, 3]),
        (["forms", 0, "colour"], "red"),
    ],
)
def test_schema_and_loader_both_refuse_what_breaks_the_contract(validator, path, wrong):
    data = json.loads(FULL.to_json())
    target = data
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = wrong
    assert not validator.is_valid(data)
    with pytest.raises(ValueError, match=r"."):
        validate_json(json.dumps(data))


def test_labels_are_carried_into_the_schema(validator):
    amount = validator.schema["$defs"]["FundingLine"]["properties"]["amount"]
    assert amount["title"] == "金额"
    assert amount["description"] == "exact decimal [yuan]"


def test_a_model_of_a_user_may_hold_records():
    class Kept(BaseModel):
        by: str
        result: DocumentResult

    data = {"by": "bureau", "result": FULL.to_dict()}
    assert Kept.model_validate(data).result == FULL
    data["result"]["forms"][0]["colour"] = "red"
    with pytest.raises(ValidationError, match=r"result\.forms\.0\.colour\n  Extra inputs are not permitted"):
        Kept.model_validate(data)
    assert list(Kept.model_json_schema()["$defs"]["Canonical"]["properties"])[:3] == ["number", "unit", "low"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"schema_version":"1"', "Input data was truncated"),
        ("[]", "Expected `object`, got `array`"),
        ('{"schema_version":"1"}', "Object missing required field `document`"),
    ],
)
def test_the_loader_says_what_is_wrong(text, says):
    with pytest.raises(ValueError, match=f"^{says}$"):
        validate_json(text)


def test_the_loader_says_where():
    data = FULL.to_dict()
    data["forms"][0]["indicators"][0]["value"]["kind"] = "sum"
    with pytest.raises(
        ValueError, match=r"^Invalid enum value 'sum' - at `\$\.forms\[0\]\.indicators\[0\]\.value\.kind`$"
    ):
        validate_json(json.dumps(data))
