"""What all records of the contract have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """A record of the contract: made, written and read back by msgspec; pydantic knows it too, for the JSON Schema and for models of users."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """For pydantic: an object of the record's fields and no others, made into the record."""
        from pydantic_core import core_schema

        hints = get_type_hints(cls, include_extras=True)
        keys = {
            item.name: core_schema.typed_dict_field(
                handler.generate_schema(hints[item.name]),
                required=item.default is NODEFAULT and item.default_factory is NODEFAULT,
            )
            for item in fields(cls)
        }
        return core_schema.no_info_after_validator_function(
            lambda values: cls(**values),
            core_schema.typed_dict_schema(keys, cls=cls, extra_behavior="forbid"),
            ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        )
