"""Values that are points or stretches of time: deadlines and periods."""

from __future__ import annotations

from extractor.model.form import Canonical, Operator, Value, ValueKind
from extractor.model.patterns import compiled
from rules.values.dates import Point, read_period, read_point
from rules.values.lexicon import Prefix
from rules.values.quantities import code_of, direction_of
from rules.values.terms import Terms

_BARE_YEARS = compiled(r"[0-9]{4}[-~—至到]+[0-9]{4}")
_YEAR_DOT_MONTH = compiled(r"[0-9]{4}\.[0-9]{1,2}")
_COMPACT = compiled(r"[0-9]{6,8}")
_BARE_MONTH = compiled(r"[0-9〇零一二三四五六七八九十]{1,2}月份?")


def read_period_value(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """A stretch of time: 2020年全年, 2023.07-2024.01, 2021年1月-12月, 2026年, 第一季度; an operator only where printed."""
    body = text[prefix.end :]
    period = read_period(body)
    if period is not None:
        confidence = 0.7 if _BARE_YEARS.fullmatch(body) else 1.0
        return (
            None
            if prefix.operator is not None and confidence < 1
            else _period(terms, raw, prefix, period[0], period[1], confidence)
        )
    found = read_point(body)
    if found is None or found[2] != len(body):
        return None
    first, last, _ = found
    if (first == last and first.month is not None) or prefix.operator in ("≤", "<"):
        return None
    return _period(terms, raw, prefix, first, last, 1.0)


def _period(terms: Terms, raw: str, prefix: Prefix, first: Point, last: Point, confidence: float) -> Value:
    return _moment(
        terms, raw, "period", prefix.operator, prefix.nature, Canonical(start=first.iso, end=last.iso), confidence
    )


def _moment(
    terms: Terms,
    raw: str,
    kind: ValueKind,
    operator: Operator | None,
    nature: str | None,
    canonical: Canonical,
    confidence: float,
) -> Value:
    code, direction = code_of(terms, operator, nature), direction_of(terms, operator)
    return Value(raw, kind, operator, code, canonical=canonical, direction=direction, confidence=confidence)


def calendar_year(terms: Terms, raw: str, year: str, operator: Operator | None, nature: str | None) -> Value:
    """A value such as =2026.00(年): a calendar year, not a number of years."""
    iso = year.partition(".")[0]
    kind: ValueKind = "deadline" if operator in ("≤", "<") else "period"
    canonical = Canonical(date=iso) if kind == "deadline" else Canonical(start=iso, end=iso)
    return _moment(terms, raw, kind, operator, nature, canonical, 0.8)


def read_deadline(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """A point in time: 2023年12月31日前, 12月底到位, 2018年10月底, 2021年12月完成, 年底前; 前 and 内 imply ≤."""
    body = text[prefix.end :]
    body = body[terms.words.date_lead.match(body).end() :]  # type: ignore[union-attr]
    found = read_point(body)
    if found is None:
        return None
    _, last, end = found
    match = terms.words.after_point.fullmatch(body, end)
    if match is None:
        return None
    bare = match.end() == end
    if bare and _ambiguous(body, prefix):
        return None
    confidence = 1.0
    if bare and (_YEAR_DOT_MONTH.fullmatch(body) or _COMPACT.fullmatch(body)):
        confidence = 0.6
    elif bare and _BARE_MONTH.fullmatch(body):
        confidence = 0.8
    implied: Operator | None = "≤" if match["before"] or body[:end].endswith("内") else None
    operator = prefix.operator or implied
    return _moment(terms, raw, "deadline", operator, prefix.nature, Canonical(date=last.iso), confidence)


def _ambiguous(body: str, prefix: Prefix) -> bool:
    """Whether digits that could be a date are rather a number: =2023.07, =12月, 202012."""
    if _COMPACT.fullmatch(body):
        return prefix.operator is not None or len(body) < 8
    return prefix.operator is not None and (_YEAR_DOT_MONTH.fullmatch(body) or _BARE_MONTH.fullmatch(body)) is not None
