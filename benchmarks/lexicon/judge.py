"""Leave-one-out over the reviewed list of names: each name is judged by the patterns, and by the nearest other name."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from rules.indicators.names import LEXICON_DIR, Lexicon, name_key, read_csv


class Judged(Struct, frozen=True):
    """One name of the list, judged as if it were not on it.

    Attributes:
        true: the level 2 that the list gives it.
        by_patterns: the likeliest level 2 by the patterns, ``None`` where none matches.
        probability: what the patterns give the true level 2 (0 where none matches).
        rule: the pattern that decided.
        nearest: the other name of the list that looks most like it, its level 2, and how alike they are (0 to 100).
    """

    name: str
    true: str
    by_patterns: str | None
    probability: float
    rule: str | None
    nearest: tuple[str, str, float]


def leave_one_out() -> list[Judged]:
    """Judge every name of ``names.csv``."""
    from rapidfuzz import fuzz, process

    known = _levels(read_csv(LEXICON_DIR / "names.csv"))
    patterns = Lexicon([], read_csv(LEXICON_DIR / "patterns.csv"))
    out: list[Judged] = []
    for name, true in known.items():
        evidence = patterns.judge(name)
        others = [other for other in known if other != name]
        near, likeness, _ = process.extractOne(name, others, scorer=fuzz.ratio)
        out.append(
            Judged(name, true, evidence.best, evidence.probability(true), evidence.rule, (near, known[near], likeness))
        )
    return out


def _levels(rows: list[dict[str, str]]) -> Mapping[str, str]:
    """Name to the level 2 in which it was seen most often."""
    counts: dict[str, dict[str, float]] = {}
    for row in rows:
        levels = counts.setdefault(name_key(row["name"]), {})
        levels[row["level2"]] = levels.get(row["level2"], 0.0) + float(row["count"])
    return {name: max(levels, key=lambda level: levels[level]) for name, levels in counts.items()}
