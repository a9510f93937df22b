"""One project in two successive years, both in a call: targets that leap, goals that were copied, a new name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.model.form import Form, Indicator
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import TARGETS, Documents, Hit, check
from rules.checks.names import is_same_written_otherwise, project_key
from rules.checks.numbers import is_percent, number_of, unit_of
from rules.checks.places import at, at_form

_YEAR = compiled(r"20\d\d(?:年度|年)?")
_LEAST_GOAL = 12
_FEW = 10  # counts below this leap by nothing: one standard last year, three this year


def successive(forms: tuple[Form, ...]) -> Iterator[tuple[int, int]]:
    """Numbers of a project's form and of that of the year before; only where each year has one form of the project."""
    groups: dict[tuple[str, str, str], dict[int, list[int]]] = {}
    for number, form in enumerate(forms):
        if form.project.name and form.project.unit and form.fiscal_year and form.kind in TARGETS:
            key = (project_key(form.project.name), label_key(form.project.unit), form.kind)
            groups.setdefault(key, {}).setdefault(form.fiscal_year, []).append(number)
    for years in groups.values():
        for year, numbers in years.items():
            earlier = years.get(year - 1, [])
            if len(numbers) == 1 and len(earlier) == 1:
                yield numbers[0], earlier[0]


def _once(form: Form) -> dict[str, tuple[int, Indicator]]:
    """Indicators by name, without years; names that are twice are left out."""
    found: dict[str, list[tuple[int, Indicator]]] = {}
    for i, indicator in enumerate(form.indicators):
        key = _YEAR.sub("", label_key(indicator.name or ""))
        found.setdefault(key, []).append((i, indicator))
    return {key: places[0] for key, places in found.items() if key and len(places) == 1}


@check("YEAR_TARGET_JUMP")
def year_target_jump(subject: Documents) -> Iterator[Hit]:
    for number, earlier in successive(subject.forms):
        form, last = subject.forms[number], subject.forms[earlier]
        before = _once(last)
        for key, (i, indicator) in _once(form).items():
            j, old = before.get(key, (0, None))
            if old is None or not _leaps(indicator, old, subject):
                continue
            words = {
                "name": indicator.name or "", "own": indicator.value.raw or "", "before": old.value.raw or "",
                "year": str(form.fiscal_year), "last_year": str(last.fiscal_year),
            }  # fmt: skip
            evidence = {
                "own": indicator.value.raw,
                "before": old.value.raw,
                "before_path": f"forms[{earlier}].indicators[{j}].value",
            }
            yield Hit(f"forms[{number}].indicators[{i}].value", words, evidence, at(indicator, "value"))


def _leaps(new: Indicator, old: Indicator, subject: Documents) -> bool:
    now, before = number_of(new.value), number_of(old.value)
    if now is None or before is None or unit_of(new.value) != unit_of(old.value) or new.value.kind != "quantity":
        return False
    if is_percent(new.value):
        return abs(now - before) >= Decimal(subject.limits.year_points)
    if min(now, before) <= 0 or (max(now, before) < _FEW and new.level1 != "成本指标"):
        return False
    return max(now / before, before / now) >= Decimal(subject.limits.year_ratio)


def _goal_key(form: Form) -> str:
    return _YEAR.sub("", label_key(form.goals.annual or ""))


@check("GOAL_COPIED_YEAR")
def goal_copied_year(subject: Documents) -> Iterator[Hit]:
    for number, earlier in successive(subject.forms):
        form, last = subject.forms[number], subject.forms[earlier]
        if len(_goal_key(form)) >= _LEAST_GOAL and _goal_key(form) == _goal_key(last):
            words = {"name": form.project.name or "", "year": str(form.fiscal_year), "last_year": str(last.fiscal_year)}
            evidence = {"goal": form.goals.annual, "before_path": f"forms[{earlier}].goals.annual"}
            yield Hit(f"forms[{number}].goals.annual", words, evidence, at_form(form.provenance))


def _document(form: Form) -> str:
    return form.form_id.rpartition("-")[0]


@check("GOAL_COPIED_ELSEWHERE")
def goal_copied_elsewhere(subject: Documents) -> Iterator[Hit]:
    first: dict[str, int] = {}
    for number, form in enumerate(subject.forms):
        key = _goal_key(form)
        if len(key) < _LEAST_GOAL or form.kind not in TARGETS:
            continue
        before = first.setdefault(key, number)
        other = subject.forms[before]
        one, two = project_key(form.project.name), project_key(other.project.name)
        if (
            _document(form) != _document(other)
            and one
            and two
            and one != two
            and not is_same_written_otherwise(one, two)
        ):
            words = {"name": form.project.name or "", "other": other.project.name or ""}
            evidence = {
                "goal": form.goals.annual,
                "other_path": f"forms[{before}].goals.annual",
                "other": other.form_id,
            }
            yield Hit(f"forms[{number}].goals.annual", words, evidence, at_form(form.provenance))


@check("PROJECT_RENAMED")
def project_renamed(subject: Documents) -> Iterator[Hit]:
    units: dict[tuple[str, str], dict[int, dict[str, int]]] = {}
    for number, form in enumerate(subject.forms):
        if form.project.name and form.project.unit and form.fiscal_year and form.kind in TARGETS:
            years = units.setdefault((label_key(form.project.unit), form.kind), {})
            years.setdefault(form.fiscal_year, {}).setdefault(project_key(form.project.name), number)
    for years in units.values():
        for year, names in years.items():
            before = years.get(year - 1, {})
            for key in (key for key in names if key not in before):
                like = [old for old in before.keys() - names.keys() if is_same_written_otherwise(key, old)]
                if len(like) == 1:
                    yield _renamed(subject.forms, names[key], before[like[0]])


def _renamed(forms: tuple[Form, ...], number: int, earlier: int) -> Hit:
    form, last = forms[number], forms[earlier]
    words = {
        "name": form.project.name or "", "before": last.project.name or "", "year": str(form.fiscal_year),
        "last_year": str(last.fiscal_year),
    }  # fmt: skip
    evidence = {"name": form.project.name, "before": last.project.name, "before_path": f"forms[{earlier}].project.name"}
    return Hit(f"forms[{number}].project.name", words, evidence, at_form(form.provenance))
