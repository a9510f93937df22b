"""The operator words and glyphs of ``rules/data/vocabulary/operators.yaml``, compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from extractor.errors import RulesError
from extractor.model.form import Direction, Operator
from extractor.model.patterns import compiled
from rules.values.folding import fold
from rules.values.vocabulary import longest_first, words

SOURCE = "operators.yaml"
SIGNS: tuple[Operator, ...] = ("≥", ">", "=", "<", "≤")
_SIDES: tuple[Direction, ...] = ("up", "down", "point", "none")
Strength: TypeAlias = Literal["glyph", "lookalike", "word", "weak", "approximate", "filler", "nature"]


class Prefix(NamedTuple):
    """What stood before a number (or a word): the operator, and how it was printed.

    Attributes:
        operator: the one that is settled, ``None`` when none is.
        weak: the one that is only suggested (达到, 为, 控制在).
        glyph: whether a sign was printed, as against a word.
        nature: ``"定性"``/``"定量"`` where that stood in front, else ``None``.
        approximate: whether 约 or the like was printed.
        end: offset behind it.
        conflict: two operators that differ were printed.
        doubtful: the sign is a look-alike (〉 for >).
    """

    operator: Operator | None = None
    weak: Operator | None = None
    glyph: bool = False
    nature: str | None = None
    approximate: bool = False
    end: int = 0
    conflict: bool = False
    doubtful: bool = False


class Operators(NamedTuple):
    """The operator vocabulary.

    Attributes:
        codes, directions: per operator.
        natures: code per word of kind (定性 → 6, 定量 → None).
        declared: direction per word of a direction column.
        before: one token before a number; ``tokens`` says what it means.
        inside: words between number and unit that make it approximate.
        between: suffix between a number and a unit in brackets.
        after: suffix at the end of a unit, with its group ``word``.
        suffix: the same at the start of what follows a unit.
    """

    codes: dict[str, int]
    directions: dict[str, Direction]
    natures: dict[str, int | None]
    declared: dict[str, Direction]
    tokens: dict[str, tuple[Strength, Operator | None]]
    before: re.Pattern[str]
    suffixes: dict[str, Operator | None]
    inside: frozenset[str]
    after: re.Pattern[str]
    suffix: re.Pattern[str]
    between: re.Pattern[str]

    def suffix_operator(self, match: re.Match[str]) -> Operator | None:
        """The operator of a matched suffix; 60%(不含)以上 is more than 60 %."""
        operator = self.suffixes[match["word"]] if match["word"] else None
        return _WITHOUT.get(operator, operator) if "(不含" in match[0] else operator

    def read_prefix(self, text: str) -> Prefix:
        """The operator words and glyphs at the start of folded ``text``."""
        if (match := self.before.match(text)) is None:
            return _NO_PREFIX
        operator: Operator | None = None
        weak: Operator | None = None
        nature: str | None = None
        glyph = approximate = conflict = doubtful = False
        end = 0
        while match is not None:
            token = match.group(1)
            strength, sign = self.tokens[token]
            if strength == "nature":
                nature = token
            elif strength == "approximate":
                approximate = True
            elif strength == "weak":
                weak = sign
            elif strength != "filler":
                conflict = conflict or operator not in (None, sign)
                operator, glyph, doubtful = sign, glyph or strength == "glyph", doubtful or strength == "lookalike"
            end = match.end()
            match = self.before.match(text, end)
        return Prefix(operator, weak, glyph, nature, approximate, end, conflict, doubtful)


_NO_PREFIX = Prefix()
_WITHOUT: dict[Operator | None, Operator] = {"≥": ">", "≤": "<"}


def compile_operators(data: Mapping[str, Any]) -> Operators:
    """Compile ``operators.yaml``.

    Raises:
        RulesError: ``operators.yaml`` lacks an operator, or a word stands for two.
    """
    table: Any = data.get("operators") or {}
    tokens: dict[str, tuple[Strength, Operator | None]] = {}
    suffixes: dict[str, Operator | None] = {}
    for sign in SIGNS:
        entry = table.get(sign)
        if (
            not isinstance(entry, dict)
            or not isinstance(entry.get("code"), int)
            or entry.get("direction") not in ("up", "down", "point", "none")
        ):
            raise RulesError(
                f"Operator {sign} needs a whole-number code and a direction (up, down, point, none).", source=SOURCE
            )
        for key, strength in (("glyphs", "glyph"), ("lookalikes", "lookalike"), ("before", "word"), ("weak", "weak")):
            for word in words(entry, key, source=SOURCE):
                _put(tokens, fold(word), (cast(Strength, strength), sign))
        for word in words(entry, "after", source=SOURCE):
            _put(suffixes, fold(word), sign)
    for word in words(data, "approximate", "before", source=SOURCE):
        _put(tokens, fold(word), ("approximate", None))
    for word in words(data, "approximate", "after", source=SOURCE):
        _put(suffixes, fold(word), None)
    for word in words(data, "fillers", source=SOURCE):
        _put(tokens, fold(word), ("filler", None))
    natures: dict[str, int | None] = dict(data.get("natures") or {})
    for word in natures:
        _put(tokens, fold(word), ("nature", None))
    return Operators(
        codes={sign: table[sign]["code"] for sign in SIGNS},
        directions={sign: table[sign]["direction"] for sign in SIGNS},
        natures={fold(word): code for word, code in natures.items()},
        declared={fold(word): side for side in _SIDES for word in words(data, "directions", side, source=SOURCE)},
        tokens=tokens,
        before=compiled(f"({_alternatives(tokens)})[: ]?"),
        suffixes=suffixes,
        inside=frozenset(words(data, "approximate", "inside", source=SOURCE)),
        between=compiled(rf"({_alternatives(suffixes)})(?=[(\[])"),
        suffix=compiled(
            rf"(?:\(不?含[^()]{{0,12}}\)|含)?(?P<word>{_alternatives(suffixes)})(?:\(不?含[^()]{{0,12}}\))?"
        ),
        after=compiled(
            rf"(?:\(不?含[^()]{{0,12}}\)|含)?(?P<word>{_alternatives(suffixes)})?(?:\(不?含[^()]{{0,12}}\))?$"
        ),
    )


def _put(table: dict[str, Any], word: str, meaning: object) -> None:
    if table.get(word, meaning) != meaning:
        raise RulesError(f"{word!r} is listed twice with different meanings.", source=SOURCE)
    table[word] = meaning


def _alternatives(table: dict[str, Any]) -> str:
    return "|".join(map(re.escape, longest_first(table)))
