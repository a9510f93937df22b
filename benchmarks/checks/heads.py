"""Faults in the header, the funding block and the goals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from benchmarks.checks.cases import FormFaults, Made, also
from benchmarks.checks.drafts import Draft, clean

_TOTAL, _GRANT, _CARRY, _OTHER = "年度资金申请总额:", "其中: 当年财政拨款", "上年结转资金", "其他资金"
_WHOLE, _FISCAL = "项目资金总额:", "其中: 财政资金"


def _one(rng: Random) -> Draft:
    return clean(rng, one_year=True, money_unit="元")


def _years(rng: Random) -> Draft:
    return clean(rng, one_year=False, money_unit="元")


def _money(amount: Decimal | int) -> str:
    return f"{Decimal(amount):,.2f}"


def _amount(draft: Draft, key: str) -> Decimal:
    return Decimal(getattr(draft.spec.funding, key))


def _project(draft: Draft, **fields: str) -> Draft:
    return draft.write(project=replace(draft.spec.project, **fields))


# Funding.


def _sum_broken(rng: Random, n: int) -> Made:
    draft = _one(rng)
    cell, key = ((_GRANT, "annual_appropriation"), (_CARRY, "annual_carryover"), (_OTHER, "annual_other"))[n % 3]
    at = draft.beside(cell, 1 if cell == _OTHER else 0)
    off = (2, 100, 9_999, 10_000, 50_000)[n % 5] * (1 if n % 2 else 3)
    return draft.edit(at, _money(_amount(draft, key) + off)), draft.beside(_TOTAL)


def _sum_right(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=n % 2 == 0)
    if draft.spec.money_unit != "元":
        return draft, None
    at = draft.beside((_GRANT, _CARRY)[n % 2])
    amount = _amount(draft, ("annual_appropriation", "annual_carryover")[n % 2])
    return draft.edit(at, (f"{amount}", f"{amount:,}", _money(amount + Decimal("0.40")), f" {_money(amount)} ")[n % 4]), None


def _whole_broken(rng: Random, n: int) -> Made:
    draft = _years(rng)
    at = draft.beside(_FISCAL)
    return draft.edit(at, _money(_amount(draft, "project_fiscal") + 1000 * (n + 1))), draft.beside(_WHOLE)


def _whole_right(rng: Random, n: int) -> Made:
    draft = _years(rng)
    return draft.edit(draft.beside(_FISCAL), _money(_amount(draft, "project_fiscal") + Decimal("0.1") * (n % 9))), None


def _below(rng: Random, n: int) -> Made:
    draft = _years(rng)
    annual = _amount(draft, "annual_total")
    total, other = annual - 1000 * (n + 1), _amount(draft, "project_other")
    draft = draft.edit(draft.beside(_WHOLE), _money(total)).edit(draft.beside(_FISCAL), _money(total - other))
    return draft, draft.beside(_WHOLE)


def _not_below(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total = (_money(_amount(draft, "annual_total")), "0.00", "", "-", "/")[n % 5]
    draft = draft.edit(draft.beside(_WHOLE), total)
    return draft.edit(draft.beside(_FISCAL), total), None


def _total_blank(rng: Random, n: int) -> Made:
    draft = _one(rng)
    return draft.edit(draft.beside(_TOTAL), ("", "-", "/", "—", "无")[n % 5]), draft.beside(_TOTAL)


def _part_blank(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total = _amount(draft, "annual_total")
    blank = ("", "-", "/", "—", "0.00")[n % 5]
    draft = draft.edit(draft.beside(_GRANT), _money(total)).edit(draft.beside(_CARRY), blank)
    return draft.edit(draft.beside(_OTHER, 1), blank), None


_UNREADABLE = ("955.500.00", "见附件", "1,23,456.00", "12O,000.00", "九十万左右", "100,000,00", "?", "1..5", "约三百", "12-34")


def _unreadable(rng: Random, n: int) -> Made:
    draft = _one(rng)
    return draft.edit(draft.beside(_GRANT), _UNREADABLE[n]), draft.beside(_GRANT)


def _readable(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total = _amount(draft, "annual_total")
    raw = (f"{total}", f"{total:,}", _money(total), f"{total}元", f"¥{_money(total)}", f" {total} ", f"{total:f}0", f"{int(total)}", _money(total) + "元", f"{int(total):,}")[n]
    draft = draft.edit(draft.beside(_GRANT), raw).edit(draft.beside(_CARRY), "-").edit(draft.beside(_OTHER, 1), "/")
    return draft, None


def _no_unit(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=n % 2 == 0)
    return draft.edit((3, 0), ("项目资金", "项目资金:", "资金情况")[n % 2]), draft.beside(_WHOLE if n % 2 else _TOTAL)


def _unit_elsewhere(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=n % 2 == 0)
    unit = draft.spec.money_unit
    return draft.edit((3, 0), (f"项目资金({unit})", f"项目资金（{unit}）", f"项目资金 (单位:{unit})")[n % 3]), None


def _negative(rng: Random, n: int) -> Made:
    draft = _one(rng)
    carry = 10_000 * (n + 1)
    total, other = _amount(draft, "annual_total"), _amount(draft, "annual_other")
    draft = draft.edit(draft.beside(_CARRY), f"-{_money(carry)}").edit(draft.beside(_GRANT), _money(total - other + carry))
    return draft, draft.beside(_CARRY)


def _dashes(rng: Random, n: int) -> Made:
    draft = _one(rng)
    total, other = _amount(draft, "annual_total"), _amount(draft, "annual_other")
    draft = draft.edit(draft.beside(_CARRY), ("-", "--", "—", "0.00", "-")[n % 5]).edit(draft.beside(_GRANT), _money(total - other))
    return draft, None


def _no_funding(rng: Random, n: int) -> Made:
    draft = clean(rng)
    for cell in draft.grid.cells:
        if 3 <= cell.row < 7:
            draft = draft.edit((cell.row, cell.column), "")
    return draft, None


# Header.

_NAMES = ("项目名称", "主管部门", "实施单位", "计划开始日期", "计划完成日期")


def _nameless(rng: Random, n: int) -> Made:
    draft = clean(rng)
    return draft.edit(draft.beside("项目名称"), ""), draft.beside("项目名称")


def _named(rng: Random, n: int) -> Made:
    draft = clean(rng)
    return _project(draft, name=("消防", "项目一", "A", "2026年度运维", "（一）养护", "运维 费", "“十四五”规划", "名称变更", "3号楼", "无障碍改造")[n]), None


def _field_blank(rng: Random, n: int) -> Made:
    draft = _one(rng)
    label = _NAMES[1 + n % 4]
    return draft.edit(draft.beside(label), ""), draft.beside(label)


def _field_short(rng: Random, n: int) -> Made:
    draft = _one(rng)
    return draft.edit(draft.beside(_NAMES[1 + n % 2]), ("局", "无", "本级", "机关", "001", "办公室")[n % 6]), None


def _dates(draft: Draft, start: str | None = None, end: str | None = None) -> Draft:
    for label, text in (("计划开始日期", start), ("计划完成日期", end)):
        if text is not None:
            draft = draft.edit(draft.beside(label), text)
    return draft


def _end_is(*texts: str):  # type: ignore[no-untyped-def]
    def make(rng: Random, n: int) -> Made:
        draft = _one(rng)
        year = draft.spec.fiscal_year
        return _dates(draft, end=texts[n % len(texts)].replace("Y", str(year))), draft.beside("计划完成日期")

    return make


def _good_dates(rng: Random, n: int) -> Made:
    draft = _one(rng)
    year = draft.spec.fiscal_year
    start = ("Y-01-01", "Y/1/1", "Y年1月1日", "Y.01.01", "Y0101", "Y年1月", "Y-02-28", "Y-1-1", "Y/01/01", "Y年01月01日")[n]
    end = ("Y-12-31", "Y/12/31", "Y年12月31日", "Y.12.31", "Y1231", "Y年12月", "Y-11-30", "Y-12-1", "Y/12/01", "Y年12月底")[n]
    return _dates(draft, start.replace("Y", str(year)), end.replace("Y", str(year))), None


def _order(rng: Random, n: int) -> Made:
    draft = _one(rng)
    year = draft.spec.fiscal_year
    return _dates(draft, f"{year}-{12 - n % 6}-{28 - n}", f"{year}-0{1 + n % 5}-1{n}"), draft.beside("计划完成日期")


def _span(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    year = draft.spec.fiscal_year
    return _dates(draft, end=f"{year + 11 + 9 * n}-12-31"), draft.beside("计划完成日期")


def _span_short(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    return _dates(draft, end=f"{draft.spec.fiscal_year + 1 + n}-12-31"), None


def _other_year(rng: Random, n: int) -> Made:
    draft = _one(rng)
    later = n % 2 == 0
    year = draft.spec.fiscal_year + (1 + n // 4) * (1 if later else -1)
    return _dates(draft, f"{year}-01-01", f"{year}-12-31"), draft.beside("计划开始日期" if later else "计划完成日期")


def _spanning(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    year = draft.spec.fiscal_year
    return _dates(draft, f"{year - n % 3}-01-01", f"{year + n % 4}-12-31"), None


def _over_the_year(rng: Random, n: int) -> Made:
    draft = _project(_one(rng), nature=("经常性专项业务费", "其他经常性项目", "其他一次性项目", "一次性项目")[n % 4])
    year = draft.spec.fiscal_year
    if n % 2:
        return _dates(draft, end=f"{year + 1}-0{1 + n // 2}-30"), draft.beside("计划完成日期")
    return _dates(draft, start=f"{year - 1}-1{n // 4}-01"), draft.beside("计划开始日期")


def _within(rng: Random, n: int) -> Made:
    draft = _project(_one(rng), nature=("经常性专项业务费", "其他经常性项目", "其他一次性项目", "一次性项目")[n % 4])
    year = draft.spec.fiscal_year
    return _dates(draft, f"{year}-0{1 + n % 6}-01", f"{year}-1{n % 3}-28"), None


def _yearless(rng: Random, n: int) -> Made:
    draft = replace(_one(rng), lines=())
    return _dates(draft, ("长期", "待定", "合同签订之日", "另行通知", "批复后")[n % 5], ("长期", "待定", "验收之日", "另行通知", "完工")[n % 5]), None


def _year_in_dates(rng: Random, n: int) -> Made:
    draft = _one(rng)
    year = draft.spec.fiscal_year
    return replace(draft, lines=((), (f"{year}年",), (f"（{year} 年度）",), (f"年度:{year}",), (f"预算年度：{year}年",))[n % 5]), None


def _unlisted(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    nature = ("重点项目", "民生实事", "基建类", "购置", "日常", "其它", "A类", "专项", "上级项目", "长期")[n]
    if n % 2:
        return _project(draft, category=nature), draft.beside("项目类别")
    return _project(draft, nature=nature), draft.beside("项目性质")


def _listed(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    nature = ("阶段性项目", "阶段 性项目", "延续性项目", "新增项目", "结转项目", "□新增 √延续", "", "跨年度项目", "阶段性项目", "新增性项目")[n]
    return _project(draft, nature=nature, category=("特定目标类", "其他运转类", "人员类", "公用经费")[n % 4]), None


# Goals.


def _goalless(rng: Random, n: int) -> Made:
    draft = clean(rng)
    return draft.edit(draft.goal(), ""), draft.goal()


def _goal_stated(rng: Random, n: int) -> Made:
    return clean(rng).write(annual_goal=f"本年度完成{('设备更新', '管网养护', '站点巡检', '课程开发', '图书采购')[n % 5]}的全部工作任务。"), None


def _no_overall(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    return draft.edit(draft.goal("项目总目标"), ""), draft.goal("项目总目标")


def _no_overall_needed(rng: Random, n: int) -> Made:
    return clean(rng, one_year=True), None


_VAGUE = ("完成任务。", "无", "见附件", "做好工作。", "按计划实施。", "保障运行", "同上", "完成年度工作。", "达标", "项目完成。")
_CONCRETE = (
    "全年完成设备巡检工作。", "完成站点改造并投入使用。", "全年培训学员共五百名。", "更换路灯一千二百盏。", "完成系统升级并通过验收。",
    "保障食堂全年正常供餐。", "建成社区服务站点一处。", "全年开展义诊二十场次。", "完成档案数字化扫描。", "确保全年供水不间断。",
)  # fmt: skip


def _vague(rng: Random, n: int) -> Made:
    draft = clean(rng).write(annual_goal=_VAGUE[n])
    return draft, draft.goal()


def _concrete(rng: Random, n: int) -> Made:
    return clean(rng).write(annual_goal=_CONCRETE[n]), None


_SAID = (
    ("证书发放数量", "≥500(本)", "数量指标", "发放证书{}本", "500", "800"),
    ("下乡义诊次数", "≥24(次)", "数量指标", "开展下乡义诊{}次", "24", "12"),
    ("入户走访户数", "≥300(户)", "数量指标", "入户走访{}户", "300", "3000"),
    ("乡村教师轮训人数", "≥1200(人)", "数量指标", "乡村教师轮训人数{}名", "1200", "1500"),
    ("古籍修复数量", "≥60(册)", "数量指标", "完成古籍修复{}册", "60", "90"),
    ("残疾人家庭改造户数", "=45(户)", "数量指标", "实施残疾人家庭改造{}户", "45", "54"),
    ("公益演出场次", "≥18(场)", "数量指标", "举办公益演出{}场", "18", "81"),
    ("护林员巡护里程", "≥5000(公里)", "数量指标", "护林员巡护{}公里", "5000", "500"),
    ("考古勘探面积", "≥2.5(万平方米)", "数量指标", "完成考古勘探面积{}平方米", "25000", "250000"),
    ("盲道修复率", "≥95(%)", "质量指标", "盲道修复率达到{}%", "95", "98"),
)  # fmt: skip


def _said(rng: Random, n: int, *, right: bool) -> Made:
    name, value, level2, phrase, same, other = _SAID[n]
    draft, number = clean(rng).with_row(level2, name, value)
    goal = (draft.spec.annual_goal or "").rstrip("。")
    draft = draft.write(annual_goal=f"{goal},{phrase.format(same if right else other)}。")
    return draft, None if right else draft.row(number)


_SATISFIED = ("参会代表", "租户", "住户", "商户", "驻场人员", "志愿者", "用户单位", "受访者", "外来务工人员", "参训单位")


def _satisfied(rng: Random, n: int, *, right: bool) -> Made:
    who = _SATISFIED[n]
    draft, number = clean(rng).with_row("服务对象满意度指标", f"{who}满意度", "≥90(%)")
    goal = (draft.spec.annual_goal or "").rstrip("。")
    draft = draft.write(annual_goal=f"{goal},{who}满意度达到{90 if right else 80 + n % 9}%以上。")
    return draft, None if right else draft.row(number)


def _goal_amount(rng: Random, n: int, *, right: bool) -> Made:
    draft = clean(rng, money_unit="元")
    yuan = _amount(draft, "annual_total") * (1 if right else 2 + n)
    amount = f"{yuan / 10_000:.2f}万元" if n % 2 else f"{yuan:,.2f}元"
    phrase = ("项目预算{}", "年度预算资金{}", "预算安排{}", "申请资金共{}", "项目预算总额为{}")[n % 5].format(amount)
    draft = draft.write(annual_goal=f"{(draft.spec.annual_goal or '').rstrip('。')},{phrase}。")
    return draft, None if right else draft.goal()


def _goal_of(rng: Random, n: int, *, right: bool) -> Made:
    draft = clean(rng)
    year = draft.spec.fiscal_year
    if right:
        text = (f"{year - 1}年已完成前期调研,{year}年完成设备更新任务。", f"根据{year - 2}年印发的规划,开展站点巡检。", f"{year}年完成站点巡检。", f"开展巡检,改善{year - 1}年检查发现的不足。", f"{year - 1}年立项的课题于本年度结题。")[n % 5]
        return draft.write(annual_goal=text), None
    text = ("{}年完成设备更新和站点巡检。", "{}年度计划开展站点巡检工作。", "在{}年实施管网养护。", "通过{}年课程开发,提升教学质量。", "计划{}年采购图书。")[n % 5]
    draft = draft.write(annual_goal=text.format(year - 1 - n // 5))
    return draft, draft.goal()


HEADS: dict[str, FormFaults] = {
    "FUNDING_SUM": FormFaults(_sum_broken, _sum_right),
    "FUNDING_SUM_PROJECT": FormFaults(_whole_broken, _whole_right),
    "PROJECT_TOTAL_BELOW_ANNUAL": FormFaults(_below, _not_below),
    "FUNDING_TOTAL_MISSING": FormFaults(_total_blank, _part_blank),
    "FUNDING_UNREADABLE": FormFaults(_unreadable, _readable),
    "MONEY_UNIT_MISSING": FormFaults(_no_unit, _unit_elsewhere),
    "FUNDING_NEGATIVE": FormFaults(_negative, _dashes),
    "FUNDING_NOT_FOUND": FormFaults(_no_funding, _total_blank, silent_also=also("FUNDING_TOTAL_MISSING")),
    "PROJECT_NAME_MISSING": FormFaults(_nameless, _named),
    "FIELD_MISSING": FormFaults(_field_blank, _field_short),
    "DATE_INVALID": FormFaults(_end_is("Y-02-30", "Y-13-01", "Y/11/31", "Y年2月30日", "Y-00-10", "Y.09.31", "Y-12-32", "Y年13月1日", "Y-6-31", "Y1231".replace("1231", "1331")), _good_dates),
    "DATE_UNREADABLE": FormFaults(_end_is("Y1-12", "2O26-12-31", "12/Y-3", "Y-12-", "Y---31", "31-12", "第4季", "Y年月日8", "1-2-3", "Y-1?-31"), _good_dates),
    "DATE_VAGUE": FormFaults(_end_is("长期", "待定", "另行通知", "合同到期", "完工之日", "无", "年底", "持续", "按需", "验收后"), _good_dates),
    "DATE_ORDER": FormFaults(_order, _good_dates),
    "DATE_SPAN_LONG": FormFaults(_span, _span_short),
    "YEAR_MISMATCH": FormFaults(_other_year, _spanning),
    "ONE_YEAR_PROJECT": FormFaults(_over_the_year, _within, also("OVERALL_GOAL_MISSING")),
    "YEAR_UNKNOWN": FormFaults(_yearless, _year_in_dates, also("DATE_VAGUE")),
    "FIELD_UNLISTED": FormFaults(_unlisted, _listed),
    "GOAL_MISSING": FormFaults(_goalless, _goal_stated),
    "OVERALL_GOAL_MISSING": FormFaults(_no_overall, _no_overall_needed),
    "GOAL_VAGUE": FormFaults(_vague, _concrete),
    "GOAL_VALUE_CONFLICT": FormFaults(lambda rng, n: _said(rng, n, right=False), lambda rng, n: _said(rng, n, right=True)),
    "SATISFACTION_AGAINST_GOAL": FormFaults(lambda rng, n: _satisfied(rng, n, right=False), lambda rng, n: _satisfied(rng, n, right=True)),
    "GOAL_AMOUNT_CONFLICT": FormFaults(lambda rng, n: _goal_amount(rng, n, right=False), lambda rng, n: _goal_amount(rng, n, right=True)),
    "GOAL_YEAR": FormFaults(lambda rng, n: _goal_of(rng, n, right=False), lambda rng, n: _goal_of(rng, n, right=True)),
}  # fmt: skip
