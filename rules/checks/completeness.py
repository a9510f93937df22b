"""What a complete form has: goals, and every kind of indicator."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.text import label_key
from rules.checks.framework import Hit, Subject, check
from rules.checks.header import years_of
from rules.checks.places import at, at_form, at_goal
from rules.values import ValueGrammar

_FIGURES_OF_A_FORM = 3  # an amount and two targets; notes under an empty template may have one or two
_OUTPUT_KINDS = ("数量指标", "质量指标", "时效指标")


def _level1_known(subject: Subject) -> bool:
    """Whether the form prints levels, and every indicator has one: only then can one be said to lack."""
    rows = subject.form.indicators
    return all(row.level1 for row in rows) and any(row.printed.level1 or row.printed.level2 for row in rows)


def _lacks(subject: Subject, level1: str) -> Iterator[Hit]:
    levels = {indicator.level1 for indicator in subject.form.indicators}
    if level1 not in levels and _level1_known(subject):
        yield Hit(
            "indicators", {}, {"level1": sorted(level for level in levels if level)}, at_form(subject.form.provenance)
        )


@check("TEMPLATE_EMPTY")
def template_empty(subject: Subject) -> Iterator[Hit]:
    form, goals = subject.form, subject.form.goals
    filled = (
        form.project.name or goals.annual or goals.overall or goals.medium_term or goals.actual,
        any(line.raw for line in form.funding.lines),
        any(line.executed for line in form.execution or ()),
        any(row.name or row.value.raw for row in form.indicators),
    )
    if not any(filled) and _figures(subject) < _FIGURES_OF_A_FORM:
        yield Hit("", place=at_form(form.provenance))


def _figures(subject: Subject) -> int:
    """How many texts of the form hold a figure: what was filled in, though it may not have been read."""
    region = subject.reading.region
    texts = [cell.text for table in region.tables for cell in table.cells if cell.text]
    return sum(_has_figure(text, subject.values) for text in (*texts, *(line.text for line in region.lines)))


def _has_figure(text: str, values: ValueGrammar) -> bool:
    number = values.alone(text).number
    if number is not None and len(number) > 1:  # a single digit numbers a row
        return True
    return any(one.value.kind != "period" for one in values.mentions(text))


@check("NO_INDICATORS")
def no_indicators(subject: Subject) -> Iterator[Hit]:
    if not subject.form.indicators:
        yield Hit("indicators", place=at_form(subject.form.provenance))


def _no_goal(subject: Subject) -> Iterator[Hit]:
    goals, profile = subject.form.goals, subject.reading.match.profile
    annual = any(profile.vocabulary.goals.get(label) == "annual" for label in subject.reading.match.found)
    if goals.annual is None and (annual or not (goals.overall or goals.medium_term)):
        words = (
            {"what": "goal for the year", "what_zh": "年度绩效目标"}
            if annual
            else {"what": "goal", "what_zh": "绩效目标"}
        )
        yield Hit(
            "goals.annual",
            words,
            {"overall": goals.overall, "medium_term": goals.medium_term},
            at_goal(subject, "annual"),
        )


@check("GOAL_MISSING")
def goal_missing(subject: Subject) -> Iterator[Hit]:
    return _no_goal(subject)


@check("GOAL_NOT_FOUND")
def goal_not_found(subject: Subject) -> Iterator[Hit]:
    return _no_goal(subject)


@check("OVERALL_GOAL_MISSING")
def overall_goal_missing(subject: Subject) -> Iterator[Hit]:
    goals, project, profile = subject.form.goals, subject.form.project, subject.reading.match.profile
    printed = any(profile.vocabulary.goals.get(label) == "overall" for label in subject.reading.match.found)
    if printed and years_of(subject) > 1 and not goals.overall and not goals.medium_term:
        words = {"start": project.start_date or "", "end": project.end_date or ""}
        yield Hit("goals.overall", words, dict(words), at_goal(subject, "overall"))


@check("GOAL_VAGUE")
def goal_vague(subject: Subject) -> Iterator[Hit]:
    for field in ("annual", "overall"):
        goal: str | None = getattr(subject.form.goals, field)
        if goal is None:
            continue
        key = label_key(goal).strip(".,;:!")
        name = label_key(subject.form.project.name or "")
        if key == name:
            why, why_zh = "only repeats the project's name", "仅重复项目名称"
        elif len(key) < subject.limits.min_goal_characters and not subject.values.mentions(goal):
            why, why_zh = "is too short to be checked against anything", "过于简略,无法考核"
        else:
            continue
        yield Hit(
            f"goals.{field}", {"goal": goal, "why": why, "why_zh": why_zh}, {"goal": goal}, at_goal(subject, field)
        )


@check("OUTPUT_MISSING")
def output_missing(subject: Subject) -> Iterator[Hit]:
    return _lacks(subject, "产出指标")


@check("BENEFIT_MISSING")
def benefit_missing(subject: Subject) -> Iterator[Hit]:
    return _lacks(subject, "效益指标")


@check("SATISFACTION_MISSING")
def satisfaction_missing(subject: Subject) -> Iterator[Hit]:
    return _lacks(subject, "满意度指标")


@check("COST_MISSING")
def cost_missing(subject: Subject) -> Iterator[Hit]:
    year = subject.form.fiscal_year
    if subject.form.profile.startswith("shanghai") and year is not None and year >= 2022:
        yield from _lacks(subject, "成本指标")


@check("OUTPUT_INCOMPLETE")
def output_incomplete(subject: Subject) -> Iterator[Hit]:
    indicators = subject.form.indicators
    levels = {indicator.level2 for indicator in indicators}
    outputs = [indicator for indicator in indicators if indicator.level1 == "产出指标"]
    missing = [level for level in _OUTPUT_KINDS if level not in levels]
    if outputs and missing and all(indicator.level2 for indicator in outputs) and _level1_known(subject):
        yield Hit("indicators", {"missing": "、".join(missing)}, {"missing": missing}, at(outputs[0]))


@check("INDICATOR_COUNT")
def indicator_count(subject: Subject) -> Iterator[Hit]:
    count = len(subject.form.indicators)
    if count < subject.limits.min_indicators:
        yield Hit("indicators", {"count": str(count)}, {"count": count}, at_form(subject.form.provenance))
