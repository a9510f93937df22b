"""Quantities, dates and periods that running text mentions, such as the goals of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from extractor.model.form import Value
from extractor.model.patterns import compiled
from rules.values.dates import moment_end
from rules.values.decisions import explain
from rules.values.folding import fold
from rules.values.terms import Terms
from rules.values.vocabulary import longest_first

_KINDS = frozenset(("quantity", "range", "duration", "deadline", "period", "frequency"))
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,8})?|[0-9]{1,20}(?:\.[0-9]{1,8})?)"
_CHINESE_DIGITS = "〇零一二两三四五六七八九"
_CHINESE = rf"(?:[{_CHINESE_DIGITS}十百千万亿]{{1,16}}(?:点[{_CHINESE_DIGITS}]{{1,6}})?|半(?=[年个小天]))"
_SEPARATOR = r"(?:-{1,2}|~|—{1,2}|至|到)"
_PERIOD_WORDS = "当年|本年|今年|[上下]半年|全年|年[底末内]|第(?=[一二三四1-4]季)"
_BEFORE = compiled("(?:[底末初])?(?:之?前|以前)?")
_CLAUSE_END = compiled(r"[,。;!?:\n…]")
_ONLY_PER = frozenset({"生"})
"""Units that running text gives behind a stroke only (元/生): alone they begin another word (2生态廊道)."""
_CONTEXT = 30
_FOLLOWING = 20


class Mention(Struct, frozen=True):
    """One quantity, date or period in a text.

    Attributes:
        start, end: offsets in the text as given.
        value: what is printed there, its ``raw`` the mention alone.
        context: the words of the same clause before it, back to the mention before at most (at most 30 characters).
        following: the words of the same clause after it, up to the next mention at most (at most 20 characters).
    """

    start: int
    end: int
    value: Value
    context: str
    following: str


class _Patterns(NamedTuple):
    """The pieces that mentions are made of, compiled once.

    Attributes:
        start: where a mention may begin: an operator, a number (group ``number``), a period word or 每.
        measure: a unit with its scale, brackets and denominators.
        joint: what joins the two ends of a range, with the second number.
        after: suffix words (以上, 以内).
        not_before: what may not follow.
        ordinal: numerals that count nothing (一期, 两级).
    """

    start: re.Pattern[str]
    measure: re.Pattern[str]
    joint: re.Pattern[str]
    after: re.Pattern[str]
    every: re.Pattern[str]
    not_before: re.Pattern[str]
    ordinal: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(terms: Terms) -> _Patterns:
    table, signs, words = terms.units, terms.operators, terms.words.mentions
    # Latin letters alone are more often part of a name (5G, 3D) than a unit.
    names = [
        name for name in table.spellings if not name.isascii() or name == "%" or (len(name) > 1 and name.isalnum())
    ]
    per = f"(?:{_any_of(names)})(?:(?<![A-Za-z])|(?![A-Za-z0-9]))"
    unit = f"(?:{_any_of(name for name in names if name not in _ONLY_PER)})(?:(?<![A-Za-z])|(?![A-Za-z0-9]))"
    scale = f"(?:{_any_of(table.scales)})"
    before = _any_of(
        word
        for word, (strength, _) in signs.tokens.items()
        if strength in ("glyph", "word", "approximate") and word not in words.not_after
    )
    number = f"(?:{_ARABIC}|{_CHINESE})"
    inside = re.escape("".join(signs.inside))
    not_after = "".join(f"(?<!{re.escape(fold(word))})" for word in words.not_after)
    ordinal = _any_of(words.ordinal_units)
    return _Patterns(
        start=compiled(
            rf"{not_after}(?<![A-Za-z0-9{_CHINESE_DIGITS}十百千万亿])(?<![0-9][.,])"
            rf"(?:(?P<before>(?:{before}){{0,2}})(?P<number>百分之{number}|百分之?百|{number})|(?P<word>每|{_PERIOD_WORDS}))"
        ),
        measure=compiled(
            rf"[{inside}]?(?:(?P<bracket>\()?个?(?:{unit}|{scale}个?{unit})(?:(?:/每?|每){per}(?:[·*×]{unit})?)?(?(bracket)\))|{scale}(?=以上|以下|以内|{_SEPARATOR}))"
        ),
        joint=compiled(rf"{_SEPARATOR}{number}"),
        after=compiled(rf"(?:\(含\))?(?:{_any_of(signs.suffixes)})(?:\(含\))?"),
        every=compiled(rf"每(?:[0-9两半]个?)?{unit}(?:{before})?{number}"),
        not_before=compiled(_any_of(words.not_before)),
        ordinal=compiled(rf"[一二两三四五六七八九十](?:{ordinal})|一(?![百千万亿十])[^0-9]*|二次"),
    )


def _any_of(items: object) -> str:
    return "|".join(map(re.escape, longest_first(items)))  # type: ignore[arg-type]


def _compact(text: str) -> tuple[str, list[int]]:
    """Folded text without the spaces that wraps leave beside ideographs, and where each of its characters stood."""
    folded = fold(text)
    if " " not in folded:
        return folded, list(range(len(folded)))
    kept: list[int] = []
    for offset, char in enumerate(folded):
        if char != " ":
            if kept and kept[-1] < offset - 1 and _is_latin(folded[kept[-1]]) and _is_latin(char):
                kept.append(offset - 1)
            kept.append(offset)
    return "".join(folded[offset] for offset in kept), kept


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def find_mentions(terms: Terms, text: str | None) -> list[Mention]:
    """The mentions of a text; see :meth:`rules.values.ValueGrammar.mentions`."""
    if not text:
        return []
    compact, offsets = _compact(text)
    found = list(_scan(terms, compact))
    result: list[Mention] = []
    for index, (start, end, value) in enumerate(found):
        before = found[index - 1][1] if index else 0
        after = found[index + 1][0] if index + 1 < len(found) else len(compact)
        context = _CLAUSE_END.split(compact[max(before, start - _CONTEXT) : start])[-1].strip(" 、()[]")
        following = _CLAUSE_END.split(compact[end : min(after, end + _FOLLOWING)])[0].strip(" 、()[]")
        result.append(Mention(offsets[start], offsets[end - 1] + 1, value, context, following))
    return result


def _scan(terms: Terms, text: str) -> Iterator[tuple[int, int, Value]]:
    """Start, end and value of every mention in folded text without wrap spaces."""
    patterns, position = _patterns(terms), 0
    while (match := patterns.start.search(text, position)) is not None:
        position = match.end()
        for end in (_moment(terms, text, match), _quantity(terms, text, match)):
            if end is None or patterns.not_before.match(text, end):
                continue
            printed = text[match.start() : end]
            value = None if patterns.ordinal.fullmatch(printed) else explain(terms, printed).value
            if value is not None and value.kind in _KINDS:
                yield match.start(), end, value
                position = end
                break


def _moment(terms: Terms, text: str, match: re.Match[str]) -> int | None:
    """The end of a date or period that begins here; digits with a unit behind them are left to :func:`_quantity`."""
    end = moment_end(text, match.start("number") if match["number"] else match.start())
    if end is None or match["before"]:
        return None
    if text[end - 1].isdigit() and (len(text[match.start() : end]) < 8 or _patterns(terms).measure.match(text, end)):
        return None
    return end + len(_BEFORE.match(text, end)[0])  # type: ignore[index]


def _quantity(terms: Terms, text: str, match: re.Match[str]) -> int | None:
    """The end of a number, or a range of two, with its unit and the words behind it; ``None`` without a unit."""
    patterns, end = _patterns(terms), match.end()
    if match["word"]:
        every = patterns.every.match(text, match.start())
        if every is None:
            return None
        end = every.end()
    elif match["number"].startswith("百分"):
        return _after(terms, text, end)
    measure = patterns.measure.match(text, end)
    joint = patterns.joint.match(text, measure.end() if measure else end)
    if joint is not None and (second := patterns.measure.match(text, joint.end())) is not None:
        return _after(terms, text, second.end())
    return None if measure is None else _after(terms, text, measure.end())


def _after(terms: Terms, text: str, end: int) -> int:
    match = _patterns(terms).after.match(text, end)
    return match.end() if match else end
