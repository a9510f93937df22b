"""Quantities per period or per head that are said in words: 每季度1次, 每人每年500元, 一年两次."""

from __future__ import annotations

from rules.values.lexicon import Prefix
from rules.values.numbers import read_number
from rules.values.quantities import Reading, read_quantity
from rules.values.terms import Terms

_LONGEST_PERIOD_NAME = 5


def read_frequency(terms: Terms, text: str, prefix: Prefix) -> tuple[Reading, str] | None:
    """A quantity per period, said in words: 每季度1次, 每年不少于2次, 每人每年500元, 一年两次; with the denominators as text."""
    rest, one = text[prefix.end :], False
    periods: list[str] = []
    while rest[:1] in ("每", "一", "1") and len(periods) < 3:
        if rest[0] != "每":
            if periods or one:
                break
            one = True
        found = _period_name(terms, rest[1:], time_only=one)
        if found is None:
            return None
        periods.append(found[0])
        rest = rest[1 + found[1] :]
        if one:
            break
    if not periods or not rest:
        return None
    reading = read_quantity(terms, rest)
    if reading is not None and reading.tail.unit.printed == "日":
        return None  # 每月10日 is a date
    if (
        reading is None
        or reading.number is None
        or reading.tail.unit.canonical is None
        or reading.tail.unit.rate is not None
    ):
        return None
    if one and reading.tail.unit.dimension != "event":
        return None
    if prefix.end:
        if reading.prefix.end:
            return None
        reading = reading._replace(prefix=prefix)
    return reading, "·".join(periods)


def _period_name(terms: Terms, text: str, *, time_only: bool) -> tuple[str, int] | None:
    """The period or unit name at the start of ``text`` (季度, 年, 人, 2年) and its length."""
    table, kinds = terms.units, ("time",) if time_only else ("time", "count", "event")
    start, count = 0, ""
    if not time_only and (number := read_number(text)) is not None and not number[0].startswith(("-", "0")):
        count, start = number[0], number[1]
    start += text[start : start + 1] == "个"
    for length in range(_LONGEST_PERIOD_NAME, 0, -1):
        name = table.known(text[start : start + length])
        if name is not None and len(text) >= start + length and table.dimensions[name] in kinds:
            return (name if count in ("", "1") else f"{count}{name}"), start + length
    return None
