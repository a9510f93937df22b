"""Records to plain JSON values."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import pytest
from msgspec import Struct
from msgspec.structs import replace

from extractor.model.fields import optional_keys
from extractor.model.form import Canonical, CellProvenance, Document, DocumentResult, Form
from extractor.model.json import to_json, to_jsonable, written
from extractor.model.labels import Label


class _Colour(StrEnum):
    RED = "red"


class _Text(str):
    """As rules of users bring them."""


class _Single(Struct, frozen=True, omit_defaults=True):
    only: Annotated[_Colour | None, Label("颜色", optional=True)] = None
    always: str | None = written(None)


def test_floats_are_written_as_they_are_and_zero_keeps_its_sign() -> None:
    assert to_json((1.25, 0.0, -0.0, 3, None, "中")) == '[1.25,0.0,-0.0,3,null,"中"]'
    assert to_jsonable({"a": (1.5, ("x",))}) == {"a": [1.5, ["x"]]}


def test_records_keep_every_key_but_the_optional_ones() -> None:
    assert to_jsonable(CellProvenance(1, (0.12, 1.0, 2.0, 3.46))) == {
        "page": 1,
        "bbox": [0.12, 1.0, 2.0, 3.46],
        "table": None,
        "row": None,
        "line": None,
    }
    assert to_jsonable(_Single()) == {"always": None}
    assert to_jsonable(_Single(_Colour.RED, "x")) == {"only": "red", "always": "x"}


@pytest.mark.parametrize("record", [Canonical(), Form("0123456789ab-1", "generic", "target")])
def test_the_optional_keys_are_those_that_are_declared_so(record: Struct) -> None:
    assert set(type(record).__struct_fields__) - to_jsonable(record).keys() == optional_keys(type(record)) != set()


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no JSON form in the contract"):
        to_json({"a": object()})


def test_texts_of_a_class_of_their_own_are_texts() -> None:
    assert to_json((_Text("甲"), {"a": _Text("乙")})) == '["甲",{"a":"乙"}]'


def test_half_a_surrogate_pair_is_kept_in_either_layout() -> None:
    whole = DocumentResult("1", Document("b.pdf", "0" * 64, "pdf", 1, None, None, "0", "0"), "no_forms")
    half = replace(whole, document=replace(whole.document, source="\udcb3.pdf"))
    assert half.to_json() == whole.to_json().replace("b.pdf", "\udcb3.pdf")
    assert half.to_json(indent=2) == whole.to_json(indent=2).replace("b.pdf", "\udcb3.pdf")
    assert half.to_dict() == json.loads(half.to_json())
