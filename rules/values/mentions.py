"""Quantities, dates and periods that running text mentions, such as the goals of a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.model.contract import Value
from rules.values.dates import POINT
from rules.values.folding import fold
from rules.values.grammar import parse
from rules.values.lexicon import operators
from rules.values.units import units
from rules.vocabulary_data import load, longest_first, words

_KINDS = frozenset(("quantity", "range", "duration", "deadline", "period", "frequency"))
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,8})?|[0-9]{1,20}(?:\.[0-9]{1,8})?)"
_CHINESE_DIGITS = "〇零一二两三四五六七八九"
_CHINESE = rf"(?:[{_CHINESE_DIGITS}十百千万亿]{{1,16}}(?:点[{_CHINESE_DIGITS}]{{1,6}})?|半(?=[年个小天]))"
_SEPARATOR = r"(?:-{1,2}|~|—{1,2}|至|到)"
_CLAUSE_END = re.compile(r"[,。;!?:\n…]")
_CONTEXT = 30
_FOLLOWING = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity, date or period in a text.

    Attributes:
        start, end: offsets in the text as given.
        value: what stands there, its ``raw`` the mention alone.
        context: the words of the same clause before it, back to the mention before at most (at most 30 characters).
        following: the words of the same clause after it, up to the next mention at most (at most 20 characters).
    """

    start: int
    end: int
    value: Value
    context: str
    following: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    mention: re.Pattern[str]
    not_before: re.Pattern[str]
    ordinal: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = load("qualitative")
    table, signs = units(), operators()
    names = [name for name in table.spellings if not name.isascii() or name in ("%",) or (len(name) > 1 and name.isalnum())]
    latin = _any_of(name for name in names if name[-1].isascii() and name[-1].isalpha())
    others = _any_of(name for name in names if not (name[-1].isascii() and name[-1].isalpha()))
    unit = rf"(?:{others}|(?:{latin})(?![A-Za-z0-9]))"
    scale = f"(?:{_any_of(table.scales)})"
    measure = rf"(?:个?{unit}|个?{scale}{unit}|\({scale}?个?{unit}\))(?:(?:/每?|每){unit}(?:[·*×]{unit})?)?"
    before = f"(?:{_any_of(word for word, (strength, _) in signs.tokens.items() if strength in ('glyph', 'word', 'approximate'))})"
    after = rf"(?:(?:\(含\))?(?:{_any_of(signs.suffixes)})(?:\(含\))?)?"
    number = rf"(?:{_ARABIC}|{_CHINESE})"
    percent = rf"百分之{number}|百分(?:之)?百"
    quantity = rf"{before}{{0,2}}(?:{number}(?:{measure}|{scale})?{_SEPARATOR})?(?:{percent}|{number}(?:{measure}|{scale}(?=以上|以下)))(?:以?内|{after})"
    frequency = rf"每(?:[0-9两半]个?)?{unit}{before}?{number}{measure}{after}"
    date = rf"(?:{POINT.replace('@', '1')})(?:[底末初]|[上中下]旬)?"
    period = rf"(?:{POINT.replace('@', '3')}|[0-9]{{1,4}}){_SEPARATOR}(?=[0-9〇零一二三四五六七八九十])(?:{POINT.replace('@', '4')})"
    moment = rf"(?:{period}|{date})(?:全年)?(?:之?前|以前)?"
    not_after = "".join(f"(?<!{re.escape(fold(word))})" for word in words(data, "mentions", "not_after", source="qualitative.yaml"))
    start = rf"{not_after}(?<![A-Za-z0-9.{_CHINESE_DIGITS}十百千万亿])"
    ordinal = _any_of(words(data, "mentions", "ordinal_units", source="qualitative.yaml"))
    return _Patterns(
        mention=re.compile(rf"{start}(?:(?P<moment>(?=[0-9〇一二三四五六七八九十当本今上下第全年]){moment})|(?P<quantity>{frequency}|{quantity}))"),
        not_before=re.compile(_any_of(words(data, "mentions", "not_before", source="qualitative.yaml"))),
        ordinal=re.compile(rf"[一二两三四五六七八九十](?:{ordinal})|一(?!百|千|万|亿|十)\D*"),
    )


def _any_of(items: object) -> str:
    return "|".join(map(re.escape, longest_first(items)))  # type: ignore[arg-type]


def _compact(text: str) -> tuple[str, list[int]]:
    """Folded text without the spaces that wraps leave beside ideographs, and where each of its characters stood."""
    folded = fold(text)
    kept: list[int] = []
    for offset, char in enumerate(folded):
        if char != " ":
            if kept and kept[-1] < offset - 1 and _is_latin(folded[kept[-1]]) and _is_latin(char):
                kept.append(offset - 1)
            kept.append(offset)
    return "".join(folded[offset] for offset in kept), kept


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def mentions(text: str | None) -> list[Mention]:
    """The quantities, percentages, dates, periods and durations that ``text`` mentions, in order, without overlap.

    Years (2026年) are periods. Ordinals and names (第3条, 一期, C30, 5G) and bare numbers without a unit are left out.
    """
    if not text:
        return []
    compact, offsets = _compact(text)
    found = [(match.start(), match.end(), value) for match in _patterns().mention.finditer(compact) if (value := _value(compact, match)) is not None]
    result: list[Mention] = []
    for index, (start, end, value) in enumerate(found):
        before = found[index - 1][1] if index else 0
        after = found[index + 1][0] if index + 1 < len(found) else len(compact)
        context = _CLAUSE_END.split(compact[max(before, start - _CONTEXT) : start])[-1].strip(" 、()[]")
        following = _CLAUSE_END.split(compact[end : min(after, end + _FOLLOWING)])[0].strip(" 、()[]")
        result.append(Mention(offsets[start], offsets[end - 1] + 1, value, context, following))
    return result


def _value(text: str, match: re.Match[str]) -> Value | None:
    printed = match.group()
    if _patterns().not_before.match(text, match.end()) or _patterns().ordinal.fullmatch(printed):
        return None
    value = parse(printed)
    return value if value.kind in _KINDS else None
