"""Self-evaluation: execution rates, weights and scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import ExecutionLine
from extractor.model.patterns import compiled
from rules.checks.framework import Hit, Subject, check
from rules.checks.numbers import decimal, plain, yuan
from rules.checks.places import at, at_form

NO_REASON = compiled(r"[\s\-—–/\\无]*(偏差)?[。.]?")
HUNDRED = Decimal(100)


def _lines(subject: Subject) -> Iterator[tuple[str, ExecutionLine]]:
    for number, line in enumerate(subject.form.execution or ()):
        yield f"execution[{number}]", line


@check("EXECUTION_RATE")
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


@check("EXECUTION_WITHOUT_BUDGET")
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


@check("EXECUTION_SCORE")
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


@check("EXECUTION_LOW")
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


@check("WEIGHTS_SUM")
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


@check("SCORE_ABOVE_WEIGHT")
def score_above_weight(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        score, weight = decimal(indicator.score), decimal(indicator.weight)
        if score is not None and weight is not None and score > weight:
            words = {"name": indicator.name or "", "score": plain(score), "weight": plain(weight)}
            yield Hit(
                f"{path}.score", words, {"score": indicator.score, "weight": indicator.weight}, at(indicator, "score")
            )


@check("SCORE_SUM")
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
