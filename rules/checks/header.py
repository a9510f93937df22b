"""The header: required fields, dates, and the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.model.patterns import compiled
from rules.checks.framework import TARGETS, Hit, Subject, form_check
from rules.checks.money import total
from rules.checks.places import at_field, at_form
from rules.checks.samples import amounts, example

_FIELDS = {
    "department": ("主管部门", "the department in charge"),
    "unit": ("实施单位", "the implementing unit"),
    "start_date": ("计划开始日期", "the planned start date"),
    "end_date": ("计划完成日期", "the planned end date"),
}
_DATE_FIELDS = ("start_date", "end_date")
_FULL_DATE = compiled(r"\D*\d{4}\D{1,2}\d{1,2}\D{1,2}\d{1,2}\D?\s*|\s*\d{8}\s*")
_ONE_YEAR = compiled(r"经常性|一次性")


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _not_in_calendar(raw: str) -> bool:
    """Whether a text is a full date with a month or a day that there is not."""
    if _FULL_DATE.fullmatch(raw) is None:
        return False
    digits = "".join(re.findall(r"\d", raw)) if len(re.findall(r"\d+", raw)) == 1 else None
    parts = [digits[:4], digits[4:6], digits[6:]] if digits else re.findall(r"\d+", raw)
    year, month, day = map(int, parts)
    return not 1 <= month <= 12 or not 1 <= day <= 31 or _date(f"{year:04}-{month:02}-{day:02}") is None


def _dates(subject: Subject) -> tuple[date, date] | None:
    start, end = _date(subject.form.project.start_date), _date(subject.form.project.end_date)
    return (start, end) if start and end else None


def years_of(subject: Subject) -> int:
    """How many calendar years the project's dates touch, 0 where they are not known."""
    dates = _dates(subject)
    return dates[1].year - dates[0].year + 1 if dates else 0


@form_check(
    "PROJECT_NAME_MISSING", "error", "reading", category=11,
    title="The form has no project name", title_zh="缺少项目名称",
    message="No project name was read.",
    message_zh="未读到项目名称。",
    advice="Check in the original whether the project's name is filled in.",
    advice_zh="对照原件核实项目名称是否填列。",
    source="项目名称 is required on every form of a project.",
    fires=lambda: example(name=None),
    silent=lambda: example(name=None, kind="department_target"),
    kinds=(*TARGETS, "self_evaluation", "monitoring"),
)  # fmt: skip
def project_name_missing(subject: Subject) -> Iterator[Hit]:
    if not subject.form.project.name:
        yield Hit("project.name", place=at_field(subject, "name"))


@form_check(
    "FIELD_MISSING", "warning", category=11,
    title="A printed field is blank", title_zh="表头项目未填列",
    message="“{label}” is printed on the form but left blank.",
    message_zh="表头“{label}”未填列。",
    advice="Fill in the field.",
    advice_zh="补填表头信息。",
    source="主管部门, 实施单位 and the dates are part of a complete form.",
    fires=lambda: example(department=None),
    silent=lambda: example(department=None, labels=["项目名称", "实施单位"]),
)  # fmt: skip
def field_missing(subject: Subject) -> Iterator[Hit]:
    vocabulary = subject.reading.match.profile.vocabulary
    project = subject.form.project
    for label in subject.reading.match.found:
        field = vocabulary.fields.get(label)
        if field in _FIELDS and getattr(project, field) is None and field not in subject.reading.fields.unread:
            yield Hit(f"project.{field}", {"label": label}, {"label": label}, at_field(subject, field))


@form_check(
    "DATE_INVALID", "error", category=11,
    title="A date that is not in the calendar", title_zh="日期不存在",
    message="“{label}” prints “{raw}”, which is no date of the calendar.",
    message_zh="“{label}”填列“{raw}”,日历中没有这一天。",
    advice="Correct the date.",
    advice_zh="更正日期。",
    source="Dates are ISO dates of the Gregorian calendar.",
    fires=lambda: example(end_date=None, unread={"end_date": "2026-02-30"}),
    silent=lambda: example(),
)  # fmt: skip
def date_invalid(subject: Subject) -> Iterator[Hit]:
    return (hit for hit in _unread(subject) if _not_in_calendar(hit.words["raw"]))


@form_check(
    "DATE_UNREADABLE", "error", "reading", category=11,
    title="A date cannot be read", title_zh="日期无法识别",
    message="“{label}” prints “{raw}”, which was not understood as a date.",
    message_zh="“{label}”填列“{raw}”,未能识别为日期。",
    advice="Compare the date with the original.",
    advice_zh="对照原件核实日期。",
    source="Exact dates: what cannot be read exactly is left null, never guessed.",
    fires=lambda: example(end_date=None, unread={"end_date": "20261-12"}),
    silent=lambda: example(end_date=None, unread={"end_date": "长期"}),
)  # fmt: skip
def date_unreadable(subject: Subject) -> Iterator[Hit]:
    return (
        hit for hit in _unread(subject) if re.search(r"\d", hit.words["raw"]) and not _not_in_calendar(hit.words["raw"])
    )


@form_check(
    "DATE_VAGUE", "warning", category=2,
    title="A date said in words", title_zh="日期填列不明确",
    message="“{label}” prints “{raw}” instead of a date.",
    message_zh="“{label}”填列“{raw}”,未填具体日期。",
    advice="Give year, month and day.",
    advice_zh="填列具体的年月日。",
    source="计划开始日期 and 计划完成日期 are dates.",
    fires=lambda: example(end_date=None, unread={"end_date": "长期"}),
    silent=lambda: example(end_date=None, unread={"end_date": "2026-02-30"}),
)  # fmt: skip
def date_vague(subject: Subject) -> Iterator[Hit]:
    return (hit for hit in _unread(subject) if not re.search(r"\d", hit.words["raw"]))


def _unread(subject: Subject) -> Iterator[Hit]:
    for field, raw in subject.reading.fields.unread.items():
        if field in _DATE_FIELDS:
            yield Hit(
                f"project.{field}", {"label": _FIELDS[field][0], "raw": raw}, {"raw": raw}, at_field(subject, field)
            )


@form_check(
    "DATE_ORDER", "error", category=11,
    title="The project ends before it starts", title_zh="完成日期早于开始日期",
    message="The project starts on {start} and ends on {end}.",
    message_zh="计划完成日期({end})早于计划开始日期({start})。",
    advice="Correct the dates.",
    advice_zh="更正起止日期。",
    source="计划开始日期 ≤ 计划完成日期.",
    fires=lambda: example(start_date="2026-12-31", end_date="2026-01-01"),
    silent=lambda: example(start_date="2026-01-01", end_date="2026-01-01"),
)  # fmt: skip
def date_order(subject: Subject) -> Iterator[Hit]:
    dates = _dates(subject)
    if dates and dates[0] > dates[1]:
        yield _dated(subject, dates, "end_date")


@form_check(
    "DATE_SPAN_LONG", "warning", category=11,
    title="An implausibly long project", title_zh="项目期限过长",
    message="The project runs from {start} to {end}, more than {years} years.",
    message_zh="项目起止日期为 {start} 至 {end},超过 {years} 年,疑似年份填错。",
    advice="Check the years.",
    advice_zh="核对年份。",
    source="Plausibility: a slip in the year's digits.",
    fires=lambda: example(end_date="2062-12-31"),
    silent=lambda: example(end_date="2030-12-31", nature="阶段性项目"),
)  # fmt: skip
def date_span_long(subject: Subject) -> Iterator[Hit]:
    dates = _dates(subject)
    years = subject.limits.max_project_years
    if dates and dates[1].year - dates[0].year > years:
        hit = _dated(subject, dates, "end_date")
        yield Hit(hit.path, {**hit.words, "years": str(years)}, hit.evidence, hit.place)


@form_check(
    "YEAR_MISMATCH", "warning", category=11,
    title="The form's year lies outside the project's dates", title_zh="年度与起止日期不符",
    message="The form is for {year}, but the project runs from {start} to {end}.",
    message_zh="表格年度为 {year} 年度,而项目起止日期为 {start} 至 {end},不含该年度。",
    advice="Check the form's year and the project's dates; an older form may have been reused.",
    advice_zh="核对表头年度与计划开始、完成日期,注意是否沿用了以前年度的表格。",
    source="The year in the title is the fiscal year of the dates.",
    fires=lambda: example(start_date="2025-01-01", end_date="2025-12-31"),
    silent=lambda: example(start_date="2025-01-01", end_date="2027-12-31", nature="阶段性项目"),
)  # fmt: skip
def year_mismatch(subject: Subject) -> Iterator[Hit]:
    dates, year = _dates(subject), subject.form.fiscal_year
    if dates and year and dates[0] <= dates[1] and not dates[0].year <= year <= dates[1].year:
        yield _dated(subject, dates, "start_date" if year < dates[0].year else "end_date")


@form_check(
    "ONE_YEAR_PROJECT", "warning", category=11,
    title="A one-year project outside its year", title_zh="一年期项目跨年度",
    message="{nature} is a project of one year ({year}), but it runs from {start} to {end} and states no funding for the whole project.",
    message_zh="项目性质为“{nature}”,属 {year} 年度一年期项目,但起止日期为 {start} 至 {end},且未填列项目资金总额。",
    advice="Keep a one-year project within its budget year, or state the whole project's funding.",
    advice_zh="一年期项目的起止日期应在预算年度内;跨年度项目应填列项目资金总额。",
    source="经常性 and 一次性 projects are planned within the budget year.",
    fires=lambda: example(end_date="2027-06-30"),
    silent=lambda: example(
        end_date="2027-06-30",
        nature="其他一次性项目",
        funding=amounts(annual_total="300,000.00", appropriation="300,000.00", project_total="500,000.00", fiscal="500,000.00"),
    ),
    kinds=TARGETS,
)  # fmt: skip
def one_year_project(subject: Subject) -> Iterator[Hit]:
    dates, year, project = _dates(subject), subject.form.fiscal_year, subject.form.project
    nature = next((text for text in (project.nature, project.attribute) if text and _ONE_YEAR.search(text)), None)
    # Tick boxes print every nature at once and say nothing here.
    if (
        not dates
        or year is None
        or nature is None
        or len(nature) > 16
        or total(subject, "project") is not None
        or subject.form.goals.overall
    ):
        return
    start, end = dates
    if start.year <= year <= end.year and (start.year, end.year) != (year, year):
        hit = _dated(subject, dates, "end_date" if end.year != year else "start_date")
        yield Hit(hit.path, {**hit.words, "nature": nature}, {**hit.evidence, "nature": nature}, hit.place)


def _dated(subject: Subject, dates: tuple[date, date], field: str) -> Hit:
    words = {"start": dates[0].isoformat(), "end": dates[1].isoformat(), "year": str(subject.form.fiscal_year)}
    evidence = {"fiscal_year": subject.form.fiscal_year, "start_date": words["start"], "end_date": words["end"]}
    return Hit(f"project.{field}", words, evidence, at_field(subject, field))


@form_check(
    "YEAR_UNKNOWN", "warning", "reading", category=11,
    title="The form's year is not known", title_zh="年度未知",
    message="Neither the form nor the document names a fiscal year.",
    message_zh="表格及文件均未注明预算年度。",
    advice="Print the year in the form's head.",
    advice_zh="在表头注明年度。",
    source="Every form is for one fiscal year.",
    fires=lambda: example(year=None),
    silent=lambda: example(),
)  # fmt: skip
def year_unknown(subject: Subject) -> Iterator[Hit]:
    if subject.form.fiscal_year is None:
        yield Hit("fiscal_year", place=at_form(subject.form.provenance))
