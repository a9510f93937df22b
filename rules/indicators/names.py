"""What an indicator's name says about its place in the hierarchy: a small model that can be explained.

In the order asked: the reviewed list ``lexicon/names.csv`` (the same name), the patterns of ``lexicon/patterns.csv``
(endings and words, the first that matches), then nothing: a name nobody knows gives no evidence.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from msgspec import Struct

from extractor.errors import RulesError
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.files.cache import kept
from rules.files.patterns import Pattern, compile_pattern
from rules.files.version import DATA

LEXICON_DIR = DATA / "lexicon"
# What a known name still leaves to the other places: filers do put the same name elsewhere.
_REST = 0.04
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
    """The comparable form of a name: half-width, without spaces and without what stands in brackets."""
    key = label_key(name)
    return _BRACKETS.sub("", key) or key


class Lexicon:
    """Known names and patterns, read once."""

    def __init__(self, names: list[dict[str, str]], patterns: list[dict[str, str]], places: int = 11) -> None:
        self._names: dict[str, NameEvidence] = {}
        self._places = places
        counts: dict[str, dict[str, float]] = {}
        for row in names:
            by_level = counts.setdefault(name_key(row["name"]), {})
            by_level[row["level2"]] = by_level.get(row["level2"], 0.0) + float(row["count"])
        for key, by_level in counts.items():
            total = sum(by_level.values())
            self._names[key] = self._evidence(f"name:{key}", {k: (1 - _REST) * v / total for k, v in by_level.items()})
        self._patterns: list[tuple[Pattern, NameEvidence]] = []
        for row in patterns:
            share = dict(_place(item, row["id"]) for item in row["places"].split(";"))
            evidence = self._evidence(f"pattern:{row['id']}", share)
            self._patterns.append((compile_pattern(row["pattern"]), evidence))
        self._cache: dict[str, NameEvidence] = {}

    def _evidence(self, rule: str, share: dict[str, float]) -> NameEvidence:
        rest = max(1.0 - sum(share.values()), 0.01) / max(self._places - len(share), 1)
        return NameEvidence(rule, share, rest)

    def judge(self, name: str | None) -> NameEvidence:
        """What is known of a name; :data:`NOTHING_KNOWN` where nothing is."""
        if not name:
            return NOTHING_KNOWN
        key = name_key(name)
        found = self._cache.get(key)
        if found is None:
            found = self._names.get(key) or self.by_pattern(key)
            if len(self._cache) < 65536:
                self._cache[key] = found
        return found

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


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows of one lexicon file."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def load_lexicon(directory: Path = LEXICON_DIR) -> Lexicon:
    """The shipped lexicon."""

    def parse() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        return read_csv(directory / "names.csv"), read_csv(directory / "patterns.csv")

    return Lexicon(*(kept("lexicon", parse) if directory == LEXICON_DIR else parse()))
