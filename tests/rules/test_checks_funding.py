"""Funding arithmetic and money sense: what fires, with which figures, and what must stay silent."""

from __future__ import annotations

import pytest

from extractor.model.form import Funding, FundingLine
from rules.checks import check_form
from rules.checks.samples import COST, QUANTITY, amounts, example, row
from rules.values import parse_money


def _lines(unit: str, *lines: tuple[str, str, str | None], scope: str = "annual") -> Funding:
    """Funding lines given as item, label, printed amount."""
    return Funding(
        unit, tuple(FundingLine(scope, item, label, raw, parse_money(raw, unit)) for item, label, raw in lines)
    )


def _codes(funding: Funding, **more: object) -> list[str]:
    return [f.code for f in check_form(example(funding=funding, profile="generic", **more).reading, 0).findings]


CLEAN = {
    "parts as printed": _lines("元", ("total", "资金总额", "300,000.00"), ("appropriation", "当年财政拨款", "250,000.00"), ("carryover", "上年结转", "40,000.00"), ("other", "其他资金", "10,000.00")),
    "blank parts": _lines("元", ("total", "资金总额", "300,000.00"), ("appropriation", "当年财政拨款", "300,000.00"), ("carryover", "上年结转", None), ("other", "其他资金", "-")),
    "no breakdown": _lines("元", ("total", "资金总额", "300,000.00"), ("appropriation", "当年财政拨款", None), ("other", "其他资金", None)),
    "within a yuan": _lines("元", ("total", "资金总额", "300,000.00"), ("appropriation", "当年财政拨款", "299,999.20"), ("other", "其他资金", "0.00")),
    "rounded 万元": _lines("万元", ("total", "资金总额", "100.00"), ("fiscal", "财政拨款", "66.67"), ("other", "其他资金", "33.34")),
    "open breakdown": _lines("元", ("total", "资金总额", "300,000.00"), ("fiscal", "其中:财政拨款", "250,000.00")),
    "fiscal and its parts": _lines("万元", ("total", "资金总额", "120"), ("fiscal", "财政拨款", "100"), ("general_budget", "一般公共预算", "80"), ("government_fund", "政府性基金", "20"), ("other", "其他资金", "20")),
    "fiscal with carryover inside": _lines("万元", ("total", "资金总额", "120"), ("fiscal", "财政资金", "100"), ("appropriation", "当年财政拨款", "90"), ("carryover", "上年结转", "10"), ("other", "其他资金", "20")),
    "fiscal with carryover beside": _lines("万元", ("total", "资金总额", "130"), ("fiscal", "财政资金", "100"), ("carryover", "上年结转", "10"), ("other", "其他资金", "20")),
    "superior beside fiscal": _lines("万元", ("total", "资金总额", "150"), ("superior", "上级补助", "50"), ("fiscal", "同级财政资金", "80"), ("other", "其他", "20")),
    "own funds with a part": _lines("万元", ("total", "资金总额", "150"), ("fiscal", "财政拨款", "100"), ("own", "自有资金", "50"), ("other", "其他收入", "10")),
    "central and local": _lines("万元", ("total", "资金总额", "500"), ("central", "中央补助", "300"), ("local", "地方资金", "200"), ("other", "其他资金", "0")),
    "project block alone": _lines("万元", ("total", "资金总额", "500"), ("fiscal", "财政资金", "500"), ("other", "其他资金", "0"), scope="project"),
    "zero in the left block": Funding("元", (*_lines("元", ("total", "项目资金总额", "0.00"), scope="project").lines, *amounts(annual_total="500,000.00", appropriation="500,000.00").lines[1:])),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_legal_funding_blocks_are_silent(name: str) -> None:
    assert _codes(CLEAN[name]) == []


BROKEN = {
    "too little": (_lines("元", ("total", "资金总额", "300,000.00"), ("appropriation", "当年财政拨款", "280,000.00"), ("other", "其他资金", "0.00")), ["FUNDING_SUM"]),
    "too much": (_lines("元", ("total", "资金总额", "300,000.00"), ("appropriation", "当年财政拨款", "300,000.00"), ("other", "其他资金", "1,000.00")), ["FUNDING_SUM"]),
    "a part above the whole": (_lines("元", ("total", "资金总额", "300,000.00"), ("fiscal", "其中:财政拨款", "3,000,000.00")), ["FUNDING_SUM"]),
    "whole 万元": (_lines("万元", ("total", "资金总额", "100"), ("fiscal", "财政拨款", "60"), ("other", "其他资金", "39")), ["FUNDING_SUM"]),
    "slip": (_lines("元", ("total", "资金总额", "955.500.00"), ("appropriation", "当年财政拨款", "955,500.00")), ["FUNDING_UNREADABLE"]),
    "words": (_lines("元", ("total", "资金总额", "见附件"), ("appropriation", "当年财政拨款", "955,500.00")), ["FUNDING_UNREADABLE"]),
    "project": (_lines("元", ("total", "资金总额", "500"), ("fiscal", "财政资金", "400"), ("other", "其他资金", "50"), scope="project"), ["FUNDING_SUM_PROJECT"]),
    "no total": (_lines("元", ("total", "资金总额", None), ("appropriation", "当年财政拨款", "955,500.00")), ["FUNDING_TOTAL_MISSING"]),
    "negative": (_lines("元", ("total", "资金总额", "900,000"), ("appropriation", "当年财政拨款", "1,000,000"), ("carryover", "上年结转", "-100,000")), ["FUNDING_NEGATIVE"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_funding_blocks_are_found(name: str) -> None:
    funding, codes = BROKEN[name]
    assert _codes(funding) == codes


def test_an_unknown_label_with_an_amount_keeps_the_sum_open() -> None:
    funding = BROKEN["too little"][0]
    assert _codes(funding, extra={"债券资金": "20,000.00"}) == []
    assert _codes(funding, extra={"项目负责人": "王某"}) == ["FUNDING_SUM"]


def test_a_broken_sum_shows_its_figures() -> None:
    funding = amounts(annual_total="300,000.00", appropriation="280,000.00", carryover="0.00", other="5,000.50")
    (finding,) = check_form(example(funding=funding).reading, 2).findings
    assert finding.path == "forms[2].funding.lines[1]"
    assert (
        finding.message_zh
        == "“年度资金申请总额”填列 300,000.00 元,明细(当年财政拨款280,000.00、上年结转资金0.00、其他资金5,000.50)合计 285,000.50 元,相差 14,999.50 元。"
    )
    assert finding.message.startswith("年度资金申请总额 prints 300,000.00 yuan, but its parts (")
    assert finding.evidence["difference"] == "14999.50"
    assert [part["path"] for part in finding.evidence["parts"]] == [
        "funding.lines[3]",
        "funding.lines[4]",
        "funding.lines[5]",
    ]
    assert finding.provenance is not None
    assert finding.provenance.row == 5


def test_the_two_blocks_are_never_compared_for_equality() -> None:
    larger = amounts(
        annual_total="300,000.00", appropriation="300,000.00", project_total="900,000.00", fiscal="900,000.00"
    )
    smaller = amounts(
        annual_total="300,000.00", appropriation="300,000.00", project_total="200,000.00", fiscal="200,000.00"
    )
    assert [f.code for f in check_form(example(funding=larger).reading, 0).findings] == []
    assert [f.code for f in check_form(example(funding=smaller).reading, 0).findings] == ["PROJECT_TOTAL_BELOW_ANNUAL"]


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("项目总成本", "≤30.00(万元)", []),
        ("项目总成本", "≤300.00(万元)", ["COST_ABOVE_BUDGET"]),
        ("设备购置费用控制数", "=400000(元)", ["COST_ABOVE_BUDGET"]),
        ("人均培训费用", "≤400000(元)", []),
        ("节约运行成本", "≥400000(元)", []),
        ("项目总成本", "≥20(万元)", ["COST_FLOOR"]),
    ],
)
def test_cost_ceilings_against_the_budget(name: str, value: str, codes: list[str]) -> None:
    assert [f.code for f in check_form(example(add=[row(name, value, COST)]).reading, 0).findings] == codes


@pytest.mark.parametrize(
    ("cost", "quantity", "ratio"),
    [
        (("单张卡片成本", "≤10.45(元)"), ("制卡数量", "≥3.00(万张)"), None),
        (("单张卡片成本", "≤12.42(元)"), ("制卡数量", "≥3.00(万张)"), "1.24"),
        (("制卡单价", "≤12.42(元/张)"), ("制卡数量", "≥3.00(万张)"), "1.24"),
        (("单张卡片成本", "≤12.42(元)"), ("发卡人数", "≥3.00(万人)"), None),
        (("单张卡片成本", "≥12.42(元)"), ("制卡数量", "≥3.00(万张)"), None),
    ],
)
def test_unit_cost_times_quantity(cost: tuple[str, str], quantity: tuple[str, str], ratio: str | None) -> None:
    subject = example(row(*cost, COST), row(*quantity, QUANTITY))
    found = [f for f in check_form(subject.reading, 0).findings if f.code == "UNIT_COST_BUDGET"]
    assert [f.evidence["ratio"] for f in found] == ([] if ratio is None else [ratio])


def test_a_quantity_that_only_the_goal_names_counts() -> None:
    subject = example(
        row("单张卡片平均成本", "≤12.42(元)", COST),
        row("发卡人数", "≥3.00(万人)", QUANTITY),
        goal="2026年计划制发卡片不少于3万张。",
    )
    found = [f for f in check_form(subject.reading, 0).findings if f.code == "UNIT_COST_BUDGET"]
    assert [f.evidence["product"] for f in found] == ["372600"]
