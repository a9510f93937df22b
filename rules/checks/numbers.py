"""Exact figures for the checks: reading them from records, and spelling them for people."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from extractor.model.form import Value

_YUAN_PLACES = 2
_LARGEST_EXPONENT = 100


def decimal(text: str | None) -> Decimal | None:
    """A record's exact decimal, ``None`` for a blank or for what is no number of a plausible size."""
    return None if text is None else _decimal(text)


@lru_cache(maxsize=4096)
def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT else None


def plain(number: Decimal) -> str:
    """The shortest exact spelling without an exponent: ``300000``, ``12.42``."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"


def yuan(number: Decimal) -> str:
    """An amount as forms print it: ``955,500.00``."""
    places = max(_YUAN_PLACES, -int(number.as_tuple().exponent)) if number.is_finite() else 0
    return f"{number:,.{places}f}"


def is_percent(value: Value) -> bool:
    """Whether a target is one number in per cent."""
    return value.number is not None and value.canonical is not None and value.canonical.unit == "%"


def number_of(value: Value) -> Decimal | None:
    """The canonical number of a target, ``None`` where it has none."""
    return decimal(value.canonical.number) if value.canonical is not None else None


def unit_of(value: Value) -> str | None:
    """The canonical unit of a target, ``None`` where it has none."""
    return value.canonical.unit if value.canonical is not None else None
