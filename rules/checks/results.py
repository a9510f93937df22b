"""Self-evaluation: results against their targets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Indicator
from extractor.model.text import label_key
from rules.checks.evaluation import HUNDRED, NO_REASON, RULES, evaluated
from rules.checks.framework import SELF_EVALUATION, Hit, Subject, form_check
from rules.checks.numbers import decimal, number_of, plain
from rules.checks.places import at
from rules.checks.samples import row
from rules.indicators.attainment import attainment_of


def _reached(indicator: Indicator) -> bool | None:
    """Whether the result meets the target's number, ``None`` where that cannot be told or the target is no limit."""
    found = attainment_of(indicator.value, indicator.actual)
    if found is None or found.rule not in ("actual / target", "target / actual"):
        return None
    return found.met or (None if indicator.value.operator in (None, "=") else False)


@form_check(
    "RESULT_MISSING", "error", category=1,
    title="No result for an indicator", title_zh="未填列实际完成值",
    message="“{name}” has no result.",
    message_zh="“{name}”未填列实际完成值。",
    advice="Fill in the result.",
    advice_zh="补填实际完成值。",
    source=RULES,
    fires=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="")),
    silent=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="96(%)")),
    needs=["indicators", "drawn"], kinds=SELF_EVALUATION,
)  # fmt: skip
def result_missing(subject: Subject) -> Iterator[Hit]:
    has = [indicator for indicator in subject.form.indicators if indicator.actual is not None and indicator.actual.raw]
    if not has:
        return
    for path, indicator in subject.indicators():
        if indicator.name and (indicator.actual is None or not indicator.actual.raw):
            yield Hit(
                f"{path}.actual", {"name": indicator.name}, {"target": indicator.value.raw}, at(indicator, "actual")
            )


@form_check(
    "FULL_SCORE_MISSED_TARGET", "warning", category=11,
    title="A full score for a missed target", title_zh="未达目标却得满分",
    message="“{name}” reached {actual} of {raw}, yet has the full score {score}.",
    message_zh="“{name}”目标值“{raw}”,实际完成“{actual}”,未达目标却得满分 {score}。",
    advice="Reduce the score in proportion and give the reason.",
    advice_zh="按完成比例核减得分,并说明原因。",
    source=RULES + " 得分 = 实际值 ÷ 目标值 × 分值 (reversed for indicators that should be low).",
    fires=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="90(%)", weight="10", score="10", reason="部分学员缺考")),
    silent=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="90(%)", weight="10", score="9.5", reason="部分学员缺考")),
    needs=["indicators"], kinds=SELF_EVALUATION,
)  # fmt: skip
def full_score_missed_target(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        score, weight = decimal(indicator.score), decimal(indicator.weight)
        if _reached(indicator) is False and score is not None and score == weight and score > 0:
            yield _result_hit(f"{path}.score", indicator, "score")


@form_check(
    "DEVIATION_UNEXPLAINED", "warning", category=11,
    title="A missed target without a reason", title_zh="偏差未说明原因",
    message="“{name}” reached {actual} against a target of {raw}; no reason is given.",
    message_zh="“{name}”目标值“{raw}”,实际完成“{actual}”,{what_zh},未说明原因。",
    advice="Give the reason for the deviation and the remedy.",
    advice_zh="填写偏差原因分析及改进措施。",
    source=RULES + " Deviations are explained: what was missed, and what passed the target by far.",
    fires=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="80(%)", weight="10", score="8")),
    silent=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="80(%)", weight="10", score="8", reason="部分学员缺考")),
    needs=["indicators"], kinds=SELF_EVALUATION,
)  # fmt: skip
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
