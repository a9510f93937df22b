"""Pairing what a goal text mentions with indicators: by unit, and by the words around the mention and in the name.

A pair counts only where it is beyond doubt. A mention that is background (以来, 已, 其中 …) is left out; one that agrees with any
indicator it could mean, or with their sum, agrees; and where two indicators are equally likely there is no pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.form import Indicator, Value
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.numbers import decimal, unit_of
from rules.name_words import COUNTS, words
from rules.values import Mention, ValueGrammar

_BACKGROUND = words(
    "累计 截至 截止 以来 上年 去年 往年 目前 现有 现状 已有 已经 已完成 原有 其中 包括 同比 较 超额 占 共有 根据 按照 范围内 各类",
)
# The people or places that a project serves are not what it delivers: 为全区8万名老年人.
_POPULATION = compiled(r"(?:全|辖|本)(?:国|省|市|县|区|州|乡|镇|村|校|院|街道|系统)?(?:范围)?内?(?:约|共)?有?$")
_NEXT_ITEM = frozenset("、,，;；和及与并")
_TREND = words("增长 增加 提高 提升 上升 下降 降低 减少 压减 缩短 节约 节省")
# 每个苑点各12次 is a number for each, not for all.
_EACH = compiled(r"(?:各|每|分别|均)(?:不少于|不低于|不超过|约)?$")
_PER = compiled(r"每(?!年$|年度$)\w|人均|户均")
# Words of a name that only say that something is counted.
_COUNT_WORDS = words(*COUNTS, "数 量 完成情况 情况 指标 工作 项目")
_BRACKETS = compiled(r"\([^()]*\)")
# What a ratio is a ratio of; the words must stand right before the number.
_RATIO_WORDS = ("比例", "占比", "率", "度")
_PEOPLE = frozenset(("人", "名", "位"))
_COMPARABLE = ("quantity", "duration", "frequency")
_LEAD_IN = compiled(
    r"(达到了?|均达到|达|均在|保持在|控制在|维持在|提升至|提高到|提升到|不低于|不少于|不超过|力争|确保|均|为|到|在|至|实现|约)+$"
)


class Pair(Struct, frozen=True):
    """A mention in the goal text and the indicator that speaks of the same thing.

    Attributes:
        number: index of the indicator in the form.
        likeness: how much of the indicator's name the words of the mention hold, 0 to 1.
        agrees: whether the numbers are the same.
    """

    mention: Mention
    number: int
    likeness: float
    agrees: bool


@lru_cache(maxsize=8)
def said_in(text: str | None, values: ValueGrammar) -> tuple[Mention, ...]:
    """What a text mentions; several checks ask for the same goal."""
    return tuple(values.mentions(text))


def unit_class(unit: str | None) -> str | None:
    """The unit that stands for all that count the same: 名 and 位 are 人; 人次 is not."""
    return "人" if unit in _PEOPLE else unit


def _number(value: Value) -> Decimal | None:
    return decimal(value.canonical.number) if value.canonical else None


def comparable(value: Value) -> bool:
    """Whether a value is one number with a unit."""
    return value.kind in _COMPARABLE and _number(value) is not None and unit_of(value) is not None


@lru_cache(maxsize=256)
def _clause(context: str) -> str:
    """The words right before a number, without the verb that leads to it; asked for with every indicator of a form."""
    return _LEAD_IN.sub("", label_key(context))


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """A name without brackets."""
    return _BRACKETS.sub("", label_key(name))


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


@lru_cache(maxsize=1024)
def _core(name: str) -> str:
    """What a name is about, without brackets and without the words that only count."""
    key = _plain(name)
    core = key
    for word in sorted(_COUNT_WORDS.words, key=len, reverse=True):
        if key.endswith(word):
            core = key.removesuffix(word)
            break
    return core if len(core) >= 2 else key


def _ratio(name: str) -> str:
    """What kind of ratio a name ends in: 满意度, 合格率, 达标比例; ``""`` where it is none."""
    if "满意" in name[-5:]:
        return name[name.rindex("满意") :]
    word = next((word for word in _RATIO_WORDS if name.endswith(word)), None)
    return name[-len(word) - 2 :] if word and len(name) >= len(word) + 2 else ""


def _shared(core: str, around: str) -> float:
    """Half the share of the core's character pairs, half the share of its characters, that the words around hold."""
    pairs = _bigrams(core)
    characters = set(core)
    if not characters:
        return 0.0
    by_pair = len(pairs & _bigrams(around)) / len(pairs) if pairs else 0.0
    return round((by_pair + len(characters & set(around)) / len(characters)) / 2, 2)


def likeness(mention: Mention, indicator: Indicator) -> float:
    """How likely a mention speaks of an indicator, 0 to 1; 0 where the units differ."""
    unit = unit_class(unit_of(indicator.value))
    if not comparable(indicator.value) or unit != unit_class(unit_of(mention.value)) or not indicator.name:
        return 0.0
    before = _clause(mention.context)
    name = _plain(indicator.name)
    if _TREND.held_by(before) and not _TREND.held_by(name):
        return 0.0
    if unit in ("%", "‰"):
        ratio = _ratio(name)
        satisfied = ratio.startswith("满意")
        tail = before[-len(ratio) - 6 :] if satisfied else before[-len(ratio) :]
        if not ratio or (("满意" if satisfied else ratio) not in tail):
            return 0.0
        rest = name.removesuffix(ratio)
        # 满意度达到90% without saying whose can only mean the one satisfaction indicator there is.
        return _shared(rest, before.removesuffix(ratio)) if rest and before != ratio else 0.5
    around = before + label_key(mention.following)[:12]
    return _shared(_core(indicator.name), around)


def is_background(mention: Mention) -> bool:
    """Whether a mention describes what is, not what the project is to reach, or is per something."""
    before = label_key(mention.context)
    if _POPULATION.search(before):
        return True
    if unit_of(mention.value) not in ("%", "‰") and _EACH.search(before):
        return True
    return _BACKGROUND.held_by(before) or (
        _PER.search(before) is not None and "/" not in (unit_of(mention.value) or "")
    )


def _agree(one: Value, other: Value) -> bool:
    return _number(one) == _number(other)


def pairs(
    text: str | None, indicators: Sequence[Indicator], values: ValueGrammar, *, least: float, margin: float = 0.2
) -> Iterator[Pair]:
    """Mentions of a goal text with the indicator that certainly speaks of the same thing, those that disagree with it included."""
    said = [_own_words(mention, text or "") for mention in said_in(text, values) if comparable(mention.value)]
    units = [unit_class(unit_of(indicator.value)) for indicator in indicators] if said else []
    for mention in said:
        unit = unit_class(unit_of(mention.value))
        if unit not in units or is_background(mention):
            continue
        scores = [
            likeness(mention, indicator) if unit == own else 0.0
            for indicator, own in zip(indicators, units, strict=True)
        ]
        best = max(range(len(scores)), key=lambda n: scores[n], default=None)
        if best is None or scores[best] <= 0.0:
            continue
        agreeing = [n for n, score in enumerate(scores) if score >= 0.25 and _agree(mention.value, indicators[n].value)]
        if agreeing:
            chosen = max(agreeing, key=lambda n: scores[n])
            yield Pair(mention, chosen, scores[chosen], True)
            continue
        rivals = [score for n, score in enumerate(scores) if n != best and score > scores[best] - margin]
        if scores[best] < least or rivals or _is_sum(mention, indicators):
            continue
        if any(
            _agree(other.value, indicators[best].value) and likeness(other, indicators[best]) >= 0.25 for other in said
        ):
            continue
        yield Pair(mention, best, scores[best], False)


def _own_words(mention: Mention, text: str) -> Mention:
    """A mention without the words behind it where those begin the next item: 电脑50台、打印机10台."""
    if mention.following and text[mention.end : mention.end + 1] in _NEXT_ITEM:
        return replace(mention, following="")
    return mention


def _is_sum(mention: Mention, indicators: Sequence[Indicator]) -> bool:
    """Whether a mention is what several indicators of its unit come to together, in any choice of two or of all."""
    unit = unit_class(unit_of(mention.value))
    if unit in ("%", "‰"):
        return False
    numbers = [
        n
        for i in indicators
        if comparable(i.value) and unit_class(unit_of(i.value)) == unit and (n := _number(i.value)) is not None
    ]
    target = _number(mention.value)
    return sum(numbers) == target or any(a + b == target for k, a in enumerate(numbers) for b in numbers[k + 1 :])
