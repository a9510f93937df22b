"""Faults of the level labels."""

from __future__ import annotations

from random import Random

from benchmarks.checks.cases import FormFaults, Made
from benchmarks.checks.drafts import clean
from benchmarks.checks.rows import variants
from samples.make.spec import Indicator

_OUTPUTS = ("数量指标", "质量指标", "时效指标")
_ELSEWHERE = variants("LEVEL_PARENT")


def _wrong_parent(rng: Random, n: int) -> Made:
    level1, level2 = _ELSEWHERE[n]
    draft, number = clean(rng).with_row(level2, "其他专项工作", "完成", level1=level1)
    return draft, draft.row(number, "name")


def _right_parent(rng: Random, n: int) -> Made:
    level2 = _ELSEWHERE[n][1]
    if n % 3 == 0:
        draft, _ = clean(rng).with_row("成本指标", "其他专项成本", "≤5(万元)", level1="产出指标")
        return draft, None
    draft, _ = clean(rng).with_row(level2, "其他专项工作", "完成")
    return draft, None


_UNKNOWN = variants("LEVEL_UNKNOWN fires")


def _unknown_level(rng: Random, n: int) -> Made:
    draft, number = clean(rng).with_row(_UNKNOWN[n], "其他专项工作", "完成", level1="产出指标")
    return draft, draft.row(number, "level2")


def _spelt_level(rng: Random, n: int) -> Made:
    label, level1 = variants("LEVEL_UNKNOWN silent")[n]
    draft, _ = clean(rng).with_row(label, "其他专项工作", "完成", level1=level1)
    return draft, None


def _no_level(rng: Random, n: int) -> Made:
    draft = clean(rng)
    level1 = ("产出指标", "效益指标")[n % 2]
    rows = list(draft.spec.indicators)
    number = next(i for i, row in enumerate(rows) if row.level1 == level1)
    rows.insert(number, Indicator(level1, "无", "其他专项工作" + "一二三四五六七八九十"[n], "完成"))
    draft = draft.write(indicators=tuple(rows))
    return draft.edit(draft.row(number, "level2"), ""), draft.row(number, "name")


def _level_known(rng: Random, n: int) -> Made:
    draft, _ = clean(rng).with_row(_OUTPUTS[n % 3], "其他专项工作" + "一二三四五六七八九十"[n], "完成")
    return draft, None


LEVELS: dict[str, FormFaults] = {
    "LEVEL_PARENT": FormFaults(_wrong_parent, _right_parent),
    "LEVEL_UNKNOWN": FormFaults(_unknown_level, _spelt_level),
    "LEVEL_MISSING": FormFaults(_no_level, _level_known),
}
