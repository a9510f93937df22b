"""The compiled vocabulary of values: operators, units, and the words of ``qualitative.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from extractor.errors import RulesError
from extractor.model.patterns import compiled
from rules.values.folding import fold
from rules.values.lexicon import Operators, compile_operators
from rules.values.units import Units, compile_units
from rules.values.vocabulary import load, longest_first, words

SOURCE = "qualitative.yaml"


class MentionWords(NamedTuple):
    """Words that keep a numeral of running text from being a quantity (``qualitative.yaml``, ``mentions``)."""

    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    ordinal_units: tuple[str, ...]


class Words(NamedTuple):
    """The vocabulary of qualitative values, compiled."""

    booleans: frozenset[str]
    grades: re.Pattern[str]
    level: re.Pattern[str]
    listed: frozenset[str]
    trends: tuple[re.Pattern[str], re.Pattern[str]]
    placeholders: frozenset[str]
    after_point: re.Pattern[str]
    completions: re.Pattern[str]
    bases: tuple[str, ...]
    comparisons: re.Pattern[str]
    date_lead: re.Pattern[str]
    not_zero: tuple[str, ...]
    mentions: MentionWords


def compile_words(data: Mapping[str, Any]) -> Words:
    """Compile ``qualitative.yaml``.

    Raises:
        RulesError: a list is not a list of words.
    """
    scales: Any = data.get("grades") or []
    if not all(isinstance(scale, list) and all(isinstance(word, str) for word in scale) for scale in scales):
        raise RulesError("'grades' must be a list of lists of words.", source=SOURCE)
    grade = _any_of(fold(word) for scale in scales for word in scale)
    prefixes, ranks, suffixes = (
        _any_of(words(data, "levels", key, source=SOURCE)) for key in ("prefixes", "ranks", "suffixes")
    )
    negation = "".join(f"(?<!{re.escape(word)})" for word in words(data, "trends", "negations", source=SOURCE))
    up, down = (
        compiled(f"{negation}(?:{_any_of(words(data, 'trends', side, source=SOURCE))})") for side in ("up", "down")
    )
    done = _any_of(words(data, "completions", source=SOURCE))
    return Words(
        booleans=frozenset(
            fold(word) for side in ("yes", "no") for word in words(data, "booleans", side, source=SOURCE)
        ),
        grades=compiled(rf"(?:{grade})(?:[|/、,; ]?(?:{grade}))*"),
        level=compiled(rf"(?:{prefixes})?(?:(?:{ranks})|[0-9]|[A-E]{{1,5}}[+-]?|[1-5]A)(?:{suffixes})"),
        listed=frozenset(fold(word) for word in words(data, "words", source=SOURCE)),
        trends=(up, down),
        placeholders=frozenset(fold(word).lower() for word in words(data, "placeholders", "words", source=SOURCE)),
        after_point=compiled(
            rf"(?P<part>[底末初]|[上中下]旬)?(?P<before>之?前|以前|以内|内)?(?P<done>(?:{done}){{0,3}})"
        ),
        completions=compiled(rf"(?:{done})"),
        bases=words(data, "bases", source=SOURCE),
        comparisons=compiled(_any_of(words(data, "comparisons", source=SOURCE))),
        date_lead=compiled(rf"(?:{_any_of(words(data, 'date_leads', source=SOURCE))})?"),
        not_zero=words(data, "not_zero", source=SOURCE),
        mentions=MentionWords(*(words(data, "mentions", key, source=SOURCE) for key in MentionWords._fields)),
    )


def _any_of(items: Any) -> str:
    return "|".join(map(re.escape, longest_first(items)))


class Terms(Struct, frozen=True, eq=False):
    """Everything that a reader of values looks up."""

    operators: Operators
    units: Units
    words: Words


def compile_terms(over: Path | None = None) -> Terms:
    """Compile the shipped vocabulary, with a user's directory over it.

    Raises:
        RulesError: a file is broken.
    """
    return Terms(
        compile_operators(load("operators", over)),
        compile_units(load("units", over)),
        compile_words(load("qualitative", over)),
    )
