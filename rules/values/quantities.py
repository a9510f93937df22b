"""Readings of everything that has a number: quantities, ranges, durations and frequencies."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.model.form import Canonical, Direction, Operator, Value, ValueKind
from extractor.model.patterns import compiled
from rules.values.folding import MARKS
from rules.values.lexicon import Prefix
from rules.values.numbers import NUMBER, multiplied, plain_decimal, read_number
from rules.values.terms import Terms
from rules.values.units import NO_UNIT, Unit

_SEPARATOR = r" ?(?:-{1,2}|~|—{1,2}|至|到) ?"
_RANGE = compiled(rf"(?P<unit>[^0-9~—至到-]{{0,12}}?){_SEPARATOR}(?P<number>{NUMBER.pattern})")
_BETWEEN = compiled(_RANGE.pattern.replace(_SEPARATOR, r"(?:与|和|-|~|至|到)"))  # 60%与80%之间
_BOTH_ENDS = compiled(r"(.+?)(?:且|并|、|,|;|和) ?(.+)")
_AROUND = compiled(r"([^≤<]+)[≤<][^0-9≤<]{1,12}[≤<]([^≤<]+)")  # 80%≤合格率≤90%
# Without a list entry, a unit is taken for one only where an operator or brackets say so: one or two ideographs, or Latin letters.
_UNKNOWN_UNIT = compiled(r"[\u4e00-\u9fff]{1,2}|[A-Za-zμµ°/²³]{1,8}")
_BRACKETED_UNIT = compiled(
    r"(?=.*[\u4e00-\u9fffA-Za-zμµ°])[\u4e00-\u9fffA-Za-z0-9/·*.×°℃²³㎡㎥μµ、%‰-]{1,40}(?:\([\u4e00-\u9fffA-Za-z]{1,6}\))?"
)
_PERCENT_WORDS = compiled(r"(百|千)分之(.+)")
_YEAR_LIKE = compiled(r"(?:19|20)[0-9]{2}(?:\.0+)?")
_DATE_LIKE = compiled(r"(?:19|20)[0-9]{2}(?:(?:0[1-9]|1[0-2])(?:[0-9]{2})?)?")
_CODE_LIKE = compiled("0[0-9]")  # 0571-88886666 is no range
OPPOSITE = {frozenset(pair) for pair in (("≥", "≤"), (">", "<"), ("≥", "<"), (">", "≤"))}


class UnitReading(NamedTuple):
    """What stood behind a number: the unit, the operator word at its end, how sure the reading is, whether it was in brackets."""

    unit: Unit
    operator: Operator | None
    confidence: float
    bracketed: bool


class Reading(NamedTuple):
    """A number with what surrounds it, before it becomes a :class:`Value`."""

    prefix: Prefix
    number: str | None
    low: str | None
    high: str | None
    tail: UnitReading
    confidence: float


@lru_cache(maxsize=4096)
def read_tail(terms: Terms, rest: str, explicit: bool) -> UnitReading | None:
    """The unit and the suffix words that fill ``rest``; ``None`` when they do not.

    Args:
        rest: folded text behind a number.
        explicit: whether an operator in front proves that this is a quantity, so that a unit need not be listed.
    """
    text, confidence = rest.strip(), 1.0
    while text and text[-1] in MARKS and terms.units.read(text) is None:
        text, confidence = text[:-1].rstrip(), 0.95
    text, operator, approximate = (
        (text, None, False) if terms.units.read(text) is not None else _strip_suffix(terms, text)
    )
    if (match := terms.operators.between.match(text)) is not None and operator is None:
        operator, text = terms.operators.suffixes[match[1]], text[match.end() :]  # 95以上(%)
    bracketed = text[:1] in ("(", "[")
    if bracketed:
        inner = text[1:]
        if inner[-1:] in (")", "]"):
            inner = inner[:-1]
        else:
            confidence = 0.8  # cut off
        text, inside, _ = _strip_suffix(terms, inner.strip())
        if inside is not None and terms.units.read(text) is None:
            text, inside = inner.strip(), None  # a word of its own that ends like an operator, such as 国内
        operator = operator or inside
    unit = terms.units.read(text)
    if unit is None:
        if not ((bracketed and _BRACKETED_UNIT.fullmatch(text)) or (explicit and _UNKNOWN_UNIT.fullmatch(text))):
            return None
        if terms.units.read(_strip_suffix(terms, text)[0]) is not None:
            return None  # an operator word said twice
        unit, confidence = terms.units.any(text), min(confidence, 0.85 if bracketed else 0.7)
    return UnitReading(unit, operator, 0.8 if approximate else confidence, bracketed)


def _strip_suffix(terms: Terms, text: str) -> tuple[str, Operator | None, bool]:
    """``text`` without the words at its end that carry an operator (以上, (含)以内), that operator, and whether it said 左右."""
    if not text or text[-1] == "%":
        return text, None, False
    table = terms.operators
    match = table.after.search(text)
    if match is None or match.end() == match.start():
        return text, None, False
    operator = table.suffix_operator(match)
    return text[: match.start()].rstrip(), operator, match["word"] is not None and operator is None


def read_quantity(terms: Terms, text: str, prefix: Prefix | None = None) -> Reading | None:
    """A number, or a range of two, with operator and unit, that fills folded ``text``; ``prefix`` if it has been read."""
    prefix = terms.operators.read_prefix(text) if prefix is None else prefix
    if prefix.conflict:
        return None
    start, currency = prefix.end, text[prefix.end : prefix.end + 1] == "¥"
    number = read_number(text, start + currency)
    if number is None:
        return _percent_words(terms, text, prefix)
    digits, end = number
    rest = text[end:]
    if rest[:1] in MARKS and rest.strip(MARKS) != rest:
        rest = rest.lstrip(MARKS) if not rest.startswith(("²", "³")) or rest[1:2] in ("", "(", "[") else rest
    if rest[:1] and rest[0] in terms.operators.inside:
        rest, prefix = rest[1:], prefix._replace(approximate=True)
    explicit = prefix.operator is not None and not prefix.doubtful
    tail = read_tail(terms, rest, explicit)
    if tail is not None:
        if tail.unit.is_duration and text[:start].endswith("近"):
            return None  # 近三年 is a period
        if currency and tail.unit is NO_UNIT:
            tail = tail._replace(unit=terms.units.any("¥"))
        return _reading(prefix, digits, None, None, tail, 0.95 if end + len(rest) < len(text) else 1.0)
    return _range(terms, prefix, digits, rest, explicit)


def _range(terms: Terms, prefix: Prefix, low: str, rest: str, explicit: bool) -> Reading | None:
    match = (_BETWEEN if rest.endswith("之间") else _RANGE).match(rest)
    if match is None:
        return None
    second = read_number(rest, match.start("number"))
    if second is None:
        return None
    high, end = second
    tail = read_tail(terms, rest[end:].removesuffix("之间"), explicit)
    if tail is None or _CODE_LIKE.match(low):
        return None
    confidence = 1.0
    if match["unit"].strip():
        first = read_tail(terms, match["unit"], explicit)
        if first is None or first.operator is not None:
            return None
        if tail.unit is NO_UNIT:
            tail, confidence = tail._replace(unit=first.unit), 0.8
        elif first.unit.canonical in (tail.unit.canonical, None):
            if first.unit.factor != tail.unit.factor:
                low, high, unit = _in_one_scale(terms, (low, first.unit), (high, tail.unit))
                tail, confidence = tail._replace(unit=unit), 0.8
        elif first.unit.factor != tail.unit.factor or not _is_numerator(first.unit, tail.unit):
            return None
    elif tail.unit is NO_UNIT:
        confidence = 0.8
    return None if Decimal(low) >= Decimal(high) else _reading(prefix, None, low, high, tail, confidence)


def _in_one_scale(terms: Terms, low: tuple[str, Unit], high: tuple[str, Unit]) -> tuple[str, str, Unit]:
    """Both ends in the smaller of two scales of one unit: 5000元-1万元 is 5000 to 10000 元."""
    smaller = min((low[1], high[1]), key=lambda unit: Decimal(unit.factor))
    of_low, of_high = (plain_decimal(Decimal(own.factor) / Decimal(smaller.factor)) for _, own in (low, high))
    return multiplied(low[0], of_low), multiplied(high[0], of_high), smaller


def _is_numerator(first: Unit, second: Unit) -> bool:
    """Whether the lower end leaves out the denominator: 5000元-8000元/人."""
    return f"{second.canonical}".startswith(f"{first.canonical}/")


def _percent_words(terms: Terms, text: str, prefix: Prefix) -> Reading | None:
    """百分之九十(以上), 百分百, 千分之五."""
    body = text[prefix.end :]
    if body.startswith(("百分百", "百分之百")):
        body = "百分之一百" + body[3 + (body[2] == "之") :]
    match = _PERCENT_WORDS.fullmatch(body)
    if match is None or (number := read_number(match[2])) is None:
        return None
    tail = read_tail(terms, match[2][number[1] :], explicit=False)
    if tail is None or tail.unit is not NO_UNIT:
        return None
    unit = terms.units.any("%" if match[1] == "百" else "‰")
    return _reading(prefix, number[0], None, None, tail._replace(unit=unit), 1.0)


def _reading(
    prefix: Prefix, number: str | None, low: str | None, high: str | None, tail: UnitReading, confidence: float
) -> Reading | None:
    if prefix.operator is not None and frozenset((prefix.operator, tail.operator)) in OPPOSITE:
        return None
    if prefix.approximate or prefix.doubtful:
        confidence = min(confidence, 0.8)
    return Reading(prefix, number, low, high, tail, confidence)


def read_both_ends(terms: Terms, text: str) -> Reading | None:
    """A range given by its two limits: ≥80%且≤90%, 80%≤合格率≤90%."""
    match = _BOTH_ENDS.fullmatch(text)
    if (around := _AROUND.fullmatch(text)) is not None:
        low, high = read_quantity(terms, f"≥{around[1]}"), read_quantity(terms, f"≤{around[2]}")
        return _limits(low, high)
    if match is None:
        return None
    first, second = read_quantity(terms, match[1]), read_quantity(terms, match[2])
    if first is None or second is None or first.number is None or second.number is None:
        return None
    limits = {settled(first)[0]: first, settled(second)[0]: second}
    if set(limits) != {"≥", "≤"}:
        return None
    return _limits(limits["≥"], limits["≤"])


def _limits(low: Reading | None, high: Reading | None) -> Reading | None:
    """The range between two limits that are each a number of one unit."""
    if low is None or high is None or low.number is None or high.number is None:
        return None
    unit = high.tail.unit if high.tail.unit is not NO_UNIT else low.tail.unit
    if low.tail.unit not in (unit, NO_UNIT) or Decimal(low.number) >= Decimal(high.number):
        return None
    return Reading(
        Prefix(),
        None,
        low.number,
        high.number,
        UnitReading(unit, None, 1.0, False),
        min(low.confidence, high.confidence, 0.9),
    )


def settled(reading: Reading) -> tuple[Operator | None, float]:
    """The operator that printed signs and words amount to, and how sure that is.

    A word behind the number outweighs a weak one in front (达到90%以上) and an equals sign (=90%以上).
    """
    prefix, after = reading.prefix, reading.tail.operator
    if prefix.operator is None:
        return after or prefix.weak, 1.0
    if after is None or after == prefix.operator:
        return prefix.operator, 1.0
    return (after if prefix.operator == "=" else prefix.operator), 0.7


def is_year(digits: str, unit: Unit) -> bool:
    """Whether a number of years is really a calendar year (=2026.00(年))."""
    return (
        unit.canonical == "年" and unit.rate is None and unit.factor == "1" and _YEAR_LIKE.fullmatch(digits) is not None
    )


def value_of(terms: Terms, raw: str, reading: Reading, *, unit: Unit | None = None) -> Value:
    """The contract's value for a reading; ``unit`` replaces the one that was read."""
    operator, sureness = settled(reading)
    unit = unit if unit is not None else reading.tail.unit
    confidence = round(
        min(reading.confidence, reading.tail.confidence, sureness, _suspicion(reading, operator, unit)), 2
    )
    return build(
        terms,
        raw,
        operator,
        reading.number,
        reading.low,
        reading.high,
        unit,
        nature=reading.prefix.nature,
        confidence=confidence,
    )


def build(
    terms: Terms, raw: str, operator: Operator | None, number: str | None, low: str | None, high: str | None, unit: Unit,
    *, nature: str | None = None, confidence: float = 1.0,
) -> Value:  # fmt: skip
    """A quantity, range, duration or frequency from its parts."""
    kind: ValueKind = "quantity"
    if unit.is_frequency:
        kind = "frequency"
    elif number is None:
        kind = "range"
    elif unit.is_duration:
        kind = "duration"
    canonical = Canonical(
        number=None if number is None else multiplied(number, unit.factor),
        unit=unit.canonical,
        low=None if low is None else multiplied(low, unit.factor),
        high=None if high is None else multiplied(high, unit.factor),
    )
    return Value(
        raw,
        kind,
        operator,
        code_of(terms, operator, nature),
        number,
        low,
        high,
        unit.printed,
        canonical,
        direction_of(terms, operator),
        confidence,
    )


def code_of(
    terms: Terms, operator: Operator | None, nature: str | None = None, *, qualitative: bool = False
) -> int | None:
    """The finance system's code: of a printed 定性, else of the operator, else 6 for what is qualitative."""
    table = terms.operators
    if nature is not None and (code := table.natures[nature]) is not None:
        return code
    if operator is not None:
        return table.codes[operator]
    return 6 if qualitative else None


def direction_of(terms: Terms, operator: Operator | None) -> Direction:
    """What an operator says about the indicator."""
    return "none" if operator is None else terms.operators.directions[operator]


def _suspicion(reading: Reading, operator: Operator | None, unit: Unit) -> float:
    """Lower confidence for ``292%``, where recognition of a scan may have read ≥ as 2, and for bare digits that may be a date."""
    number = reading.number
    if operator is None and unit is NO_UNIT and number is not None and _DATE_LIKE.fullmatch(number):
        return 0.6
    if operator is None and number is not None and unit.canonical == "%" and number[0] == "2" and Decimal(number) > 100:
        rest = number[1:]
        if rest[0] not in "0." and Decimal(rest) <= 100:
            return 0.4
    return 1.0
