"""Dataclasses to plain JSON values, with the field lists of each class worked out once."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

from extractor.model.labels import Label


@cache
def _plan(cls: type) -> tuple[tuple[str, bool], ...]:
    """``(field name, leave out when None)`` per field of a dataclass."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        (f.name, any(isinstance(m, Label) and m.optional for m in getattr(hints[f.name], "__metadata__", ())))
        for f in fields(cls)
    )


def to_jsonable(value: Any) -> Any:
    """Turn dataclasses, tuples and dicts into what :func:`json.dumps` writes; other values pass through."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return round(value, 2)  # a hundredth of a point or of a confidence is finer than either is known
    if isinstance(value, tuple | list):
        return [to_jsonable(item) for item in value]
    if isinstance(value, dict):
        return {key: to_jsonable(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        out = {}
        cls: type = type(value)
        for name, optional in _plan(cls):
            item = getattr(value, name)
            if item is not None or not optional:
                out[name] = to_jsonable(item)
        return out
    raise TypeError(f"{type(value).__name__} has no JSON form in the contract")
