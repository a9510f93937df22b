"""What a cell's text speaks for: a level, a name, a value, an operator, a unit, a weight or plain words.

The scores are in nats, set by hand from what the columns of the samples hold; they only need to put the kinds in order, since a
whole row, or a whole column, is decided at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from extractor.model.patterns import compiled
from rules.indicators.names import Lexicon
from rules.labels import Vocabulary, plain_label
from rules.values import ValueGrammar
from rules.values.folding import fold

TextKind: TypeAlias = Literal[
    "level", "level word", "operator", "number", "quantity", "word", "unit", "flag", "phrase", "prose"
]
_NUMBER = compiled(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")
_POINTS = compiled(r"\d{1,3}(?:\.\d+)?分")
_OPERATOR = compiled(r"[≥≤＝=＞>＜<≧≦═﹥﹤]|[<>]=|定性|定量|大于等于|小于等于|大于|小于|等于|不低于|不少于|不超过")
_FLAG = compiled(r"是|否|√|×|☑|□|正向|反向|正|负|(?:正向|反向|正|负)指标|[—–-]{1,2}|/")
_SENTENCE = compiled(r"[。；;！!？?]|[，,].*[，,]")
_QUANTITIES = frozenset({"quantity", "range", "duration", "deadline", "period", "frequency"})
_LONGEST_PHRASE, _LONGEST_WORD, _LONGEST_UNIT = 30, 8, 8

VALUES = ("value", "baseline", "actual", "grade1", "grade2", "grade3", "grade4")
NUMBERS = ("weight", "score")
FLAGS = ("is_core", "direction")

_LEVEL = {"level": 3.0, "level word": 1.2, "phrase": -3.5}
_NAME = {
    "level": -3.0, "level word": -0.3, "operator": -6.0, "number": -5.0, "quantity": -4.0,
    "word": -1.2, "unit": -2.5, "flag": -5.0, "phrase": 0.8, "prose": -0.8,
}  # fmt: skip
_VALUE = {
    "level": -4.0, "level word": -2.0, "operator": -2.0, "number": 0.0, "quantity": 1.6,
    "word": 1.0, "unit": -2.0, "flag": -0.5, "phrase": -0.6, "prose": -0.8,
}  # fmt: skip
_OPERATORS = {"operator": 3.0, "flag": -1.0}
_UNITS = {"unit": 2.5, "word": -2.5, "phrase": -3.5, "flag": -1.5}
_NUMBERS = {"number": 1.5, "flag": -1.5, "quantity": -4.0}
_FLAGS = {"flag": 2.0, "operator": -1.0, "word": -1.5}
_WORDS = {
    "level": -4.0, "operator": -4.0, "number": -3.0, "quantity": -1.5, "word": 0.0,
    "unit": -2.0, "flag": 0.5, "phrase": -0.2, "prose": 1.0,
}  # fmt: skip
_TABLES: dict[str, Mapping[str, float]] = {
    "level1": _LEVEL, "level2": _LEVEL, "name": _NAME, "operator": _OPERATORS, "unit": _UNITS,
    **dict.fromkeys(VALUES, _VALUE), **dict.fromkeys(NUMBERS, _NUMBERS), **dict.fromkeys(FLAGS, _FLAGS),
}  # fmt: skip
_UNLIKELY = -5.0
_KNOWN_NAME = 0.7
"""What it adds that the lexicon knows a text as an indicator's name."""


def role_score(text: str, role: str, vocabulary: Vocabulary, lexicon: Lexicon | None) -> float:
    """Return how well a text fits a column's role, in nats: 0 says nothing, negative speaks against it."""
    kind = text_kind(text, vocabulary)
    score = _TABLES.get(role, _WORDS).get(kind, _UNLIKELY)
    if role in ("level1", "level2") and kind in ("level", "level word"):
        known = vocabulary.level1 if role == "level1" else vocabulary.level2
        return score if text in known else score - 3.0
    said = lexicon is not None and kind in ("phrase", "word") and role in ("name", *VALUES)
    if said and lexicon is not None and lexicon.judge(text).rule is not None:
        score += _KNOWN_NAME if role == "name" else -_KNOWN_NAME
    return score


def text_kind(text: str, vocabulary: Vocabulary) -> TextKind:
    """Return what kind of text a cell holds."""
    if vocabulary.is_level(text):
        return "level" if plain_label(text).endswith(("指标", "目标")) else "level word"
    return _kind(text, vocabulary.values)


@lru_cache(maxsize=8192)
def _kind(text: str, values: ValueGrammar) -> TextKind:
    text = text.strip()
    if _OPERATOR.fullmatch(text):
        return "operator"
    if _FLAG.fullmatch(text):
        return "flag"
    if _NUMBER.fullmatch(text) or _POINTS.fullmatch(text):
        return "number"
    value = values.alone(text)
    if value.kind in _QUANTITIES or (value.kind == "placeholder" and value.operator is not None):
        return "quantity"
    if len(text) <= _LONGEST_UNIT and values.terms.units.read(fold(text)) is not None:
        return "unit"
    if value.kind in ("grade", "boolean") or value.confidence == 1.0 or value.direction in ("up", "down"):
        return "word" if len(text) <= _LONGEST_WORD else "phrase"
    return "prose" if len(text) > _LONGEST_PHRASE or _SENTENCE.search(text) else "phrase"
