"""Targets that make no sense for what they measure: wrong direction, zero, dates outside the project, satisfaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from extractor.model.form import Indicator
from rules.checks.framework import Hit, Subject, check
from rules.checks.numbers import is_percent, number_of, unit_of
from rules.checks.places import at
from rules.name_words import BAD, COUNTS, GOOD_RATES, is_bad, is_cost, words
from rules.values import parse_date

_BAD = words(*BAD)
_GOOD_RATE = words(*GOOD_RATES)
_GOOD_COUNT = words(*COUNTS)
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


@check("COST_FLOOR")
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
        if money and is_cost(name):
            yield _hit(path, indicator)


@check("NEGATIVE_FLOOR")
def negative_floor(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        number, value = number_of(indicator.value), indicator.value
        if number is None or not is_bad(indicator.name or ""):
            continue
        if value.operator in ("≥", ">") or (value.operator in ("=", None) and is_percent(value) and number >= 50):
            yield _hit(path, indicator)


@check("POSITIVE_CEILING")
def positive_ceiling(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name = indicator.name or ""
        if indicator.value.operator in ("≤", "<") and is_percent(indicator.value) and _GOOD_RATE.end(name):
            # 预算执行率 ≤100% and the like only say that it is a share.
            if _BAD.held_by(name) or _TURNS_RATE.held_by(name) or (number_of(indicator.value) or 0) >= 100:
                continue
            yield _hit(path, indicator)


@check("ZERO_TARGET")
def zero_target(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name = indicator.name or ""
        if number_of(indicator.value) != 0 or indicator.level1 == "成本指标":
            continue
        if not (_GOOD_RATE.end(name) or _GOOD_COUNT.end(name)) or _BAD.held_by(name) or _TURNS_RATE.held_by(name):
            continue
        if indicator.value.operator not in ("<", "≤", ">") and not _ZERO_FINE.held_by(name):
            yield _hit(path, indicator)


@check("SATISFACTION_ZERO")
def satisfaction_zero(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if _is_satisfaction(indicator) and number_of(indicator.value) == 0 and "不满意" not in (indicator.name or ""):
            yield _hit(path, indicator)


@check("SATISFACTION_LOW")
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


@check("DEADLINE_AFTER_END")
def deadline_after_end(subject: Subject) -> Iterator[Hit]:
    end = subject.form.project.end_date
    if _reversed(subject):
        return
    for path, indicator in subject.indicators():
        points = _points(subject, indicator)
        if points and end and points[0].isoformat() > end and not _MAY_BE_LATER.held_by(indicator.name or ""):
            yield _hit(path, indicator, end=end)


@check("DEADLINE_BEFORE_START")
def deadline_before_start(subject: Subject) -> Iterator[Hit]:
    start = subject.form.project.start_date
    if _reversed(subject):
        return
    for path, indicator in subject.indicators():
        points = _points(subject, indicator)
        if points and start and points[1].isoformat() < start and not _MAY_BE_EARLIER.held_by(indicator.name or ""):
            yield _hit(path, indicator, start=start)
