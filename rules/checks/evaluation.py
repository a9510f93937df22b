"""Self-evaluation: execution rates, weights and scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from extractor.model.form import ExecutionLine, Indicator, Score
from extractor.model.patterns import compiled
from rules.checks.framework import SELF_EVALUATION, Hit, Subject, form_check
from rules.checks.numbers import decimal, plain, yuan
from rules.checks.places import at, at_form
from rules.checks.samples import QUANTITY, SATISFACTION, SOCIAL, amounts, example, row

RULES = "Self-evaluation forms as published: 10 points for execution, 90 for the indicators."
NO_REASON = compiled(r"[\s\-—–/\\无]*(偏差)?[。.]?")
HUNDRED = Decimal(100)


def _line(**figures: str | None) -> ExecutionLine:
    return replace(ExecutionLine("total", "300000.00", "300000.00", "285000.00", "95.00", "10", "9.5"), **figures)


def _rows() -> tuple[Indicator, ...]:
    return (
        row("培训人次", "≥600(人次)", QUANTITY, actual="620(人次)", weight="50", score="50"),
        row("社区工作者业务能力", "提升", SOCIAL, actual="提升", weight="30", score="30"),
        row("学员满意度", "≥90(%)", SATISFACTION, actual="93(%)", weight="10", score="10"),
    )


def evaluated(*add: Indicator, line: ExecutionLine | None = None, total: str | None = None) -> Subject:
    """A clean self-evaluation with rows to add, or another execution line or total score."""
    return example(
        *_rows(),
        *add,
        kind="self_evaluation",
        profile="generic",
        funding=amounts(),
        execution=(line or _line(),),
        score=Score(total) if total else None,
    )


def _lines(subject: Subject) -> Iterator[tuple[str, ExecutionLine]]:
    for number, line in enumerate(subject.form.execution or ()):
        yield f"execution[{number}]", line


@form_check(
    "EXECUTION_RATE", "error", category=11,
    title="The execution rate is wrong", title_zh="预算执行率计算有误",
    message="{executed} of {budget} yuan is {computed} per cent, but the form prints {rate} per cent.",
    message_zh="执行数 {executed} 元 ÷ 预算数 {budget} 元 = {computed}%,表中执行率为 {rate}%。",
    advice="Check the budget, what was spent, and the rate.",
    advice_zh="核对全年预算数、全年执行数和执行率。",
    source=RULES + " 执行率 = 全年执行数 ÷ 全年预算数.",
    fires=lambda: evaluated(line=_line(rate="98.00")),
    silent=lambda: evaluated(line=_line(rate="95")),
    needs=["execution"], kinds=SELF_EVALUATION,
)  # fmt: skip
def execution_rate(subject: Subject) -> Iterator[Hit]:
    for path, line in _lines(subject):
        budget, executed, rate = (
            decimal(line.budget_current or line.budget_initial),
            decimal(line.executed),
            decimal(line.rate),
        )
        if budget is None or executed is None or rate is None or budget <= 0:
            continue
        computed = executed / budget * HUNDRED
        if abs(computed - rate) <= max(Decimal(subject.limits.rate_tolerance), _half_place(rate)):
            continue
        words = {
            "executed": yuan(executed),
            "budget": yuan(budget),
            "computed": plain(round(computed, 2)),
            "rate": plain(rate),
        }
        evidence = {"budget": str(budget), "executed": str(executed), "rate": line.rate, "computed": words["computed"]}
        yield Hit(f"{path}.rate", words, evidence, at_form(subject.form.provenance))


def _half_place(number: Decimal) -> Decimal:
    return Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)


@form_check(
    "EXECUTION_WITHOUT_BUDGET", "error", category=11,
    title="Money was spent without a budget", title_zh="有执行数无预算数",
    message="{executed} yuan were spent, but the budget is {budget}.",
    message_zh="全年执行数为 {executed} 元,而预算数为{budget_zh}。",
    advice="Fill in or check the budget.",
    advice_zh="补填或核对全年预算数。",
    source=RULES,
    fires=lambda: evaluated(line=_line(budget_initial="0.00", budget_current="0.00", rate=None)),
    silent=lambda: evaluated(line=_line(budget_initial=None, budget_current=None, executed="0.00", rate=None)),
    needs=["execution"], kinds=SELF_EVALUATION,
)  # fmt: skip
def execution_without_budget(subject: Subject) -> Iterator[Hit]:
    for path, line in _lines(subject):
        budget, executed = decimal(line.budget_current or line.budget_initial), decimal(line.executed)
        if executed is not None and executed > 0 and budget is not None and budget == 0:
            words = {"executed": yuan(executed), "budget": "zero", "budget_zh": "零"}
            yield Hit(
                f"{path}.budget_current",
                words,
                {"executed": str(executed), "budget": str(budget)},
                at_form(subject.form.provenance),
            )


@form_check(
    "EXECUTION_SCORE", "warning", category=11,
    title="The execution score does not follow from the rate", title_zh="预算执行得分与执行率不符",
    message="An execution rate of {rate} per cent earns {computed} of {weight} points, but the form prints {score}.",
    message_zh="执行率 {rate}%、分值 {weight} 分,按公式应得 {computed} 分,表中得分 {score} 分。",
    advice="Check the score: rate × weight, at most the weight.",
    advice_zh="按“执行率×分值(不超过满分)”核对得分。",
    source=RULES + " 得分 = 执行率 × 分值, at most the full score.",
    fires=lambda: evaluated(line=_line(executed="240000.00", rate="80", score="10")),
    silent=lambda: evaluated(line=_line(executed="315000.00", rate="105", score="10")),
    needs=["execution"], kinds=SELF_EVALUATION,
)  # fmt: skip
def execution_score(subject: Subject) -> Iterator[Hit]:
    for path, line in _lines(subject):
        rate, weight, score = decimal(line.rate), decimal(line.weight), decimal(line.score)
        if rate is None or weight is None or score is None or weight <= 0:
            continue
        computed = min(rate / HUNDRED, Decimal(1)) * weight
        if abs(computed - score) > max(Decimal(subject.limits.score_tolerance), _half_place(score)):
            words = {
                "rate": plain(rate),
                "weight": plain(weight),
                "computed": plain(round(computed, 2)),
                "score": plain(score),
            }
            yield Hit(f"{path}.score", words, dict(words), at_form(subject.form.provenance))


@form_check(
    "EXECUTION_LOW", "info", category=11,
    title="A low execution rate", title_zh="预算执行率偏低",
    message="Only {rate} per cent of the budget was spent.",
    message_zh="预算执行率为 {rate}%,低于 {floor}%,应说明原因。",
    advice="Explain the low rate and what will change.",
    advice_zh="说明执行率偏低的原因和改进措施。",
    source="Local self-evaluation forms ask for an explanation under 90 per cent.",
    fires=lambda: evaluated(line=_line(executed="150000.00", rate="50", score="5")),
    silent=lambda: evaluated(),
    needs=["execution"], kinds=SELF_EVALUATION,
)  # fmt: skip
def execution_low(subject: Subject) -> Iterator[Hit]:
    for path, line in _lines(subject):
        rate = decimal(line.rate)
        if line.item == "total" and rate is not None and rate < Decimal(subject.limits.execution_floor):
            explained = any(
                re.search(r"原因|说明", label) and NO_REASON.fullmatch(text) is None for label, text in line.raw.items()
            )
            if not explained:
                words = {"rate": plain(rate), "floor": subject.limits.execution_floor}
                yield Hit(f"{path}.rate", words, dict(words), at_form(subject.form.provenance))


def _weights(subject: Subject) -> list[Decimal]:
    """The indicators' weights; empty unless every indicator has one."""
    found = [decimal(indicator.weight) for indicator in subject.form.indicators]
    return [weight for weight in found if weight is not None] if found and None not in found else []


def _execution_weight(subject: Subject, field: str = "weight") -> Decimal:
    numbers = [decimal(getattr(line, field)) for line in subject.form.execution or () if line.item == "total"]
    return next((number for number in numbers if number is not None), Decimal(0))


@form_check(
    "WEIGHTS_SUM", "error", category=11,
    title="The weights do not add up", title_zh="权重合计有误",
    message="The indicators' weights come to {sum}{plus}; they should come to {expected}.",
    message_zh="各指标分值(权重)合计为 {sum}{plus_zh},应为 {expected_zh}。",
    advice="Check the indicators' weights.",
    advice_zh="核对各指标分值(权重)。",
    source=RULES + " Indicators weigh 90 beside 10 for execution, or 100 alone; some places print 80.",
    fires=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="96(%)", weight="7", score="7")),
    silent=lambda: evaluated(),
    needs=["indicators"],
)  # fmt: skip
def weights_sum(subject: Subject) -> Iterator[Hit]:
    weights = _weights(subject)
    if len(weights) < 2:
        return
    sum_, execution = sum(weights, Decimal(0)), _execution_weight(subject)
    allowed = {Decimal(100) - execution} if execution else {Decimal(80), Decimal(90), Decimal(100)}
    # Weights as shares of one, and rounded per cent.
    tolerance = Decimal("0.1") if all(weight == weight.to_integral_value() for weight in weights) else Decimal("0.5")
    if any(abs(sum_ - whole) <= tolerance for whole in allowed) or abs(sum_ - 1) <= Decimal("0.01"):
        return
    wanted = [plain(whole) for whole in sorted(allowed)]
    words = {
        "sum": plain(sum_),
        "plus": f" beside {plain(execution)} for execution" if execution else "",
        "plus_zh": f"(另有预算执行 {plain(execution)} 分)" if execution else "",
        "expected": " or ".join(wanted),
        "expected_zh": "、".join(wanted) + ("" if execution else " 之一"),
    }
    evidence = {
        "sum": plain(sum_),
        "execution": plain(execution),
        "weights": [i.weight for i in subject.form.indicators],
    }
    yield Hit("indicators", words, evidence, at_form(subject.form.provenance))


@form_check(
    "SCORE_ABOVE_WEIGHT", "error", category=11,
    title="A score above its weight", title_zh="得分超过分值",
    message="“{name}” scores {score}, more than its weight of {weight}.",
    message_zh="“{name}”得分 {score},超过其分值 {weight}。",
    advice="Check the score.",
    advice_zh="核对得分。",
    source="A score is at most its weight.",
    fires=lambda: evaluated(row("培训合格率", "≥95(%)", "质量指标", actual="96(%)", weight="7", score="8")),
    silent=lambda: evaluated(),
    needs=["indicators"],
)  # fmt: skip
def score_above_weight(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        score, weight = decimal(indicator.score), decimal(indicator.weight)
        if score is not None and weight is not None and score > weight:
            words = {"name": indicator.name or "", "score": plain(score), "weight": plain(weight)}
            yield Hit(
                f"{path}.score", words, {"score": indicator.score, "weight": indicator.weight}, at(indicator, "score")
            )


@form_check(
    "SCORE_SUM", "error", category=11,
    title="The total score is not the sum of the scores", title_zh="总分与各项得分合计不符",
    message="The scores come to {sum}, but the form prints {total}.",
    message_zh="各项得分合计 {sum} 分,表中总分为 {total} 分。",
    advice="Check the scores and their total.",
    advice_zh="核对各项得分与总分。",
    source="Parent score = sum of children.",
    fires=lambda: evaluated(total="98.5"),
    silent=lambda: evaluated(total="99.50"),
    needs=["indicators"], kinds=SELF_EVALUATION,
)  # fmt: skip
def score_sum(subject: Subject) -> Iterator[Hit]:
    total = decimal(subject.form.score.total) if subject.form.score else None
    scores = [decimal(indicator.score) for indicator in subject.form.indicators]
    known = [score for score in scores if score is not None]
    if total is None or not known or len(known) != len(scores):
        return
    execution, own = _execution_weight(subject, "score"), sum(known, Decimal(0))
    tolerance = Decimal(subject.limits.score_tolerance)
    if all(abs(total - sum_) > tolerance for sum_ in (own + execution, own)):
        words = {"sum": plain(own + execution), "total": plain(total)}
        yield Hit("score.total", words, {**words, "execution": plain(execution)}, at_form(subject.form.provenance))
