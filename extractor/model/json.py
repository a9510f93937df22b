"""Records to JSON."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def _plain(value: Any) -> Any:
    """What msgspec does not know: texts of a class of their own, as rules of users bring them."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form in the contract")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


def written(default: T) -> T:
    """A field's default that is written like any other value.

    Records declared with ``omit_defaults`` leave out the fields that hold their plain default; that is how the contract's
    optional keys are told from those that are always there.
    """
    made: T = msgspec.field(default_factory=lambda: default)
    return made


def to_builtins(value: Any) -> Any:
    """Records as the dicts, tuples and plain values that :func:`json.dumps` writes; other values pass through."""
    return msgspec.to_builtins(value, enc_hook=_plain)


def to_jsonable(value: Any) -> Any:
    """Records, tuples and dicts as the dicts, lists and plain values of JSON."""
    import json

    return json.loads(to_json(value))


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text, one line unless ``indent`` is given.

    Raises:
        TypeError: a value has no JSON form.
    """
    try:
        data = _ENCODER.encode(value)
        return (data if indent is None else msgspec.json.format(data, indent=indent)).decode()
    except UnicodeEncodeError:  # half a surrogate pair: of a file's name that is no UTF-8, say
        import json

        separators = (",", ":") if indent is None else None
        return json.dumps(to_builtins(value), ensure_ascii=False, indent=indent, separators=separators)
