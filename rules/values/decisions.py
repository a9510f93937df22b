"""The grammar of indicator values: an ordered table of rules, the first that reads the whole text decides.

Placeholders and words come first, then points and stretches of time, then numbers: 12月底到位, 2020年全年 and 2个工作日内 all
begin with a digit. Whatever no rule reads is text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from extractor.model.form import Value, ValueKind
from extractor.model.patterns import compiled
from extractor.model.text import collapse_spaces
from rules.values.dates import may_be_date
from rules.values.folding import MARKS, fold
from rules.values.frequencies import read_frequency
from rules.values.lexicon import Prefix
from rules.values.moments import calendar_year, read_deadline, read_period_value
from rules.values.numbers import HAS_NUMERAL
from rules.values.phrases import read_phrase
from rules.values.qualitative import read_boolean, read_grade, read_placeholder, read_text, read_word
from rules.values.quantities import (
    Reading,
    UnitReading,
    code_of,
    direction_of,
    is_year,
    read_both_ends,
    read_quantity,
    settled,
    value_of,
)
from rules.values.terms import Terms
from rules.values.units import NO_UNIT

LONGEST_STRUCTURED = 80  # characters; a longer text is prose
MISSING = Value(raw=None, kind="missing")
_TRAILING = " 。.;,、!"
# A note in brackets behind a value: words, not a unit alone (that is read with the number) and not figures alone.
_NOTE = compiled(r"(.*[^(])\(([^()]*[\u4e00-\u9fff][^()]*|[0-9.]+:[0-9.]+)\)")
_ZERO = compiled(r"(?:[、,和及]?零[^零、,和及\W\d]{2,8})+|[\u4e00-\u9fff]{2,12}(?P<equal>为|保持)零")
_RATIO = compiled(
    r"[^0-9:≥≤<>=]{0,12}?(?P<sign>(?:[≥≤<>=]{1,2}|不[低高大小]于|不超过|达到|约|控制在)?)[0-9]+(?:\.[0-9]+)?:[0-9]+(?:\.[0-9]+)?(?P<after>(?:及?以[上下内])?)"
)
_WRAPPED = compiled(r"([0-9,]+[.]?) ([0-9][0-9,.]*)([(].+|[^0-9(].{0,7})")

Reader: TypeAlias = Callable[[Terms, str, str, Prefix], Value | None]
Needs: TypeAlias = Literal["anything", "numeral", "date"]


class Rule(NamedTuple):
    """One rule of the grammar.

    Attributes:
        id: stable name.
        needs: what the text must hold for the rule to be tried: a quick test that saves the reading.
        read: ``(terms, raw, folded text, operator prefix) -> Value``, ``None`` when the rule does not read the whole text.
        kind: kind of value it gives for its example.
        example: a value that this rule, and none before it, reads.
    """

    id: str
    needs: Needs
    read: Reader
    kind: ValueKind
    example: str


class Decision(NamedTuple):
    """A value and the id of the rule that read it."""

    value: Value
    rule: str


def _frequency(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    found = read_frequency(terms, text, prefix)
    if found is None:
        return None
    reading, periods = found
    unit = terms.units.read(f"{reading.tail.unit.printed}/{periods}")
    return None if unit is None else value_of(terms, raw, reading, unit=unit)


def _quantity(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    reading = read_quantity(terms, text, prefix)
    if reading is None:
        return None
    if reading.number is not None and is_year(reading.number, reading.tail.unit):
        return calendar_year(terms, raw, reading.number, settled(reading)[0], reading.prefix.nature)
    return value_of(terms, raw, reading)


def _wrapped(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """A number that a line wrap broke, between a sign and a unit in brackets that show it to be one value."""
    match = _WRAPPED.fullmatch(text, prefix.end) if prefix.glyph else None
    if match is None:
        return None
    reading = read_quantity(terms, f"{text[: prefix.end]}{match[1]}{match[2]}{match[3]}", prefix)
    return None if reading is None or reading.number is None else value_of(terms, raw, reading._replace(confidence=0.5))


def _both_ends(terms: Terms, raw: str, text: str, _: Prefix) -> Value | None:
    reading = read_both_ends(terms, text)
    return None if reading is None else value_of(terms, raw, reading)


def _zero(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """零事故, 零投诉, 重大事故为零: none of what is named."""
    body = text[prefix.end :]
    match = _ZERO.fullmatch(body)
    if match is None or body.startswith(terms.words.not_zero):
        return None
    prefix = prefix._replace(operator=prefix.operator or ("=" if match["equal"] else None))
    reading = Reading(prefix, "0", None, None, UnitReading(NO_UNIT, None, 0.8, False), 0.8)
    return value_of(terms, raw, reading)


def _ratio(terms: Terms, raw: str, text: str, _: Prefix) -> Value | None:
    """A ratio of two numbers, which the record has no number for: 师生比≥1:16."""
    match = _RATIO.fullmatch(text)
    if match is None:
        return None
    prefix = terms.operators.read_prefix(match["sign"])
    if prefix.end != len(match["sign"]) or prefix.conflict:
        return None
    operator = prefix.operator or terms.operators.suffixes.get(match["after"])
    code, direction = code_of(terms, operator, prefix.nature), direction_of(terms, operator)
    return Value(raw, "quantity", operator, code, direction=direction, confidence=0.6)


def _noted(terms: Terms, raw: str, text: str, _: Prefix) -> Value | None:
    """A value with a note in brackets behind it: ≥90%(抽样不少于200家)."""
    match = _NOTE.fullmatch(text)
    if match is None:
        return None
    value, rule = _decide(terms, match[1])
    if rule in AMONG_WORDS and value.unit is None:
        return None  # 增长5(户): the brackets hold the unit
    if value.kind in ("text", "placeholder", "missing", "boolean"):
        return None
    return replace(value, raw=raw, confidence=min(value.confidence, 0.8))


RULES: tuple[Rule, ...] = (
    Rule("placeholder", "anything", read_placeholder, "placeholder", "≥**人"),
    Rule("boolean", "anything", read_boolean, "boolean", "是"),
    Rule("word", "anything", read_word, "text", "一次性"),
    Rule("grade", "anything", read_grade, "grade", "三级"),
    Rule("zero", "numeral", _zero, "quantity", "零事故"),
    Rule("period", "date", read_period_value, "period", "2023.07-2024.01"),
    Rule("deadline", "date", read_deadline, "deadline", "12月底到位"),
    Rule("frequency", "numeral", _frequency, "frequency", "每季度1次"),
    Rule("quantity", "numeral", _quantity, "quantity", "≥30.00(万张)"),
    Rule("wrapped-number", "numeral", _wrapped, "quantity", "=15080 00.00(元/年)"),
    Rule("both-ends", "numeral", _both_ends, "range", "≥80%且≤90%"),
    Rule("noted", "numeral", _noted, "quantity", "≥90%(抽样不少于200家)"),
    Rule("ratio", "numeral", _ratio, "quantity", "师生比≥1:16"),
    Rule("among-words", "numeral", read_phrase, "quantity", "全年不少于24次"),
    Rule("text", "anything", read_text, "text", "与来沪人员信息系统等对接、共享"),
)


AMONG_WORDS = frozenset(("zero", "ratio", "among-words"))
"""Rules that read a value out of a text that says more."""


def as_text(value: Value) -> Value:
    """A value as the text it was read from."""
    return Value(value.raw, "text", None, 6, confidence=0.6)


def _decide(terms: Terms, raw: str) -> Decision:
    if len(raw) > LONGEST_STRUCTURED:
        unplaced = any(char.isascii() and char.isdigit() for char in raw)
        return Decision(Value(raw, "text", None, 6, confidence=0.6 if unplaced else 0.9), "text")
    text = fold(raw).strip().rstrip(_TRAILING)
    marked = text[-1:] in MARKS and text != ""
    if marked:
        text = _without_marks(text)
        marked = text[-1:] not in MARKS
    has_numeral = HAS_NUMERAL.search(text) is not None
    has_date = may_be_date(text)
    prefix = terms.operators.read_prefix(text)
    for rule in RULES:
        if (rule.needs == "numeral" and not has_numeral) or (rule.needs == "date" and not has_date):
            continue
        value = rule.read(terms, raw, text, prefix)
        if value is not None:
            if marked and value.kind not in ("text", "placeholder"):
                value = replace(value, confidence=min(value.confidence, 0.95))
            return Decision(value, rule.id)
    raise AssertionError("the last rule reads everything")


def _without_marks(text: str) -> str:
    """``text`` without the footnote marks at its end; the exponent of a unit (m²) is none."""
    bare = text.rstrip(MARKS)
    return text if bare[-1:].isascii() and bare[-1:].isalpha() else bare.rstrip(_TRAILING)


@lru_cache(maxsize=16384)
def _explain(terms: Terms, raw: str) -> Decision:
    collapsed = collapse_spaces(raw)
    return _decide(terms, collapsed) if collapsed else Decision(MISSING, "missing")


def explain(terms: Terms, raw: str | None) -> Decision:
    """The value of a printed cell and the rule that read it (``missing`` for a blank cell)."""
    if raw is None:
        return Decision(MISSING, "missing")
    if len(raw) > 4 * LONGEST_STRUCTURED:  # prose is not worth a place in the cache
        return _explain.__wrapped__(terms, raw)
    return _explain(terms, raw)
