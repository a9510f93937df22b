"""The model of :mod:`rules.indicators.name_likeness`: trained, and judged on the names of forms that were held out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from benchmarks.labels.train import train, write
from benchmarks.lexicon.keyed import Keyed, keyed_names, listed_names
from rules.indicators.name_likeness import WEIGHTS, NameLikeness, name_features
from rules.indicators.names import LEXICON_DIR, Lexicon, NameEvidence, read_csv

FOLDS = 5
SURE = 0.8
MOST_WRONG = 0.02
"""The share of names judged with more than ``SURE`` that may be wrong: what the weights are scaled for."""
BINS = (0.0, 0.5, 0.65, 0.8, 0.9, 1.0)
_PENALTY, _SMALLEST = 5e-4, 0.1
_SCALES = [1.0 + step / 20 for step in range(31)]

Trained = tuple[Sequence[str], dict[str, list[tuple[int, float]]]]


class Held(Struct, frozen=True):
    """A name that neither the list nor any form but held-out ones has, and what is judged of it."""

    name: str
    true: frozenset[str]
    evidence: NameEvidence

    @property
    def probability(self) -> float:
        """Of the level 2 that is judged; 0 where the judge abstains."""
        return self.evidence.probability(self.evidence.best) if self.evidence.best else 0.0

    @property
    def right(self) -> bool:
        """Whether a form puts the name where it is judged to belong."""
        return self.evidence.best in self.true


def patterns_alone() -> Lexicon:
    """Return the patterns, without the list and the model."""
    return Lexicon([], read_csv(LEXICON_DIR / "patterns.csv"))


def held_out(*, scale: float | None = None) -> tuple[list[Held], list[Held], float]:
    """Judge every held-out name by the model of the other forms, and by the patterns alone.

    Args:
        scale: what weights are divided by; by default the least at which few enough sure names are wrong.

    Returns:
        The judged names of both judges, and the scale.
    """
    data = keyed_names()
    parts = [(_trained(rest), names) for rest, names in _folds(data)]
    patterns = patterns_alone()
    by_patterns = [Held(name, true, patterns.judge(name)) for _, names in parts for name, true in names.items()]
    for tried in [scale] if scale else _SCALES:
        by_model = [
            Held(name, true, lexicon.judge(name))
            for trained, names in parts
            for lexicon in [_lexicon(_scaled(trained, tried))]
            for name, true in names.items()
        ]
        if wrong_when_sure(by_model) <= MOST_WRONG:
            break
    return by_model, by_patterns, tried


def wrong_when_sure(judged: Iterable[Held]) -> float:
    """Return the share of wrong ones among the names that are judged with more than ``SURE``."""
    sure = [one.right for one in judged if one.probability > SURE]
    return sure.count(False) / max(len(sure), 1)


def write_model(scale: float) -> None:
    """Train on all names, and write the weights."""
    levels, weights = _scaled(_trained([(name, level2) for name, level2, _ in keyed_names()]), scale)
    write(WEIGHTS, levels, weights)


def _folds(data: Sequence[Keyed]) -> Iterable[tuple[list[tuple[str, str]], dict[str, frozenset[str]]]]:
    """For each fold the names of the other forms, and those that only its own forms have."""
    forms = sorted({form for _, _, form in data})
    random.Random(1).shuffle(forms)
    listed = {name for name, _ in listed_names()}
    for fold in range(FOLDS):
        out = set(forms[fold::FOLDS])
        rest = [(name, level2) for name, level2, form in data if form not in out]
        known = listed | {name for name, _ in rest}
        own: dict[str, set[str]] = {}
        for name, level2, form in data:
            if form in out and name not in known:
                own.setdefault(name, set()).add(level2)
        yield rest, {name: frozenset(levels) for name, levels in own.items()}


def _trained(names: Sequence[tuple[str, str]]) -> Trained:
    return train(sorted({*names, *listed_names()}), _features(patterns_alone()), penalty=_PENALTY, smallest=_SMALLEST)


def _features(patterns: Lexicon) -> Callable[[str], Iterable[str]]:
    return lambda name: name_features(name, (patterns.judge(name).rule or "").partition(":")[2])


def _scaled(trained: Trained, scale: float) -> Trained:
    levels, weights = trained
    return levels, {f: [(i, round(w / scale, 2)) for i, w in found] for f, found in weights.items()}


def _lexicon(trained: Trained) -> Lexicon:
    return Lexicon([], read_csv(LEXICON_DIR / "patterns.csv"), likeness=NameLikeness(*trained))
