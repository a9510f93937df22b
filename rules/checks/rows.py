"""What a complete indicator has: a name of its own, and a target."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.text import label_key
from rules.checks.framework import Hit, Subject, form_check
from rules.checks.places import at
from rules.checks.samples import QUALITY, QUANTITY, example, row


@form_check(
    "NAME_MISSING", "error", "reading", category=1,
    title="An indicator without a name", title_zh="指标名称缺失",
    message="A target ({value}) stands without an indicator name.",
    message_zh="指标值“{value}”没有对应的三级指标名称。",
    advice="Compare the row with the original; fill in the name if it is blank there.",
    advice_zh="对照原件核实该行;确未填列的请补填指标名称。",
    source="Every target belongs to a named indicator.",
    fires=lambda: example(add=[row(None, "≥5(次)")]),
    silent=lambda: example(),
    needs=["indicators"],
)  # fmt: skip
def name_missing(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if not indicator.name:
            yield Hit(
                f"{path}.name",
                {"value": indicator.value.raw or ""},
                {"value": indicator.value.raw},
                at(indicator, "value"),
            )


def _missing(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        if indicator.value.kind == "missing" and indicator.name:
            levels = " / ".join(level for level in (indicator.level1, indicator.level2) if level)
            yield Hit(
                f"{path}.value",
                {"name": indicator.name},
                {"name": indicator.name, "levels": levels},
                at(indicator, "value"),
            )


@form_check(
    "VALUE_MISSING", "error", category=1,
    title="An indicator without a target", title_zh="指标值未填列",
    message="“{name}” has no target.",
    message_zh="“{name}”未填列指标值。",
    advice="Fill in the target.",
    advice_zh="补填指标值。",
    source="Every indicator has a target; a blank is never filled from a neighbour.",
    fires=lambda: example(add=[row("证书发放数量", None)]),
    silent=lambda: example(add=[row("证书发放数量", None)], drawn=False),
    needs=["indicators", "drawn"],
)  # fmt: skip
def value_missing(subject: Subject) -> Iterator[Hit]:
    return _missing(subject)


@form_check(
    "VALUE_LOST", "error", "reading", category=1,
    title="An indicator whose target was not found", title_zh="未读到指标值",
    message="No target was found for “{name}”: its cell is blank, or the row was cut off when the table was turned into text.",
    message_zh="未读到“{name}”的指标值:原表未填列,或转为文本时该行末尾被截断。",
    advice="Take the target from the original.",
    advice_zh="对照原件补录指标值。",
    source="Text without cell borders cannot tell a blank target from one that was cut off.",
    fires=lambda: example(add=[row("证书发放数量", None)], drawn=False),
    silent=lambda: example(add=[row("证书发放数量", None)]),
    needs=["indicators", "flattened"],
)  # fmt: skip
def value_lost(subject: Subject) -> Iterator[Hit]:
    return _missing(subject)


@form_check(
    "NAME_LONG", "warning", category=2,
    title="A very long indicator name", title_zh="指标名称过长",
    message="The name of indicator {ordinal} has {length} characters.",
    message_zh="第 {ordinal} 个指标的名称长达 {length} 字,疑似将说明文字写入指标名称。",
    advice="Shorten the name; explanations belong into their own column.",
    advice_zh="精简指标名称,说明文字移至指标解释。",
    source="三级指标 names are at most 100 characters without spaces.",
    fires=lambda: example(add=[row("按照年度计划组织开展的各类社区工作者专业能力提升培训以及后续跟踪服务" * 4, "≥5(次)")]),
    silent=lambda: example(add=[row("按照年度计划组织开展的各类社区工作者专业能力提升培训场次", "≥5(次)")]),
    needs=["indicators"],
)  # fmt: skip
def name_long(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        length = len(indicator.name or "")
        if length > subject.limits.max_name_characters:
            words = {"ordinal": str(indicator.ordinal), "length": str(length)}
            yield Hit(f"{path}.name", words, {"name": indicator.name, "length": length}, at(indicator))


@form_check(
    "DUPLICATE_NAME", "warning", category=11,
    title="The same indicator twice", title_zh="三级指标重复",
    message="“{name}” stands in rows {rows} of the indicators.",
    message_zh="三级指标“{name}”重复出现(第 {rows_zh} 个指标)。",
    advice="Merge the indicators or tell them apart.",
    advice_zh="合并或区分重复的指标。",
    source="Repeated level-3 indicators count once.",
    fires=lambda: example(add=[row("培训合格率", "≥98(%)", QUALITY)]),
    silent=lambda: example(add=[row("培训合格率(复训)", "≥98(%)", QUALITY), row("复训人次", "≥50(人次)", QUANTITY)]),
    needs=["indicators"],
)  # fmt: skip
def duplicate_name(subject: Subject) -> Iterator[Hit]:
    groups: dict[tuple[str, str | None], list[int]] = {}
    for number, indicator in enumerate(subject.form.indicators):
        if indicator.name:
            # A form with a medium-term and an annual panel prints the same indicator in both.
            groups.setdefault((label_key(indicator.name), indicator.horizon), []).append(number)
    for rows in groups.values():
        if len(rows) > 1:
            again = subject.form.indicators[rows[1]]
            ordinals = [str(n + 1) for n in rows]
            words = {"name": again.name or "", "rows": ", ".join(ordinals), "rows_zh": "、".join(ordinals)}
            values = [subject.form.indicators[n].value.raw for n in rows]
            yield Hit(
                f"indicators[{rows[1]}].name", words, {"indicators": [n + 1 for n in rows], "values": values}, at(again)
            )
