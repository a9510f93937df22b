"""Faults between forms, between forms and the text around them, and of text without cells."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from benchmarks.checks.cases import VARIANTS, Case
from benchmarks.checks.drafts import Draft, Placed, clean
from extractor.layout.aligned.text import layout_text
from extractor.layout.regions import cut_regions
from extractor.model.form import Judgement
from extractor.model.table import Source, TextLine
from extractor.pipeline import landmarks
from extractor.readers.text import read_text
from rules.labels import load_vocabulary
from rules.read_form import FormTrace
from rules.shapes.one_cell_a_line import regroup
from samples.make.flattened import flatten
from samples.make.spec import Damage, FormSpec, Indicator

_ORDINALS = "一二三四五六七八九十"


def forms_of(rng: Random, count: int, year: int = 2026) -> list[Draft]:
    """Forms of one year, each of its own project and goal."""
    made = []
    for i in range(count):
        draft = clean(rng, one_year=True, money_unit="元")
        project = replace(
            draft.spec.project,
            name=f"第{_ORDINALS[i]}批{draft.spec.project.name}",
            start_date=f"{year}-01-01",
            end_date=f"{year}-12-31",
        )
        rows = tuple(
            replace(row, value=row.name[-3:-1] if row.name.endswith("性") else (row.value or "").replace(str(draft.spec.fiscal_year), str(year)))
            for row in draft.spec.indicators
        )  # fmt: skip
        goal = f"{year}年完成{project.name}的全部工作任务,保障业务正常运行。"
        made.append(draft.write(project=project, fiscal_year=year, indicators=rows, annual_goal=goal))
    return made


def made(code: str, fires: bool, drafts: list[Draft], target: int = 0, at=None, lines: tuple[str, ...] = ()) -> Case:  # type: ignore[no-untyped-def]
    placed = tuple(draft.place(at if i == target else None) for i, draft in enumerate(drafts))
    return Case(
        code,
        fires,
        placed,
        target,
        tuple(TextLine(line, 1, (50.0, 20.0 * i, 500.0, 20.0 * i + 15)) for i, line in enumerate(lines)),
    )


def _repeated(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = forms_of(rng, 3)
    first = drafts[0].spec.project
    other = (
        first
        if fires
        else replace(first, name=first.name + ("(二期)", "续建", "尾款")[n % 3])
        if n % 2
        else replace(first, unit=f"{first.unit}分部")
    )
    drafts[2] = drafts[2].write(project=other)
    return made(code, fires, drafts, 2)


def _copied(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = forms_of(rng, 3)
    goal = drafts[0].spec.annual_goal or ""
    drafts[2] = drafts[2].write(
        annual_goal=goal
        if fires
        else goal.replace("全部工作任务", ("巡检", "购置", "养护", "修缮", "运维")[n % 5] + "任务")
    )
    return made(code, fires, drafts, 2)


def _sisters(rng: Random, name: str, rows: list[tuple[str, str]]) -> tuple[list[Draft], list[int]]:
    drafts, numbers = forms_of(rng, len(rows)), []
    for i, (level2, value) in enumerate(rows):
        drafts[i], number = drafts[i].with_row(level2, name, value)
        numbers.append(number)
    return drafts, numbers


def _sister(code: str, rng: Random, n: int, fires: bool) -> Case:
    name = f"{('窗口', '站点', '车队', '库房', '展馆', '泵站', '苗圃', '食堂', '机房', '校区')[n]}"
    if code == "SISTER_LEVEL":
        usual, odd, value = "社会效益指标", ("可持续影响指标", "质量指标", "数量指标")[n % 3], "≥5(个)"
        rows = [(usual, value)] * (2 + n % 2) + [(odd if fires else usual, value)]
        drafts, numbers = _sisters(rng, f"{name}服务示范点", rows)
        role = "name"
    elif code == "SISTER_UNIT":
        unit = (("人次", "人"), ("个", "家"), ("次", "天"), ("套", "件"), ("公里", "米"))[n % 5]
        rows = [("数量指标", f"≥50({unit[0]})")] * (2 + n % 2) + [
            ("数量指标", f"≥{60 + n}({unit[1] if fires else unit[0]})")
        ]
        drafts, numbers = _sisters(rng, f"{name}服务量", rows)
        role = "value"
    else:
        rows = [("可持续影响指标", "健全")] * (2 + n % 3) + [
            ("可持续影响指标", ("稳定", "良好", "规范", "完善", "提升")[n % 5] if fires else "健全")
        ]
        drafts, numbers = _sisters(rng, f"{name}管护机制健全性", rows)
        role = "value"
    target = len(drafts) - 1
    return made(code, fires, drafts, target, drafts[target].row(numbers[target], role) if fires else None)


def _years(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = forms_of(rng, 2 + n % 2)
    drafts += forms_of(rng, 1, 2026 - (1 + n % 3 if fires else 0))
    drafts[-1] = drafts[-1].write(
        project=replace(drafts[-1].spec.project, name=f"另行安排的{drafts[-1].spec.project.name}")
    )
    return made(code, fires, drafts, len(drafts) - 1)


def annual(draft: Draft) -> Decimal:
    return Decimal(draft.spec.funding.annual_total or 0)


def _narrative(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = forms_of(rng, 1 + n % 3)
    target = len(drafts) - 1
    draft = drafts[target]
    amount = annual(draft) * (2 + n if fires else 1) / 10_000
    name = draft.spec.project.name
    other = f"2025年度预算安排{amount * 3:.2f}万元,执行率98%。" if n % 2 else ""
    text = (
        "一、项目概述",
        f"{name}由本单位组织实施。",
        "六、年度预算安排",
        other,
        f"{('2026年度', '本项目2026年', '2026年度项目')[n % 3]}预算安排{amount:.2f}万元。",
    )
    at = draft.beside("年度资金申请总额:") if fires else None
    return made(code, fires, drafts, target, at, tuple(line for line in text if line))


def _counted(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = forms_of(rng, 3 + n % 3)
    count = len(drafts)
    total = sum(map(annual, drafts))
    if code == "FORM_COUNT":
        stated = (count + 1 if n % 2 else count - 1) if fires else (count if n % 2 else count * 4)
        sentence = (f"2026年本部门编报绩效目标的项目共{stated}个。", f"按照要求,{stated}个项目实行了绩效目标管理。")[
            n // 2 % 2
        ]
        return made(code, fires, drafts, -1, None, ("绩效目标设置情况", sentence))
    stated_total = total * (2 + n) if fires else total
    sentence = f"2026年编报绩效目标的项目共{count}个,涉及项目预算资金{stated_total / 10_000:.2f}万元。"
    return made(code, fires, drafts, -1, None, ("绩效目标设置情况。", sentence))


def _peers(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts, numbers = forms_of(rng, 6), []
    base = 20 + 10 * n
    costs = [base, base + 1, base + 2, base - 1, base, base * (5 if n % 2 else 4) if fires else base * 2]
    thing = ("奖牌", "被服", "书柜", "苗木", "校服", "课桌", "电梯", "轮椅", "窗帘", "头盔")[n]
    for i, cost in enumerate(costs):
        drafts[i], number = drafts[i].with_row("经济成本指标", f"{thing}平均成本", f"≤{cost}(元/件)")
        numbers.append(number)
    return made(code, fires, drafts, 5, drafts[5].row(numbers[5]) if fires else None)


def of_2026(draft: Draft) -> tuple[Indicator, ...]:
    """The indicators of a form of 2025, for 2026."""
    return tuple(
        replace(row, value=row.value and row.value.replace("2025", "2026"), name=row.name.replace("2025", "2026"))
        for row in draft.spec.indicators
    )


def _jump(code: str, rng: Random, n: int, fires: bool) -> Case:
    (last,), (draft,) = forms_of(rng, 1, 2025), forms_of(rng, 1, 2026)
    factor = Decimal((10, 4, 5, 6, 8)[n % 5]) if fires else Decimal((1, 2, "1.5", "0.8", "2.9")[n % 5])
    money = last.spec.funding
    total = annual(last) * (factor if n < 5 or not fires else 1 / factor)
    now = replace(
        money,
        annual_total=f"{total:.2f}",
        annual_appropriation=f"{total:.2f}",
        annual_carryover="0.00",
        annual_other="0.00",
    )
    draft = draft.write(
        project=replace(draft.spec.project, name=last.spec.project.name, unit=last.spec.project.unit),
        funding=now,
        indicators=of_2026(last),
    )
    return made(code, fires, [last, draft], 1, draft.beside("年度资金申请总额:") if fires else None)


DOCUMENTS: dict[str, Callable[[str, Random, int, bool], Case]] = {
    "FORM_REPEATED": _repeated,
    "GOAL_COPIED": _copied,
    "SISTER_LEVEL": _sister,
    "SISTER_UNIT": _sister,
    "SISTER_TARGET": _sister,
    "YEARS_DIFFER": _years,
    "NARRATIVE_AMOUNT": _narrative,
    "FORM_COUNT": _counted,
    "FORM_AMOUNT_SUM": _counted,
    "PEER_UNIT_COST": _peers,
    "YEAR_FUNDING_JUMP": _jump,
}


# Text without cells.


def _region(spec: FormSpec) -> Placed:
    blocks = regroup(layout_text(read_text(Source("text", flatten([spec]).encode()))), load_vocabulary())
    return Placed(cut_regions(blocks, landmarks()).regions[0])


def _line(placed: Placed, name: str) -> int | None:
    return next((cell.line for cell in placed.region.tables[0].cells if name and cell.text == name), None)


def _labelled(spec: FormSpec) -> list[int]:
    """Rows (from 1) that print a level 2 label of their own and are followed by another of the same level."""
    rows = spec.indicators
    return [
        i + 1
        for i in range(len(rows) - 1)
        if (i == 0 or rows[i - 1].level2 != rows[i].level2) and rows[i].level2 == rows[i + 1].level2
    ]


def _text(code: str, rng: Random, n: int, fires: bool) -> Case:
    spec = clean(rng).spec
    if code == "GOAL_NOT_FOUND":
        placed = _region(replace(spec, annual_goal=None) if fires else spec)
        return Case(code, fires, (placed,), also=_SLIPS)
    if code == "VALUE_LOST":
        number = n % len(spec.indicators)
        rows = tuple(
            replace(row, value=None) if fires and i == number else row for i, row in enumerate(spec.indicators)
        )
        placed = _region(replace(spec, indicators=rows, annual_goal="本年度完成全部工作任务,保障业务正常运行。"))
        return Case(code, fires, (placed,), line=_line(placed, rows[number].name) if fires else None, also=_SLIPS)
    if code == "LEVEL_SLID":
        if not fires:
            return Case(code, fires, (_region(spec),))
        while not (chosen := _labelled(spec)):
            spec = clean(rng).spec
        number = chosen[n % len(chosen)]
        placed = _region(replace(spec, damage=(Damage(number, slide=1, cells=("level2",)),)))
        return Case(code, fires, (placed,), line=_line(placed, spec.indicators[number - 1].name), also=_SLIPS)
    placed = _region(spec)
    number = n % len(spec.indicators)

    def doubt(reading: FormTrace) -> FormTrace:
        rows = list(reading.form.indicators)
        row = rows[number]
        judged = Judgement("order", 0.3 + 0.01 * n if fires else 0.9, "")
        printed = (
            replace(row.printed, level2="数量指标" if row.level2 != "数量指标" else "质量指标")
            if fires
            else row.printed
        )
        rows[number] = replace(row, judgement={**row.judgement, "level2": judged}, printed=printed)
        return replace(reading, form=replace(reading.form, indicators=tuple(rows)))

    return Case(
        code,
        fires,
        (placed,),
        line=_line(placed, spec.indicators[number].name) if fires else None,
        change=doubt,
        also=_SLIPS,
    )


_SLIPS = frozenset(("LEVEL_SLID", "LEVEL_DOUBTFUL", "VALUE_LOST"))
TEXTS = ("GOAL_NOT_FOUND", "VALUE_LOST", "LEVEL_SLID", "LEVEL_DOUBTFUL")


def document_cases(rng_of: Callable[[str, int, bool], Random]) -> list[Case]:
    """Every fault and near miss between forms, and in text without cells."""
    from benchmarks.checks.tables import TABLES

    makers = {**DOCUMENTS, **TABLES, **dict.fromkeys(TEXTS, _text)}
    return [
        make(code, rng_of(code, n, fires), n, fires)
        for code, make in makers.items()
        for fires in (True, False)
        for n in range(VARIANTS)
    ]
