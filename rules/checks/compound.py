"""Indicators that measure two things at once."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import Hit, Subject, check
from rules.checks.places import at
from rules.name_words import any_of

# Words that say what is measured, at the end of a name.
_MEASURE = any_of("合格率 完成率 及时率 准确率 覆盖率 通过率 达标率 满意度 满意率 知晓率 使用率 发放率 出勤率 完好率 参与率 到位率 办结率 投诉率",
                  "人数 人次 次数 数量 场次 天数 户数 份数 台数 面积 里程 频次")  # fmt: skip
_JOINED_NAME = compiled(rf"((?:(?!{_MEASURE}).)+{_MEASURE})(?:及|和|与|以及|,)((?:(?!{_MEASURE}).)*{_MEASURE})")
_JOINT = compiled("[及和与,]")  # what joins them; without one, the pattern need not be tried
_ONE_TARGET = r"(?:[≥≤>=<]|不低于|不少于|不超过|达到)\s*\d[\d,.]*\s*(?:%|[\u4e00-\u9fff]{1,3})"
_JOINED_VALUE = compiled(
    rf"(?:[\u4e00-\u9fff]{{2,12}}:?)?{_ONE_TARGET}[,;]\s*(?:[\u4e00-\u9fff]{{2,12}}:?)?{_ONE_TARGET}[.。]?"
)

# Two bounds of one number, and a part of the whole.
_ONE_RANGE = compiled(r"^[≥>].*[,;][≤<]|^[≤<].*[,;][≥>]|其中|且|~")


@check("INDICATOR_COMPOUND")
def indicator_compound(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name, raw = label_key(indicator.name or ""), label_key(indicator.value.raw or "")
        joined = _JOINED_NAME.fullmatch(name) if _JOINT.search(name) else None
        if joined is not None:
            words = {
                "name": indicator.name or "",
                "raw": indicator.value.raw or "—",
                "first": joined[1],
                "second": joined[2],
            }
            yield Hit(f"{path}.name", words, {"first": joined[1], "second": joined[2]}, at(indicator))
        elif _JOINED_VALUE.fullmatch(raw) and not _ONE_RANGE.search(raw):
            first, _, second = raw.replace(";", ",").partition(",")
            words = {"name": indicator.name or "", "raw": indicator.value.raw or "", "first": first, "second": second}
            yield Hit(f"{path}.value", words, {"first": first, "second": second}, at(indicator, "value"))
