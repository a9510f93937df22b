"""Targets that make no sense for what they measure: wrong direction, zero, dates outside the project, satisfaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from extractor.model.form import Indicator
from extractor.model.patterns import compiled
from rules.checks.framework import Hit, Subject, form_check
from rules.checks.numbers import is_percent, number_of, unit_of
from rules.checks.places import at
from rules.checks.samples import COST, QUALITY, QUANTITY, SATISFACTION, SOCIAL, TIME, example, row
from rules.checks.words import BAD, COUNTS, GOOD_RATES, TURNED, any_of, words
from rules.values import parse_date

_DIRECTION = "指标方向: 正向 (＝ ≥ ＞) and 反向 (＜ ≤)."
_BAD = words(*BAD)
_BAD_RATE = compiled(f"{any_of(BAD[0])}(?:事件)?(?:发生)?{any_of('率 次数 起数 件数 案件数 数量 数 量')}$")
_TURNED = words(*TURNED)
_GOOD_RATE = words(*GOOD_RATES)
_GOOD_COUNT = words(*COUNTS)
_COST = words("成本 费用 支出 造价 单价 价格 经费 预算 控制数 控制额 投资额 总额 均价")
_NOT_A_COST = words("节约 节省 降低 下降 减少 结余 标准 待遇 工资 补贴 补助 配套 自筹 带动 撬动 执行")
_TURNS_RATE = words("成本 不 未 非 超")
_CHANGE = words("不满意 提高 提升 增长 增幅 上升")
_MAY_BE_LATER = words("质保 使用年限 有效期 付款 尾款 寿命")
_MAY_BE_EARLIER = words("基期 基准 上年 立项 批复 开工 启动 招标 采购")
_ZERO_FINE = words(
    "结转 结余 负债 成本 费用 增长 变化 偏离 超 新增 净 缺口 差额 欠 积压 空缺 流失 减员 上报 退 撤 处罚 缺 占用 占地 破坏 受损 毁"
)


def _hit(path: str, indicator: Indicator, **more: str) -> Hit:
    texts = {"name": indicator.name or "", "raw": indicator.value.raw or "", **more}
    return Hit(f"{path}.value", texts, {"name": indicator.name, "value": indicator.value.raw}, at(indicator, "value"))


def _is_satisfaction(indicator: Indicator) -> bool:
    """Whether an indicator's number is a degree of satisfaction, not a count of surveys or complaints."""
    bare_zero = unit_of(indicator.value) is None and number_of(indicator.value) == 0
    named = re.search(r"满意(度|率|程度|比例)[^次份数]*$", indicator.name or "") is not None
    return named and (is_percent(indicator.value) or bare_zero)


@form_check(
    "COST_FLOOR", "warning", category=4,
    title="A cost with a lower bound", title_zh="成本指标使用了“≥”",
    message="“{name}” is a cost, but its target {raw} sets a floor instead of a ceiling.",
    message_zh="“{name}”为成本指标,指标值“{raw}”使用了“≥”或“>”,起不到控制成本的作用。",
    advice="Use ≤ or = for a cost.",
    advice_zh="成本指标应使用“≤”或“=”。",
    source="经济成本指标 are bounded from above: ≤ or =, not ≥ or >.",
    fires=lambda: example(add=[row("项目总成本", "≥30(万元)", COST)]),
    silent=lambda: example(add=[row("成本节约率", "≥5(%)", COST), row("困难补助标准", "≥500(元/人)", COST)]),
    needs=["indicators"],
)  # fmt: skip
def cost_floor(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name = indicator.name or ""
        if (
            indicator.level1 != "成本指标"
            or indicator.value.operator not in ("≥", ">")
            or number_of(indicator.value) is None
        ):
            continue
        money = (unit_of(indicator.value) or "").partition("/")[0] == "元"
        is_cost = _COST.held_by(name)
        if money and is_cost and not _NOT_A_COST.held_by(name):
            yield _hit(path, indicator)


@form_check(
    "NEGATIVE_FLOOR", "warning", category=4,
    title="A floor under what should be rare", title_zh="反向指标方向有误",
    message="“{name}” should be low, but its target is {raw}.",
    message_zh="“{name}”为反向指标,指标值却为“{raw}”,方向有误。",
    advice="Use ≤ or = with a low number.",
    advice_zh="反向指标应使用“≤”或“=”并填列较低的数值。",
    source=_DIRECTION,
    fires=lambda: example(add=[row("有责投诉率", "≥5.00(%)", SOCIAL)]),
    silent=lambda: example(add=[row("投诉处理率", "≥95(%)", SOCIAL), row("有责投诉率", "=0.00(%)", SOCIAL), row("事故发生率", "≤1(%)", SOCIAL)]),
    needs=["indicators"],
)  # fmt: skip
def negative_floor(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        number, value = number_of(indicator.value), indicator.value
        if number is None or not _bad(indicator.name or ""):
            continue
        if value.operator in ("≥", ">") or (value.operator in ("=", None) and is_percent(value) and number >= 50):
            yield _hit(path, indicator)


def _bad(name: str) -> bool:
    return _BAD_RATE.search(name) is not None and not _TURNED.held_by(name)


@form_check(
    "POSITIVE_CEILING", "warning", category=4,
    title="A ceiling over what should be high", title_zh="正向指标方向有误",
    message="“{name}” should be high, but its target {raw} only sets a ceiling.",
    message_zh="“{name}”为正向指标,指标值“{raw}”却使用了“≤”或“<”,方向有误。",
    advice="Use ≥ or =.",
    advice_zh="正向指标应使用“≥”或“=”。",
    source=_DIRECTION,
    fires=lambda: example(add=[row("设备完好率", "≤95.00(%)", QUALITY)]),
    silent=lambda: example(add=[row("故障率", "≤5.00(%)", QUALITY), row("不合格率", "≤2(%)", QUALITY)]),
    needs=["indicators"],
)  # fmt: skip
def positive_ceiling(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name = indicator.name or ""
        if indicator.value.operator in ("≤", "<") and is_percent(indicator.value) and _GOOD_RATE.end(name):
            # 预算执行率 ≤100% and the like only say that it is a share.
            if _BAD.held_by(name) or _TURNS_RATE.held_by(name) or (number_of(indicator.value) or 0) >= 100:
                continue
            yield _hit(path, indicator)


@form_check(
    "ZERO_TARGET", "warning", category=4,
    title="A target of zero", title_zh="指标值为零",
    message="The target of “{name}” is {raw}; zero makes no sense here.",
    message_zh="“{name}”的指标值为“{raw}”,目标为零不合常理。",
    advice="Check the target and fill in what is aimed at.",
    advice_zh="核对指标值,补填实际目标。",
    source="Zero is a target for complaints and accidents, not for what a project is to deliver.",
    fires=lambda: example(add=[row("证书发放数量", "=0.00(本)", QUANTITY)]),
    silent=lambda: example(add=[row("有责投诉率", "=0.00(%)", SOCIAL), row("安全事故次数", "=0(次)", SOCIAL)]),
    needs=["indicators"],
    yields_to=["SATISFACTION_ZERO", "SATISFACTION_AGAINST_GOAL", "GOAL_VALUE_CONFLICT"],
)  # fmt: skip
def zero_target(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name = indicator.name or ""
        if number_of(indicator.value) != 0 or indicator.level1 == "成本指标":
            continue
        if not (_GOOD_RATE.end(name) or _GOOD_COUNT.end(name)) or _BAD.held_by(name) or _TURNS_RATE.held_by(name):
            continue
        if indicator.value.operator not in ("<", "≤", ">") and not _ZERO_FINE.held_by(name):
            yield _hit(path, indicator)


@form_check(
    "SATISFACTION_ZERO", "error", category=4,
    title="A satisfaction target of zero", title_zh="满意度指标值为零",
    message="The satisfaction target “{name}” is {raw}.",
    message_zh="“{name}”的指标值为“{raw}”,满意度目标不应为零。",
    advice="Check the satisfaction target and fill it in.",
    advice_zh="核对并补填满意度指标值。",
    source="A satisfaction target lies between 80 and 100 per cent as a rule.",
    fires=lambda: example(add=[row("参训单位满意度", "=0.00(%)", SATISFACTION)]),
    silent=lambda: example(add=[row("不满意率", "=0.00(%)", SATISFACTION)]),
    needs=["indicators"],
    yields_to=["SATISFACTION_AGAINST_GOAL"],
)  # fmt: skip
def satisfaction_zero(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if _is_satisfaction(indicator) and number_of(indicator.value) == 0 and "不满意" not in (indicator.name or ""):
            yield _hit(path, indicator)


@form_check(
    "SATISFACTION_LOW", "warning", category=4,
    title="A low satisfaction target", title_zh="满意度指标值偏低",
    message="The satisfaction target “{name}” is {raw}, under {floor} per cent.",
    message_zh="“{name}”的指标值为“{raw}”,低于 {floor}%,目标值偏低。",
    advice="Check the satisfaction target; 80 per cent is the usual least.",
    advice_zh="核对满意度指标值,一般应不低于 80%。",
    source="A satisfaction target lies between 80 and 100 per cent as a rule.",
    fires=lambda: example(add=[row("参训单位满意度", "≥9.00(%)", SATISFACTION)]),
    silent=lambda: example(add=[row("参训单位满意度", "≥80(%)", SATISFACTION), row("满意度提高幅度", "≥5(%)", SATISFACTION)]),
    needs=["indicators"],
    yields_to=["SATISFACTION_AGAINST_GOAL"],
)  # fmt: skip
def satisfaction_low(subject: Subject) -> Iterator[Hit]:
    floor = Decimal(subject.limits.satisfaction_floor)
    for path, indicator in subject.indicators():
        number, name = number_of(indicator.value), indicator.name or ""
        if _is_satisfaction(indicator) and number is not None and 0 < number < floor and not _CHANGE.held_by(name):
            yield _hit(path, indicator, floor=subject.limits.satisfaction_floor)


def _reversed(subject: Subject) -> bool:
    """Whether the project's dates contradict each other, so that no deadline can be held against them."""
    start, end = subject.form.project.start_date, subject.form.project.end_date
    return bool(start and end and start > end)


def _points(subject: Subject, indicator: Indicator) -> tuple[date, date] | None:
    """First and last day that a deadline or the end of a period may mean; the form's year where none is printed."""
    canonical = indicator.value.canonical
    text = (
        (canonical.date or canonical.end)
        if canonical is not None and indicator.value.kind in ("deadline", "period")
        else None
    )
    if text is None:
        return None
    if text.startswith("--"):
        if subject.form.fiscal_year is None:
            return None
        text = f"{subject.form.fiscal_year}-{text[2:]}"
    text = f"{text}年" if len(text) == 4 else text
    first, last = parse_date(text), parse_date(text, side="end")
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


@form_check(
    "DEADLINE_AFTER_END", "error", category=4,
    title="A deadline after the project's end", title_zh="时限晚于项目完成日期",
    message="“{name}” is due {raw}, after the project's end on {end}.",
    message_zh="“{name}”的完成时限({raw})晚于项目计划完成日期({end})。",
    advice="Check the deadline and the project's dates.",
    advice_zh="核对时限与项目起止日期。",
    source="Deadlines of 时效指标 are not later than the project's end.",
    fires=lambda: example(add=[row("验收完成时间", "2027年3月底前", TIME)]),
    silent=lambda: example(add=[row("验收完成时间", "2026年12月底前", TIME), row("资料归档时间", "12月31日前", TIME)]),
    needs=["indicators"],
)  # fmt: skip
def deadline_after_end(subject: Subject) -> Iterator[Hit]:
    end = subject.form.project.end_date
    if _reversed(subject):
        return
    for path, indicator in subject.indicators():
        points = _points(subject, indicator)
        if points and end and points[0].isoformat() > end and not _MAY_BE_LATER.held_by(indicator.name or ""):
            yield _hit(path, indicator, end=end)


@form_check(
    "DEADLINE_BEFORE_START", "warning", category=4,
    title="A deadline before the project's start", title_zh="时限早于项目开始日期",
    message="“{name}” is due {raw}, before the project's start on {start}.",
    message_zh="“{name}”的完成时限({raw})早于项目计划开始日期({start}),疑似沿用以前年度的指标值。",
    advice="Check the deadline; it may come from an older form.",
    advice_zh="核对时限,注意是否沿用了以前年度的指标值。",
    source="A deadline that is over before the project starts was copied from an older form.",
    fires=lambda: example(add=[row("验收完成时间", "2025年12月底前", TIME)]),
    silent=lambda: example(add=[row("验收完成时间", "2026年6月", TIME)]),
    needs=["indicators"],
)  # fmt: skip
def deadline_before_start(subject: Subject) -> Iterator[Hit]:
    start = subject.form.project.start_date
    if _reversed(subject):
        return
    for path, indicator in subject.indicators():
        points = _points(subject, indicator)
        if points and start and points[1].isoformat() < start and not _MAY_BE_EARLIER.held_by(indicator.name or ""):
            yield _hit(path, indicator, start=start)
