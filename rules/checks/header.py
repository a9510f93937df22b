"""The header: required fields, dates, and the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.model.patterns import compiled
from rules.checks.framework import Hit, Subject, check
from rules.checks.money import total
from rules.checks.places import at_field, at_form

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


@check("PROJECT_NAME_MISSING")
def project_name_missing(subject: Subject) -> Iterator[Hit]:
    if not subject.form.project.name:
        yield Hit("project.name", place=at_field(subject, "name"))


@check("FIELD_MISSING")
def field_missing(subject: Subject) -> Iterator[Hit]:
    vocabulary = subject.reading.match.profile.vocabulary
    project = subject.form.project
    for label in subject.reading.match.found:
        field = vocabulary.fields.get(label)
        if field in _FIELDS and getattr(project, field) is None and field not in subject.reading.fields.unread:
            yield Hit(f"project.{field}", {"label": label}, {"label": label}, at_field(subject, field))


@check("DATE_INVALID")
def date_invalid(subject: Subject) -> Iterator[Hit]:
    return (hit for hit in _unread(subject) if _not_in_calendar(hit.words["raw"]))


@check("DATE_UNREADABLE")
def date_unreadable(subject: Subject) -> Iterator[Hit]:
    return (
        hit for hit in _unread(subject) if re.search(r"\d", hit.words["raw"]) and not _not_in_calendar(hit.words["raw"])
    )


@check("DATE_VAGUE")
def date_vague(subject: Subject) -> Iterator[Hit]:
    return (hit for hit in _unread(subject) if not re.search(r"\d", hit.words["raw"]))


def _unread(subject: Subject) -> Iterator[Hit]:
    for field, raw in subject.reading.fields.unread.items():
        if field in _DATE_FIELDS:
            yield Hit(
                f"project.{field}", {"label": _FIELDS[field][0], "raw": raw}, {"raw": raw}, at_field(subject, field)
            )


@check("DATE_ORDER")
def date_order(subject: Subject) -> Iterator[Hit]:
    dates = _dates(subject)
    if dates and dates[0] > dates[1]:
        yield _dated(subject, dates, "end_date")


@check("DATE_SPAN_LONG")
def date_span_long(subject: Subject) -> Iterator[Hit]:
    dates = _dates(subject)
    years = subject.limits.max_project_years
    if dates and dates[1].year - dates[0].year > years:
        hit = _dated(subject, dates, "end_date")
        yield Hit(hit.path, {**hit.words, "years": str(years)}, hit.evidence, hit.place)


@check("YEAR_MISMATCH")
def year_mismatch(subject: Subject) -> Iterator[Hit]:
    dates, year = _dates(subject), subject.form.fiscal_year
    if dates and year and dates[0] <= dates[1] and not dates[0].year <= year <= dates[1].year:
        yield _dated(subject, dates, "start_date" if year < dates[0].year else "end_date")


@check("ONE_YEAR_PROJECT")
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


@check("YEAR_UNKNOWN")
def year_unknown(subject: Subject) -> Iterator[Hit]:
    if subject.form.fiscal_year is None:
        yield Hit("fiscal_year", place=at_form(subject.form.provenance))
