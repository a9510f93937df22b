"""Faults of the goal texts."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from benchmarks.checks.cases import FormFaults, Made
from benchmarks.checks.drafts import Draft, clean
from benchmarks.checks.rows import variants

_TOTAL, _GRANT, _CARRY, _OTHER = "年度资金申请总额:", "其中: 当年财政拨款", "上年结转资金", "其他资金"
_WHOLE, _FISCAL = "项目资金总额:", "其中: 财政资金"


def _amount(draft: Draft, key: str) -> Decimal:
    return Decimal(getattr(draft.spec.funding, key))


def _goalless(rng: Random, n: int) -> Made:
    draft = clean(rng)
    return draft.edit(draft.goal(), ""), draft.goal()


def _goal_stated(rng: Random, n: int) -> Made:
    return clean(rng).write(
        annual_goal=f"本年度完成{('设备更新', '管网养护', '站点巡检', '课程开发', '图书采购')[n % 5]}的全部工作任务。"
    ), None


def _no_overall(rng: Random, n: int) -> Made:
    draft = clean(rng, one_year=False)
    return draft.edit(draft.goal("项目总目标"), ""), draft.goal("项目总目标")


def _no_overall_needed(rng: Random, n: int) -> Made:
    return clean(rng, one_year=True), None


_VAGUE = variants("GOAL_VAGUE fires")
_CONCRETE = variants("GOAL_VAGUE silent")


def _vague(rng: Random, n: int) -> Made:
    draft = clean(rng).write(annual_goal=_VAGUE[n])
    return draft, draft.goal()


def _concrete(rng: Random, n: int) -> Made:
    return clean(rng).write(annual_goal=_CONCRETE[n]), None


_SAID = variants("GOAL_VALUE_CONFLICT")


def _said(rng: Random, n: int, *, right: bool) -> Made:
    name, value, level2, phrase, same, other = _SAID[n]
    draft, number = clean(rng).with_row(level2, name, value)
    goal = (draft.spec.annual_goal or "").rstrip("。")
    draft = draft.write(annual_goal=f"{goal},{phrase.format(same if right else other)}。")
    return draft, None if right else draft.row(number)


_SATISFIED = variants("SATISFACTION_AGAINST_GOAL")


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
        text = (
            f"{year - 1}年已完成前期调研,{year}年完成设备更新任务。",
            f"根据{year - 2}年印发的规划,开展站点巡检。",
            f"{year}年完成站点巡检。",
            f"开展巡检,改善{year - 1}年检查发现的不足。",
            f"{year - 1}年立项的课题于本年度结题。",
        )[n % 5]
        return draft.write(annual_goal=text), None
    text = variants("GOAL_YEAR fires")[n % 5]
    draft = draft.write(annual_goal=text.format(year - 1 - n // 5))
    return draft, draft.goal()


GOALS: dict[str, FormFaults] = {
    "GOAL_MISSING": FormFaults(_goalless, _goal_stated),
    "OVERALL_GOAL_MISSING": FormFaults(_no_overall, _no_overall_needed),
    "GOAL_VAGUE": FormFaults(_vague, _concrete),
    "GOAL_VALUE_CONFLICT": FormFaults(
        lambda rng, n: _said(rng, n, right=False), lambda rng, n: _said(rng, n, right=True)
    ),
    "SATISFACTION_AGAINST_GOAL": FormFaults(
        lambda rng, n: _satisfied(rng, n, right=False), lambda rng, n: _satisfied(rng, n, right=True)
    ),
    "GOAL_AMOUNT_CONFLICT": FormFaults(
        lambda rng, n: _goal_amount(rng, n, right=False), lambda rng, n: _goal_amount(rng, n, right=True)
    ),
    "GOAL_YEAR": FormFaults(lambda rng, n: _goal_of(rng, n, right=False), lambda rng, n: _goal_of(rng, n, right=True)),
}
