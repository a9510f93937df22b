"""Values among words: 全年不少于24次, 较上年增长5%以上, 接报后30分钟内到场, 控制在预算8.5万元以内, 项目于12月底前全部完成.

The numbers and dates of a text are found first, each with its operator, unit and suffix. Where they come to one value, the
words around it say what it is a growth of, per what it counts, or nothing; the more of them there are, the less sure the
value is. Where they come to more than one value the text stays a text, with little confidence.
"""

from __future__ import annotations

from msgspec.structs import replace

from extractor.model.form import Direction, Value
from extractor.model.patterns import compiled
from rules.values.found_numbers import Found, find_moments, find_numbers, is_scope, one_of
from rules.values.lexicon import Prefix
from rules.values.moments import read_deadline
from rules.values.qualitative import read_text
from rules.values.quantities import code_of, value_of
from rules.values.settings import setting_of
from rules.values.terms import Terms
from rules.values.units import Unit

_LONGEST_SETTING = 14  # characters around a number; more of them are a sentence
SEVERAL = 0.5  # confidence of a text that prints several values
_EVENT = compiled(r"[\u4e00-\u9fff]{1,6}前")  # 9月1日开学前, 2026年汛前
_MARKED = compiled(r"[底末初]?(?:之?前|以前|内|底前)")
_NOTHING = compiled(r"(?:无|不|未|没有|避免|防止|杜绝)(?:再?(?:发生|出现|产生|存在)|有|因)")
_NOTHING_AT_END = compiled(r"(?:无|没有|避免|杜绝|零)$")
_CLAUSES = compiled(r"[,;。!?:]")


def read_phrase(terms: Terms, raw: str, text: str, _: Prefix) -> Value | None:
    """The one value that a text prints among words; a text of little confidence where it prints several."""
    moments = find_moments(text)
    numbers = find_numbers(terms, text, moments)
    if numbers is None:
        return None
    if not numbers:
        return _deadline(terms, raw, text, moments[0]) if len(moments) == 1 else None
    found = one_of(terms, text, numbers)
    if found is None or not all(is_scope(text, moment, found) for moment in moments):
        return replace(read_text(terms, raw, text, Prefix()), confidence=SEVERAL)
    lead, trail = text[: found.start], text[found.end :]
    if _NOTHING.search(lead) or _NOTHING_AT_END.search(lead):
        return None
    return _value(terms, raw, lead, trail, found)


def _value(terms: Terms, raw: str, lead: str, trail: str, found: Found) -> Value:
    setting = setting_of(terms, lead, found.reading)
    reading = found.reading
    if setting.operator is not None:
        reading = reading._replace(prefix=reading.prefix._replace(operator=setting.operator))
    unit: Unit | None = None
    if setting.per is not None and reading.tail.unit.printed is not None:
        unit = terms.units.read(f"{reading.tail.unit.printed}/{setting.per}")
    value = value_of(terms, raw, reading, unit=unit)
    if len(lead) + len(trail) > _LONGEST_SETTING:
        return _sentence(terms, value)
    value = replace(value, confidence=round(min(value.confidence, _sureness(lead, trail)), 2), basis=setting.basis)
    return replace(value, direction=turned(value.direction, setting.trend))


def _sentence(terms: Terms, value: Value) -> Value:
    """A sentence that speaks of one number is a text, and keeps the number."""
    code = code_of(terms, value.operator, qualitative=True)
    return replace(value, kind="text", operator_code=code, confidence=min(value.confidence, 0.6))


def _sureness(lead: str, trail: str) -> float:
    """The more words are around a number, the less sure it is that it is the value."""
    if _CLAUSES.search(lead.rstrip(":")) or _CLAUSES.search(trail):
        return 0.6
    words = len(lead) + len(trail)
    return 1.0 if words == 0 else 0.9 if words <= 6 else 0.8


def turned(direction: Direction, trend: Direction) -> Direction:
    """The direction of an indicator whose growth or fall a number gives: a fall of 8 % or more points down."""
    if trend == "none":
        return direction
    if trend == "up":
        return "up" if direction == "none" else direction
    return "up" if direction == "down" else "point" if direction == "point" else "down"


def _deadline(terms: Terms, raw: str, text: str, moment: tuple[int, int]) -> Value | None:
    """A date that words around it mark as the day something is due: 项目于2026年12月底前全部完成."""
    start, end = moment
    mark = _MARKED.match(text, end) or _EVENT.fullmatch(text, end)
    stop = end if mark is None else mark.end()
    lead, trail = text[:start], text[stop:]
    done = terms.words.completions.search(trail) is not None
    if (
        (mark is None and not done and not lead.endswith(("至", "到")))
        or _NOTHING.search(lead)
        or _CLAUSES.search(trail)
    ):
        return None
    event = stop - end if mark is not None and mark.re is _EVENT else 0
    value = read_deadline(terms, raw, text[start : stop - event] + "前" * (event > 0), Prefix())
    if value is not None and event:
        return replace(value, confidence=0.6)  # the day itself is not known
    return None if value is None else replace(value, confidence=min(value.confidence, _sureness(lead, trail)))
