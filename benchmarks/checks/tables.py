"""Faults between forms and the other tables of their document, between names, and between the years of a project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from benchmarks.checks.cases import Case
from benchmarks.checks.documents import annual, forms_of, made, of_2026
from benchmarks.checks.drafts import Draft
from benchmarks.checks.rows import variants
from extractor.model.table import Block, TextLine
from samples.make.typed import grid_of, table_of

_TOP, _HIGH, _WIDE = 900.0, 20.0, 90.0
_STEMS = (
    *("社区服务站点运行", "基层治理能力提升", "养老助餐补贴", "公共体育设施维护", "档案数字化加工"),
    *("道路绿化养护", "河道保洁管护", "困难家庭救助", "食品安全抽检", "图书馆藏书购置"),
)
_THINGS = variants("things")


def _statement(rows: Sequence[str], *captions: str) -> tuple[Block, ...]:
    """Captions and a drawn table after the forms' pages; rows such as ``a|b|c``."""
    table = table_of(grid_of(rows), page=9, top=_TOP, width=_WIDE, height=_HIGH)
    return *map(TextLine, captions), replace(table, bbox=None)


def _named(drafts: list[Draft], n: int, kept: str = "") -> list[Draft]:
    return [
        draft.write(project=replace(draft.spec.project, name=f"{_STEMS[(n + i) % 10]}{kept}"))
        for i, draft in enumerate(drafts)
    ]


def _amounts(drafts: list[Draft], units: str, changed: int | None = None, factor: Decimal = Decimal(1)) -> list[str]:
    scale = Decimal(10_000) if units == "万元" else Decimal(1)
    return [f"{annual(d) * (factor if i == changed else 1) / scale:,.2f}" for i, d in enumerate(drafts)]


def _summary(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = _named(forms_of(rng, 2 + n % 3), n)
    target, unit = len(drafts) - 1, ("元", "万元")[n % 2]
    factor = (Decimal(2), Decimal("1.1"), Decimal("0.5"), Decimal("10"), Decimal("0.97"))[n % 5]
    names = [draft.spec.project.name for draft in drafts]
    amounts = _amounts(drafts, unit, target if fires else None, factor)
    if n % 3 == 0:
        table = [
            "序号|项目名称|金额",
            *(f"{i}|{a}|{b}" for i, (a, b) in enumerate(zip(names, amounts, strict=True), 1)),
        ]
    elif n % 3 == 1:
        table = [
            "单位名称|项目名称|合计|一般公共预算|政府性基金",
            *(f"本级|{a}|{b}|{b}|0.00" for a, b in zip(names, amounts, strict=True)),
        ]
    else:
        table = [
            "项目|2025年预算数|2026年预算数",
            *(f"{a}|{i}00.00|{b}" for i, (a, b) in enumerate(zip(names, amounts, strict=True), 1)),
        ]
    captions = ("项目支出表", f"单位:{unit}")
    if not fires and n >= 7:  # last year's table, or one of what was spent, may differ
        amounts = _amounts(drafts, unit, target, factor)
        table = ["项目名称|金额", *(f"{a}|{b}" for a, b in zip(names, amounts, strict=True))]
        captions = (("2025年项目支出表", "2026年项目支出决算表", "上年项目支出表")[n - 7], f"单位:{unit}")
    at = drafts[target].beside("年度资金申请总额:") if fires else None
    blocks = _statement(table, *captions)
    return replace(made(code, fires, drafts, target, at), blocks=blocks, also=frozenset({"UNIT_COST_BUDGET"}))


_DRIFTS = ((2, ""), (0, "提升"), (3, ""), (4, "工作"), (1, ""))


def _project(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = _named(forms_of(rng, 3), n)
    name = drafts[2].spec.project.name
    at, more = _DRIFTS[n % 5]
    written = name[:-2] + more + name[-2:] if more else name[:at] + name[at + 1 :]
    amounts = _amounts(drafts, "元")
    if not fires:
        # Another project, another phase, or the name as it stands.
        written = (f"{name}(二期)", f"第二批{name}", name, "离退休人员活动经费", f"{name[:2]}人员培训")[n % 5]
        amounts[2] = amounts[2] if written == name else "77,000.00"
    names = [*(draft.spec.project.name for draft in drafts[:2]), written]
    table = ["项目名称|预算金额", *(f"{a}|{b}" for a, b in zip(names, amounts, strict=True))]
    return replace(made(code, fires, drafts, 2), blocks=_statement(table, "项目汇总", "单位:元"))


def _spending(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = _named(forms_of(rng, 2 + n % 3), n)
    unit = ("元", "万元")[n % 2]
    scale = Decimal(10_000) if unit == "万元" else Decimal(1)
    share = (
        (Decimal("0.5"), Decimal("0.9"), Decimal("0.1"), Decimal("0.99"), Decimal("0.75"))[n % 5]
        if fires
        else Decimal(1 + n % 3)
    )
    stated = f"{sum(map(annual, drafts)) * share / scale:,.2f}"
    if n % 3 == 0:
        table = ["支出项目|预算数", "一、基本支出|100.00", f"二、项目支出|{stated}"]
    elif n % 3 == 1:
        table = [
            "收入项目|预算数|支出项目|预算数",
            "拨款收入|100.00|基本支出|100.00",
            f"其他收入|0.00|项目支出|{stated}",
        ]
    else:
        table = ["科目名称|合计|基本支出|项目支出", f"行政运行|{stated}|0.00|{stated}", f"合计|{stated}|0.00|{stated}"]
    case = made(code, fires, drafts, -1)
    return replace(case, blocks=_statement(table, "部门支出预算表", f"单位:{unit}"))


def _unit(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = forms_of(rng, 3)
    stem = ("某市", "东湖区", "临江县", "南山街道", "某省")[n % 5]
    usual = (
        f"{stem}{('社会保障卡服务中心', '农业技术推广站', '公共资源交易中心', '图书馆', '疾病预防控制中心')[n // 2]}"
    )
    if fires:
        middle = len(stem) + 1
        odd = usual[:middle] + usual[middle + 1 :]
    else:
        odd = (f"{stem}第二{usual[len(stem) :]}", f"{usual}城东分中心", f"新{usual}", usual, f"{stem}民政局")[n % 5]
    field = "unit" if n % 2 else "department"
    drafts = [
        draft.write(project=replace(draft.spec.project, **{field: odd if i == 2 else usual}))
        for i, draft in enumerate(drafts)
    ]
    return made(code, fires, drafts, 2)


_SLIPS = variants("INDICATOR_NAME_DRIFT fires")
_TWO_THINGS = (
    *(("补换卡合格率", "补卡合格率"), ("一级维护合格率", "二级维护合格率"), ("东区巡查合格率", "西区巡查合格率")),
    *(("初检合格率", "复检合格率"), ("设备合格率", "设备及时率")),
)


def _indicator(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = forms_of(rng, 3 + n % 2)
    usual, odd = (_SLIPS if fires else _TWO_THINGS)[n % 5]
    thing, last, numbers = _THINGS[n], len(drafts) - 1, []
    for i in range(len(drafts)):
        drafts[i], number = drafts[i].with_row(
            "质量指标", thing + (odd if i == last else usual), "≤2.00(%)" if "投诉" in odd else "≥98.00(%)"
        )
        numbers.append(number)
    return made(code, fires, drafts, last, drafts[last].row(numbers[last], "name") if fires else None)


def _years(rng: Random, n: int) -> tuple[Draft, Draft]:
    """A project's forms of two years, with one amount."""
    (last,), (now,) = forms_of(rng, 1, 2025), forms_of(rng, 1, 2026)
    name = (_STEMS[n], f"{{}}年{_STEMS[n]}")[n % 2]
    both = []
    for year, draft, rows in ((2025, last, last.spec.indicators), (2026, now, of_2026(last))):
        project = replace(draft.spec.project, name=name.format(year), unit=last.spec.project.unit)
        goal = f"{year}年完成{_STEMS[n]}{('上半年', '下半年')[year % 2]}安排的各项工作任务。"
        both.append(draft.write(project=project, funding=last.spec.funding, annual_goal=goal, indicators=rows))
    return both[0], both[1]


def _target(code: str, rng: Random, n: int, fires: bool) -> Case:
    last, now = _years(rng, n)
    if n % 2:
        name, level2, before = f"{_THINGS[n]}差错整改率", "质量指标", 95
        after, unit = (95 - 20 - n if fires else 95 - n), "%"
    else:
        name, level2, before = f"{_THINGS[n]}服务量", "数量指标", 300
        after, unit = (300 * (3 + n) if fires else 300 * 2 + n), "次"
    last, _ = last.with_row(level2, name, f"≥{before}.00({unit})")
    now, number = now.with_row(level2, name, f"≥{after}.00({unit})")
    return made(code, fires, [last, now], 1, now.row(number) if fires else None)


def _repeated_goal(code: str, rng: Random, n: int, fires: bool) -> Case:
    last, now = _years(rng, n)
    task = f"完成{_STEMS[n]}各项任务,保障业务正常运行"
    last = last.write(annual_goal=f"2025年{task}。")
    more = ("", ",新增站点", ",扩大服务范围", ",覆盖全部街镇", ",完善管理制度")[n % 5] or ",优化流程"
    now = now.write(annual_goal=f"2026年{task}{'' if fires else more}。")
    return made(code, fires, [last, now], 1)


def _elsewhere(code: str, rng: Random, n: int, fires: bool) -> Case:
    drafts = _named(forms_of(rng, 2), n)
    goal = f"2026年持续推进{_THINGS[n]}等各项重点工作,确保服务质量。"
    other = goal if fires else goal.replace("各项重点工作", ("站点", "窗口", "片区", "队伍", "平台")[n % 5] + "建设")
    drafts = [drafts[0].write(annual_goal=goal), drafts[1].write(annual_goal=other)]
    return replace(made(code, fires, drafts, 1), documents=2)


def _renamed(code: str, rng: Random, n: int, fires: bool) -> Case:
    last, now = _years(rng, n)
    name = last.spec.project.name.removeprefix("2025年")
    otherwise = (
        name[: 1 + n % 4] + name[2 + n % 4 :]
        if fires
        else (f"{name}二期", f"第三批{name}", name, f"{name[:-2]}奖励", f"新{name}")[n % 5]
    )
    now = now.write(project=replace(now.spec.project, name=otherwise))
    return made(code, fires, [last, now], 1)


TABLES: dict[str, Callable[[str, Random, int, bool], Case]] = {
    "SUMMARY_AMOUNT": _summary,
    "PROJECT_NAME_DRIFT": _project,
    "PROJECT_SPENDING_EXCEEDED": _spending,
    "UNIT_NAME_DRIFT": _unit,
    "INDICATOR_NAME_DRIFT": _indicator,
    "YEAR_TARGET_JUMP": _target,
    "GOAL_COPIED_YEAR": _repeated_goal,
    "GOAL_COPIED_ELSEWHERE": _elsewhere,
    "PROJECT_RENAMED": _renamed,
}
