"""How far a result reached its target, by which rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract
from extractor.model.form import Attainment
from rules.indicators.attainment import attainment_of
from rules.values import parse

ATTAINED = [
    {"rate": "107.22", "met": True, "rule": "actual / target"},
    {"rate": "100.00", "met": True, "rule": "actual / target"},
    {"rate": "101.47", "met": True, "rule": "actual / target"},
]


@pytest.mark.parametrize(
    ("target", "actual", "rate", "met", "rule"),
    [
        ("≥95(%)", "96%", "101.05", True, "actual / target"),
        ("≥95(%)", "90", "94.74", False, "actual / target"),
        ("≥3万张", "27000张", "90.00", False, "actual / target"),
        (">10次", "10次", "100.00", False, "actual / target"),
        ("=12期", "12期", "100.00", True, "actual / target"),
        ("12期", "13期", "108.33", True, "actual / target"),
        ("≤5(个工作日)", "4(个工作日)", "125.00", True, "target / actual"),
        ("≤1150元/人", "1250元/人", "92.00", False, "target / actual"),
        ("≤5次", "0次", None, True, "target / actual"),
        ("≥0次", "3次", None, True, "actual / target"),
        ("10-15次", "12次", "100.00", True, "range"),
        ("10-15次", "8次", "80.00", False, "range"),
        ("10-15次", "20次", "75.00", False, "range"),
        ("2025年12月底前", "2025年11月30日", None, True, "date"),
        ("2025年11月底前", "2025年12月5日", None, False, "date"),
        ("有效提升", "有效提升", None, True, "same wording"),
        ("定性健全", "健全", None, True, "same wording"),
        ("12座", "9座", "75.00", False, "actual / target"),
        ("100%", "92%", "92.00", False, "actual / target"),
        ("=100(%)", "100%", "100.00", True, "actual / target"),
        ("0起", "2起", None, False, "actual / target"),
        ("=0(起)", "0", None, True, "actual / target"),
        ("1.2万人", "11000人", "91.67", False, "actual / target"),
        ("≤2小时", "30分钟", "400.00", True, "target / actual"),
        ("≤1年", "18个月", "66.67", False, "target / actual"),
        ("2025-11", "2026-03", None, False, "date"),
        ("2025年11月", "2025年11月20日", None, True, "date"),
        ("11月底前", "2025年12月2日", None, False, "date"),
        ("12月31日前", "12月15日", None, True, "date"),
        ("2025年12月31日前", "2025年12月", None, True, "date"),
        ("优", "良", None, False, "grade"),
        ("良好以上", "优秀", None, True, "grade"),
        ("≥良", "合格", None, False, "grade"),
        ("全部完成", "部分达成", None, False, "wording"),
        ("完成", "未开展", None, False, "wording"),
        ("≥95(%)", "尚未开展", None, False, "wording"),
        ("2025年11月底前", "未完成", None, False, "wording"),
        ("10-15次", "未举办", None, False, "wording"),
        ("达标", "不达标", None, False, "wording"),
        ("按计划推进", "正在施工", None, False, "wording"),
        ("有效提升", "已达成预期目标", None, True, "wording"),
        ("建成投用", "全部完成", None, True, "wording"),
    ],
)
def test_measured(target: str, actual: str, rate: str | None, met: bool, rule: str) -> None:
    found = attainment_of(parse(target), parse(actual), year=2025)
    assert found is not None
    assert (found.rate, found.met, found.rule) == (rate, met, rule)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥95(%)", "38人"),
        ("有效提升", "基本达成"),
        ("≥95(%)", None),
        (None, "3"),
        ("≥95(%)", "已完成"),
        ("2025年12月15日前", "2025年12月"),
        ("2025年12月底前", "已完成"),
        ("3个工作日", "2天"),
        ("2年", "1年"),
        ("100%", "0.95"),
        ("不发生事故", "未发生"),
        ("健全", "基本完成"),
        ("**", "未完成"),
        ("完成", "无未完成事项"),
        ("不逾期支付", "未逾期"),
        ("显著", "效果明显"),
        ("10-15次", "12人"),
    ],
)
def test_not_comparable(target: str | None, actual: str | None) -> None:
    assert attainment_of(parse(target), parse(actual)) is None


@pytest.mark.parametrize(
    ("name", "level1", "target", "actual", "rate", "met"),
    [
        ("有责投诉率", "效益指标", "5%", "8%", "62.50", False),
        ("有责投诉率", "效益指标", "5%", "3%", "166.67", True),
        ("投诉处理率", "效益指标", "95%", "98%", "103.16", True),
        ("项目总成本", "成本指标", "30万元", "35万元", "85.71", False),
        ("项目总成本", "成本指标", "30万元", "28万元", "107.14", True),
        ("成本节约率", "成本指标", "5%", "3%", "60.00", False),
        ("审批完成时限", "产出指标", "3个工作日", "5个工作日", "60.00", False),
        ("故障响应时间", "产出指标", "2小时", "1小时", "200.00", True),
    ],
)
def test_the_name_says_which_way_is_better(
    name: str, level1: str, target: str, actual: str, rate: str, met: bool
) -> None:
    found = attainment_of(parse(target), parse(actual), name=name, level1=level1)
    assert found == Attainment(
        rate, met, "target / actual" if name not in ("投诉处理率", "成本节约率") else "actual / target"
    )


def test_a_date_without_a_year_needs_one() -> None:
    assert attainment_of(parse("11月底前"), parse("2025年12月2日")) is None
    assert attainment_of(parse("11月底前"), parse("12月2日")) == Attainment(None, False, "date")


def test_only_self_evaluations_carry_it() -> None:
    samples = Path(__file__).parents[2] / "samples"
    evaluated = extract(samples / "self-evaluation-flattened.txt").to_dict()["forms"][0]["indicators"]
    assert [one.get("attainment") for one in evaluated[:3]] == ATTAINED
    for form in extract(samples / "shanghai-2026-calc.pdf").to_dict()["forms"]:
        assert all("attainment" not in one for one in form["indicators"])
