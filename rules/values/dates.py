"""Dates and periods as these forms print them.

A printed point in time is a :class:`Point` as exact as it was printed: ``2026``, ``2026-12``, ``2026-12-31``; where no year
is, ``--12`` or ``--12-31`` (the truncated form of ISO 8601:2000), for the reader to complete with the form's year.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.model.patterns import compiled
from extractor.model.text import collapse_spaces
from rules.values.folding import fold
from rules.values.numbers import chinese_digits

FIRST_YEAR, LAST_YEAR = 1949, 2100
_LIMIT = 80  # no printed date or period is longer

_CN = "〇零○一二三四五六七八九十"
_ZH_YEAR = rf"(?:[12][0-9]{{3}}|[一二][{_CN}]{{3}})"
_ZH_NUM = rf"(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})"
_QUARTER = r"(?:第?[一二三四1-4]季度?|Q[1-4])"
# One point: with separators, as bare digits, or in words. @ keeps the group names of two points apart.
POINT = (
    r"(?:(?P<yy@>[12][0-9]{3})(?P<s@>[-./])(?P<mm@>[0-9]{1,2})(?:(?P=s@)(?P<dd@>[0-9]{1,2}))?(?![0-9])(?:[T ]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    r"|(?P<yyy@>(?:19|20)[0-9]{2})(?P<mmm@>[0-9]{2})(?P<ddd@>[0-9]{2})?(?![0-9])"
    rf"|(?:(?:当年|本年|今年)度?)?(?:(?P<y@>{_ZH_YEAR})(?:年度?|(?=全年)))?"
    rf"(?:(?P<half@>[上下])半年|(?P<q@>{_QUARTER})|(?P<whole@>全年度?)|(?P<yend@>年[底末内]|(?<=[年度])[底末内])"
    rf"|(?P<m@>{_ZH_NUM})月份?(?:(?P<d@>{_ZH_NUM})[日号])?)?)"
)
_JOIN = r" ?(?:起)?(?:-{1,2}|~|—{1,2}|至|到) ?"
_ONE_POINT, _OTHER_POINT = POINT.replace("@", "1"), POINT.replace("@", "2")
_SINGLE = compiled(_ONE_POINT)
_PERIOD = compiled(
    rf"(?:自|从)?{_ONE_POINT}{_JOIN}(?:{_OTHER_POINT}|(?P<rest_month>[0-9]{{1,2}})[-./](?P<rest_day>[0-9]{{1,2}})|(?P<rest>[0-9]{{1,2}})(?P<restunit>[月日号]?))(?:止|底|末)?"
)
_YEARS = compiled(r"(?P<a>[12][0-9]{3})(?:-|~|—{1,2}|至|到)(?P<b>[12][0-9]{3})年?度?")
_MONTHS = compiled(rf"(?:(?P<y>{_ZH_YEAR})年)?(?P<a>[0-9]{{1,2}})(?:-|~|—{{1,2}}|至|到)(?P<b>[0-9]{{1,2}})月份?[底末]?")
_TRIGGER = compiled(r"[年月季旬]|(?<![0-9])[12][0-9]{3}(?:[-./~—至到]|[0-9]{2})")
_ENDINGS = compiled(r"(?:[底末初]|[上中下]旬)?(?:之?前|以前|内|止)?$")


class Point(NamedTuple):
    """A point in time as exact as printed; ``None`` for the parts that are not printed."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """``2026``, ``2026-12``, ``2026-12-31``, ``--12`` or ``--12-31``."""
        head = "-" if self.year is None else f"{self.year:04d}"
        return head + "".join(f"-{part:02d}" for part in (self.month, self.day) if part is not None)

    def day_of(self, side: Literal["start", "end"], year: int | None = None) -> date | None:
        """The first or the last day it stands for; ``None`` without any year."""
        full = self.year if self.year is not None else year
        if full is None:
            return None
        month = self.month or (1 if side == "start" else 12)
        day = self.day or (1 if side == "start" else _days(full, month))
        return date(full, month, day) if day <= _days(full, month) else None


def may_be_date(text: str) -> bool:
    """Whether folded ``text`` holds anything that dates are made of; quick, for ruling dates out."""
    return _TRIGGER.search(text) is not None


def read_point(text: str, start: int = 0) -> tuple[Point, Point, int] | None:
    """The printed point at ``start`` of folded text: its first and last :class:`Point` and the offset behind it.

    First and last differ for 全年, 上半年 and quarters. ``None`` where no date is, or one that is not in the calendar.
    """
    match = _SINGLE.match(text, start)
    if match is None or match.end() == start:
        return None
    span = _span(match, 1)
    return None if span is None else (*span, match.end())


def moment_end(text: str, start: int) -> int | None:
    """The offset behind the longest date or period that begins at ``start`` of folded text, ``None`` where none does."""
    ends = [match.end() for pattern in (_YEARS, _MONTHS, _PERIOD, _SINGLE) if (match := pattern.match(text, start))]
    longest = max(ends, default=start)
    return longest if longest > start else None


def read_period(text: str) -> tuple[Point, Point] | None:
    """First and last point of a period that fills folded ``text``: two points, 1-12月, 2024-2026年, 2026年1-6月."""
    if match := _YEARS.fullmatch(text):
        return _ordered(_point(match["a"]), _point(match["b"]))
    if match := _MONTHS.fullmatch(text):
        return _ordered(_point(match["y"], match["a"]), _point(match["y"], match["b"]))
    single = _SINGLE.match(text)
    if single is not None and single.end() == len(text) and single["dd1"]:
        return None  # 2026-01-12 is a day, not January to December
    match = _PERIOD.fullmatch(text)
    if match is None or (first := _span(match, 1)) is None:
        return None
    if match["rest_month"]:
        day_of_year = _point(first[0].year, match["rest_month"], match["rest_day"])
        return _ordered(first[0], day_of_year) if first[0].day is not None else None
    if match["rest"]:
        return _ordered(first[0], _short_end(first[0], match["rest"], match["restunit"]))
    last = _span(match, 2)
    if last is None:
        return None
    end = last[1]
    if end.year is None and first[0].year is not None:
        end = _point(first[0].year, end.month, end.day) or end
    return _ordered(first[0], end)


def _short_end(first: Point, digits: str, unit: str) -> Point | None:
    """The end of 2026.1-12, 2026年1月-12月 or 1月1日-31日: what the end leaves out is the beginning's."""
    if first.day is not None:
        return _point(first.year, first.month, digits) if unit != "月" else None
    return _point(first.year, digits) if first.month is not None and unit in ("", "月") else None


def _ordered(first: Point | None, last: Point | None) -> tuple[Point, Point] | None:
    if first is None or last is None or (first.year is None) != (last.year is None):
        return None
    start, end = first.day_of("start", 2000), last.day_of("end", 2000)
    return (first, last) if start is not None and end is not None and start <= end else None


def _span(match: re.Match[str], n: int) -> tuple[Point, Point] | None:
    group = match.groupdict()
    year = group[f"y{n}"] or group[f"yy{n}"] or group[f"yyy{n}"]
    if half := group[f"half{n}"]:
        return _months(year, 1 if half == "上" else 7, 6)
    if quarter := group[f"q{n}"]:
        rank = next(char for char in quarter if char in "一二三四1234")
        return _months(year, 3 * (("一二三四".find(rank) + 1) or int(rank)) - 2, 3)
    if group[f"whole{n}"]:
        return _months(year, 1, 12) if year is None else _twice(_point(year))
    if ending := group[f"yend{n}"]:
        return _twice(_point(year, None if year and ending[-1] == "内" else 12))
    month = group[f"m{n}"] or group[f"mm{n}"] or group[f"mmm{n}"]
    if year is None and month is None:
        return None
    return _twice(_point(year, month, group[f"d{n}"] or group[f"dd{n}"] or group[f"ddd{n}"]))


def _months(year: str | None, first: int, count: int) -> tuple[Point, Point] | None:
    start, end = _point(year, first), _point(year, first + count - 1)
    return (start, end) if start is not None and end is not None else None


def _twice(point: Point | None) -> tuple[Point, Point] | None:
    return None if point is None else (point, point)


def _point(year: str | int | None, month: str | int | None = None, day: str | int | None = None) -> Point | None:
    """A checked point, ``None`` when it is not in the calendar."""
    parts: list[int | None] = []
    for part in (year, month, day):
        value = part if part is None or isinstance(part, int) else _integer(part)
        if part is not None and value is None:
            return None
        parts.append(value)
    y, m, d = parts
    if (y is not None and not FIRST_YEAR <= y <= LAST_YEAR) or (m is not None and not 1 <= m <= 12):
        return None
    if d is not None and (m is None or not 1 <= d <= _days(2000 if y is None else y, m)):
        return None
    return Point(y, m, d)


def _days(year: int, month: int) -> int:
    """Days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _integer(text: str) -> int | None:
    if text.isascii():
        return int(text)
    if len(text) == 4:
        text = text.replace("○", "〇")
    digits = chinese_digits(text)
    return int(digits) if digits is not None and digits.isdecimal() else None


def _prepare(text: str) -> str:
    return fold(collapse_spaces(text)).strip(" 。.;,、()[]") if len(text) <= 4 * _LIMIT else ""


@lru_cache(maxsize=4096)
def parse_date(text: str, *, side: Literal["start", "end"] = "start") -> str | None:
    """One printed date as ``YYYY-MM-DD``; ``None`` when it is none, has no year, or is not in the calendar (2026-02-30).

    Args:
        text: 2026-01-01, 2026/1/1, 2026.1.1, 2026年1月1日, 20260101, 二〇二六年一月, 2026年12月底 …
        side: which day 2026年1月 or 2026年 stands for: the first or the last.
    """
    cleaned = _prepare(text)
    if not cleaned or (found := read_point(cleaned)) is None:
        return None
    first, last, end = found
    if _ENDINGS.fullmatch(cleaned, end) is None:
        return None
    day = (first if side == "start" else last).day_of(side)
    return None if day is None else day.isoformat()


@lru_cache(maxsize=4096)
def parse_date_range(text: str, *, year: int | None = None) -> tuple[str, str] | None:
    """First and last day of a printed period as ``YYYY-MM-DD``; ``None`` when it is none or ends before it starts.

    Args:
        text: 202001-202012, 2026年1月-12月, 2023.07-2024.01, 2026-01-01至2026-12-31, 2020年全年, 2026年度, 2026年第一季度 …
        year: completes a period without a year (1-12月); without it such a period gives ``None``.
    """
    cleaned = _prepare(text)
    if not cleaned:
        return None
    period = read_period(cleaned)
    if period is None:
        found = read_point(cleaned)
        if found is None or found[2] != len(cleaned) or found[0].day is not None:
            return None
        period = found[:2]
    start, end = period[0].day_of("start", year), period[1].day_of("end", year)
    return (start.isoformat(), end.isoformat()) if start is not None and end is not None and start <= end else None
