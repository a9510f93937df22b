"""``python -m benchmarks.lexicon [--write]``: how names are judged that are not listed, as Markdown; ``--write`` trains the model."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.lexicon.held_out import BINS, SURE, Held, held_out, write_model
from benchmarks.lexicon.judge import Judged, leave_one_out

CUTOFFS = (0, 50, 60, 70, 80)


def main(arguments: Sequence[str]) -> None:
    """Print reliability on the names of held-out forms, and on the list itself what patterns and nearest names say."""
    by_model, by_patterns, scale = held_out()
    print(f"Names of held-out forms, {len(by_model)}; weights divided by {scale:.2f}:\n")
    print("| probability | model: names | wrong | patterns: names | wrong |\n|---|---|---|---|---|")
    for low, high in [(-1.0, 0.0), *pairwise(BINS), (SURE, 1.0)]:
        title = "no evidence" if high == 0 else f"above {low}" if (low, high) == (SURE, 1.0) else f"{low} to {high}"
        print(f"| {title} | {_bin(by_model, low, high)} | {_bin(by_patterns, low, high)} |")
    print(f"\nRight of all: model {_right(by_model):.1%}, patterns {_right(by_patterns):.1%}.\n")
    if "--write" in arguments:
        write_model(scale)
    _print_list(leave_one_out())


def _bin(judged: Sequence[Held], low: float, high: float) -> str:
    found = [one.right for one in judged if low < one.probability <= high]
    wrong = found.count(False)
    return f"{len(found)} | {wrong} ({wrong / len(found):.1%})" if found and high else f"{len(found)} | –"


def _right(judged: Sequence[Held]) -> float:
    return sum(one.right for one in judged) / len(judged)


def _print_list(judged: Sequence[Judged]) -> None:
    print("The list, each name judged by the patterns alone:\n")
    print("| level 2 | names | right | wrong | not known | probability of the right one |\n|---|---|---|---|---|---|")
    for level in [*dict.fromkeys(one.true for one in judged), None]:
        print(_line([one for one in judged if level in (None, one.true)], level or "all"))
    print(
        "\nThe nearest other name of the list, asked where no pattern matches (at least so alike), and for every name:\n"
    )
    print("| alike | no pattern: answers | right | every name: answers | right |\n|---|---|---|---|---|")
    for cutoff in CUTOFFS:
        lost = [one for one in judged if one.by_patterns is None and one.nearest[2] >= cutoff]
        near = [one for one in judged if one.nearest[2] >= cutoff]
        print(f"| {cutoff} | {len(lost)} | {_by_name(lost)} | {len(near)} | {_by_name(near)} |")
    print("\nJudged wrongly:\n\n| name | listed as | judged as | by |\n|---|---|---|---|")
    for one in judged:
        if one.by_patterns not in (None, one.true):
            print(f"| {one.name} | {one.true} | {one.by_patterns} | `{one.rule}` |")


def _line(judged: Sequence[Judged], title: str) -> str:
    right = sum(one.by_patterns == one.true for one in judged)
    unknown = sum(one.by_patterns is None for one in judged)
    known = [one.probability for one in judged if one.by_patterns is not None]
    mean = f"{sum(known) / len(known):.2f}" if known else "–"
    return f"| {title} | {len(judged)} | {right} | {len(judged) - right - unknown} | {unknown} | {mean} |"


def _by_name(judged: Sequence[Judged]) -> int:
    return sum(one.nearest[1] == one.true for one in judged)


if __name__ == "__main__":
    main(sys.argv[1:])
