"""What a label that no vocabulary lists is like: a small linear model over its characters, which may abstain.

``likeness.csv`` holds the weights, a line a feature and meaning: runs of one to three characters, ``^`` and ``$`` for the label's
beginning and end. They are trained from the vocabularies, with indicator names and values for what is no label, by
``python -m benchmarks.labels --write``, which also prints how well labels are told that were held out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from rules.files.cache import kept
from rules.files.csv_rows import read_csv

WEIGHTS = Path(__file__).with_name("likeness.csv")
NOTHING = "nothing"
"""The meaning of what is no label."""
LIKELY = 0.6
"""The probability from which a label is taken for what it is like; of held-out labels nine in ten are then told rightly."""
_LONGEST = 3
_LONGEST_LABEL = 24

Weights: TypeAlias = Mapping[str, Sequence[tuple[int, float]]]


class Guess(Struct, frozen=True):
    """What a label is like.

    Attributes:
        meaning: of the asked kind, without the kind: ``department``, ``total``.
        kind: ``columns``, ``fields``, ``funding`` …, as the sections of the vocabulary are named.
        probability: among the meanings of the asked kinds and nothing at all.
        features: the runs of characters that spoke most for it.
    """

    kind: str
    meaning: str
    probability: float
    features: tuple[str, ...] = ()


class Likeness:
    """The trained model."""

    def __init__(self, meanings: Sequence[str], weights: Weights) -> None:
        self._meanings = meanings
        self._weights = weights
        self._kinds = [meaning.partition(".")[0] for meaning in meanings]

    def scores(self, label: str) -> list[float]:
        """Return the score of each meaning for a label in its comparable form (see :func:`rules.labels.plain_label`)."""
        scores = [0.0] * len(self._meanings)
        for feature in features_of(label):
            for index, weight in self._weights.get(feature, ()):
                scores[index] += weight
        return scores

    def guess(self, label: str, kinds: Sequence[str]) -> Guess | None:
        """Return the likeliest meaning of some kinds; ``None`` for what is likelier no label at all."""
        if not label or len(label) > _LONGEST_LABEL:
            return None
        scores = self.scores(label)
        asked = [i for i, kind in enumerate(self._kinds) if kind in kinds or kind == NOTHING]
        best = max(asked, key=scores.__getitem__)
        if self._kinds[best] == NOTHING:
            return None
        share = 1.0 / sum(math.exp(scores[i] - scores[best]) for i in asked)
        kind, _, meaning = self._meanings[best].partition(".")
        return Guess(kind, meaning, round(share, 3), self._speaking(label, best))

    def shares(self, label: str, kind: str) -> dict[str, float]:
        """Return the probability of each meaning of one kind, and of ``NOTHING``."""
        scores = self.scores(label)
        asked = [i for i, other in enumerate(self._kinds) if other in (kind, NOTHING)]
        top = max(scores[i] for i in asked)
        weights = {self._meanings[i].partition(".")[2] or NOTHING: math.exp(scores[i] - top) for i in asked}
        total = sum(weights.values())
        return {meaning: weight / total for meaning, weight in weights.items()}

    def _speaking(self, label: str, meaning: int) -> tuple[str, ...]:
        """The features that speak most for a meaning."""
        found = {
            feature: weight
            for feature in features_of(label)
            for index, weight in self._weights.get(feature, ())
            if index == meaning and weight > 0
        }
        return tuple(sorted(found, key=found.__getitem__, reverse=True)[:3])


def features_of(label: str) -> Iterator[str]:
    """Yield the runs of characters of a label, with its beginning and end marked."""
    marked = f"^{label}$"
    for length in range(1, _LONGEST + 1):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]


@cache
def load_likeness() -> Likeness:
    """Return the shipped model."""
    meanings, weights = kept("likeness", _parse)
    return Likeness(meanings, weights)


def _parse() -> list[object]:
    meanings: dict[str, int] = {}
    weights: dict[str, list[tuple[int, float]]] = {}
    for row in read_csv(WEIGHTS):
        index = meanings.setdefault(row["meaning"], len(meanings))
        weights.setdefault(row["feature"], []).append((index, float(row["weight"])))
    return [list(meanings), weights]


@lru_cache(maxsize=4096)
def guessed(label: str, kinds: tuple[str, ...]) -> Guess | None:
    """Return what the shipped model takes a label in its comparable form for: see :meth:`Likeness.guess`."""
    return load_likeness().guess(label, kinds)


def likely(label: str, kinds: tuple[str, ...]) -> Guess | None:
    """Return what a label in its comparable form is like if that is clear enough, else ``None``."""
    guess = guessed(label, kinds)
    return guess if guess is not None and guess.probability >= LIKELY else None
