"""``python -m benchmarks.labels [--write]``: labels held out and told by the rest; ``--write`` trains the shipped model anew."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

from benchmarks.labels.examples import examples, labels, others
from benchmarks.labels.train import model_of, train, write
from rules.likeness import LIKELY, WEIGHTS, Guess

FOLDS = 5
_ASKED = {
    "columns": ("columns",),
    "fields": ("fields", "funding", "goals"),
    "funding": ("fields", "funding", "goals"),
    "goals": ("fields", "funding", "goals"),
    "level1": ("level1", "level2"),
    "level2": ("level1", "level2"),
}
"""The kinds among which a label is told where it stands: in a head, beside a value, in a level's column."""


def main(arguments: Sequence[str]) -> int:
    known, texts = labels(), others()
    random.Random(1).shuffle(order := list(known))
    print(f"{len(known)} labels, {len(texts)} other texts; {FOLDS} folds; a label is told from {LIKELY} on")
    told: dict[str, list[tuple[str, Guess | None, bool]]] = {kind: [] for kind in _ASKED}
    wrong = asked = 0
    for fold in range(FOLDS):
        out = set(order[fold::FOLDS])
        model = model_of(
            examples(
                {label: known[label] for label in order if label not in out},
                [text for number, text in enumerate(texts) if number % FOLDS != fold],
            )
        )
        for label in out:
            for kind in {meaning.partition(".")[0] for meaning in known[label]} & _ASKED.keys():
                guess = model.guess(label, _ASKED[kind])
                right = guess is not None and f"{guess.kind}.{guess.meaning}" in known[label]
                told[kind].append((label, guess if guess and guess.probability >= LIKELY else None, right))
        for text in texts[fold::FOLDS]:
            for kinds in set(_ASKED.values()):
                asked += 1
                guess = model.guess(text, kinds)
                wrong += guess is not None and guess.probability >= LIKELY
    for kind, found in told.items():
        answered = [right for _, guess, right in found if guess is not None]
        print(
            f"{kind:8} {len(found):4} labels, told {len(answered) / len(found):.2f}, of these rightly {sum(answered) / len(answered):.3f}"
        )
    print(f"other texts taken for labels: {wrong} of {asked}")
    if "--write" in arguments:
        write(WEIGHTS, *train(examples(known, texts)))
        print(f"{WEIGHTS.name}: {sum(1 for _ in WEIGHTS.open(encoding='utf-8')) - 1} weights")
    return 0


sys.exit(main(sys.argv[1:]))
