"""Run with ``python -m benchmarks.lexicon``: accuracy on names left out, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.lexicon.judge import Judged, leave_one_out

CUTOFFS = (0, 50, 60, 70, 80)


def main() -> None:
    """Print accuracy by level 2, what the nearest name would add, and every name that is judged wrongly."""
    judged = leave_one_out()
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
    main()
