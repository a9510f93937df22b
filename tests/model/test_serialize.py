"""Records to plain JSON values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import pytest

from extractor.model.contract import CellProvenance, Value
from extractor.model.labels import Label
from extractor.model.serialize import to_jsonable


class _Colour(StrEnum):
    RED = "red"


class _Share(float):
    """A float of a class of its own."""


@dataclass(frozen=True)
class _Single:
    only: Annotated[_Colour | None, Label("颜色", optional=True)] = None


def test_floats_are_written_with_two_decimals_and_zero_keeps_its_sign() -> None:
    given = (1.005, 0.0, -0.0, 2.345, -0.001, 0.0, 2.345, 3, None)
    assert json.dumps(to_jsonable(given)) == "[1.0, 0.0, -0.0, 2.35, -0.0, 0.0, 2.35, 3, null]"
    assert json.dumps(to_jsonable({"a": _Share(0.129), "b": -0.0, "c": 0.0})) == '{"a": 0.13, "b": -0.0, "c": 0.0}'


def test_a_box_may_hold_what_is_no_float() -> None:
    assert to_jsonable((1.239, 2, None, "x", (0.005,))) == [1.24, 2, None, "x", [0.01]]


def test_records_keep_every_key_but_the_optional_ones() -> None:
    assert to_jsonable(CellProvenance(1, (0.123, 1.0, 2.0, 3.456))) == {
        "page": 1,
        "bbox": [0.12, 1.0, 2.0, 3.46],
        "table": None,
        "row": None,
        "line": None,
    }
    assert to_jsonable(Value("≥3", "quantity", "≥", confidence=0.954))["confidence"] == 0.95
    assert (to_jsonable(_Single()), to_jsonable(_Single(_Colour.RED))) == ({}, {"only": "red"})


def test_what_the_contract_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no JSON form in the contract"):
        to_jsonable({"a": {1, 2}})
