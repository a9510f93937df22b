"""What the goal text says against what the indicators, the amounts and the form's year say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Value
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import Hit, Subject, check
from rules.checks.money import total
from rules.checks.numbers import decimal, number_of, unit_of, yuan
from rules.checks.pairing import Pair, pairs, said_in
from rules.checks.places import at, at_goal, shown
from rules.name_words import any_of
from rules.values import Mention

_AMOUNT_OF = compiled(
    any_of(
        "年度预算 预算资金 项目预算 预算总额 资金总额 项目资金 申请资金 申请财政资金 预算安排 安排预算 预算金额 项目经费 项目总经费 预算"
    )
    + r"(?:总额|总计|金额|资金|共计|合计|共)?(?:约|为|人民币)*$"
)
_GOAL_YEAR = compiled(r"^(?:通过|在|计划)?(20\d{2})年(?:度)?(?![\-—~至到]|底前)")
_PAST = compiled(r"已|以来|根据|印发|批复|立项|启动|《|〔|号文|起,?|开始|结转|完成了|规划|方案|计划纲要")


def _goal(subject: Subject) -> tuple[str, str] | None:
    """The goal that speaks of the year's targets: the year's own, or the overall one of a one-year project."""
    goals, project = subject.form.goals, subject.form.project
    if goals.annual:
        return "annual", goals.annual
    one_year = project.start_date and project.end_date and project.start_date[:4] == project.end_date[:4]
    return ("overall", goals.overall) if goals.overall and one_year else None


def _conflicts(subject: Subject) -> list[tuple[str, Pair]]:
    return subject.once("conflicts of the goal", lambda: list(_find_conflicts(subject)))


def _find_conflicts(subject: Subject) -> Iterator[tuple[str, Pair]]:
    goal = _goal(subject)
    if goal is None:
        return
    seen: set[int] = set()
    for pair in pairs(goal[1], subject.form.indicators, subject.values, least=subject.limits.pairing_score):
        if not pair.agrees and pair.number not in seen:
            seen.add(pair.number)
            yield goal[0], pair


def _is_satisfaction(subject: Subject, pair: Pair) -> bool:
    return "满意" in (subject.form.indicators[pair.number].name or "")


def _said(mention: Mention) -> str:
    """The words of the goal around a number, as a quotation."""
    return f"{mention.context}{mention.value.raw}{mention.following}".strip()


def _conflict_hit(subject: Subject, field: str, pair: Pair) -> Hit:
    indicator = subject.form.indicators[pair.number]
    words = {
        "name": indicator.name or "",
        "raw": indicator.value.raw or "",
        "said": _said(pair.mention),
        "number": pair.mention.value.raw or "",
    }
    evidence = {
        "goal": words["said"],
        "goal_value": _canonical(pair.mention.value),
        "goal_path": f"goals.{field}",
        "goal_place": shown(at_goal(subject, field)),
        "indicator": indicator.name,
        "value": indicator.value.raw,
        "indicator_value": _canonical(indicator.value),
        "likeness": pair.likeness,
    }
    return Hit(f"indicators[{pair.number}].value", words, evidence, at(indicator, "value"))


def _canonical(value: Value) -> dict[str, str | None]:
    number = number_of(value)
    return {"operator": value.operator, "number": None if number is None else str(number), "unit": unit_of(value)}


@check("GOAL_VALUE_CONFLICT")
def goal_value_conflict(subject: Subject) -> Iterator[Hit]:
    return (
        _conflict_hit(subject, field, pair)
        for field, pair in _conflicts(subject)
        if not _is_satisfaction(subject, pair)
    )


@check("SATISFACTION_AGAINST_GOAL")
def satisfaction_against_goal(subject: Subject) -> Iterator[Hit]:
    return (
        _conflict_hit(subject, field, pair) for field, pair in _conflicts(subject) if _is_satisfaction(subject, pair)
    )


@check("GOAL_AMOUNT_CONFLICT")
def goal_amount_conflict(subject: Subject) -> Iterator[Hit]:
    goal, annual = _goal(subject), total(subject, "annual")
    if goal is None or annual is None:
        return
    known = [amount for line in subject.form.funding.lines if (amount := decimal(line.amount)) is not None]
    for mention in said_in(goal[1], subject.values):
        amount, context = number_of(mention.value), label_key(mention.context)
        if (
            amount is None
            or unit_of(mention.value) != "元"
            or not _AMOUNT_OF.search(context)
            or re.search(r"上年|去年|其中|累计|20\d\d年$", context)
        ):
            continue
        if any(abs(amount - other) <= _rounding(mention.value) for other in known):
            continue
        words = {"said": _said(mention), "amount": yuan(amount), "label": annual.line.label, "total": yuan(annual.yuan)}
        evidence = {
            "goal": words["said"],
            "goal_amount": str(amount),
            "total": str(annual.yuan),
            "total_path": annual.path,
        }
        yield Hit(f"goals.{goal[0]}", words, evidence, at_goal(subject, goal[0]))


def _rounding(value: Value) -> Decimal:
    """Half of the last place that an amount prints: 5,000 yuan for 30万元, 50 for 95.55万元."""
    printed, exact = decimal(value.number), number_of(value)
    if not printed or exact is None:
        return Decimal(1)
    places = -int(printed.as_tuple().exponent)
    return max(Decimal(1), exact / printed * Decimal(5).scaleb(-places - 1))


@check("GOAL_YEAR")
def goal_year(subject: Subject) -> Iterator[Hit]:
    goal, year = label_key(subject.form.goals.annual or ""), subject.form.fiscal_year
    match = _GOAL_YEAR.search(goal)
    if match is None or year is None or match[1] == str(year) or f"{year}年" in goal:
        return
    if not _PAST.search(goal[match.end() : match.end() + 20]):
        yield Hit(
            "goals.annual",
            {"said": match[0], "year": str(year)},
            {"goal": goal[:40], "fiscal_year": year},
            at_goal(subject, "annual"),
        )
