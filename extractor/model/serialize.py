"""Dataclasses to plain JSON values, with a converter for each class made once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass
from operator import attrgetter
from types import NoneType
from typing import Any, Literal, TypeAlias, get_origin, get_type_hints

from extractor.model.labels import Label

_Converter: TypeAlias = Callable[[Any], Any]

_PLAIN = frozenset((str, int, bool, NoneType))
_DECLARED = re.compile(r"(?:Annotated\[)?(\w+)(?: \| None)?(?:,|$)")
_DECIMALS = 2  # a hundredth of a point or of a confidence is finer than either is known
_MOST_ROUNDED = 4096


def to_jsonable(value: Any) -> Any:
    """Turn dataclasses, tuples and dicts into what :func:`json.dumps` writes; other values pass through."""
    return _converters[type(value)](value)


def _as_it_is(value: Any) -> Any:
    return value


class _Rounded(dict[float, float]):
    """Floats as they are written; the edges of a form's cells come again and again, and rounding is slow."""

    def __missing__(self, value: float) -> float:
        rounded = round(value, _DECIMALS)
        if value:  # zero is equal to minus zero, which is written otherwise
            if len(self) >= _MOST_ROUNDED:
                self.clear()
            self[value] = rounded
        return rounded


_rounded = _Rounded().__getitem__


def _items(values: tuple[Any, ...] | list[Any]) -> list[Any]:
    if values and type(values[0]) is float:  # a box, as most are
        return [_rounded(item) if type(item) is float else to_jsonable(item) for item in values]
    return [item if (kind := type(item)) in _PLAIN else _converters[kind](item) for item in values]


def _mapping(values: dict[Any, Any]) -> dict[Any, Any]:
    return {key: item if (kind := type(item)) in _PLAIN else _converters[kind](item) for key, item in values.items()}


class _Converters(dict[type, _Converter]):
    """Class to the function that turns its values into JSON values; one that is missing is made when it is asked for."""

    def __missing__(self, kind: type) -> _Converter:
        made = self[kind] = _of_dataclass(kind) if is_dataclass(kind) else _of_derived(kind)
        return made


_converters = _Converters(
    {
        str: _as_it_is,
        int: _as_it_is,
        bool: _as_it_is,
        NoneType: _as_it_is,
        float: _rounded,
        tuple: _items,
        list: _items,
        dict: _mapping,
    }
)


def _of_dataclass(cls: type) -> _Converter:
    names = tuple(f.name for f in fields(cls))
    # Annotations are text until they are evaluated, which is worth it only where one may hold the mark.
    marked = any(not isinstance(f.type, str) or "optional" in f.type for f in fields(cls))
    hints = get_type_hints(cls, include_extras=True) if marked else {}
    optional = tuple(
        name for name, hint in hints.items() if any(isinstance(m, Label) and m.optional for m in _marks(hint))
    )
    other = tuple(f.name for f in fields(cls) if not _declared_plain(cls, f))
    values_of: _Converter = (
        attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)
    )

    def convert(value: Any) -> dict[str, Any]:
        out = dict(zip(names, values_of(value), strict=True))
        for name in other:
            item = out[name]
            if (kind := type(item)) not in _PLAIN:
                out[name] = _converters[kind](item)
        for name in optional:
            if out[name] is None:
                del out[name]
        return out

    return convert


def _declared_plain(cls: type, item: Field[Any]) -> bool:
    """Whether a field is declared to hold text (any, or one of some choices), a whole number or a truth value."""
    declared = _DECLARED.match(item.type) if isinstance(item.type, str) else None
    if declared is None:
        return False
    return declared[1] in ("str", "int", "bool") or (
        get_origin(getattr(sys.modules[cls.__module__], declared[1], None)) is Literal
    )


def _marks(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__metadata__", ())


def _of_derived(kind: type) -> _Converter:
    """The same for classes that are derived from the plain ones.

    Raises:
        TypeError: the class is none of them.
    """
    if issubclass(kind, str | int):
        return _as_it_is
    if issubclass(kind, float):
        return _rounded
    if issubclass(kind, tuple | list):
        return _items
    if issubclass(kind, dict):
        return _mapping
    raise TypeError(f"{kind.__name__} has no JSON form in the contract")
