"""JSON Schema of the contract (by pydantic, imported when it is asked for), and reading its JSON back."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from extractor.model import form as contract
from extractor.model.fields import optional_keys
from extractor.model.form import SCHEMA_VERSION, DocumentResult
from extractor.model.record import Record


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of what ``jixiao extract`` writes for one document.

    Every key that is always written is required, and no other key may be in an object of the contract.
    """
    from pydantic import TypeAdapter

    schema = TypeAdapter(DocumentResult).json_schema(mode="serialization")
    for name, part in (*schema.get("$defs", {}).items(), ("DocumentResult", schema)):
        cls = getattr(contract, name, None)
        if isinstance(cls, type) and issubclass(cls, Record) and "properties" in part:
            part["required"] = [key for key in part["properties"] if key not in optional_keys(cls)]
            part["additionalProperties"] = False
            for prop in part["properties"].values():
                prop.pop("default", None)
    schema["properties"]["schema_version"]["const"] = SCHEMA_VERSION
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def validate_json(text: str | bytes) -> DocumentResult:
    """One document's JSON back as records: every type and choice checked, no key that the contract does not know.

    Raises:
        ValueError: the text is not JSON or does not keep the contract; says where.
    """
    try:
        result = _decoder().decode(text)
    except msgspec.DecodeError as exc:
        raise ValueError(str(exc)) from exc
    if result.schema_version != SCHEMA_VERSION:
        raise ValueError(f"schema_version is {result.schema_version!r}; this release reads {SCHEMA_VERSION!r}")
    return result


@cache
def _decoder() -> msgspec.json.Decoder[DocumentResult]:
    return msgspec.json.Decoder(DocumentResult)
