"""One indicator measures one thing."""

from __future__ import annotations

import pytest

from rules.checks.framework import look_at_form
from rules.checks.samples import QUALITY, QUANTITY, example, row


def _said(name: str, value: str, level: str = QUANTITY) -> list[tuple[str, dict[str, str]]]:
    found = look_at_form(example(add=[row(name, value, level)]), "forms[0]")
    return [(f.path, dict(f.evidence)) for f in found if f.code == "INDICATOR_COMPOUND"]


@pytest.mark.parametrize(
    ("name", "value", "where", "first", "second"),
    [
        ("手册发放数量及合格率", "≥98(%)", "name", "手册发放数量", "合格率"),
        ("设备巡检覆盖率、完好率", "≥95%", "name", "设备巡检覆盖率", "完好率"),
        ("培训任务", "≥10期,≥500人次", "value", "≥10期", "≥500人次"),
        ("宣传任务", "举办讲座≥10场;发放手册≥500册", "value", "举办讲座≥10场", "发放手册≥500册"),
    ],
)
def test_two_measures(name: str, value: str, where: str, first: str, second: str) -> None:
    assert _said(name, value) == [(f"forms[0].indicators[6].{where}", {"first": first, "second": second})]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("居民知晓率和满意度调查次数", "≥2(次)"),
        ("数量与质量抽检合格率", "≥98%"),
        ("道路及桥梁养护面积", "≥200平方米"),
        ("库存周转天数", "≥10天,≤30天"),
        ("培训人次", "≥500人次,其中女性≥200人次"),
        ("印刷册数", "≥1,000册"),
        ("完成时间", "2026年6月,12月"),
    ],
)
def test_one_measure(name: str, value: str) -> None:
    assert _said(name, value, QUALITY if name.endswith("率") else QUANTITY) == []
