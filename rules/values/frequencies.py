"""Quantities per period or per head that are said in words: 每季度1次, 每人每年500元, 一年两次."""

from __future__ import annotations

from extractor.model.patterns import compiled
from rules.values.lexicon import Prefix
from rules.values.numbers import read_number
from rules.values.quantities import Reading, read_quantity
from rules.values.terms import Terms

_LONGEST_PERIOD_NAME = 5
_PERIOD = compiled(r"[0-9一二两三四五六七八九十半]{1,3}个?[年月周天日季学小星]")
_COUNTED = frozenset(("time", "count", "event", "length", "area", "volume", "mass"))


def read_frequency(terms: Terms, text: str, prefix: Prefix) -> tuple[Reading, str] | None:
    """A quantity per period, said in words, with the denominators: 每季度1次, 每年不少于2次, 每人每年500元, 一年两次, 两周一次."""
    rest = text[prefix.end :]
    periods: list[str] = []
    while rest.startswith("每") and len(periods) < 3:
        found = period_name(terms, rest[1:])
        if found is None:
            return None
        periods.append(found[0])
        rest = rest[1 + found[1] :]
    alone = not periods
    if alone and _PERIOD.match(rest) is None:
        return None
    if alone:
        found = period_name(terms, rest)
        if found is None or not _is_time(terms, found[0]):
            return None
        periods, rest = [found[0]], rest[found[1] :]
    reading = read_quantity(terms, rest) if rest else None
    if reading is None or (alone and reading.tail.unit.dimension != "event"):
        return None
    unit = reading.tail.unit
    if unit.printed == "日" or unit.canonical is None or unit.rate is not None:
        return None  # 每月10日 is a date
    if prefix.end:
        if reading.prefix.end:
            return None
        reading = reading._replace(prefix=prefix)
    return reading, "·".join(periods)


def _is_time(terms: Terms, period: str) -> bool:
    return terms.units.dimensions.get(period.lstrip("0123456789")) == "time"


def period_name(terms: Terms, text: str) -> tuple[str, int] | None:
    """The period or the unit at the start of ``text`` (季度, 年, 人, 2年) and its length."""
    table, start, count = terms.units, 0, ""
    if (number := read_number(text)) is not None and not number[0].startswith(("-", "0")):
        count, start = number[0], number[1]
    start += text[start : start + 1] == "个"
    for length in range(min(_LONGEST_PERIOD_NAME, len(text) - start), 0, -1):
        scale, bare = table.split_scale(text[start : start + length])
        name = table.known(bare)
        if name is not None and table.dimensions[name] in _COUNTED:
            printed = text[start : start + length - len(bare)] if scale != "1" else ""  # 每千人
            return (name if (count or printed) in ("", "1") else f"{count}{printed}{name}"), start + length
    return None
