"""Dataclasses to plain JSON values, with the field lists of each class worked out once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple, get_type_hints

from extractor.model.labels import Label

_PLAIN = frozenset((str, int, bool, NoneType))
_DECLARED_PLAIN = re.compile(r"(?:Annotated\[)?(?:str|int|bool)(?: \| None)?(?:,|$)")
_DECIMALS = 2  # a hundredth of a point or of a confidence is finer than either is known


class _Plan(NamedTuple):
    """What is known of a dataclass.

    Attributes:
        names: of its fields.
        values_of: gets the values of all of them.
        optional: names that are left out when None.
        other: names of fields that are not declared to be text, whole numbers or truth values.
    """

    names: tuple[str, ...]
    values_of: Callable[[Any], tuple[Any, ...]]
    optional: tuple[str, ...]
    other: tuple[str, ...]


_plans: dict[type, _Plan] = {}


def _plan(cls: type) -> _Plan:
    names = tuple(f.name for f in fields(cls))
    # Annotations are text until they are evaluated, which is worth it only where one may hold the mark.
    marked = any(not isinstance(f.type, str) or "optional" in f.type for f in fields(cls))
    hints = get_type_hints(cls, include_extras=True) if marked else {}
    optional = tuple(
        name for name, hint in hints.items() if any(isinstance(m, Label) and m.optional for m in _marks(hint))
    )
    other = tuple(f.name for f in fields(cls) if not (isinstance(f.type, str) and _DECLARED_PLAIN.match(f.type)))
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)
    return _Plan(names, values_of, optional, other)


def _marks(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__metadata__", ())


def to_jsonable(value: Any) -> Any:
    """Turn dataclasses, tuples and dicts into what :func:`json.dumps` writes; other values pass through."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is float:
        return round(value, _DECIMALS)
    if kind is tuple or kind is list:
        return [item if type(item) in _PLAIN else to_jsonable(item) for item in value]
    if kind is dict:
        return {key: item if type(item) in _PLAIN else to_jsonable(item) for key, item in value.items()}
    plan = _plans.get(kind)
    if plan is None:
        if not is_dataclass(kind):
            return _of_a_kind(value)
        plan = _plans[kind] = _plan(kind)
    out = dict(zip(plan.names, plan.values_of(value), strict=True))
    for name in plan.other:
        if type(item := out[name]) not in _PLAIN:
            out[name] = to_jsonable(item)
    for name in plan.optional:
        if out[name] is None:
            del out[name]
    return out


def _of_a_kind(value: Any) -> Any:
    """The same for values of classes that are derived from the plain ones."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return round(value, _DECIMALS)
    if isinstance(value, tuple | list):
        return [to_jsonable(item) for item in value]
    if isinstance(value, dict):
        return {key: to_jsonable(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no JSON form in the contract")
