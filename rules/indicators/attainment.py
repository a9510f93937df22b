"""How far a self-evaluated indicator reached its target, and the rule by which that was computed.

The rules are those of the evaluation methods (财预〔2020〕10号 and the local ones built on it): a result counts by its share of
the target, and for an indicator that should be low by the target's share of the result. Records and checks both go by this.
"""

from __future__ import annotations

from calendar import monthrange
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from extractor.model.form import Attainment, Value
from extractor.model.text import label_key
from rules.indicators.outcomes import grade_of, is_done, is_missed
from rules.name_words import is_time_limit, less_is_better

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_NO_WORDS = frozenset(("missing", "placeholder"))
_SECONDS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800}
_MONTHS = {"月": 1, "季度": 3, "年": 12}


def attainment_of(
    target: Value, actual: Value | None, *, name: str = "", level1: str | None = None, year: int | None = None
) -> Attainment | None:
    """Measure a result against its target; ``None`` where the two cannot be compared (another unit, words against words).

    ``rate`` is in percent, rounded half up to two decimals, and never capped; ``None`` where a share makes no sense
    (dates, words, a target of zero).

    Args:
        name, level1: of the indicator; where no operator is printed, they say whether less is better.
        year: the form's, for dates without one.
    """
    if actual is None or actual.raw is None or target.raw is None:
        return None
    if target.kind in _NO_WORDS or actual.kind in _NO_WORDS:
        return None
    if target.kind == actual.kind == "deadline":
        return _by_date(target, actual, year)
    if target.kind == "range":
        return _by_range(target, actual) or _by_wording(target.raw, actual.raw, words=False)
    goal, reached = _number(target), _number(actual)
    if goal is None or reached is None:
        return _by_wording(target.raw, actual.raw, words=target.kind not in ("deadline", "quantity", "duration"))
    pair = _in_one_unit(target, goal, actual, reached)
    if pair is None:
        return None
    return _by_number(target, *pair, less=less_is_better(name, level1), limit=is_time_limit(name))


def _by_number(target: Value, goal: Decimal, reached: Decimal, *, less: bool, limit: bool) -> Attainment | None:
    if target.operator in ("≤", "<"):
        met = reached <= goal if target.operator == "≤" else reached < goal
        return Attainment(_share(goal, reached), met, "target / actual")
    if target.operator in ("≥", ">"):
        met = reached >= goal if target.operator == "≥" else reached > goal
        return Attainment(_share(reached, goal), met, "actual / target")
    if goal == 0:  # nothing of the kind is to happen
        return Attainment(None, reached == 0, "actual / target")
    if target.kind == "duration" and not limit and reached != goal:
        return None  # a stay or a guarantee may be too short, a procedure too long
    if less or (target.kind == "duration" and limit):
        return Attainment(_share(goal, reached), reached <= goal, "target / actual")
    return Attainment(_share(reached, goal), reached >= goal, "actual / target")


def _by_wording(target: str, actual: str, *, words: bool) -> Attainment | None:
    """A result in words.

    Args:
        words: the target is in words too, so that 完成 can mean that it was reached.
    """
    if _words(target) == _words(actual):
        return Attainment(None, True, "same wording")
    aimed, got = grade_of(target), grade_of(actual)
    if aimed is not None and got is not None:
        return Attainment(None, got <= aimed, "grade")
    if is_missed(actual, target):
        return Attainment(None, False, "wording")
    return Attainment(None, True, "wording") if words and aimed is None and is_done(actual) else None


def _words(text: str) -> str:
    """A text as it is compared: some forms print that it is 定性, qualitative, before it."""
    key = label_key(text)
    return key.removeprefix("定性").lstrip(":") or key


def _by_date(target: Value, actual: Value, year: int | None) -> Attainment | None:
    due, done = _date(target, year), _date(actual, year)
    if due is None or done is None or due.startswith("--") != done.startswith("--"):
        return None
    shared = min(len(due), len(done))
    if done[:shared] != due[:shared]:
        return Attainment(None, done[:shared] < due[:shared], "date")
    if len(done) < len(due) and not _ends_month(due):
        return None  # a month against a day of it says nothing
    return Attainment(None, True, "date")


def _date(value: Value, year: int | None) -> str | None:
    """An ISO date, month or year; ``--11-30`` where no year is known."""
    date = value.canonical.date if value.canonical is not None else None
    return f"{year}{date[1:]}" if date is not None and date.startswith("--") and year is not None else date


def _ends_month(date: str) -> bool:
    year, month, day = date[:4], date[5:7], date[8:]
    return bool(day) and year.isdigit() and int(day) == monthrange(int(year), int(month))[1]


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


def _in_one_unit(target: Value, goal: Decimal, actual: Value, reached: Decimal) -> tuple[Decimal, Decimal] | None:
    """Both numbers in one unit: a result without a unit is in the target's, spans of time are converted."""
    one, two = (value.canonical.unit if value.canonical is not None else None for value in (target, actual))
    if one == "%" and two is None and 0 < reached <= 1 < goal:
        return None  # 0.95 for 95 per cent, or less than one per cent
    if one is None or two is None or one == two:
        return goal, reached
    for factors in (_SECONDS, _MONTHS):
        if one in factors and two in factors:
            return goal * factors[one], reached * factors[two]
    return None


def _number(value: Value) -> Decimal | None:
    return _decimal(value.canonical.number) if value.canonical is not None else None


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
