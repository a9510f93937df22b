"""A marker that gives a contract field its Chinese label and unit, read by the data dictionary and the JSON Schema."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Label(Struct, frozen=True):
    """Annotates a contract field: ``Annotated[str | None, Label("项目名称", "name of the project")]``.

    Attributes:
        zh: the Chinese label.
        doc: one English sentence.
        unit: unit of the field (``yuan``, ``points``, …), ``""`` when it has none.
        optional: the key is left out of the JSON when the value is ``None`` (contract: keys that only some forms carry).
    """

    zh: str
    doc: str = ""
    unit: str = ""
    optional: bool = False

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Let pydantic carry label and description into the JSON Schema without this module importing pydantic."""
        schema: dict[str, Any] = handler(core_schema)
        schema = dict(schema) if "$ref" not in schema else {"allOf": [schema]}
        schema["title"] = self.zh
        if self.doc:
            schema["description"] = self.doc + (f" [{self.unit}]" if self.unit else "")
        return schema
