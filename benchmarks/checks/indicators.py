"""Faults of the indicators that take more than one row, or an amount, to show."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from msgspec.structs import replace

from benchmarks.checks.cases import FormFaults, Made, Maker, also
from benchmarks.checks.drafts import PARENT, Draft, clean
from samples.make.spec import Indicator

_OUTPUTS = ("数量指标", "质量指标", "时效指标")


def _keep(draft: Draft, wanted) -> Draft:  # type: ignore[no-untyped-def]
    """The rows of some levels alone; the goal is left without their numbers."""
    rows = tuple(row for row in draft.spec.indicators if wanted(row))
    return draft.write(indicators=rows, annual_goal="本年度完成全部工作任务,保障业务正常运行。")


def _without(level1: str) -> Maker:
    return lambda rng, n: (_keep(clean(rng), lambda row: row.level1 != level1), None)


def _with_one(level1: str) -> Maker:
    """One row of the level is left."""

    def make(rng: Random, n: int) -> Made:
        draft = clean(rng)
        last = [row for row in draft.spec.indicators if row.level1 == level1][-1]
        kept = _keep(
            draft, lambda row: row.level1 != level1 or row is last or (level1 == "产出指标" and row.level2 in _OUTPUTS)
        )
        return kept, None

    return make


def _output_lacks(rng: Random, n: int) -> Made:
    missing = _OUTPUTS[n % 3]
    draft = _keep(clean(rng), lambda row: row.level2 != missing)
    first = next(i for i, row in enumerate(draft.spec.indicators) if row.level1 == "产出指标")
    return draft, draft.row(first, "name")


def _output_whole(rng: Random, n: int) -> Made:
    draft = clean(rng)
    kinds: set[str] = set()

    def first(row: Indicator) -> bool:
        if row.level2 not in _OUTPUTS:
            return True
        new = row.level2 not in kinds
        kinds.add(row.level2)
        return new

    return _keep(draft, first), None


def _few(count: int) -> Maker:
    def make(rng: Random, n: int) -> Made:
        draft = clean(rng)
        wanted = list(draft.spec.indicators[n % 3 : n % 3 + (count if count > 2 else 1 + n % 2)])
        return _keep(draft, lambda row: row in wanted), None

    return make


_FILLED = ("text", "goal", "amount", "value")
_LACKS = also(
    "OUTPUT_INCOMPLETE",
    "OUTPUT_MISSING",
    "BENEFIT_MISSING",
    "SATISFACTION_MISSING",
    "COST_MISSING",
    "INDICATOR_COUNT",
    "SAME_VALUE_EVERYWHERE",
)


def _blank_rows(rng: Random, n: int) -> Made:
    draft = clean(rng).write(
        indicators=(Indicator("产出指标", "数量指标", "", None),),
        annual_goal="本年度完成全部工作任务,保障业务正常运行。",
    )
    first = draft.grid.first_indicator_row
    for cell in draft.grid.cells:
        if cell.row >= first and cell.text and cell.column:
            draft = draft.edit((cell.row, cell.column), "")
    return draft, None


def _empty(rng: Random, n: int, *, but_one: bool) -> Made:
    """A form with nothing filled in, or with one cell of its own: a name, a goal, an amount or a target."""
    draft = clean(rng)
    amounts = {(cell.row, cell.column - 1) for cell in draft.grid.cells if cell.role == "amount"}
    labels = [cell for cell in draft.grid.cells if (cell.row, cell.column + cell.colspan - 1) in amounts]
    filled = [cell for cell in draft.grid.cells if cell.role in _FILLED and cell.text and cell not in labels]
    kept = next(cell for cell in filled if cell.role == _FILLED[n % len(_FILLED)]) if but_one else None
    for cell in filled:
        if cell is not kept:
            draft = draft.edit((cell.row, cell.column), "")
    return draft, None


def _nameless(rng: Random, n: int) -> Made:
    value = ("≥5(次)", "95%", "及时", "健全", "≤3万元", "12月底前", "≥100(人)", "=100(%)", "3个工作日内", "提升")[n]
    draft, number = clean(rng).with_row(_OUTPUTS[n % 3], "\u3000", value)
    return draft.edit(draft.row(number, "name"), ""), draft.row(number, "name")


def _odd_name(rng: Random, n: int) -> Made:
    name = ("A", "其他", "无", "3", "/", "合格", "——", "指标一", "…", "人数")[n]
    draft, _ = clean(rng).with_row("质量指标", name, "合格")
    return draft, None


def _twice(rng: Random, n: int) -> Made:
    draft = clean(rng)
    rows = list(draft.spec.indicators)
    number = next(i for i in range(n % len(rows), -1, -1) if rows[i].level1 != "满意度指标")
    rows.insert(number + 1, replace(rows[number], name=rows[number].name if n % 2 else " ".join(rows[number].name)))
    again = draft.write(indicators=tuple(rows))
    return again, again.row(number + 1, "name")


def _alike(rng: Random, n: int) -> Made:
    draft, _ = clean(rng).with_row("数量指标", "义诊场次", "≥12(场)")
    name = (
        "义诊场次(乡镇)",
        "义诊场次(城区)",
        "义诊总场次",
        "下乡义诊场次",
        "义诊人次",
        "义诊场次1",
        "义诊批次",
        "年度义诊场次",
        "义诊场次(新增)",
        "义诊天数",
    )[n]
    unit = "人次" if name == "义诊人次" else "批次" if name == "义诊批次" else "天" if name == "义诊天数" else "场"
    draft, _ = draft.with_row("数量指标", name, f"≥6({unit})")
    return draft, None


def _deadline(*texts: str) -> Maker:
    def make(rng: Random, n: int) -> Made:
        draft = clean(rng, one_year=True)
        year = draft.spec.fiscal_year
        text = texts[n].replace("Y-", str(year - 1)).replace("Y+", str(year + 1)).replace("Y", str(year))
        draft, number = draft.with_row("时效指标", ("验收时间", "资料归档时间", "成果提交时间")[n % 3], text)
        return draft, draft.row(number)

    return make


def _late_names(*pairs: tuple[str, str]) -> Maker:
    def make(rng: Random, n: int) -> Made:
        draft = clean(rng, one_year=True)
        year = draft.spec.fiscal_year
        name, text = pairs[n]
        text = text.replace("Y-", str(year - 1)).replace("Y+", str(year + 1)).replace("Y", str(year))
        draft, _ = draft.with_row("时效指标", name, text)
        return draft, None

    return make


_IN_TIME = (
    ("验收时间", "Y年12月底前"),
    ("资料归档时间", "12月31日前"),
    ("成果提交时间", "Y年11月"),
    ("验收时间", "Y年第四季度"),
    ("质保到期时间", "Y+年12月底"),
    ("设备使用年限截止", "Y+年6月"),
    ("验收时间", "Y年12月31日"),
    ("尾款支付时间", "Y+年3月底前"),
    ("成果提交时间", "年底前"),
    ("验收时间", "Y.12"),
)
_STARTED = (
    ("验收时间", "Y年1月"),
    ("立项时间", "Y-年12月"),
    ("招标完成时间", "Y-年11月底前"),
    ("基期调查时间", "Y-年"),
    ("资料归档时间", "1月1日前"),
    ("成果提交时间", "Y年全年"),
    ("批复时间", "Y-年10月"),
    ("验收时间", "Y-年12月-Y年6月"),
    ("合同采购时间", "Y-年9月"),
    ("成果提交时间", "Y年第一季度"),
)


def _ceiling(rng: Random, n: int, *, above: bool) -> Made:
    draft = clean(rng)
    budget = max(
        Decimal(amount) for amount in (draft.spec.funding.annual_total, draft.spec.funding.project_total) if amount
    )
    name = (
        "项目总成本",
        "工程建设总投资",
        "设备购置经费控制数",
        "年度运行支出",
        "项目概算",
        "总费用控制额",
        "项目经费总额",
        "工程造价",
        "改造项目预算",
        "购置成本",
    )[n]
    amount = (budget * (Decimal("1.2") + n) if above else budget * Decimal("0.09") * n + 1) / 10_000
    draft, number = draft.with_row("经济成本指标", name, f"{'≤' if n % 2 else '='}{amount:.2f}(万元)")
    return draft, draft.row(number) if above else None


def _priced(rng: Random, n: int, *, above: bool) -> Made:
    draft = clean(rng)
    annual = Decimal(draft.spec.funding.annual_total or 0)
    thing, unit, cost = (
        ("奖牌", "枚", "元/枚"),
        ("被服", "床", "元/床"),
        ("书柜", "组", "元/组"),
        ("苗木", "棵", "元/棵"),
        ("校服", "件", "元/件"),
        ("课桌", "张", "元/张"),
        ("电梯", "部", "元/部"),
        ("灭火器", "具", "元/具"),
        ("轮椅", "辆", "元/辆"),
        ("窗帘", "幅", "元/幅"),
    )[n]
    quantity = 100 * (n + 1)
    price = annual / quantity * (Decimal(2 + n) if above else Decimal("0.5"))
    draft, _ = draft.with_row("数量指标", f"{thing}购置数量", f"={quantity}({unit})")
    draft, number = draft.with_row("经济成本指标", f"单{unit}{thing}平均成本", f"≤{price:.0f}({cost})")
    return draft, draft.row(number) if above else None


_EVERYWHERE = ("88", "100", "10", "1", "90", "5", "99", "50", "8", "20")


def _same(rng: Random, n: int) -> Made:
    draft = clean(rng)
    rows = tuple(
        replace(row, value=f"={_EVERYWHERE[n]}({unit})")
        for row, unit in zip(draft.spec.indicators, ["%", "个", "次"] * 20, strict=False)
    )
    rows = tuple(Indicator(PARENT[row.level2], row.level2, f"工作任务{i}", row.value) for i, row in enumerate(rows))
    return draft.write(indicators=rows, annual_goal="本年度完成全部工作任务,保障业务正常运行。"), None


def _not_same(rng: Random, n: int) -> Made:
    draft = clean(rng)
    rows = tuple(
        Indicator(row.level1, row.level2, f"工作任务{i}完成率", "=100(%)")
        for i, row in enumerate(draft.spec.indicators)
    )
    if n % 2:
        rows = (*rows[:-1], replace(rows[-1], value="≥95(%)"))
    return draft.write(indicators=rows, annual_goal="本年度完成全部工作任务,保障业务正常运行。"), None


_COMPLAINTS = (
    "有责投诉率",
    "群众投诉次数",
    "服务投诉率",
    "有效投诉数",
    "信访投诉件数",
    "家长投诉次数",
    "患者投诉率",
    "旅客投诉率",
    "用户投诉量",
    "12345投诉率",
)


def _complaints(rng: Random, n: int, *, alone: bool) -> Made:
    draft = clean(rng)
    if alone:
        draft = _keep(draft, lambda row: row.level1 != "满意度指标")
    name = _COMPLAINTS[n] if alone or n % 2 else _COMPLAINTS[n].replace("投诉", "投诉处理满意")
    unit = "%" if name.endswith("率") else "件"
    value = "满意" if "满意" in name else f"≤2({unit})"
    draft, number = draft.with_row("服务对象满意度指标", name, value, level1="满意度指标")
    return draft, draft.row(number, "name") if alone else None


_BENEFIT = _with_one("效益指标")
_ALL_BLANK = also(
    "PROJECT_NAME_MISSING", "FIELD_MISSING", "FUNDING_TOTAL_MISSING", "GOAL_MISSING", "NO_INDICATORS", "INDICATOR_COUNT",
    "GOAL_VAGUE", "NAME_MISSING", "VALUE_MISSING", "FUNDING_SUM", "OUTPUT_INCOMPLETE", "OUTPUT_MISSING", "BENEFIT_MISSING",
    "SATISFACTION_MISSING", "COST_MISSING", "GOAL_YEAR", "OVERALL_GOAL_MISSING",
)  # fmt: skip
INDICATORS: dict[str, FormFaults] = {
    "TEMPLATE_EMPTY": FormFaults(
        lambda rng, n: _empty(rng, n, but_one=False),
        lambda rng, n: _empty(rng, n, but_one=True),
        silent_also=_ALL_BLANK,
    ),
    "NO_INDICATORS": FormFaults(_blank_rows, _few(3), silent_also=_LACKS),
    "OUTPUT_MISSING": FormFaults(_without("产出指标"), _with_one("产出指标"), _LACKS, _LACKS),
    "BENEFIT_MISSING": FormFaults(_without("效益指标"), _BENEFIT, _LACKS),
    "SATISFACTION_MISSING": FormFaults(_without("满意度指标"), _with_one("满意度指标"), _LACKS),
    "COST_MISSING": FormFaults(
        lambda rng, n: _recent(_without("成本指标"), rng, n, old=False),
        lambda rng, n: _recent(_without("成本指标"), rng, n, old=True),
        _LACKS,
    ),
    "OUTPUT_INCOMPLETE": FormFaults(_output_lacks, _output_whole, _LACKS),
    "INDICATOR_COUNT": FormFaults(_few(2), _few(3), _LACKS, _LACKS),
    "NAME_MISSING": FormFaults(_nameless, _odd_name, silent_also=also("READING_DOUBTFUL")),
    "DUPLICATE_NAME": FormFaults(_twice, _alike),
    "DEADLINE_AFTER_END": FormFaults(
        _deadline(
            "Y+年3月底前",
            "Y+年6月",
            "Y+年12月31日前",
            "Y+.03",
            "Y+年1月15日",
            "Y+年第一季度",
            "Y+年上半年",
            "Y+年",
            "Y年6月-Y+年6月",
            "Y+/5/1",
        ),
        _late_names(*_IN_TIME),
    ),
    "DEADLINE_BEFORE_START": FormFaults(
        _deadline(
            "Y-年12月底前",
            "Y-年6月",
            "Y-年12月31日前",
            "Y-.11",
            "Y-年10月15日",
            "Y-年第四季度",
            "Y-年上半年",
            "Y-年",
            "Y-年1月-12月",
            "Y-/5/1",
        ),
        _late_names(*_STARTED),
    ),
    "COST_ABOVE_BUDGET": FormFaults(
        lambda rng, n: _ceiling(rng, n, above=True), lambda rng, n: _ceiling(rng, n, above=False)
    ),
    "UNIT_COST_BUDGET": FormFaults(
        lambda rng, n: _priced(rng, n, above=True), lambda rng, n: _priced(rng, n, above=False)
    ),
    "SAME_VALUE_EVERYWHERE": FormFaults(_same, _not_same, also("UNIT_AGAINST_NAME")),
    "SATISFACTION_BY_COMPLAINTS": FormFaults(
        lambda rng, n: _complaints(rng, n, alone=True), lambda rng, n: _complaints(rng, n, alone=False), _LACKS
    ),
}


def _recent(make: Maker, rng: Random, n: int, *, old: bool) -> Made:
    """A form of a year in which cost indicators are asked for, or of an older one."""
    while True:
        draft, place = make(rng, n)
        if (draft.spec.fiscal_year < 2022) is old:
            return draft, place
