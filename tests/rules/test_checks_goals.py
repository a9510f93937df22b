"""Numbers in the goal text against indicators: pairs beyond doubt only, and no false alarm."""

from __future__ import annotations

import pytest

from extractor.model.form import Indicator
from rules.checks import check_form
from rules.checks.pairing import pairs
from rules.checks.samples import SATISFACTION, example, row
from rules.values import shipped_grammar

CODES = ("GOAL_VALUE_CONFLICT", "SATISFACTION_AGAINST_GOAL")


def _rows(*items: tuple[str, str]) -> list[Indicator]:
    return [row(name, value, SATISFACTION if "满意" in name else "数量指标") for name, value in items]


def _conflicts(goal: str, *items: tuple[str, str]) -> list[str]:
    subject = example(*_rows(*items), goal=goal, profile="generic")
    return [f.evidence["indicator"] for f in check_form(subject.reading, 0).findings if f.code in CODES]


ROAD = "完成道路养护320公里,桥梁检测25座,路面完好率达到95%以上,公众满意度达90%。"
LEAFLETS = "制作宣传品5000份、宣传视频3部、举办活动10场。"
TRAINING = "聘用协管员120人,协管员到岗率98%以上。"

AGREE = [
    (ROAD, [("道路养护里程", "≥320公里"), ("桥梁检测数量", "≥25座"), ("路面完好率", "≥95%"), ("公众满意度", "≥90%")]),
    (LEAFLETS, [("宣传品制作数量", "≥5000份"), ("宣传视频数量", "=3部"), ("活动场次", "≥10场")]),
    (TRAINING, [("协管员人数", "=120名"), ("协管员到岗率", "≥98%")]),
    ("制发老年卡30万张。", [("老年卡制作数量", "≥300000张"), ("老年卡发放人数", "≥30万人")]),
    ("采购电脑50台、打印机10台。", [("设备采购数量", "=60台")]),
    ("每月巡检1次,全年巡检12次。", [("巡检次数", "≥12次")]),
]
DOUBTFUL = [
    # background, populations, parts of a whole, other years
    ("截至目前已建成站点50个,2026年新建站点20个。", [("新建站点数量", "≥20个")]),
    ("全县现有敬老院15家,2026年改造提升5家。", [("敬老院改造数量", "=5家")]),
    ("为全区8万名老年人提供服务。", [("服务老年人数", "≥5万人")]),
    ("全年培训600人次,其中骨干100人次。", [("培训人次", "≥600人次")]),
    ("2024-2026年共建设绿道300公里,其中2026年建设100公里。", [("绿道建设里程", "≥100公里")]),
    ("覆盖全市16个区。", [("建设点位", "=30个")]),
    # the words do not say whose
    ("满意度达到85%以上。", [("服务对象满意度", "≥90%")]),
    ("群众满意度达到90%以上。", [("服务对象满意度", "≥85%")]),
    ("师生满意度达到95%以上。", [("学生满意度", "≥90%"), ("家长满意度", "≥85%")]),
    ("验收合格率达到100%。", [("一次验收合格率", "≥98%")]),
    ("确保投诉率不超过1%。", [("有责投诉率", "=0%")]),
    # changes are no levels, and a rate per something is not the total
    ("投诉率下降5%。", [("投诉率", "≤1%")]),
    ("森林覆盖率提高0.5个百分点。", [("森林覆盖率", "≥23.5%")]),
    ("每月巡检1次。", [("巡检次数", "≥12次")]),
    # units differ
    ("制发居住证不少于70万张。", [("居住证发放人数", "≥60万人")]),
    ("接待游客300人次。", [("接待游客人数", "≥200人")]),
]
CONFLICT = [
    (
        ROAD,
        [("道路养护里程", "≥300公里"), ("桥梁检测数量", "≥20座"), ("路面完好率", "≥90%"), ("公众满意度", "≥85%")],
        4,
    ),
    (LEAFLETS, [("宣传品制作数量", "≥4000份"), ("宣传视频数量", "=2部"), ("活动场次", "≥8场")], 3),
    (TRAINING, [("协管员人数", "=110名"), ("协管员到岗率", "≥95%")], 2),
    ("制发老年卡35万张。", [("老年卡制作数量", "≥30.00(万张)"), ("老年卡发放人数", "≥30万人")], 1),
    ("采购电脑50台、打印机10台。", [("电脑采购数量", "=45台"), ("打印机采购数量", "=10台")], 1),
    ("城镇登记失业率控制在4%以内。", [("城镇登记失业率", "≤4.5%")], 1),
    ("完成1.5万亩高标准农田建设。", [("高标准农田建设面积", "≥10000亩")], 1),
    ("年度目标任务完成率100%。", [("任务完成率", "≥95%")], 1),
    ("市民满意度到90%及以上。", [("市民满意度", "=0.00(%)")], 1),
    ("保障30名服务人员到位。", [("服务人员到位数", "=28人")], 1),
]


@pytest.mark.parametrize(("goal", "items"), AGREE + DOUBTFUL)
def test_agreement_and_doubt_are_silent(goal: str, items: list[tuple[str, str]]) -> None:
    assert _conflicts(goal, *items) == []


@pytest.mark.parametrize(("goal", "items", "count"), CONFLICT)
def test_disagreement_is_found(goal: str, items: list[tuple[str, str]], count: int) -> None:
    assert _conflicts(goal, *items) == [name for name, _ in items][:count]


@pytest.mark.parametrize(("goal", "items"), AGREE[:4])
def test_agreement_is_a_pair(goal: str, items: list[tuple[str, str]]) -> None:
    found = list(pairs(goal, _rows(*items), shipped_grammar(), least=0.6))
    assert {pair.agrees for pair in found} == {True}
    assert [pair.number for pair in found] == [0] if len(items) == 2 and "卡" in goal else list(range(len(items)))


def test_a_conflict_names_both_places() -> None:
    subject = example(goal="2026年培训社区工作者800人次。")
    (finding,) = check_form(subject.reading, 0).findings
    assert (finding.code, finding.severity, finding.category) == ("GOAL_VALUE_CONFLICT", "warning", 4)
    assert finding.path == "forms[0].indicators[1].value"
    assert finding.message_zh == "绩效目标表述为“培训社区工作者800人次”,而“培训人次”的指标值为“≥600(人次)”,二者不一致。"
    assert finding.evidence == {
        "goal": "培训社区工作者800人次",
        "goal_value": {"operator": None, "number": "800", "unit": "人次"},
        "goal_path": "goals.annual",
        "goal_place": {"page": 1, "table": 0, "row": 9},
        "indicator": "培训人次",
        "value": "≥600(人次)",
        "indicator_value": {"operator": "≥", "number": "600", "unit": "人次"},
        "likeness": 1.0,
    }
    assert finding.provenance is not None
    assert finding.provenance.row == 12


def test_satisfaction_of_zero_is_said_once() -> None:
    zero = row("学员满意度", "=0.00(%)", SATISFACTION)
    said = example(*example().form.indicators[:5], zero)
    unsaid = example(*example().form.indicators[:5], zero, goal="2026年计划培训社区工作者600人次,提升业务能力。")
    assert [(f.code, f.severity) for f in check_form(said.reading, 0).findings] == [
        ("SATISFACTION_AGAINST_GOAL", "error")
    ]
    assert [(f.code, f.severity) for f in check_form(unsaid.reading, 0).findings] == [("SATISFACTION_ZERO", "error")]


def test_the_overall_goal_of_several_years_is_not_compared() -> None:
    years = {"start_date": "2026-01-01", "end_date": "2028-12-31", "nature": "阶段性项目", "profile": "generic"}
    subject = example(goal=None, overall="三年培训社区工作者1800人次。", **years)
    assert check_form(subject.reading, 0).findings == ()
    one_year = example(goal=None, overall="培训社区工作者1800人次,提升能力。", profile="generic")
    assert [f.code for f in check_form(one_year.reading, 0).findings] == ["GOAL_VALUE_CONFLICT"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("项目预算30万元。", []),
        ("预算资金30.00万元。", []),
        ("项目资金总额为300000元。", []),
        ("上年预算35万元。", []),
        ("带动投资35万元。", []),
        ("年度预算资金为35万元。", ["GOAL_AMOUNT_CONFLICT"]),
        ("申请财政资金共计3万元。", ["GOAL_AMOUNT_CONFLICT"]),
    ],
)
def test_amounts_in_the_goal(said: str, codes: list[str]) -> None:
    assert [
        f.code for f in check_form(example(goal="2026年提升社区工作者业务能力," + said).reading, 0).findings
    ] == codes


@pytest.mark.parametrize(
    ("goal", "codes"),
    [
        ("2025年通过培训提升社区工作者业务能力。", ["GOAL_YEAR"]),
        ("通过2025年度培训,提升社区工作者业务能力。", ["GOAL_YEAR"]),
        ("2026年通过培训提升社区工作者业务能力。", []),
        ("2025年已完成调研,今年起全面培训社区工作者。", []),
        ("2025年印发的实施方案要求培训社区工作者。", []),
        ("2025-2026年持续培训社区工作者,提升能力。", []),
        ("完成任务。", ["GOAL_VAGUE"]),
        ("社区工作者培训", ["GOAL_VAGUE"]),
    ],
)
def test_years_and_substance_of_the_goal(goal: str, codes: list[str]) -> None:
    assert [f.code for f in check_form(example(goal=goal).reading, 0).findings] == codes
