"""Self-evaluation: results against their targets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Indicator
from extractor.model.text import label_key
from rules.checks.evaluation import HUNDRED, NO_REASON
from rules.checks.framework import Hit, Subject, check
from rules.checks.numbers import decimal, number_of, plain
from rules.checks.places import at
from rules.heading.attainment import attainment_of


def _reached(indicator: Indicator) -> bool | None:
    """Whether the result meets the target's number, ``None`` where that cannot be told or the target is no limit."""
    found = attainment_of(indicator.value, indicator.actual)
    if found is None or found.rule not in ("actual / target", "target / actual"):
        return None
    return found.met or (None if indicator.value.operator in (None, "=") else False)


@check("RESULT_MISSING")
def result_missing(subject: Subject) -> Iterator[Hit]:
    has = [indicator for indicator in subject.form.indicators if indicator.actual is not None and indicator.actual.raw]
    if not has:
        return
    for path, indicator in subject.indicators():
        if indicator.name and (indicator.actual is None or not indicator.actual.raw):
            yield Hit(
                f"{path}.actual", {"name": indicator.name}, {"target": indicator.value.raw}, at(indicator, "actual")
            )


@check("FULL_SCORE_MISSED_TARGET")
def full_score_missed_target(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        score, weight = decimal(indicator.score), decimal(indicator.weight)
        if _reached(indicator) is False and score is not None and score == weight and score > 0:
            yield _result_hit(f"{path}.score", indicator, "score")


@check("DEVIATION_UNEXPLAINED")
def deviation_unexplained(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.deviation_reason and NO_REASON.fullmatch(label_key(indicator.deviation_reason)) is None:
            continue
        target, reached = number_of(indicator.value), _reached(indicator)
        actual = number_of(indicator.actual) if indicator.actual else None
        if reached is False:
            yield _result_hit(f"{path}.deviation_reason", indicator, "deviation_reason", what_zh="未达目标")
        elif reached and target and actual is not None and indicator.value.operator in ("≥", ">", "="):
            over = (actual / target - 1) * HUNDRED
            if over > Decimal(subject.limits.deviation_percent):
                yield _result_hit(
                    f"{path}.deviation_reason",
                    indicator,
                    "deviation_reason",
                    what_zh=f"超出目标 {plain(round(over, 1))}%",
                )


def _result_hit(path: str, indicator: Indicator, role: str, **words: str) -> Hit:
    assert indicator.actual is not None
    texts = {
        "name": indicator.name or "",
        "raw": indicator.value.raw or "",
        "actual": indicator.actual.raw or "",
        "score": indicator.score or "",
    }
    evidence = {
        "target": indicator.value.raw,
        "actual": indicator.actual.raw,
        "score": indicator.score,
        "weight": indicator.weight,
    }
    return Hit(path, {**texts, **words}, evidence, at(indicator, role))
