"""The numbers that a text prints among words, each with its operator, unit and suffix, and the dates beside them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from extractor.model.patterns import compiled
from rules.values.dates import moment_end
from rules.values.lexicon import Prefix
from rules.values.numbers import read_number
from rules.values.open_units import read_open_tail
from rules.values.quantities import OPPOSITE, Reading, is_year, read_both_ends
from rules.values.terms import Terms
from rules.values.units import NO_UNIT

_NUMERAL = compiled(r"[0-9]|[一二两三四五六七八九十百千半壹贰叁肆伍陆柒捌玖拾佰仟]")
_CODE_LIKE = compiled("0[0-9]")
_CODE = compiled(
    r"[-/:±×*+][0-9]|\([^\u4e00-\u9fff()]*[0-9][^\u4e00-\u9fff()]*\)"
)  # 0571-88886666, 95±2, 5×8, 90%(≥80%)
_GLUED = compiled(r"[A-Za-z0-9_№#〔-]$|[0-9][.,:/]$")
_LONGEST_PREFIX = 16
_JOINED = compiled(r" ?(?:-{1,2}|~|—{1,2}|至|到|与|和) ?(?=[0-9])")
_MARKED = compiled(r"[底末初]?(?:之?前|以前|内|底前)")
_CLAUSES = compiled(r"[,;。!?:]")
_JOINTS = compiled(r"[,;。!?:、]")
_LEVELS = frozenset("级等类")  # behind a Chinese numeral these rank: 一级A标准
_RANKS = frozenset("级型号届代版")


class Found(NamedTuple):
    """A number with what belongs to it.

    Attributes:
        start, end: from its operator to its suffix, in folded text.
        strong: whether an operator or a listed unit shows that it is a quantity.
    """

    start: int
    end: int
    reading: Reading
    strong: bool


def find_moments(text: str) -> list[tuple[int, int]]:
    """Where dates and periods with digits are."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        end = moment_end(text, at) if text[at] in "0123456789一二三四五六七八九十当本今第上下全年〇" else None
        glued = at > 0 and text[at - 1].isdigit() and text[at].isdigit()
        if end is not None and not glued and end - at >= 2 and any(char in "年月日号季" for char in text[at:end]):
            found.append((at, end))
            at = end
        else:
            at += 1
    return found


def find_numbers(terms: Terms, text: str, moments: list[tuple[int, int]]) -> list[Found] | None:
    """The quantities outside brackets and dates, in order; ``None`` where a number is not well formed."""
    found: list[Found] = []
    at = 0
    for match in _NUMERAL.finditer(text):
        pos = match.start()
        if pos < at or any(start <= pos < end for start, end in moments) or _in_brackets(text, pos):
            continue
        number = read_number(text, pos)
        if number is None:
            if match[0].isdigit() and match[0].isascii():
                return None
            continue
        at = number[1]
        if _CODE_LIKE.match(number[0]):
            return None
        if _GLUED.search(text, max(0, pos - 2), pos) or text[max(0, pos - 1) : pos] == "第":
            at = _behind_name(text, pos)
            continue
        one = _found(terms, text, pos, number)
        if one is None and _CODE.match(text, number[1]):
            return None
        if one is not None:
            if _CODE.match(text, one.end) or _contradicts(one.reading):
                return None
            found.append(one)
            at = one.end
    return found


def _contradicts(reading: Reading) -> bool:
    """Whether the operators before and behind a number exclude each other: ≥90%以下."""
    return frozenset((reading.prefix.operator, reading.tail.operator)) in OPPOSITE


def _behind_name(text: str, at: int) -> int:
    while at < len(text) and (text[at].isascii() and (text[at].isalnum() or text[at] in ".-")):
        at += 1
    return at


def _in_brackets(text: str, pos: int) -> bool:
    before = text[:pos]
    return sum(before.count(char) for char in "([《") > sum(before.count(char) for char in ")]》")


def _found(terms: Terms, text: str, pos: int, number: tuple[str, int]) -> Found | None:
    prefix, start = _prefix(terms, text, pos)
    digits, end = number
    if text[end : end + 1] in terms.operators.inside and text[end + 1 : end + 2]:
        end, prefix = end + 1, prefix._replace(approximate=True)
    tail = read_open_tail(terms, text, end)
    if tail is None:
        return None
    unit_reading, behind = tail
    if is_year(digits, unit_reading.unit):
        return None
    listed = unit_reading.unit.dimension not in ("unknown", "none")
    signed = prefix.operator is not None or prefix.weak is not None
    if not text[pos].isascii() and not (listed or signed):
        return None
    if (not text[pos].isascii() and text[end : end + 1] in _LEVELS) or (
        not signed and _is_ordinal(terms, text, pos, end, behind)
    ):
        return None
    confidence = 0.8 if prefix.approximate or prefix.doubtful else 1.0
    if not text[pos].isascii() and not signed and behind < len(text):
        confidence = 0.6  # 九年义务教育 is a name
    strong = listed or signed or text[end : end + 1] == "个"
    first = Found(start, behind, Reading(prefix, digits, None, None, unit_reading, confidence), strong)
    return _range(terms, text, first) or first


def _prefix(terms: Terms, text: str, pos: int) -> tuple[Prefix, int]:
    """The operator words right before ``pos`` and where they begin."""
    pos -= text[pos - 1 : pos] == "±"  # a tolerance of either side: ≤±5%
    for start in range(max(0, pos - _LONGEST_PREFIX), pos):
        prefix = terms.operators.read_prefix(text[start:pos])
        if prefix.end == pos - start and not prefix.conflict:
            return prefix._replace(end=0), start
    return Prefix(), pos


def _is_ordinal(terms: Terms, text: str, pos: int, end: int, behind: int) -> bool:
    """Whether a number ranks or names instead of counting: 3级医院, 前3名, 一期, 四个意识."""
    words = terms.words.mentions
    if text[end : end + 1] in "日号" and text.startswith(("前", "之前", "以前"), behind):
        return True  # a day of a month
    if any(text[pos : pos + length] in terms.words.listed for length in (2, 3, 4)) or text.startswith(
        words.not_before, behind
    ):
        return True
    if text[end : end + 1] in _RANKS and behind > end:
        return True
    if any(text.endswith(word, 0, pos) for word in words.not_after):
        return True
    if text[pos].isascii() or text[pos] == "两" or end - pos > 1:
        return False
    return text.startswith(words.ordinal_units, end) or (
        text[pos] in "一十半" and not text.startswith(("次", "年", "场", "天"), end)
    )


def _range(terms: Terms, text: str, first: Found) -> Found | None:
    """The range that a number begins, ``None`` where no higher one of the same unit follows it."""
    joint = _JOINED.match(text, first.end)
    number = None if joint is None or first.reading.tail.operator is not None else read_number(text, joint.end())
    tail = None if number is None else read_open_tail(terms, text, number[1])
    if joint is None or number is None or tail is None:
        return None
    low, own = first.reading.number or "", first.reading.tail.unit
    if own not in (NO_UNIT, tail[0].unit) or not Decimal(low) < Decimal(number[0]):
        return None
    end = tail[1] + 2 * text.startswith("之间", tail[1])
    reading = first.reading._replace(number=None, low=low, high=number[0], tail=tail[0])
    return Found(first.start, end, reading, tail[0].unit is not NO_UNIT or first.strong)


def one_of(terms: Terms, text: str, numbers: list[Found]) -> Found | None:
    """The one value that the numbers come to: the only one, the only strong one, or the two ends of a range."""
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) == 2 and (ends := read_both_ends(terms, text[numbers[0].start : numbers[1].end])) is not None:
        return Found(numbers[0].start, numbers[1].end, ends, True)
    last = numbers[-1]
    if not _JOINTS.search(text[: last.start]) and all(_describes(text, number) for number in numbers[:-1]):
        return last._replace(reading=last.reading._replace(confidence=min(last.reading.confidence, 0.6)))
    strong = [number for number in numbers if number.strong]
    if len(strong) == 1 and strong[0] is numbers[-1] and not _CLAUSES.search(text[numbers[0].end : strong[0].start]):
        reading = strong[0].reading
        return strong[0]._replace(reading=reading._replace(confidence=min(reading.confidence, 0.7)))
    return None


def _describes(text: str, number: Found) -> bool:
    """Whether a number only describes the noun behind it: 60岁以上老人100%覆盖, 1000万元以上企业5家."""
    bounded = number.reading.tail.operator is not None and number.reading.prefix.operator is None
    return bounded and "\u4e00" <= text[number.end : number.end + 1] <= "\u9fff"


def is_scope(text: str, moment: tuple[int, int], found: Found) -> bool:
    """Whether a date only says for when the number is meant (2026年培训600人次) or what it is compared with."""
    end = moment[1]
    return end <= found.start and text[end - 1] not in "日号底末" and not _MARKED.match(text, end)
