"""Targets that cannot be measured as they stand: placeholders, lost units, signs without numbers, fillers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.model.form import Indicator, Value
from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import ALL_TARGETS, Hit, Subject, form_check
from rules.checks.numbers import number_of, unit_of
from rules.checks.places import at, at_form
from rules.checks.samples import LASTING, QUALITY, QUANTITY, SATISFACTION, SOCIAL, example, row
from rules.checks.words import COUNTS, SHARES, UNBOUNDED, any_of, words

_MEASURABLE = "Requirements of targets: 具体细化, 量化; 指标值 = 计算符号 + 指标值 + 计量单位."
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


@form_check(
    "VALUE_PLACEHOLDER", "error", category=1,
    title="A placeholder instead of a target", title_zh="指标值为占位符",
    message="The target of “{name}” is a placeholder: “{raw}”.",
    message_zh="“{name}”的指标值为占位符“{raw}”,未填列实际内容。",
    advice="Fill in the target and remove the template's mark.",
    advice_zh="填列实际指标值,删除模板中的占位符。",
    source="A target holds no *, _ or other mark that a template leaves (≥**人).",
    fires=lambda: example(add=[row("证书发放数量", "≥**人")]),
    silent=lambda: example(add=[row("证书发放数量", "≥50(本)")]),
    needs=["indicators"],
)  # fmt: skip
def value_placeholder(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind == "placeholder":
            yield _hit(path, indicator)


@form_check(
    "SIGN_WITHOUT_NUMBER", "error", category=4,
    title="A sign without a number", title_zh="计算符号后无数值",
    message="The target of “{name}” has a sign but no number: “{raw}”.",
    message_zh="“{name}”的指标值“{raw}”有计算符号而无数值。",
    advice="Add the number, or drop the sign of a qualitative target.",
    advice_zh="定量指标补填数值;定性指标去掉计算符号。",
    source="A number is required with ≥ > = < ≤; code 6 (定性) has none.",
    fires=lambda: example(add=[row("管理制度健全性", "≥健全", LASTING)]),
    silent=lambda: example(add=[row("管理制度健全性", "健全", LASTING)]),
    needs=["indicators"],
)  # fmt: skip
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


@form_check(
    "UNIT_MISSING", "warning", category=2,
    title="A number without a unit", title_zh="指标值缺少计量单位",
    message="The target of “{name}” has no unit: “{raw}”.",
    message_zh="“{name}”的指标值“{raw}”缺少计量单位。",
    advice="Add the unit.",
    advice_zh="补填计量单位。",
    source=_MEASURABLE,
    fires=lambda: example(add=[row("设备完好率", "≥95", QUALITY)]),
    silent=lambda: example(add=[row("结业人数", "≥95", QUANTITY), row("复训合格率(%)", "≥95", QUALITY), row("完好率", "≥0.95", QUALITY)]),
    needs=["indicators"],
)  # fmt: skip
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


@form_check(
    "SIGN_MISSING", "info", category=2,
    title="A number without a sign", title_zh="指标值缺少计算符号",
    message="The target of “{name}” has no sign such as ≥ or =: “{raw}”.",
    message_zh="“{name}”的指标值“{raw}”未注明计算符号(≥、=、≤等)。",
    advice="Add the sign.",
    advice_zh="补填计算符号。",
    source=_MEASURABLE + " Off by default: many forms print no sign.",
    fires=lambda: example(add=[row("证书发放数量", "50本")]),
    silent=lambda: example(add=[row("证书发放数量", "50本以上")]),
    needs=["indicators"], on=False,
)  # fmt: skip
def sign_missing(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind in ("quantity", "duration") and indicator.value.operator is None:
            yield _hit(path, indicator)


@form_check(
    "QUALITATIVE_WITHOUT_SCALE", "info", category=2,
    title="A qualitative target without a scale", title_zh="定性指标未分级分档",
    message="The target of “{name}” is qualitative and has no scale: “{raw}”.",
    message_zh="“{name}”为定性指标(“{raw}”),未采用分级分档形式表述。",
    advice="Express what cannot be quantified in grades such as 优, 良, 中, 差.",
    advice_zh="不能量化的,可采用优、良、中、差等分级分档形式表述。",
    source="Targets that cannot be quantified are expressed in grades (分级分档). Off by default.",
    fires=lambda: example(add=[row("管理制度健全性", "健全", LASTING)]),
    silent=lambda: example(*(item for item in example().form.indicators if item.level2 != SOCIAL), row("服务水平", "优", SOCIAL)),
    needs=["indicators"], kinds=ALL_TARGETS, on=False,
)  # fmt: skip
def qualitative_without_scale(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind == "text" and not indicator.standard:
            yield _hit(path, indicator)


@form_check(
    "VALUE_REPEATS_NAME", "warning", category=4,
    title="The target repeats the name", title_zh="指标值照抄指标名称",
    message="The target of “{name}” is its own name.",
    message_zh="“{name}”的指标值与指标名称相同,无法衡量。",
    advice="Give a target that can be measured.",
    advice_zh="填列可衡量的指标值。",
    source="指标与指标值不匹配: a target that repeats the name measures nothing.",
    fires=lambda: example(add=[row("提升社区服务能力", "提升社区服务能力", SOCIAL)]),
    silent=lambda: example(add=[row("社区服务能力提升情况", "提升", SOCIAL)]),
    needs=["indicators"],
)  # fmt: skip
def value_repeats_name(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name, raw = label_key(indicator.name or ""), label_key(indicator.value.raw or "")
        if len(name) >= 3 and name.strip(".") == raw.strip("."):
            yield _hit(path, indicator)


@form_check(
    "SAME_VALUE_EVERYWHERE", "warning", category=4,
    title="One number on every row", title_zh="各指标填列同一数值",
    message="All {count} numeric targets are {number}, whatever they measure.",
    message_zh="{count} 个定量指标的指标值均为 {number},疑似随意填列。",
    advice="Give each indicator its own target.",
    advice_zh="按各指标实际情况填列指标值。",
    source="Fill-in-the-same-number forms (88 or 100 on every row).",
    fires=lambda: example(
        *(row(name, "=100(%)" if "率" in name else "=100(个)") for name in ("建成项目数", "建成率", "使用率", "受益单位数", "好评率"))
    ),
    silent=lambda: example(*(row(name, "=100(%)", QUALITY) for name in ("验收合格率", "完成率", "使用率", "及时率", "满意率"))),
    needs=["indicators"],
)  # fmt: skip
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


@form_check(
    "VALUE_OCR_SLIP", "warning", "reading", category=None,
    title="A number that looks misread", title_zh="指标值疑似识别错误",
    message="The target of “{name}” reads “{raw}”; a sign such as ≥ may have been read as a digit.",
    message_zh="“{name}”的指标值为“{raw}”,疑似将“≥”误识为数字“2”。",
    advice="Compare the target with the original.",
    advice_zh="对照原件核实指标值。",
    source="Recognition of scans reads ≥ as 2 (292% for ≥92%).",
    fires=lambda: example(add=[row("设备完好率", "292%", QUALITY)]),
    silent=lambda: example(add=[row("产值增长率", "250%", "经济效益指标"), row("设备完好率", "92%", QUALITY)]),
    needs=["indicators"],
)  # fmt: skip
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


@form_check(
    "PERCENT_OVER_100", "warning", category=4,
    title="A share of more than 100 per cent", title_zh="比率超过 100%",
    message="The target of “{name}” is {raw}, more than the whole.",
    message_zh="“{name}”的指标值为“{raw}”,超过 100%。",
    advice="Check the target.",
    advice_zh="核对指标值。",
    source="A share of a whole is at most 100 %; growth, completion and execution rates are exempt.",
    fires=lambda: example(add=[row("设备完好率", "≥950.00(%)", QUALITY)]),
    silent=lambda: example(add=[row("产值增长率", "≥150(%)", "经济效益指标"), row("任务完成率", "≥110(%)", QUANTITY)]),
    needs=["indicators"],
    yields_to=["VALUE_OCR_SLIP"],
)  # fmt: skip
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


@form_check(
    "UNIT_AGAINST_NAME", "warning", category=4,
    title="The unit does not fit the name", title_zh="计量单位与指标名称不符",
    message="“{name}” is {what}, but its target is in {unit} ({raw}).",
    message_zh="“{name}”为{what_zh},指标值却以“{unit}”计({raw})。",
    advice="Check the name and the unit.",
    advice_zh="核对指标名称与计量单位。",
    source="指标与指标值不匹配: unit in the name, in the value and in the unit column agree.",
    fires=lambda: example(add=[row("家庭医生签约率", "≥24694(人)", QUANTITY)]),
    silent=lambda: example(add=[row("设备巡检频率", "≥1(次/月)"), row("结业人数", "≥500(人)"), row("参训人员满意度", "≥9(分)", SATISFACTION)]),
    needs=["indicators"],
)  # fmt: skip
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
