"""One project in two successive years, both in a call: targets that leap, goals that were copied, a new name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from extractor.model.form import Form, Indicator
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import TARGETS, Documents, Hit, Subject, document_check
from rules.checks.names import is_same_written_otherwise, project_key
from rules.checks.numbers import is_percent, number_of, unit_of
from rules.checks.places import at, at_form
from rules.checks.samples import QUANTITY, SOCIAL, clean_rows, documents, example, row

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


def _of_year(year: int, *rows: Indicator, name: str = "社区工作者培训", goal: str | None = None) -> Subject:
    goal = goal or f"{year}年培训社区工作者{year - 1500}人次。"
    start, end = f"{year}-01-01", f"{year}-12-31"
    return example(*rows, year=year, name=name, goal=goal, start_date=start, end_date=end)


def _once(form: Form) -> dict[str, tuple[int, Indicator]]:
    """Indicators by name, without years; names that stand twice are left out."""
    found: dict[str, list[tuple[int, Indicator]]] = {}
    for i, indicator in enumerate(form.indicators):
        key = _YEAR.sub("", label_key(indicator.name or ""))
        found.setdefault(key, []).append((i, indicator))
    return {key: places[0] for key, places in found.items() if key and len(places) == 1}


@document_check(
    "YEAR_TARGET_JUMP", "info", category=11, call=True,
    title="A target is far from the year before", title_zh="指标值较上年变动较大",
    message="The target of “{name}” is {own} for {year} and was {before} for {last_year}. For information.",
    message_zh="“{name}”{year} 年度指标值为“{own}”,{last_year} 年度为“{before}”,变动较大,仅供参考。",
    advice="See whether the change has a reason, or a number or a unit is wrong.",
    advice_zh="了解指标值变动的原因,注意数值和计量单位是否有误。",
    source="The same indicator of one project of one unit in two successive years, both in this call and in one unit.",
    fires=lambda: documents(_of_year(2025, *_counted(500)), _of_year(2026, *_counted(5000))),
    silent=lambda: documents(_of_year(2025, *_counted(500)), _of_year(2026, *_counted(900))),
)  # fmt: skip
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


def _counted(number: int) -> list[Indicator]:
    return [*clean_rows(), row("发放宣传手册数", f"≥{number}(册)", QUANTITY), row("手册知晓率", "≥80(%)", SOCIAL)]


def _goal_key(form: Form) -> str:
    return _YEAR.sub("", label_key(form.goals.annual or ""))


@document_check(
    "GOAL_COPIED_YEAR", "info", category=3, call=True,
    title="The goal of the year before, word for word", title_zh="绩效目标与上年雷同",
    message="The {year} goal of “{name}” repeats that of {last_year} word for word; only years may differ. For information.",
    message_zh="“{name}”{year} 年度绩效目标与 {last_year} 年度逐字相同(年份除外),仅供参考。",
    advice="See whether the goal was brought up to this year's tasks.",
    advice_zh="结合当年工作任务更新绩效目标。",
    source="指向明确: the year's goal speaks of the year's tasks.",
    fires=lambda: documents(_of_year(2025, goal="2025年培训社区工作者600人次,提升业务能力。"),
                            _of_year(2026, goal="2026年培训社区工作者600人次,提升业务能力。")),
    silent=lambda: documents(_of_year(2025, goal="2025年培训社区工作者600人次,提升业务能力。"),
                             _of_year(2026, goal="2026年培训社区工作者650人次,提升业务能力。")),
)  # fmt: skip
def goal_copied_year(subject: Documents) -> Iterator[Hit]:
    for number, earlier in successive(subject.forms):
        form, last = subject.forms[number], subject.forms[earlier]
        if len(_goal_key(form)) >= _LEAST_GOAL and _goal_key(form) == _goal_key(last):
            words = {"name": form.project.name or "", "year": str(form.fiscal_year), "last_year": str(last.fiscal_year)}
            evidence = {"goal": form.goals.annual, "before_path": f"forms[{earlier}].goals.annual"}
            yield Hit(f"forms[{number}].goals.annual", words, evidence, at_form(form.provenance))


def _document(form: Form) -> str:
    return form.form_id.rpartition("-")[0]


@document_check(
    "GOAL_COPIED_ELSEWHERE", "info", category=3, call=True,
    title="The goal of another project in another document", title_zh="绩效目标与其他文件的项目雷同",
    message="“{name}” states the goal of “{other}” in another document word for word. For information.",
    message_zh="“{name}”的绩效目标与另一文件中“{other}”逐字相同(年份除外),仅供参考。",
    advice="Write each project's own goal.",
    advice_zh="结合项目实际分别编写绩效目标。",
    source="指向明确: a goal speaks of its own project. Goals of a dozen characters or more, in two documents of one call.",
    fires=lambda: _elsewhere("2026年开展技能培训,提升从业人员业务能力。"),
    silent=lambda: _elsewhere("2026年开展安全培训,提升从业人员安全意识。"),
)  # fmt: skip
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


def _elsewhere(goal: str) -> Documents:
    one = example(goal="2026年开展技能培训,提升从业人员业务能力。").form
    two = example(name="网格员培训", goal=goal).form
    return Documents((one, replace(two, form_id="111111111111-1")))


@document_check(
    "PROJECT_RENAMED", "info", category=11, call=True,
    title="A project's name differs a little from the year before", title_zh="项目名称与上年略有不同",
    message="“{name}” of {year} is most likely “{before}” of {last_year}; under two names the years cannot be compared.",
    message_zh="{year} 年度的“{name}”与 {last_year} 年度的“{before}”疑为同一项目,名称不一致,难以跨年比较。",
    advice="Keep a project's name over the years.",
    advice_zh="同一项目跨年度应保持名称一致。",
    source="One unit's project that stands in one year only, and one written almost alike that stands in the year before only.",
    fires=lambda: documents(_of_year(2025, name="社会保障卡制作费"), _of_year(2026, name="社保卡制作费")),
    silent=lambda: documents(_of_year(2025, name="服务站点建设一期"), _of_year(2026, name="服务站点建设二期")),
)  # fmt: skip
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
