"""What an indicator's name that no list has is like: a linear model over its characters and the pattern that it matches.

``name_likeness.csv`` holds the weights, a line a feature and level 2: runs of one to three characters, ``^`` and ``$`` for the
name's beginning and end, ``@`` and a pattern's id. They are trained from the names of the committed forms by
``python -m benchmarks.lexicon --write``, and scaled there so that of the names of forms that were held out no more than one
in fifty is judged wrongly with a probability above 0.8.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

from rules.files.cache import kept
from rules.files.csv_rows import read_csv
from rules.likeness import features_of

WEIGHTS = Path(__file__).with_name("name_likeness.csv")
_LONGEST = 24
"""Characters of a name that are looked at: what is printed behind them are remarks."""

Weights: TypeAlias = Mapping[str, Sequence[tuple[int, float]]]


class NameLikeness:
    """The trained model."""

    def __init__(self, levels: Sequence[str], weights: Weights) -> None:
        self._levels = levels
        self._weights = weights

    def shares(self, name: str, pattern: str | None) -> dict[str, float]:
        """Return the probability of each level 2 for a name in its comparable form, given the pattern that it matches."""
        scores = [0.0] * len(self._levels)
        for feature in name_features(name, pattern):
            for index, weight in self._weights.get(feature, ()):
                scores[index] += weight
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return {level: power / total for level, power in zip(self._levels, powers, strict=True)}

    def speaking(self, name: str, level2: str) -> str:
        """Return the feature that speaks most for a level 2; ``""`` where none does."""
        index = self._levels.index(level2)
        found = {
            feature: weight
            for feature in name_features(name, None)
            for place, weight in self._weights.get(feature, ())
            if place == index and weight > 0
        }
        return max(found, key=found.__getitem__, default="")


def name_features(name: str, pattern: str | None) -> Iterator[str]:
    """Yield what the model looks at, each once."""
    yield from dict.fromkeys(features_of(name[:_LONGEST]))
    yield f"@{pattern or ''}"


@cache
def load_name_likeness() -> NameLikeness:
    """Return the shipped model."""
    levels, weights = kept("name_likeness", _parse)
    return NameLikeness(levels, weights)


def _parse() -> list[object]:
    levels: dict[str, int] = {}
    weights: dict[str, list[tuple[int, float]]] = {}
    for row in read_csv(WEIGHTS):
        index = levels.setdefault(row["meaning"], len(levels))
        weights.setdefault(row["feature"], []).append((index, float(row["weight"])))
    return [list(levels), weights]
