"""Units as an open class: what is printed behind a number in running words, listed or not (120个车位, 3份报告, 400元/标准人次)."""

from __future__ import annotations

from extractor.model.form import Operator
from extractor.model.patterns import compiled
from rules.values.quantities import UnitReading, read_tail
from rules.values.terms import Terms
from rules.values.units import NO_UNIT, Unit

LISTED, UNLISTED = 1.0, 0.85
_LONGEST_NOUN = 8  # characters of a noun that may be a unit: 标准化村卫生室 has 7
_LONGEST_LISTED = 12
_WORD = compiled(r"[\u4e00-\u9fffA-Za-zμµ°℃²³㎡㎥%‰]+")
_IDEOGRAPHS = compiled(r"(?:(?![〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟])[\u4e00-\u9fff])+")
_CLOSE = compiled(r"[)\]]+")
_DIVISION = compiled(r"/每?个?(?P<many>[0-9]{1,6}[万千百])?|每|[·*×、](?=[^0-9])")
_LATIN = compiled(r"[A-Za-zμµ°]+[²³]?(?![0-9])")
# A noun ends before these: they join it to what follows. 等 only where nothing follows it (5种等).
_JOINTS = compiled(r"[的以及与并且或至到含]|和(?!谐)|(?<=[\u4e00-\u9fff])等(?=$|[,、;。])")
_NEEDS_NO_NOUN = frozenset(
    ("ratio", "money", "time", "event", "length", "area", "volume", "mass", "energy", "person_time")
)
# 内 ends a length of time or of way (5分钟内); behind other units it begins a word (3家内资企业).
_SHORT_SUFFIX = "内"
_SPANS = frozenset(("time", "length", "money", "ratio"))


def read_open_tail(terms: Terms, text: str, start: int) -> tuple[UnitReading, int] | None:
    """The unit and its suffix words at ``start`` of folded text, and the offset behind them.

    A listed unit is one whatever follows it; a noun that is not listed is one up to the words that end it. No unit at all is
    a reading too. ``None`` for a Latin letter that makes a name of the number (5G, 3D).
    """
    at = start + (text[start : start + 1] == " ")
    if text[at : at + 1] in ("(", "["):
        bracketed = _bracketed(terms, text, at)
        if bracketed is not None:
            return bracketed
    if terms.operators.suffix.match(text, at) is not None:
        end, unit, sureness = start, NO_UNIT, LISTED
    else:
        end, sureness = _numerator_end(terms, text, at)
        if end < 0:
            return None
        if end > at or text[at : at + 1] == "/":
            end, sureness = _denominators_end(terms, text, end, sureness)
        unit = terms.units.any(text[at:end]) if end > at else NO_UNIT
        end = end if end > at else start
    operator, approximate, end = _suffix(terms, text, end, unit)
    if operator is not None and unit.rate is None and unit.printed is not None:  # 3次以上/年
        behind, sureness = _denominators_end(terms, text, end, sureness)
        unit, end = terms.units.any(unit.printed + text[end:behind]), behind
    return UnitReading(unit, operator, 0.8 if approximate else sureness, False), end


def _bracketed(terms: Terms, text: str, start: int) -> tuple[UnitReading, int] | None:
    close = _CLOSE.search(text, start)
    tail = None if close is None else read_tail(terms, text[start : close.end()], explicit=False)
    if close is None or tail is None:
        return None
    operator, _, end = _suffix(terms, text, close.end(), tail.unit)
    return tail._replace(operator=tail.operator or operator), end


def _suffix(terms: Terms, text: str, start: int, unit: Unit) -> tuple[Operator | None, bool, int]:
    """The operator of a suffix word at ``start``, whether it says 左右, and the offset behind it."""
    match = terms.operators.suffix.match(text, start)
    if match is None or (match["word"] == _SHORT_SUFFIX and unit.dimension not in _SPANS):
        return None, False, start
    operator = terms.operators.suffix_operator(match)
    return operator, operator is None, match.end()


def _numerator_end(terms: Terms, text: str, start: int) -> tuple[int, float]:
    """The offset behind the numerator that begins at ``start`` (``start`` for none, -1 for a name) and how sure it is."""
    counted = text[start : start + 1] == "个"
    begin = start + counted
    listed = _listed_end(terms, text, begin)
    if listed > begin:
        return _with_noun(terms, text, begin, listed, counted=counted)
    latin = _LATIN.match(text, begin)
    if latin is not None:
        names = len(latin[0]) == 1 and latin.end() < len(text)
        return (-1, 0.0) if names else (latin.end(), UNLISTED)
    if text[begin : begin + 1].isascii() and text[begin : begin + 1].isalpha():
        return -1, 0.0
    noun = _noun_end(terms, text, begin)
    if noun > begin:
        return noun, UNLISTED
    return begin, LISTED


def _listed_end(terms: Terms, text: str, start: int) -> int:
    """The offset behind the longest listed simple unit, with its scale, at ``start``; ``start`` where none is."""
    match = _WORD.match(text, start)
    if match is None:
        return start
    for end in range(min(match.end(), start + _LONGEST_LISTED), start, -1):
        found = terms.units.read(text[start:end])
        if found is not None and found is not NO_UNIT and not _cuts_latin(text, end):
            return start if _is_name(text, start, end) else _with_bracket(terms, text, start, end)
    return start


def _cuts_latin(text: str, end: int) -> bool:
    return (
        end < len(text)
        and text[end - 1].isascii()
        and text[end - 1].isalpha()
        and text[end].isascii()
        and text[end].isalnum()
    )


def _is_name(text: str, start: int, end: int) -> bool:
    """One Latin letter before an ideograph makes a name of the number: 5G基站, 3M胶带."""
    return (
        end - start == 1
        and text[start].isascii()
        and text[start].isalpha()
        and "\u4e00" <= text[end : end + 1] <= "\u9fff"
    )


def _with_bracket(terms: Terms, text: str, start: int, end: int) -> int:
    """The offset behind a bracket that belongs to the unit: 台(套), dB(A)."""
    if text[end : end + 1] == "(":
        close = text.find(")", end) + 1
        if close and terms.units.read(text[start:close]) is not None:
            return close
    return end


def _with_noun(terms: Terms, text: str, start: int, listed: int, *, counted: bool) -> tuple[int, float]:
    """A listed unit is the whole unit before the thing it counts (份 of 份报告), but only the head of a noun (车 of 车位)."""
    unit = terms.units.any(text[start:listed])
    noun = _noun_end(terms, text, listed)
    if noun == listed:
        latin = None if unit.canonical else _LATIN.match(text, listed)  # 3.5万tce
        return (listed, LISTED) if latin is None else (latin.end(), UNLISTED)
    rest = text[listed:noun]
    if (follows := _listed_end(terms, text, listed)) > listed and _compounds(terms, unit, text[listed:follows]):
        return follows, UNLISTED
    if counted and len(unit.canonical or "") == 1:
        return noun, UNLISTED  # 12个区县: 个 has counted already
    plain = unit.canonical is not None and unit.canonical not in terms.units.classifiers
    if plain and unit.dimension not in _NEEDS_NO_NOUN and len(unit.canonical or "") == 1 and len(rest) < _LONGEST_NOUN:
        return noun, UNLISTED
    if unit.canonical is None:  # a scale alone: 5万标准箱次
        return noun, UNLISTED
    return listed, LISTED


def _compounds(terms: Terms, unit: Unit, following: str) -> bool:
    """Whether two listed units make one: 亩次, 条次, 车公里, 吨公里."""
    second = terms.units.any(following)
    if following == "次":
        return unit.dimension not in ("time", "ratio", "money")
    return second.dimension in ("length", "area", "volume") and unit.dimension in ("count", "mass")


def _noun_end(terms: Terms, text: str, start: int) -> int:
    """The offset behind the noun at ``start``: before a suffix word, a joint, or what was done with it (完成, 投入使用)."""
    match = _IDEOGRAPHS.match(text, start)
    if match is None:
        return start
    end = match.end()
    for pattern in (terms.operators.suffix, terms.words.completions, _JOINTS):
        found = pattern.search(text, start, end)
        end = found.start() if found is not None else end
    return end if end - start <= _LONGEST_NOUN else start


def _denominators_end(terms: Terms, text: str, start: int, sureness: float) -> tuple[int, float]:
    """The offset behind ``/人·天``, ``/标准人次`` or ``每年`` at ``start``, and how sure the whole unit is."""
    end = start
    while (match := _DIVISION.match(text, end)) is not None:
        if end == start and match[0] in "·*×、":
            break
        part = _listed_end(terms, text, match.end())
        if part > match.end():
            end = part
            continue
        noun = _noun_end(terms, text, match.end())
        if noun == match.end() and match["many"]:
            end = noun
            continue
        if noun == match.end() or match[0] in "、每":
            break
        end, sureness = noun, min(sureness, UNLISTED)
    return end, sureness
