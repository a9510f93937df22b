"""Units of measure: what a printed unit means and how it is spelled canonically (``rules/data/vocabulary/units.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import Struct

from extractor.errors import RulesError
from extractor.model.patterns import compiled
from rules.values.folding import fold
from rules.values.numbers import chinese_digits, multiplied
from rules.values.vocabulary import longest_first, words

SOURCE = "units.yaml"
_DIVISIONS = compiled(r"/每?|每")
_PRODUCTS = compiled(r"[·*×.、](?![0-9])每?|每")
_ALTERNATIVE = compiled(r"个\((.+)\)")  # 3个(项)
_MANY = compiled(r"(?:[0-9]{0,6}[万千百](?P<of>[^0-9]*)|[0-9]{1,6}(?P<thing>[^0-9万千百]+))")
_COUNTED = compiled(r"([0-9]{1,3}|[一两二三四五六七八九十])个?(.+)")


class Unit(NamedTuple):
    """A printed unit, understood.

    Attributes:
        printed: as printed, without brackets and without the measure word 个 (``万张``, ``工作日``); ``None`` for none.
        canonical: scale multiplied out and parts spelled canonically (``张``, ``元/人·月``); ``None`` for none.
        factor: what the number is multiplied by for the canonical spelling (``"10000"`` for 万张).
        dimension: what the numerator measures (``count``, ``money``, ``time``, ``event``, …), ``"unknown"`` if not listed.
        rate: the denominators' dimension when all are alike, ``"mixed"`` when not, ``None`` without denominator.
    """

    printed: str | None
    canonical: str | None
    factor: str
    dimension: str
    rate: str | None = None

    @property
    def is_duration(self) -> bool:
        """Whether a number of it is a length of time."""
        return self.dimension == "time" and self.rate is None

    @property
    def is_frequency(self) -> bool:
        """Whether a number of it says how often (次/季度)."""
        return self.dimension == "event" and self.rate == "time"


NO_UNIT = Unit(None, None, "1", "none")


class Units(Struct, frozen=True, eq=False):
    """The unit vocabulary: every spelling with its canonical unit, dimensions, scales, and factors beyond the scales."""

    spellings: Mapping[str, str]
    lower: Mapping[str, str]
    dimensions: Mapping[str, str]
    scales: Mapping[str, str]
    factors: Mapping[str, tuple[str, str]]
    scale_words: tuple[str, ...]
    classifiers: frozenset[str]

    def known(self, text: str) -> str | None:
        """Canonical spelling of one simple unit, ``None`` if it is not listed."""
        found = self.spellings.get(text)
        return found if found is not None else self.lower.get(text.lower())

    def read(self, text: str) -> Unit | None:
        """The unit that folded ``text`` (no outer brackets) spells, ``None`` when any part of it is not listed."""
        return _read_unit(self, text)

    def any(self, text: str) -> Unit:
        """Like :meth:`read` for text that must be a unit because of where it is; parts not listed stay as printed."""
        return _any_unit(self, text)

    def split_scale(self, text: str) -> tuple[str, str]:
        """``("10000", "张")`` for 万张; ``("1", text)`` where no scale is in front, or the whole is a unit itself."""
        if self.known(text) is not None:
            return "1", text
        for word in self.scale_words:
            if text.startswith(word):
                return self.scales[word], text[len(word) :]
        return "1", text


def compile_units(data: Mapping[str, Any]) -> Units:
    """Compile ``units.yaml``.

    Raises:
        RulesError: a spelling is listed for two units, or a scale or factor is not a number.
    """
    dimensions: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for dimension in data.get("dimensions") or {}:
        for name in words(data, "dimensions", dimension, source=SOURCE):
            _put(dimensions, name, dimension)
            _put(spellings, fold(name), name)
    for name in data.get("spellings") or {}:
        if name not in dimensions:
            raise RulesError(f"'spellings.{name}' is not listed under dimensions.", source=SOURCE)
        for spelling in words(data, "spellings", name, source=SOURCE):
            _put(spellings, fold(spelling), name)
    lower: dict[str, str] = {}
    for spelling, name in spellings.items():
        lower.setdefault(spelling.lower(), name)
    scales = {word: _number(value) for word, value in (data.get("scales") or {}).items()}
    factors = {name: (entry["unit"], _number(entry["factor"])) for name, entry in (data.get("factors") or {}).items()}
    return Units(
        spellings,
        lower,
        dimensions,
        scales,
        factors,
        tuple(longest_first(scales)),
        frozenset(words(data, "classifiers", source=SOURCE)),
    )


def _put(table: dict[str, str], word: str, meaning: str) -> None:
    if table.get(word, meaning) != meaning:
        raise RulesError(f"{word!r} is listed for {table[word]} and for {meaning}.", source=SOURCE)
    table[word] = meaning


def _number(value: Any) -> str:
    try:
        Decimal(value)
    except (InvalidOperation, TypeError) as error:
        raise RulesError(
            f"{value!r} is not a number; write scales and factors as quoted digits.", source=SOURCE
        ) from error
    return str(value)


@lru_cache(maxsize=4096)
def _read_unit(table: Units, text: str) -> Unit | None:
    return _read(table, text, strict=True)


@lru_cache(maxsize=1024)
def _any_unit(table: Units, text: str) -> Unit:
    unit = _read(table, text, strict=False)
    return unit if unit is not None else Unit(text, text, "1", "unknown")


def _read(table: Units, text: str, *, strict: bool) -> Unit | None:
    text = text.strip()
    if not text:
        return NO_UNIT
    if (whole := table.known(text)) is not None:
        return _simple(text, whole, table)
    if (match := _ALTERNATIVE.fullmatch(text)) and table.known(match[1]) is not None:
        return _simple("个", "个", table)
    if text[0] == "个" and len(text) > 1 and (counted := _read(table, text[1:], strict=strict)) is not None:
        return counted
    factor, rest = table.split_scale(text)
    if factor != "1" and (whole := table.known(rest)) is not None:
        return Unit(text, whole, factor, table.dimensions[whole])
    head, *denominators = _DIVISIONS.split(text.replace("(", "").replace(")", "") if "/" in text else text)
    factor, rest = table.split_scale(head)
    numerator = _part(rest, table, strict) if rest else ("", "none")  # 万 alone
    if numerator is None or (not rest and denominators and factor == "1" and (head or len(denominators) > 1)):
        return None
    name, dimension = numerator
    if not denominators:
        if name in table.factors:
            target, multiplier = table.factors[name]
            return Unit(text, target, multiplied(factor, multiplier), dimension)
        return Unit(text, name or None, factor, dimension)
    parts = [
        _part(part, table, strict, below=True)
        for group in denominators
        for part in ([group] if table.dimensions.get(table.known(group) or "") == "count" else _PRODUCTS.split(group))
        if part
    ]
    if not parts or None in parts:
        return None
    known = [part for part in parts if part is not None]
    kinds = {kind for _, kind in known}
    canonical = f"{name}/{'·'.join(part for part, _ in known)}"
    return Unit(text, canonical, factor, dimension, kinds.pop() if len(kinds) == 1 and len(known) == 1 else "mixed")


def _simple(text: str, name: str, table: Units) -> Unit:
    dimension = table.dimensions[name]
    if name in table.factors:
        return Unit(text, *table.factors[name], dimension)
    return Unit(text, name, "1", dimension)


def _part(text: str, table: Units, strict: bool, *, below: bool = False) -> tuple[str, str] | None:
    """Canonical spelling and dimension of one part: 每 and 个 dropped; ``below`` the line a count in front is kept (次/2年)."""
    text = text.removeprefix("每").strip()
    if (name := table.known(text) or table.known(text.removeprefix("个"))) is not None:
        return name, table.dimensions[name]
    if below and (match := _COUNTED.fullmatch(text)) and (name := table.known(match[2])) is not None:
        count = match[1] if match[1][0].isdigit() else chinese_digits(match[1])
        return (name if count == "1" else f"{count}{name}"), table.dimensions[name]
    if below and (match := _MANY.fullmatch(text)):  # 人/10万人, 10/10万
        thing = match["of"] or match["thing"]
        if not thing or table.known(thing) is not None:
            return text, table.dimensions.get(table.known(thing or "") or "", "count")
    if "·" in text and all(table.known(part) is not None for part in text.split("·")):
        return text, "count"  # 户·次
    if (match := re.fullmatch(r"(.+?)\((.+)\)", text)) and table.known(match[1]) and table.known(match[2]):
        return text, table.dimensions[table.known(match[1]) or ""]
    if text.endswith("次") and (name := table.known(text[:-1])) is not None:
        return f"{name}次", "count"  # 户次, 亩次: so many, each time counted
    scale, rest = table.split_scale(text)
    if rest and scale != "1" and (name := table.known(rest)) is not None:
        return text[: len(text) - len(rest)] + name, table.dimensions[name]
    return None if strict or not text else (text, "unknown")
