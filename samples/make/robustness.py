"""``python -m samples.make.robustness``: what one label reworded, moved or missing costs, family by family.

Every variant is drawn (ruled PDF) and flattened (tab-separated text) and read. ``exact``: nothing differs from the truth that did not
differ before the change; ``own``: only what the label speaks of suffers; ``spilled``: something else does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.model.table import Source
from extractor.pipeline import extract_document
from samples.make.blocks import DrawnForm
from samples.make.families import draw, expected_family, flatten_drawn, load_families, variants
from samples.make.family.compare import differences, within
from samples.make.family.facts import Family
from samples.make.writers.canvas import write_reportlab_pdf

MEDIA = ("drawn", "flattened")


def main(arguments: list[str] | None = None) -> int:
    """Print one line a family, medium and kind of change; with ``--list`` every variant that spilled."""
    parser = argparse.ArgumentParser(prog="python -m samples.make.robustness", description=__doc__)
    parser.add_argument("families", nargs="*", help="only these families (default: all)")
    parser.add_argument("--list", action="store_true", help="name every variant that spilled, and what suffered")
    options = parser.parse_args(arguments)
    for name, family in load_families().items():
        if not options.families or name in options.families:
            for medium in MEDIA:
                _report(family, medium, listed=options.list)
    return 0


def _report(family: Family, medium: str, *, listed: bool) -> None:
    truth = expected_family(family)
    before = _faults(draw(family), truth, medium)
    counts: Counter[tuple[str, str]] = Counter()
    for variant in variants(family):
        faults = _faults(variant.forms, truth, medium) - before
        spilled = sorted(fault for fault in faults if not within(fault.partition(":")[2], variant.affects))
        outcome = "spilled" if spilled else "own" if faults else "exact"
        counts[variant.kind, outcome] += 1
        if listed and spilled:
            print(
                f"{family.name} {medium} {variant.kind} {variant.label} {variant.detail}: {', '.join(spilled[:6])}",
                file=sys.stderr,
            )
    for kind in ("reworded", "moved", "missing"):
        shown = {outcome: counts[kind, outcome] for outcome in ("exact", "own", "spilled")}
        print(family.name, medium, kind, *(f"{outcome} {number}" for outcome, number in shown.items()), sep="\t")


def _faults(forms: Sequence[DrawnForm], truth: dict[str, Any], medium: str) -> set[str]:
    """``form:path`` of every difference; a form that is missing or too many is one of its own."""
    result = extract_document(
        Source(f"variant.{'pdf' if medium == 'drawn' else 'txt'}", _printed(forms, medium))
    ).to_dict()
    found = result["forms"]
    faults = {f"{len(found)}:forms"} if len(found) != len(truth["forms"]) else set()
    for number, (form, true) in enumerate(zip(found, truth["forms"], strict=False)):
        faults |= {f"{number}:{path}" for path in differences(form, true)}
    return faults


def _printed(forms: Sequence[DrawnForm], medium: str) -> bytes:
    if medium == "flattened":
        return flatten_drawn(forms).encode()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "variant.pdf")
        write_reportlab_pdf(forms, path, font="cid")
        return path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
