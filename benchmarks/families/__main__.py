"""Run with ``python -m benchmarks.families``: every sample file read with all profiles, without its own, and with ``generic`` alone."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.table import Source
from extractor.pipeline import extract_document
from rules.ruleset.load import RuleSet, load_rules
from samples.make.family.compare import differences, observed_indicators, true_indicators

SAMPLES = Path(__file__).parents[2] / "samples"
LAST_RESORT = "generic"
_HEAD = ("project", "goals", "funding", "execution", "extra", "money_unit", "fiscal_year")


class Score(Struct, frozen=True):
    """How much of some forms came out right.

    Attributes:
        indicators: of how many indicators; ``exact``: all that the truth states of it; ``named``: name, level 1,
            level 2, and the value's text, operator, number and unit.
        wrong: header, funding, goal and execution fields that differ.
    """

    indicators: int = 0
    exact: int = 0
    named: int = 0
    extra: int = 0
    wrong: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.indicators + other.indicators,
            self.exact + other.exact,
            self.named + other.named,
            self.extra + other.extra,
            self.wrong + other.wrong,
        )


_NAMED = ("level1", "level2", "name", "value_raw", "operator", "number", "unit")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one row a family."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.families", description=__doc__)
    parser.add_argument("families", nargs="*", help="only these (default: all)")
    parser.add_argument("--list", action="store_true", help="name what differs, on stderr")
    options = parser.parse_args(arguments)
    print(
        "| family | files | indicators | all profiles | without its own | by generic alone | fields wrong: all, without, generic |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    totals = [Score(), Score(), Score()]
    count = 0
    for family, files in _families().items():
        if options.families and family not in options.families:
            continue
        truth = json.loads((SAMPLES / "expected" / "families" / f"{family}.json").read_text("utf-8"))
        scores = [
            sum((_score(file, truth, rules, options.list) for file in files), Score()) for rules in _rule_sets(truth)
        ]
        totals = [total + score for total, score in zip(totals, scores, strict=True)]
        count += len(files)
        print(_row(family, len(files), scores), flush=True)
    print(_row("**all**", count, totals))
    return 0


def _families() -> Mapping[str, list[str]]:
    families: dict[str, list[str]] = {}
    for entry in json.loads((SAMPLES / "families" / "manifest.json").read_text("utf-8")):
        families.setdefault(entry["family"], []).append(entry["file"])
    return families


def _rule_sets(truth: Mapping[str, Any]) -> Iterator[RuleSet]:
    rules = load_rules()
    own = {form["profile"] for form in truth["forms"]}
    yield rules
    yield replace(rules, profiles=tuple(one for one in rules.profiles if one.id not in own))
    yield replace(rules, profiles=tuple(one for one in rules.profiles if one.id == LAST_RESORT))


def _score(file: str, truth: Mapping[str, Any], rules: RuleSet, listed: bool) -> Score:
    found = extract_document(Source(file, (SAMPLES / file).read_bytes()), rules=rules).to_dict()["forms"]
    score = Score()
    for number, true in enumerate(truth["forms"]):
        score += _form_score(found[number] if number < len(found) else None, true, f"{file}#{number + 1}", listed)
    return score


def _form_score(form: Mapping[str, Any] | None, truth: Mapping[str, Any], where: str, listed: bool) -> Score:
    stated = true_indicators(truth)
    if form is None:
        return Score(indicators=len(stated), wrong=1)
    wrong = [path for path in differences(form, truth) if path.partition(".")[0] in _HEAD]
    left = observed_indicators(form, truth)
    exact = named = 0
    for number, true in enumerate(stated):
        # by place where nothing is missing or added, else the first of the same name
        seen = (
            left[number] if len(left) == len(stated) else next((one for one in left if one["name"] == true["name"]), {})
        )
        keys = [key for key in _NAMED if key in true]
        exact += all(seen.get(key) == true[key] for key in true)
        right = bool(seen) and all(seen.get(key) == true[key] for key in keys)
        named += right
        if listed and not right:
            print(
                where,
                form["profile"],
                {key: (seen.get(key), true[key]) for key in keys if seen.get(key) != true[key]},
                file=sys.stderr,
            )
    if listed and wrong:
        print(where, form["profile"], *wrong, file=sys.stderr)
    return Score(len(stated), exact, named, max(0, len(left) - len(stated)), len(wrong))


def _row(name: str, files: int, scores: Sequence[Score]) -> str:
    shown = [
        f"{score.named / max(score.indicators, 1):.1%}" + (f" (+{score.extra})" if score.extra else "")
        for score in scores
    ]
    return f"| {name} | {files} | {scores[0].indicators} | {' | '.join(shown)} | {', '.join(str(score.wrong) for score in scores)} |"


if __name__ == "__main__":
    sys.exit(main())
