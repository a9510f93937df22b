"""Self-evaluation: results against their targets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Indicator
from extractor.model.text import label_key
from rules.checks.evaluation import HUNDRED, NO_REASON
from rules.checks.framework import Hit, Subject, check
from rules.checks.numbers import decimal, plain
from rules.checks.places import at


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
        missed = indicator.attainment is not None and not indicator.attainment.met
        if missed and score is not None and score == weight and score > 0:
            yield _result_hit(f"{path}.score", indicator, "score")


@check("DEVIATION_UNEXPLAINED")
def deviation_unexplained(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.deviation_reason and NO_REASON.fullmatch(label_key(indicator.deviation_reason)) is None:
            continue
        found = indicator.attainment
        if found is None:
            continue
        over = Decimal(found.rate) - HUNDRED if found.rate and found.rule == "actual / target" else Decimal(0)
        what_zh = "未达目标" if not found.met else f"超出目标 {plain(round(over, 1))}%"
        if not found.met or over > Decimal(subject.limits.deviation_percent):
            yield _result_hit(f"{path}.deviation_reason", indicator, "deviation_reason", what_zh=what_zh)


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
