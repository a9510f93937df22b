"""What the contract's annotations say of a field: type, label, unit, choices."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from extractor.model.labels import Label
from extractor.model.table import BBox

_SCALARS: dict[Any, str] = {str: "text", bool: "boolean", int: "integer", float: "number"}


class FieldInfo(Struct, frozen=True):
    """One field or column.

    Attributes:
        path: name, or path from the record that was asked for (``forms[].project.name``).
        type: ``text``, ``integer``, ``boolean``, ``number`` or ``json`` (a list or an object).
        label: Chinese label, sentence and unit.
        choices: the only values a text may take, ``()`` where any may be.
    """

    path: str
    type: str
    label: Label
    choices: tuple[str, ...] = ()


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def optional_keys(cls: type) -> frozenset[str]:
    """The keys of a record that the JSON leaves out when there is nothing to say."""
    return frozenset(name for name, hint in _hints(cls).items() if _unwrap(hint)[1].optional)


def _unwrap(hint: Any) -> tuple[Any, Label]:
    """The bare type without ``Annotated`` and ``| None``, and its label."""
    label = Label("")
    if get_origin(hint) is Annotated:
        label = next((m for m in hint.__metadata__ if isinstance(m, Label)), label)
        hint = hint.__origin__
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    return hint, label


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct)


def _info(path: str, hint: Any, label: Label) -> FieldInfo:
    if get_origin(hint) is Literal:
        return FieldInfo(path, "text", label, tuple(map(str, get_args(hint))))
    return FieldInfo(path, _SCALARS.get(hint, "json"), label)


def field_at(cls: type, path: str) -> FieldInfo:
    """The field at a dotted path below a record class.

    Raises:
        KeyError: no such field.
    """
    *parents, name = path.split(".")
    for parent in parents:
        cls, _ = _unwrap(_hints(cls)[parent])
    return _info(path, *_unwrap(_hints(cls)[name]))


def walk(cls: type, prefix: str = "") -> Iterator[FieldInfo]:
    """Every field below a record class, in the JSON's order: ``list[].field``, and ``dictionary.*.field``."""
    for name, declared in _hints(cls).items():
        hint, label = _unwrap(declared)
        path = f"{prefix}{name}"
        if _is_record(hint):
            yield FieldInfo(path, "object", label)
            yield from walk(hint, f"{path}.")
            continue
        origin, args = get_origin(hint), get_args(hint)
        element = args[-1] if origin is dict else args[0] if origin is tuple and hint != BBox else None
        if element is not None and _is_record(element):
            yield FieldInfo(path, "object" if origin is dict else "list", label)
            yield from walk(element, f"{path}.*." if origin is dict else f"{path}[].")
        elif element is not None:
            yield FieldInfo(path, "object" if origin is dict else "list", label)
        elif hint == BBox:
            yield FieldInfo(path, "list", label)
        else:
            yield _info(path, hint, label)
