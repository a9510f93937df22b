"""What an indicator's name says about its place in the hierarchy: a small model that can be explained.

In the order asked: the reviewed list ``lexicon/names.csv`` (the same name), a user's own patterns, then what the name is like
(:mod:`rules.indicators.name_likeness`), of which the patterns of ``lexicon/patterns.csv`` (endings and words, the first that
matches) are a part. A name that is like nothing known gives no evidence.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from extractor.errors import RulesError
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.files.cache import kept
from rules.files.csv_rows import read_csv
from rules.files.patterns import Pattern, compile_pattern
from rules.files.version import DATA
from rules.indicators.name_likeness import NameLikeness, load_name_likeness

LEXICON_DIR = DATA / "lexicon"
# What a known name still leaves to the other places: filers do put the same name elsewhere.
_REST = 0.04
_BEYOND_DOUBT = 0.96
"""The probability from which a pattern needs no second opinion (满意率)."""
_CLEAR_ENOUGH = 0.5
"""The probability from which a name that matches no pattern is evidence: less is a guess among eleven."""
_LEAST = 0.01
_BRACKETS = compiled(r"\([^()]*\)")


class NameEvidence(Struct, frozen=True):
    """Which level 2 a name points to.

    Attributes:
        rule: id of the lexicon entry or pattern, ``None`` when nothing is known of the name.
        share: level-2 label to probability; labels not listed share ``rest``.
        rest: probability of each label that is not listed.
    """

    rule: str | None
    share: dict[str, float]
    rest: float

    def cost(self, level2: str) -> float:
        """Negative log probability of a level 2, 0 for every one when nothing is known."""
        return -math.log(self.share.get(level2, self.rest)) if self.rule else 0.0

    @property
    def best(self) -> str | None:
        """The likeliest level 2, ``None`` when nothing is known."""
        return max(self.share, key=lambda label: self.share[label]) if self.share else None

    def probability(self, level2: str) -> float:
        """Probability of a level 2; 0.0 when nothing is known."""
        return self.share.get(level2, self.rest) if self.rule else 0.0


NOTHING_KNOWN = NameEvidence(None, {}, 0.0)


def name_key(name: str) -> str:
    """The comparable form of a name: half-width, without spaces and without what is printed in brackets."""
    key = label_key(name)
    return _BRACKETS.sub("", key) or key


class Lexicon:
    """Known names and patterns, read once.

    Args:
        patterns: the shipped ones.
        own: a user's, which are asked before and speak for themselves.
        likeness: what a name is like that is not listed; without it the patterns alone are asked.
    """

    def __init__(
        self,
        names: list[dict[str, str]],
        patterns: list[dict[str, str]],
        *,
        own: Sequence[dict[str, str]] = (),
        likeness: NameLikeness | None = None,
        places: int = 11,
    ) -> None:
        self._names: dict[str, NameEvidence] = {}
        self._places = places
        counts: dict[str, dict[str, float]] = {}
        for row in names:
            by_level = counts.setdefault(name_key(row["name"]), {})
            by_level[row["level2"]] = by_level.get(row["level2"], 0.0) + float(row["count"])
        for key, by_level in counts.items():
            total = sum(by_level.values())
            self._names[key] = self._evidence(f"name:{key}", {k: (1 - _REST) * v / total for k, v in by_level.items()})
        self._own = [self._pattern(row) for row in own]
        self._patterns = [*self._own, *map(self._pattern, patterns)]
        self._likeness = likeness
        self._cache: dict[str, NameEvidence] = {}

    def _pattern(self, row: dict[str, str]) -> tuple[Pattern, NameEvidence]:
        share = dict(_place(item, row["id"]) for item in row["places"].split(";"))
        return compile_pattern(row["pattern"]), self._evidence(f"pattern:{row['id']}", share)

    def _evidence(self, rule: str | None, share: dict[str, float]) -> NameEvidence:
        rest = max(1.0 - sum(share.values()), 0.01) / max(self._places - len(share), 1)
        return NameEvidence(rule, share, rest)

    def judge(self, name: str | None) -> NameEvidence:
        """What is known of a name; :data:`NOTHING_KNOWN` where nothing is."""
        if not name:
            return NOTHING_KNOWN
        key = name_key(name)
        found = self._cache.get(key)
        if found is None:
            found = self._names.get(key) or self._by_likeness(key)
            if len(self._cache) < 65536:
                self._cache[key] = found
        return found

    def _by_likeness(self, key: str) -> NameEvidence:
        """What a name that is not listed is like; what a user's pattern says of it where one matches."""
        if self._likeness is None or any(pattern.search(key) for pattern, _ in self._own):
            return self.by_pattern(key)
        pattern = self.by_pattern(key)
        if pattern.best is not None and pattern.probability(pattern.best) >= _BEYOND_DOUBT:
            return pattern
        shares = self._likeness.shares(key, pattern.rule and pattern.rule.partition(":")[2])
        best = max(shares, key=shares.__getitem__)
        if pattern.rule is None and shares[best] < _CLEAR_ENOUGH:
            return NOTHING_KNOWN
        agrees = pattern.best == best
        rule = pattern.rule if agrees else f"like:{self._likeness.speaking(key, best)}"
        return self._evidence(rule, {level: round(share, 3) for level, share in shares.items() if share >= _LEAST})

    def by_pattern(self, name: str) -> NameEvidence:
        """What the patterns alone say of a name: the first that matches."""
        key = name_key(name)
        return next((evidence for pattern, evidence in self._patterns if pattern.search(key)), NOTHING_KNOWN)

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of all entries and patterns, in the order in which they are asked."""
        return tuple(str(one.rule) for one in (*self._names.values(), *(found for _, found in self._patterns)))


def _place(item: str, rule: str) -> tuple[str, float]:
    label, _, share = item.partition(":")
    try:
        return label, float(share)
    except ValueError as error:
        raise RulesError(f"Lexicon pattern {rule}: {item!r} is not 'level 2:share'.") from error


@cache
def load_lexicon(directory: Path = LEXICON_DIR) -> Lexicon:
    """The shipped lexicon."""

    def parse() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        return read_csv(directory / "names.csv"), read_csv(directory / "patterns.csv")

    if directory != LEXICON_DIR:
        return Lexicon(*parse())
    return Lexicon(*kept("lexicon", parse), likeness=load_name_likeness())
