"""What a complete form has: goals, and every kind of indicator."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.text import label_key
from rules.checks.framework import ALL_TARGETS, TARGETS, Hit, Subject, form_check
from rules.checks.header import years_of
from rules.checks.places import at, at_form, at_goal
from rules.checks.samples import COST, SATISFACTION, SOCIAL, clean_rows, example

_GUIDE = "财预〔2021〕101号 核心绩效目标和指标设置及取值指引: 成本, 产出, 效益 and 满意度 indicators."
_OUTPUT_KINDS = ("数量指标", "质量指标", "时效指标")


def _without(*levels: str) -> Subject:
    return example(*(item for item in clean_rows() if item.level2 not in levels))


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


@form_check(
    "NO_INDICATORS", "error", "reading", category=1,
    title="No indicators were read", title_zh="未读到绩效指标",
    message="The form was recognised, but no indicator was read from it.",
    message_zh="识别到绩效目标表,但未读到任何绩效指标。",
    advice="Compare the indicators with the original; fill in a blank form.",
    advice_zh="对照原件核实指标部分;空白表请补填。",
    source="A performance form without indicators is none.",
    fires=lambda: _no_rows(),
    silent=lambda: example(),
)  # fmt: skip
def no_indicators(subject: Subject) -> Iterator[Hit]:
    if not subject.form.indicators:
        yield Hit("indicators", place=at_form(subject.form.provenance))


def _no_rows() -> Subject:
    from msgspec.structs import replace

    subject = example()
    reading = replace(subject.reading, form=replace(subject.form, indicators=()), names=())
    return replace(subject, reading=reading)


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


@form_check(
    "GOAL_MISSING", "error", category=2,
    title="No goal is stated", title_zh="未填列绩效目标",
    message="The form states no {what}.",
    message_zh="未填列{what_zh}。",
    advice="State the goal: what the project is to deliver and to achieve.",
    advice_zh="补填绩效目标,说明项目预期达到的产出和效果。",
    source="绩效目标 are required: 年度总体目标 in every year, 项目总目标 in addition for projects of several years.",
    fires=lambda: example(goal=None),
    silent=lambda: example(goal=None, overall="完成社区工作者轮训,全面提升社区服务能力。", profile="generic"),
    needs=["drawn"], kinds=ALL_TARGETS,
)  # fmt: skip
def goal_missing(subject: Subject) -> Iterator[Hit]:
    return _no_goal(subject)


@form_check(
    "GOAL_NOT_FOUND", "error", "reading", category=2,
    title="No goal was read", title_zh="未读到绩效目标",
    message="No {what} was found: it is blank, or was not recognised in the text.",
    message_zh="未读到{what_zh}:原表未填列,或文本中未能识别。",
    advice="Compare the goal with the original.",
    advice_zh="对照原件核实绩效目标。",
    source="Text without cell borders cannot tell a blank goal from one that was lost.",
    fires=lambda: example(goal=None, drawn=False),
    silent=lambda: example(goal=None),
    needs=["flattened"], kinds=ALL_TARGETS,
)  # fmt: skip
def goal_not_found(subject: Subject) -> Iterator[Hit]:
    return _no_goal(subject)


@form_check(
    "OVERALL_GOAL_MISSING", "warning", category=2,
    title="A project of several years without an overall goal", title_zh="跨年度项目未填总目标",
    message="The project runs from {start} to {end}, but the overall goal is blank.",
    message_zh="项目跨年度实施({start} 至 {end}),项目总目标未填列。",
    advice="State the overall goal of the project.",
    advice_zh="补填项目总目标。",
    source="项目总目标 is for projects of several years; blank is legal for a project of one year.",
    fires=lambda: example(end_date="2028-12-31", nature="阶段性项目"),
    silent=lambda: example(),
    kinds=TARGETS,
)  # fmt: skip
def overall_goal_missing(subject: Subject) -> Iterator[Hit]:
    goals, project, profile = subject.form.goals, subject.form.project, subject.reading.match.profile
    printed = any(profile.vocabulary.goals.get(label) == "overall" for label in subject.reading.match.found)
    if printed and years_of(subject) > 1 and not goals.overall and not goals.medium_term:
        words = {"start": project.start_date or "", "end": project.end_date or ""}
        yield Hit("goals.overall", words, dict(words), at_goal(subject, "overall"))


@form_check(
    "GOAL_VAGUE", "warning", category=2,
    title="A goal that says nothing", title_zh="绩效目标过于笼统",
    message="The goal “{goal}” {why}.",
    message_zh="绩效目标“{goal}”{why_zh}。",
    advice="Make the goal concrete, in numbers where possible.",
    advice_zh="细化绩效目标,尽量量化项目预期产出和效果。",
    source="Goals are to be concrete and quantified as far as possible (具体细化).",
    fires=lambda: example(goal="完成工作任务。"),
    silent=lambda: example(goal="全年培训社区工作者600人次。"),
    needs=["goal"], kinds=ALL_TARGETS,
)  # fmt: skip
def goal_vague(subject: Subject) -> Iterator[Hit]:
    for field in ("annual", "overall"):
        goal: str | None = getattr(subject.form.goals, field)
        if goal is None:
            continue
        key = label_key(goal).strip(".,;:!")
        name = label_key(subject.form.project.name or "")
        if key == name:
            why, why_zh = "only repeats the project's name", "仅重复项目名称"
        elif len(key) < subject.limits.min_goal_characters:
            why, why_zh = "is too short to be checked against anything", "过于简略,无法考核"
        else:
            continue
        yield Hit(
            f"goals.{field}", {"goal": goal, "why": why, "why_zh": why_zh}, {"goal": goal}, at_goal(subject, field)
        )


@form_check(
    "OUTPUT_MISSING", "error", category=9,
    title="No output indicators", title_zh="缺少产出指标",
    message="The form has no output indicator (产出指标).",
    message_zh="未设置产出指标。",
    advice="Add output indicators (quantity, quality, timeliness).",
    advice_zh="增加明确的产出指标(数量、质量、时效)。",
    source=_GUIDE,
    fires=lambda: _without(*_OUTPUT_KINDS),
    silent=lambda: _without("质量指标", "时效指标"),
    needs=["indicators"], kinds=TARGETS,
)  # fmt: skip
def output_missing(subject: Subject) -> Iterator[Hit]:
    return _lacks(subject, "产出指标")


@form_check(
    "BENEFIT_MISSING", "error", category=8,
    title="No benefit indicators", title_zh="缺少效益指标",
    message="The form has no benefit indicator (效益指标).",
    message_zh="未设置效益指标。",
    advice="Add benefit indicators (economic, social, ecological or lasting).",
    advice_zh="增加明确的效益指标(经济效益、社会效益、生态效益或可持续影响)。",
    source=_GUIDE,
    fires=lambda: _without(SOCIAL),
    silent=lambda: example(),
    needs=["indicators"], kinds=TARGETS,
)  # fmt: skip
def benefit_missing(subject: Subject) -> Iterator[Hit]:
    return _lacks(subject, "效益指标")


@form_check(
    "SATISFACTION_MISSING", "warning", category=10,
    title="No satisfaction indicator", title_zh="缺少满意度指标",
    message="The form has no satisfaction indicator (满意度指标).",
    message_zh="未设置满意度指标。",
    advice="Add a satisfaction indicator, or say why none applies.",
    advice_zh="增加服务对象满意度指标;确不适用的应作说明。",
    source=_GUIDE,
    fires=lambda: _without(SATISFACTION),
    silent=lambda: example(),
    needs=["indicators"], kinds=TARGETS,
)  # fmt: skip
def satisfaction_missing(subject: Subject) -> Iterator[Hit]:
    return _lacks(subject, "满意度指标")


@form_check(
    "COST_MISSING", "warning", category=1,
    title="No cost indicator", title_zh="缺少成本指标",
    message="The form has no cost indicator (成本指标).",
    message_zh="未设置成本指标。",
    advice="Add a cost indicator: in principle every project has one.",
    advice_zh="原则上每一项目均应设置成本指标,请补充。",
    source="上海市市级部门项目支出核心绩效目标和指标设置及取值指引(试行), 2025: in principle every project has a cost indicator.",
    fires=lambda: _without(COST),
    silent=lambda: example(*(item for item in clean_rows() if item.level2 != COST), profile="generic"),
    needs=["indicators"], kinds=TARGETS,
)  # fmt: skip
def cost_missing(subject: Subject) -> Iterator[Hit]:
    year = subject.form.fiscal_year
    if subject.form.profile.startswith("shanghai") and year is not None and year >= 2022:
        yield from _lacks(subject, "成本指标")


@form_check(
    "OUTPUT_INCOMPLETE", "warning", category=1,
    title="Outputs lack a kind of indicator", title_zh="产出指标不完整",
    message="The outputs have no indicator of the kind {missing}.",
    message_zh="产出指标中缺少{missing}。",
    advice="Cover quantity, quality and timeliness.",
    advice_zh="产出指标应从数量、质量、时效三方面设置,请补充。",
    source=_GUIDE + " Outputs are described by quantity, quality and timeliness.",
    fires=lambda: _without("时效指标"),
    silent=lambda: example(),
    needs=["indicators"], kinds=TARGETS,
)  # fmt: skip
def output_incomplete(subject: Subject) -> Iterator[Hit]:
    indicators = subject.form.indicators
    levels = {indicator.level2 for indicator in indicators}
    outputs = [indicator for indicator in indicators if indicator.level1 == "产出指标"]
    missing = [level for level in _OUTPUT_KINDS if level not in levels]
    if outputs and missing and all(indicator.level2 for indicator in outputs) and _level1_known(subject):
        yield Hit("indicators", {"missing": "、".join(missing)}, {"missing": missing}, at(outputs[0]))


@form_check(
    "INDICATOR_COUNT", "warning", category=1,
    title="Too few indicators", title_zh="指标数量过少",
    message="The form has only {count} indicator(s).",
    message_zh="仅设置 {count} 个绩效指标,不足以反映项目的产出和效果。",
    advice="Add indicators.",
    advice_zh="补充绩效指标。",
    source="Local rules ask for at least three indicators.",
    fires=lambda: example(*clean_rows()[1:3]),
    silent=lambda: example(*clean_rows()[1:4]),
    needs=["indicators"], kinds=ALL_TARGETS,
)  # fmt: skip
def indicator_count(subject: Subject) -> Iterator[Hit]:
    count = len(subject.form.indicators)
    if count < subject.limits.min_indicators:
        yield Hit("indicators", {"count": str(count)}, {"count": count}, at_form(subject.form.provenance))
