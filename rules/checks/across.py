"""What the forms of one document say against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractor.model.form import Form, Indicator, Value
from extractor.model.text import label_key
from rules.checks.framework import Documents, Hit, Subject, document_check
from rules.checks.numbers import unit_of
from rules.checks.places import at, at_form
from rules.checks.samples import LASTING, clean_rows, documents, example, row


@document_check(
    "FORM_REPEATED", "warning", category=11,
    title="The same project twice", title_zh="项目重复",
    message="“{name}” has {count} forms for the same year in this document.",
    message_zh="“{name}”在本文件中有 {count} 张同年度的绩效目标表。",
    advice="Check whether the project was filed or bound twice.",
    advice_zh="核对是否重复申报或重复装订。",
    source="One form a project and year.",
    fires=lambda: documents(example(), example()),
    silent=lambda: documents(example(), example(name="社区工作者培训(二期)", goal="2026年开展二期培训,培训社区工作者600人次。")),
)  # fmt: skip
def form_repeated(subject: Documents) -> Iterator[Hit]:
    groups: dict[tuple[str, str | None, int | None, str], list[int]] = {}
    for number, form in enumerate(subject.forms):
        if form.project.name:
            key = (label_key(form.project.name), form.project.unit, form.fiscal_year, form.kind)
            groups.setdefault(key, []).append(number)
    for numbers in groups.values():
        if len(numbers) > 1:
            again = subject.forms[numbers[1]]
            words = {"name": again.project.name or "", "count": str(len(numbers))}
            evidence = {"forms": [subject.forms[n].form_id for n in numbers]}
            yield Hit(f"forms[{numbers[1]}].project.name", words, evidence, at_form(again.provenance))


@document_check(
    "GOAL_COPIED", "warning", category=3,
    title="One goal for several projects", title_zh="绩效目标雷同",
    message="“{name}” and “{other}” state the same goal word for word.",
    message_zh="“{name}”与“{other}”的年度绩效目标完全相同。",
    advice="Write each project's own goal.",
    advice_zh="结合项目实际分别编写绩效目标。",
    source="指向明确: a goal speaks of its own project.",
    fires=lambda: documents(example(), example(name="网格员培训")),
    silent=lambda: documents(example(), example(name="网格员培训", goal="2026年培训网格员300人次,提升基层治理能力。")),
)  # fmt: skip
def goal_copied(subject: Documents) -> Iterator[Hit]:
    first: dict[str, int] = {}
    for number, form in enumerate(subject.forms):
        goal = label_key(form.goals.annual or "")
        if len(goal) < 12:
            continue
        before = first.setdefault(goal, number)
        other = subject.forms[before]
        if before != number and label_key(other.project.name or "") != label_key(form.project.name or ""):
            words = {"name": form.project.name or "", "other": other.project.name or ""}
            yield Hit(
                f"forms[{number}].goals.annual",
                words,
                {"goal": form.goals.annual, "other": other.form_id},
                at_form(form.provenance),
            )


_TIMES = frozenset(("秒", "分钟", "小时", "天", "工作日", "周", "月", "年"))


def _by_name(forms: tuple[Form, ...]) -> dict[str, list[tuple[int, int, Indicator]]]:
    """Level-3 name to the places where it stands, in forms of its year and kind; once a form."""
    found: dict[str, list[tuple[int, int, Indicator]]] = {}
    for f, form in enumerate(forms):
        names = Counter(label_key(indicator.name or "") for indicator in form.indicators)
        for i, indicator in enumerate(form.indicators):
            key = label_key(indicator.name or "")
            if key and names[key] == 1:
                found.setdefault(f"{key}|{form.fiscal_year}|{form.kind}", []).append((f, i, indicator))
    return found


def _odd_one(values: list[str | None]) -> int | None:
    """The index of the only value that differs where at least two others agree, ``None`` otherwise."""
    counts = Counter(values)
    if len(counts) != 2 or len(values) < 3:
        return None
    usual, rare = (value for value, _ in counts.most_common())
    return (
        values.index(rare)
        if counts[rare] == 1 and counts[usual] >= 2 and rare is not None and usual is not None
        else None
    )


@document_check(
    "SISTER_LEVEL", "info", category=7,
    title="Another level than in sister forms", title_zh="同名指标层级与其他项目不一致",
    message="“{name}” stands under {own} here, under {usual} in the other {count} forms.",
    message_zh="“{name}”在本表列为“{own}”,在其他 {count} 张表中均列为“{usual}”。",
    advice="Give the indicator one place in every form.",
    advice_zh="统一同名指标的层级。",
    source="The same indicator has one place in the hierarchy.",
    fires=lambda: documents(_sister("一", LASTING), _sister("二", LASTING), _sister("三", "质量指标")),
    silent=lambda: documents(_sister("一", LASTING), _sister("三", "质量指标")),
)  # fmt: skip
def sister_level(subject: Documents) -> Iterator[Hit]:
    for places in _by_name(subject.forms).values():
        odd = _odd_one([indicator.level2 for _, _, indicator in places])
        if odd is not None:
            yield _sister_hit(places, odd, "level2", [indicator.level2 for _, _, indicator in places])


def _sister(name: str, level2: str = LASTING, value: str = "健全", drawn: bool = True) -> Subject:
    rows = (*clean_rows(), row("长效管理机制健全性", value, level2))
    return example(*rows, name=f"项目{name}", goal=f"2026年实施项目{name},培训社区工作者600人次。", drawn=drawn)


@document_check(
    "SISTER_UNIT", "info", category=4,
    title="Another unit than in sister forms", title_zh="同名指标计量单位与其他项目不一致",
    message="“{name}” is given in {own} here, in {usual} in the other {count} forms.",
    message_zh="“{name}”在本表以“{own}”计,在其他 {count} 张表中均以“{usual}”计。",
    advice="Measure the indicator in one unit in every form.",
    advice_zh="统一同名指标的计量单位。",
    source="The same indicator is measured in one unit.",
    fires=lambda: documents(*(_unit_sister(n, "(人次)") for n in "一二"), _unit_sister("三", "(人)")),
    silent=lambda: documents(*(_unit_sister(n, "(人次)") for n in "一二"), _unit_sister("三", "(万人次)")),
)  # fmt: skip
def sister_unit(subject: Documents) -> Iterator[Hit]:
    for places in _by_name(subject.forms).values():
        units = [_unit_kind(indicator.value) for _, _, indicator in places]
        odd = _odd_one(units)
        if odd is not None:
            yield _sister_hit(places, odd, "value", units)


def _unit_kind(value: Value) -> str | None:
    """A target's unit; all units of time are one kind, for two hours and 30 minutes can be compared."""
    unit = unit_of(value)
    return "时间" if unit in _TIMES else unit


def _unit_sister(name: str, unit: str) -> Subject:
    rows = (*clean_rows(), row("志愿服务参与数", f"≥500{unit}"))
    return example(*rows, name=f"项目{name}", goal=f"2026年实施项目{name},培训社区工作者600人次。")


@document_check(
    "SISTER_TARGET", "info", category=4,
    title="Another qualitative target than in sister forms", title_zh="同类指标定性目标与其他项目不一致",
    message="The target of “{name}” is “{own}” here, “{usual}” for the other {count} indicators of this kind.",
    message_zh="“{name}”的指标值为“{own}”,其他 {count} 个同类指标均为“{usual}”。",
    advice="Check whether the target fits the indicator's name.",
    advice_zh="核对指标值是否与指标名称相符。",
    source="指标与指标值不匹配: a 健全性 is not 稳定.",
    fires=lambda: documents(_sister("一"), _sister("二"), _sister("三", value="稳定")),
    silent=lambda: documents(_sister("一"), _sister("二"), example(add=[row("运行稳定性", "稳定", LASTING)])),
)  # fmt: skip
def sister_target(subject: Documents) -> Iterator[Hit]:
    """Indicators are of one kind when their names end in the same word of degree (健全性, 稳定性)."""
    kinds: dict[str, list[tuple[int, int, Indicator]]] = {}
    for f, form in enumerate(subject.forms):
        for i, indicator in enumerate(form.indicators):
            name = label_key(indicator.name or "")
            if (
                indicator.value.kind == "text"
                and indicator.value.operator is None
                and len(name) > 3
                and name.endswith("性")
            ):
                kinds.setdefault(name[-3:], []).append((f, i, indicator))
    for kind, places in kinds.items():
        texts = [label_key(indicator.value.raw or "") for _, _, indicator in places]
        odd = _odd_one(list(texts))
        # The usual target is the word that the name itself carries: 健全性 → 健全.
        if odd is not None and kind.startswith(next(text for n, text in enumerate(texts) if n != odd)):
            yield _sister_hit(places, odd, "value", [indicator.value.raw for _, _, indicator in places])


def _sister_hit(places: list[tuple[int, int, Indicator]], odd: int, field: str, values: list[str | None]) -> Hit:
    form, number, indicator = places[odd]
    usual = next(value for n, value in enumerate(values) if n != odd)
    words = {
        "name": indicator.name or "",
        "own": values[odd] or "",
        "usual": usual or "",
        "count": str(len(values) - 1),
    }
    evidence = {
        "own": values[odd],
        "usual": usual,
        "others": [f"forms[{f}].indicators[{i}]" for n, (f, i, _) in enumerate(places) if n != odd],
    }
    return Hit(
        f"forms[{form}].indicators[{number}].{field}",
        words,
        evidence,
        at(indicator, "value" if field == "value" else "level2"),
    )


@document_check(
    "YEARS_DIFFER", "warning", category=11,
    title="A form of another year", title_zh="文件内年度不一致",
    message="“{name}” is for {own}, while the other {count} forms are for {usual}.",
    message_zh="“{name}”为 {own} 年度,其他 {count} 张表均为 {usual} 年度。",
    advice="Check the year in the form's head.",
    advice_zh="核对表头年度。",
    source="Forms disclosed together are of one fiscal year.",
    fires=lambda: documents(example(name="项目一"), example(name="项目二"), example(name="项目三", year=2025)),
    silent=lambda: documents(example(name="项目一"), example(name="项目三", year=2025)),
)  # fmt: skip
def years_differ(subject: Documents) -> Iterator[Hit]:
    years = [str(form.fiscal_year) if form.fiscal_year else None for form in subject.forms]
    odd = _odd_one(years)
    if odd is not None:
        form = subject.forms[odd]
        usual = next(year for n, year in enumerate(years) if n != odd)
        words = {
            "name": form.project.name or "",
            "own": years[odd] or "",
            "usual": usual or "",
            "count": str(len(years) - 1),
        }
        yield Hit(f"forms[{odd}].fiscal_year", words, {"own": years[odd], "usual": usual}, at_form(form.provenance))
