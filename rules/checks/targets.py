"""Targets that cannot be measured as they are: placeholders, lost units, signs without numbers, fillers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.model.form import Indicator, Value
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import Hit, Subject, check
from rules.checks.numbers import number_of, unit_of
from rules.checks.places import at, at_form
from rules.name_words import COUNTS, SHARES, UNBOUNDED, any_of, words

_SLIP = compiled(r"2(?:100|[1-9]\d)(?:\.\d+)?\D")
_SIGN = compiled(r"^[≥≤><=≧≦≮≯=><]")
_UNIT_IN_NAME = compiled(r"[(（][^()（）]{1,8}[)）]\s*$")
# Names whose own last word says what is counted.
_COUNTS_ITSELF = words(*COUNTS, "倍数 分数 得分 评分 级别 等级 指数 数")
_PURE_NUMBERS = words("系数 比值 指数 倍数 pH值 容积率")
_SHARE_NAMES = words("率 度 比例 比重 占比 系数 比")


def _words(indicator: Indicator) -> dict[str, str]:
    return {"name": indicator.name or f"第 {indicator.ordinal} 个指标", "raw": indicator.value.raw or ""}


def _hit(path: str, indicator: Indicator, **evidence: object) -> Hit:
    return Hit(
        f"{path}.value",
        _words(indicator),
        {"name": indicator.name, "value": indicator.value.raw, **evidence},
        at(indicator, "value"),
    )


@check("VALUE_PLACEHOLDER")
def value_placeholder(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind == "placeholder":
            yield _hit(path, indicator)


@check("SIGN_WITHOUT_NUMBER")
def sign_without_number(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        value = indicator.value
        if (
            value.kind in ("text", "grade", "boolean")
            and value.raw
            and _SIGN.match(value.raw)
            and not re.search(r"\d", value.raw)
        ):
            yield _hit(path, indicator)


@check("UNIT_MISSING")
def unit_missing(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        value, name = indicator.value, indicator.name or ""
        if value.kind != "quantity" or value.unit is not None or not number_of(value) or _is_ratio(value, name):
            continue
        if not _UNIT_IN_NAME.search(name) and not _COUNTS_ITSELF.end(label_key(name)):
            yield _hit(path, indicator)


def _is_ratio(value: Value, name: str) -> bool:
    """Whether a number needs no unit: a share written as a decimal (≥0.95), a coefficient, an index."""
    key = label_key(name)
    if _PURE_NUMBERS.end(key):
        return True
    number = number_of(value)
    return number is not None and 0 < number <= 1 and "." in (value.number or "") and _SHARE_NAMES.end(key)


@check("SIGN_MISSING")
def sign_missing(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind in ("quantity", "duration") and indicator.value.operator is None:
            yield _hit(path, indicator)


@check("QUALITATIVE_WITHOUT_SCALE")
def qualitative_without_scale(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind == "text" and not indicator.standard:
            yield _hit(path, indicator)


@check("VALUE_REPEATS_NAME")
def value_repeats_name(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name, raw = label_key(indicator.name or ""), label_key(indicator.value.raw or "")
        if len(name) >= 3 and name.strip(".") == raw.strip("."):
            yield _hit(path, indicator)


@check("SAME_VALUE_EVERYWHERE")
def same_value_everywhere(subject: Subject) -> Iterator[Hit]:
    numeric = [
        (i, number)
        for _, i in subject.indicators()
        if i.value.kind == "quantity" and (number := number_of(i.value)) is not None
    ]
    numbers = {number for _, number in numeric}
    if len(numeric) < subject.limits.same_value_rows or len(numbers) != 1:
        return
    number = numbers.pop()
    units = {unit_of(indicator.value) for indicator, _ in numeric}
    # 100 % on every rate is how many honest forms look.
    if number == 100 and units == {"%"}:
        return
    texts = {"count": str(len(numeric)), "number": str(numeric[0][0].value.number)}
    evidence = {
        "number": str(number),
        "units": sorted(unit or "" for unit in units),
        "indicators": [i.ordinal for i, _ in numeric],
    }
    yield Hit("indicators", texts, evidence, at_form(subject.form.provenance))


@check("VALUE_OCR_SLIP")
def value_ocr_slip(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        value = indicator.value
        if (
            value.operator is None
            and unit_of(value) == "%"
            and _SLIP.match(value.raw or "")
            and _bounded(indicator.name or "")
        ):
            yield _hit(path, indicator, likely="≥" + (value.raw or "")[1:])


# Ratios that cannot pass 100 %: a part of a whole.
_BOUNDED = compiled(f"{any_of(*SHARES)}(?:发生)?(?:率|度|比例)|(?<!上座)覆盖率")
_UNBOUNDED = words(*UNBOUNDED)


def _bounded(name: str) -> bool:
    return _BOUNDED.search(name) is not None and not _UNBOUNDED.held_by(name)


@check("PERCENT_OVER_100")
def percent_over_100(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        number = number_of(indicator.value)
        if number is not None and number > 100 and unit_of(indicator.value) == "%" and _bounded(indicator.name or ""):
            yield _hit(path, indicator)


_RATE = compiled(r"(?<![频效功速汇费帧心斜密强])(?<!分辨)率$|满意度$|比例$|占比$|比重$")
_RATE_UNITS = frozenset(words("% ‰ 百分点 倍 分 级 成 比例 星 档 折").words)
_PEOPLE = words("人数 人次")
_NOT_PEOPLE = frozenset(words("元 张 辆 台 套 件 份 册 本 篇 次 天 月 年 小时 公里 米 平方米 亩 吨 公顷").words)
_COUNT = words("人数 人次 次数 天数 户数 件数 台数 套数 份数 篇数 场次 个数 数量 面积 里程 金额 长度")
_RELATIVE = words("率 比 增长 增加 降低 下降 减少 提高 提升 占 完成 落实 达标 变化")


def _unit_conflict(name: str, unit: str) -> str | None:
    """Why a unit cannot be that of a name, in Chinese and English, ``None`` where it can."""
    key = label_key(name)
    key = re.sub(r"\([^()]*\)$", "", key)
    if _RATE.search(key) and unit not in _RATE_UNITS and "/" not in unit:
        return "rate"
    if _PEOPLE.end(key) and unit in _NOT_PEOPLE:
        return "people"
    if _COUNT.end(key) and unit in ("%", "‰") and not _RELATIVE.held_by(key):
        return "count"
    return None


_WHY = {
    "rate": ("a ratio", "比率类指标"),
    "people": ("a number of people", "人数类指标"),
    "count": ("an absolute figure", "绝对数指标"),
}


@check("UNIT_AGAINST_NAME")
def unit_against_name(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        unit = unit_of(indicator.value)
        if unit is None or indicator.value.number is None or indicator.value.kind not in ("quantity", "duration"):
            continue
        conflict = _unit_conflict(indicator.name or "", unit)
        if conflict:
            what, what_zh = _WHY[conflict]
            texts = {**_words(indicator), "what": what, "what_zh": what_zh, "unit": indicator.value.unit or unit}
            yield Hit(
                f"{path}.value",
                texts,
                {"name": indicator.name, "value": indicator.value.raw, "unit": unit},
                at(indicator, "value"),
            )
