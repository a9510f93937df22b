"""What the words before a number say about it: a growth of something, per something, an operator that is apart."""

from __future__ import annotations

from typing import NamedTuple

from extractor.model.form import Direction, Operator
from extractor.model.patterns import compiled
from rules.values.frequencies import period_name
from rules.values.quantities import Reading
from rules.values.terms import Terms

_LONGEST_PREFIX = 16
_AVERAGE = compiled(r"(?P<unit>[\u4e00-\u9fff])均[\u4e00-\u9fff]{0,6}$")
_LOOSE_OPERATOR = compiled(r"[\u4e00-\u9fff]{0,6}$")
_BETWEEN = compiled(r"(?:实现|有所|再|净)?$")  # 同比实现增长
_REFERENCE = compiled(r"(?:较|相比于?|对比|与|同|比)(?P<basis>[^,;:。较比]{1,10}?)(?:相比|的?基础上)?,?$")


class Setting(NamedTuple):
    """What the words before a number say about it.

    Attributes:
        basis: what a growth is measured against.
        trend: ``up``, ``down`` or ``none``.
        per: denominators that the words add (每亩补助, 人均).
        operator: one that is apart from the number (控制在预算…).
    """

    basis: str | None = None
    trend: Direction = "none"
    per: str | None = None
    operator: Operator | None = None


def setting_of(terms: Terms, lead: str, reading: Reading) -> Setting:
    """What the words before a number (``lead``) say about its reading."""
    trend, before = _trend(terms, lead)
    unit = reading.tail.unit
    apart, between = (None, "")
    if not (reading.prefix.operator or reading.prefix.weak or reading.tail.operator):
        apart, between = _apart(terms, lead)
    basis = _basis(terms, before) if trend != "none" or unit.dimension == "ratio" else None
    per = None if trend != "none" or unit.dimension in ("ratio", "none") else _per(terms, lead)
    if basis is None and unit.dimension == "ratio" and between.removesuffix("的").endswith(terms.words.bases):
        basis = between.removesuffix("的")  # 不低于上年的80%
    return Setting(basis, trend, per, apart)


def _trend(terms: Terms, lead: str) -> tuple[Direction, str]:
    """The trend word that ends the words before a number, and what is printed before it."""
    for side, pattern in zip(("up", "down"), terms.words.trends, strict=True):
        for match in pattern.finditer(lead):
            if match.end() == len(lead):
                return side, lead[: match.start()]  # type: ignore[return-value]
    return "none", lead


def _basis(terms: Terms, before: str) -> str | None:
    """What a growth is measured against: 上年 of 较上年, 同比 where it names nothing else."""
    match = _REFERENCE.search(before)
    if match is not None and match["basis"].endswith(terms.words.bases):
        return match["basis"]
    named = list(terms.words.comparisons.finditer(before))
    return named[-1][0] if named and _BETWEEN.match(before, named[-1].end()) else None


def _per(terms: Terms, lead: str) -> str | None:
    """The denominators that words before a number give it: 每亩补助, 每人每月, 人均."""
    names: list[str] = []
    for place, char in enumerate(lead):
        name = period_name(terms, lead[place + 1 :]) if char == "每" else None
        if name is not None:
            names.append(name[0])
    average = _AVERAGE.search(lead)
    if average is not None:
        unit = terms.units.read(average["unit"])
        if unit is not None and unit.dimension in ("count", "area", "length"):
            names.append(unit.canonical or "")
    return "·".join(names) or None


def _apart(terms: Terms, lead: str) -> tuple[Operator | None, str]:
    """The operator that a few words part from its number, and these words: 控制在预算8.5万元, 不低于总数的30%."""
    tail = lead[-_LONGEST_PREFIX:]
    found = list(terms.operators.before.finditer(tail))
    for match in reversed(found):
        strength, sign = terms.operators.tokens[match[1]]
        if strength in ("glyph", "word") and _LOOSE_OPERATOR.fullmatch(tail, match.end()) is not None:
            return sign, tail[match.end() :]
    return None, ""
