"""How far a self-evaluated indicator reached its target, and the rule by which that was computed.

The rules are those of the evaluation methods (财预〔2020〕10号 and the local ones built on it): a result counts by its share of
the target, and for an indicator that should be low by the target's share of the result.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from extractor.model.form import Attainment, Value
from extractor.model.text import label_key

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


def attainment_of(target: Value, actual: Value | None) -> Attainment | None:
    """A result measured against its target; ``None`` where the two cannot be compared (another unit, words against words).

    ``rate`` is in percent, rounded half up to two decimals, and never capped; ``None`` where a share makes no sense
    (dates, words, a target of zero).
    """
    if actual is None or actual.raw is None or target.raw is None:
        return None
    if target.kind == "deadline" or actual.kind == "deadline":
        return _by_date(target, actual)
    if target.kind == "range":
        return _by_range(target, actual)
    goal, reached = _number(target), _number(actual)
    if goal is None or reached is None:
        same = _words(target.raw) == _words(actual.raw)
        return Attainment(None, True, "same wording") if same else None
    if not _same_unit(target, actual):
        return None
    if target.operator in ("≤", "<"):
        met = reached <= goal if target.operator == "≤" else reached < goal
        return Attainment(_share(goal, reached), met, "target / actual")
    if target.operator in ("≥", ">"):
        met = reached >= goal if target.operator == "≥" else reached > goal
        return Attainment(_share(reached, goal), met, "actual / target")
    return Attainment(_share(reached, goal), reached == goal, "actual / target")


def _words(text: str) -> str:
    """A text as it is compared: some forms print that it is 定性, qualitative, before it."""
    key = label_key(text)
    return key.removeprefix("定性").lstrip(":") or key


def _by_date(target: Value, actual: Value) -> Attainment | None:
    if target.kind != actual.kind or target.canonical is None or actual.canonical is None:
        return None
    due, done = target.canonical.date, actual.canonical.date
    if due is None or done is None or len(done) < len(due):
        return None  # a month against a day of it says nothing
    return Attainment(None, done[: len(due)] <= due, "date")


def _by_range(target: Value, actual: Value) -> Attainment | None:
    low, high, reached = _decimal(target.low), _decimal(target.high), _decimal(actual.number)
    if low is None or high is None or reached is None or actual.unit not in (None, target.unit):
        return None
    if low <= reached <= high:
        return Attainment("100.00", True, "range")
    return Attainment(_share(reached, low) if reached < low else _share(high, reached), False, "range")


def _share(part: Decimal, whole: Decimal) -> str | None:
    if part < 0 or whole <= 0:
        return None
    try:
        return str((part / whole * _HUNDRED).quantize(_CENT, ROUND_HALF_UP))
    except (DivisionByZero, InvalidOperation):
        return None


def _same_unit(target: Value, actual: Value) -> bool:
    """A result without a unit is in the target's."""
    units = {value.canonical.unit for value in (target, actual) if value.canonical is not None}
    return len(units - {None}) <= 1


def _number(value: Value) -> Decimal | None:
    return _decimal(value.canonical.number) if value.canonical is not None else None


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
