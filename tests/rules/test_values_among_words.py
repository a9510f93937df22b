"""Open units, and values among words: what each kind of printed amount is read as, and how sure the reading is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import parse_value
from rules.values import shipped_grammar

# printed, kind, operator, number, unit, canonical number, canonical unit, confidence
OPEN_UNITS = [
    ("640个泊位", "quantity", None, "640", "泊位", "640", "泊位", 0.85),
    ("≥25地块", "quantity", "≥", "25", "地块", "25", "地块", 0.7),
    ("30万车公里", "quantity", None, "30", "万车公里", "300000", "车公里", 0.85),
    ("6万标立方", "quantity", None, "6", "万标立方", "60000", "标立方", 0.85),
    ("2.5万tce", "quantity", None, "2.5", "万tce", "25000", "tce", 0.85),
    ("9个行政村", "quantity", None, "9", "行政村", "9", "行政村", 0.85),
    ("12个区县", "quantity", None, "12", "区县", "12", "区县", 0.85),
    ("160元/标准课时", "quantity", None, "160", "元/标准课时", "160", "元/标准课时", 0.85),
    ("280元/人、天", "quantity", None, "280", "元/人、天", "280", "元/人·天", 1.0),
    ("≤90万/月", "quantity", "≤", "90", "万/月", "900000", "/月", 1.0),
    ("3次以上/年", "frequency", "≥", "3", "次/年", "3", "次/年", 1.0),
    ("4份报告", "quantity", None, "4", "份", "4", "份", 0.9),
    ("26所学校", "quantity", None, "26", "所", "26", "所", 0.9),
    ("2座桥", "quantity", None, "2", "座", "2", "座", 0.9),
    ("7亩次", "quantity", None, "7", "亩次", "7", "亩次", 1.0),
    ("18人次", "quantity", None, "18", "人次", "18", "人次", 1.0),
    ("≥3个(项)", "quantity", "≥", "3", "个", "3", "个", 1.0),
    ("12件(套)", "quantity", None, "12", "件(套)", "12", "件套", 1.0),
    ("≥65周岁", "quantity", "≥", "65", "周岁", "65", "周岁", 1.0),
    ("≥50年一遇", "quantity", "≥", "50", "年一遇", "50", "年一遇", 1.0),
]

AMONG_WORDS = [
    ("全年不少于16次", "quantity", "≥", "16", "次", "16", "次", 0.9),
    ("共计48场次", "quantity", None, "48", "场次", "48", "场次", 1.0),
    ("建成公厕15座", "quantity", None, "15", "座", "15", "座", 0.9),
    ("100%办结", "quantity", None, "100", "%", "100", "%", 0.9),
    ("近7万户", "quantity", None, "7", "万户", "70000", "户", 0.8),
    ("总投资2,460万元", "quantity", None, "2460", "万元", "24600000", "元", 0.9),
    ("控制在概算9.5万元", "quantity", "≤", "9.5", "万元", "95000", "元", 0.9),
    ("失业率控制在5%以内", "quantity", "≤", "5", "%", "5", "%", 0.9),
    ("接报后20分钟内到场", "duration", "≤", "20", "分钟", "20", "分钟", 0.9),
    ("工期150日历天", "duration", None, "150", "日历天", "150", "自然日", 0.9),
    ("每亩补助110元", "quantity", None, "110", "元/亩", "110", "元/亩", 0.9),
    ("每人每月补助450元", "quantity", None, "450", "元/人·月", "450", "元/人·月", 0.9),
    ("人均1800元", "quantity", None, "1800", "元/人", "1800", "元/人", 0.9),
    ("每千人拥有床位6张", "quantity", None, "6", "张/千人", "6", "张/千人", 0.8),
    ("每年培训不少于2次", "frequency", "≥", "2", "次/年", "2", "次/年", 0.9),
    ("两年一次", "frequency", None, "1", "次/2年", "1", "次/2年", 1.0),
    ("至少三期", "quantity", "≥", "3", "期", "3", "期", 1.0),
    ("2026年培训500人次", "quantity", None, "500", "人次", "500", "人次", 0.8),
    ("4G基站80个", "quantity", None, "80", "个", "80", "个", 0.9),
    ("12319热线办结率≥95%", "quantity", "≥", "95", "%", "95", "%", 0.7),
    ("70岁以上老人100%覆盖", "quantity", None, "100", "%", "100", "%", 0.6),
    ("一次性补助3000元", "quantity", None, "3000", "元", "3000", "元", 0.9),
    ("满意度≥90%", "quantity", "≥", "90", "%", "90", "%", 0.9),
    ("偏差≤±5%", "quantity", "≤", "5", "%", "5", "%", 0.9),
    ("零投诉", "quantity", None, "0", None, "0", None, 0.8),
    ("零死亡、零事故", "quantity", None, "0", None, "0", None, 0.8),
    ("重大事故为零", "quantity", "=", "0", None, "0", None, 0.8),
    ("60%(不含)以上", "quantity", ">", "60", "%", "60", "%", 1.0),
    ("18元/人·餐", "quantity", None, "18", "元/人·餐", "18", "元/人·餐", 0.85),
    ("提升0.5等", "quantity", None, "0.5", "等", "0.5", "等", 0.85),
]


@pytest.mark.parametrize(
    ("printed", "kind", "operator", "number", "unit", "exact", "name", "confidence"), [*OPEN_UNITS, *AMONG_WORDS]
)
def test_one_number(printed, kind, operator, number, unit, exact, name, confidence) -> None:
    value = parse_value(printed)
    assert (value.kind, value.operator, value.number, value.unit, value.confidence) == (
        kind, operator, number, unit, confidence,
    )  # fmt: skip
    assert value.canonical is not None
    assert (value.canonical.number, value.canonical.unit) == (exact, name)
    assert value.raw == printed


@pytest.mark.parametrize(
    ("printed", "operator", "number", "unit", "basis", "direction"),
    [
        ("较上年增长5%以上", "≥", "5", "%", "上年", "up"),
        ("较2024年减少6起", None, "6", "起", "2024年", "down"),
        ("比上年同期下降2个百分点", None, "2", "百分点", "上年同期", "down"),
        ("同比增长≥8%", "≥", "8", "%", "同比", "up"),
        ("同比下降10%以上", "≥", "10", "%", "同比", "down"),
        ("年均增长6.5%", None, "6.5", "%", "年均", "up"),
        ("不低于上年的80%", "≥", "80", "%", "上年", "up"),
        ("能耗下降不低于3%", "≥", "3", "%", None, "down"),
        ("降幅不超过3%", "≤", "3", "%", None, "down"),
        ("提升15%", None, "15", "%", None, "up"),
        ("提高到95%", None, "95", "%", None, "none"),
        ("年均浓度下降4%", None, "4", "%", None, "down"),
        ("占比达到30%", "=", "30", "%", None, "point"),
    ],
)
def test_growth(printed, operator, number, unit, basis, direction) -> None:
    value = parse_value(printed)
    assert (value.operator, value.number, value.unit, value.basis, value.direction) == (
        operator, number, unit, basis, direction,
    )  # fmt: skip
    assert value.kind == "quantity"


@pytest.mark.parametrize(
    ("printed", "kind", "operator", "low", "high", "unit", "confidence"),
    [
        ("介于60%与75%之间", "range", None, "60", "75", "%", 1.0),
        ("3000元-6000元/人", "range", None, "3000", "6000", "元/人", 1.0),
        ("4000元-1万元", "range", None, "4000", "10000", "元", 0.8),
        ("2~3次/年", "frequency", None, "2", "3", "次/年", 1.0),
        ("每年1-2次", "frequency", None, "1", "2", "次/年", 1.0),
        ("合格率≥85%，≤100%", "range", None, "85", "100", "%", 0.9),
        ("80%≤合格率<90%", "range", None, "80", "90", "%", 0.9),
        ("班额40-45人", "range", None, "40", "45", "人", 0.9),
    ],
)
def test_ranges(printed, kind, operator, low, high, unit, confidence) -> None:
    value = parse_value(printed)
    assert (value.kind, value.operator, value.low, value.high, value.unit, value.confidence) == (
        kind, operator, low, high, unit, confidence,
    )  # fmt: skip
    assert value.number is None


@pytest.mark.parametrize(
    ("printed", "operator", "date", "confidence"),
    [
        ("截至2026年11月30日", None, "2026-11-30", 1.0),
        ("每年9月15日前", "≤", "--09-15", 1.0),
        ("本年度内", "≤", "--12", 1.0),
        ("项目于2026年11月底前全部办结", "≤", "2026-11", 0.8),
        ("计划2026年10月完工", None, "2026-10", 0.9),
        ("有效期至2026年12月31日", None, "2026-12-31", 0.9),
        ("9月1日开学前", "≤", "--09-01", 0.6),
    ],
)
def test_dates_among_words(printed, operator, date, confidence) -> None:
    value = parse_value(printed)
    assert (value.kind, value.operator, value.canonical and value.canonical.date, value.confidence) == (
        "deadline", operator, date, confidence,
    )  # fmt: skip


@pytest.mark.parametrize(("printed", "operator"), [("1:12", None), ("医护比≥1:2", "≥"), ("师生比不低于1:18", "≥")])
def test_a_ratio_keeps_its_operator_and_has_no_number(printed, operator) -> None:
    value = parse_value(printed)
    assert (value.kind, value.operator, value.number, value.raw, value.confidence) == (
        "quantity", operator, None, printed, 0.6,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "number", "unit", "confidence"),
    [
        # A sentence that speaks of one number keeps it.
        ("2026年完成3个系统的升级改造并通过验收", "3", "系统", 0.6),
        ("严格按照补助标准900元/人给补助对象兑付补助", "900", "元/人", 0.6),
        # Several values are not one.
        ("2300户，5100人", None, None, 0.5),
        ("20分钟响应，2小时内到场", None, None, 0.5),
        ("2小时内响应、24小时内解决", None, None, 0.5),
        ("每周5×8小时", None, None, 0.6),
        ("合格率≥95%，满意度≥90%", None, None, 0.5),
        ("11月底前完成4场", None, None, 0.5),
        # What ranks, names or dates does not count; what must not happen is not asked for.
        ("覆盖3个乡镇15个村", None, None, 0.5),
        ("30份/期×12期", None, None, 0.6),
        ("前10名", None, None, 0.6),
        ("第3名", None, None, 0.6),
        ("每月10日前", None, None, 0.6),
        ("次月10日前", None, None, 0.6),
        ("不发生3人以上安全事故", None, None, 0.6),
        ("稳定达到一级A标准", None, None, 0.9),
        ("零散", None, None, 0.9),
        ("24小时值守", None, None, 1.0),
        ("24×7小时", None, None, 1.0),
        ("近三年", None, None, 0.9),
        ("95±2%", None, None, 0.6),
        ("2/3以上", None, None, 0.6),
        ("三分之二以上", None, None, 0.6),
    ],
)
def test_texts(printed, number, unit, confidence) -> None:
    value = parse_value(printed)
    assert (value.kind, value.number, value.unit, value.confidence) == ("text", number, unit, confidence)


@pytest.mark.parametrize(
    ("printed", "operator"), [("良好及以上", "≥"), ("优秀/良好", None), ("优秀、良好、中等、较差", None)]
)
def test_grades(printed, operator) -> None:
    value = parse_value(printed)
    assert (value.kind, value.operator, value.confidence) == ("grade", operator, 1.0)


def test_a_value_that_stands_alone_is_told_from_one_among_words() -> None:
    values = shipped_grammar()
    assert [values.alone(text).kind for text in ("≥90%", "6航次", "满意度≥90%", "3份报告", "零事故", None)] == [
        "quantity", "quantity", "text", "text", "text", "missing",
    ]  # fmt: skip
    assert values.alone("满意度≥90%").raw == "满意度≥90%"


LEADS = st.sampled_from(
    ["", "完成", "共计", "全年", "新建", "覆盖全区", "较上年增长", "不少于", "控制在", "人均", "力争达到", "≥"]
)
UNITS = st.sampled_from(
    ["个泊位", "份材料", "万车公里", "人次", "%", "元/标准课时", "标立方", "场培训", "名志愿者", "套设备", "岗"]
)
TRAILS = st.sampled_from(["", "以上", "以内", "左右", "以上，", "（含）", "。"])


CONTRADICTIONS = {("不少于", "以内"), ("≥", "以内"), ("控制在", "以上"), ("控制在", "以上，")}


@given(LEADS, st.integers(1, 99_999), UNITS, TRAILS)
@settings(max_examples=400, derandomize=True)
def test_no_number_is_lost(lead: str, number: int, unit: str, trail: str) -> None:
    value = parse_value(f"{lead}{number}{unit}{trail}")
    assert value.number == str(number) or (value.number is None and (lead, trail) in CONTRADICTIONS)
    own = (value.unit or "").partition("/")[0] if lead == "人均" else value.unit or ""
    assert value.kind == "text" or (own and unit.removeprefix("个").startswith(own))
