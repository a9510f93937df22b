"""Train the model of label likeness: softmax regression with a penalty on the weights, by gradient steps over all examples."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rules.likeness import NOTHING, Likeness, features_of

_STEPS, _RATE, _PENALTY = 250, 0.3, 4e-5
_SMALLEST = 0.12
"""Weights below this are left out of the file: together they change no probability by more than some hundredths."""
_FEWEST = 2
"""A feature that fewer labels have is none of a kind."""

Examples = Sequence[tuple[str, str]]


def train(
    examples: Examples,
    features: Callable[[str], Iterable[str]] = features_of,
    *,
    penalty: float = _PENALTY,
    smallest: float = _SMALLEST,
) -> tuple[list[str], dict[str, list[tuple[int, float]]]]:
    """Return the meanings, and per feature its weights for them.

    Args:
        examples: label and meaning; a label with several meanings stands several times.
    """
    counts = Counter(feature for label, _ in examples for feature in set(features(label)))
    places = {feature: i for i, feature in enumerate(f for f, count in counts.items() if count >= _FEWEST)}
    meanings = sorted({meaning for _, meaning in examples}, key=lambda meaning: (meaning == NOTHING, meaning))
    given = np.zeros((len(examples), len(places)), dtype=np.float32)
    wanted = np.zeros((len(examples), len(meanings)), dtype=np.float32)
    for row, (label, meaning) in enumerate(examples):
        for feature in features(label):
            if feature in places:
                given[row, places[feature]] += 1
        wanted[row, meanings.index(meaning)] = 1
    weights = _fit(given, wanted, penalty)
    table = {
        feature: [(i, round(float(weights[place, i]), 2)) for i in np.flatnonzero(abs(weights[place]) >= smallest)]
        for feature, place in places.items()
    }
    return meanings, {feature: [(int(i), w) for i, w in found] for feature, found in table.items() if found}


def _fit(given: NDArray[np.float32], wanted: NDArray[np.float32], penalty: float) -> NDArray[np.float32]:
    """AdaGrad on the mean loss."""
    weights = np.zeros((given.shape[1], wanted.shape[1]), dtype=np.float32)
    seen = np.full_like(weights, 1e-6)
    for _ in range(_STEPS):
        scores = given @ weights
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        slope = given.T @ (shares - wanted) / len(given) + penalty * weights
        seen += slope * slope
        weights -= _RATE * slope / np.sqrt(seen)
    return weights


def model_of(examples: Examples) -> Likeness:
    """Return a model trained on some examples."""
    return Likeness(*train(examples))


def write(path: Path, meanings: Sequence[str], weights: Mapping[str, Sequence[tuple[int, float]]]) -> None:
    """Write the weights as a table that can be read and compared."""
    lines = sorted((meanings[i], feature, weight) for feature, found in weights.items() for i, weight in found)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("meaning", "feature", "weight"))
        writer.writerows(lines)
