"""Precision and recall of every check on a seeded corpus, as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.checks.run import Outcome, measure

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
CLEAN = 500
_PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def markdown(outcome: Outcome) -> str:
    """The summary and the table."""
    counts = outcome.counts
    found, missed = sum(c.found for c in counts.values()), sum(c.missed for c in counts.values())
    silent, woken = sum(c.silent for c in counts.values()), sum(c.woken for c in counts.values())
    alarms = sum(c.alarms for c in counts.values())
    summary = (
        f"{len(counts)} checks, {found + missed} planted faults, {silent + woken} near misses, {outcome.clean_forms} clean forms. "
        f"Named at the right place: {found} ({found / (found + missed):.1%}). Near misses left alone: {silent} ({silent / (silent + woken):.1%}). "
        f"Findings where nothing was planted: {alarms}. Clean forms with a finding: {outcome.clean_with_findings}."
    )
    rows = [
        "| check | faults | found | near misses | left alone | false alarms | precision | recall |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    rows += [
        f"| `{code}` | {c.found + c.missed} | {c.found} | {c.silent + c.woken} | {c.silent} | {c.alarms} | {c.precision:.3f} | {c.recall:.3f} |"
        for code, c in counts.items()
    ]
    return summary + "\n\n" + "\n".join(rows)


def rewritten(page: str, text: str) -> str:
    """A page with its measured part replaced.

    Raises:
        ValueError: the page lacks the marks.
    """
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} or {END}")
    return f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}"


def main() -> None:
    """Measure, print, and write the table into its page if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checks", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", type=int, default=CLEAN, help=f"clean forms (default: {CLEAN})")
    parser.add_argument("--write", action="store_true", help="rewrite the table in docs/checks.md")
    arguments = parser.parse_args()
    outcome = measure(arguments.seed, arguments.clean)
    text = markdown(outcome)
    print(text)
    for line in outcome.misses:
        print(line, file=sys.stderr)
    if arguments.write:
        _PAGE.write_text(rewritten(_PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main()
