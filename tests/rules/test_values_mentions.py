"""What running text mentions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.values import Mention, parse, shipped_grammar

mentions = shipped_grammar().mentions


def brief(text: str) -> list[tuple[str, str, str | None, str | None]]:
    """Printed text, kind, operator and number (or ISO date, or ``low~high``) of each mention."""
    found = []
    for mention in mentions(text):
        value, canonical = mention.value, mention.value.canonical
        assert canonical is not None
        what = value.number or (f"{value.low}~{value.high}" if value.low else canonical.date or canonical.start)
        found.append((text[mention.start : mention.end], value.kind, value.operator, what))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目计划制发敬老卡30万张", [("30万张", "quantity", None, "30")]),
        (
            "计划制发居住证不少于 70 万张, 合格率达到98%以上。",
            [("不少于 70 万张", "quantity", "≥", "70"), ("98%以上", "quantity", "≥", "98")],
        ),
        ("市民满意度到90%及以上", [("90%及以上", "quantity", "≥", "90")]),
        ("故障2个工作日内响应", [("2个工作日内", "duration", "≤", "2")]),
        ("2026年计划购置1辆纯电公务用车", [("2026年", "period", None, "2026"), ("1辆", "quantity", None, "1")]),
        ("电费缴费准确率 100%,全年无差错", [("100%", "quantity", None, "100"), ("全年", "period", None, "--01")]),
        ("二期2027年12月底前竣工", [("2027年12月底前", "deadline", "≤", "2027-12")]),
        (
            "2024-2026年安排3,133,500.00元",
            [("2024-2026年", "period", None, "2024"), ("3,133,500.00元", "quantity", None, "3133500.00")],
        ),
        ("2026年1月1日至2026年12月31日", [("2026年1月1日至2026年12月31日", "period", None, "2026-01-01")]),
        (
            "每年不少于4次,响应时间≤30分钟",
            [("每年不少于4次", "frequency", "≥", "4"), ("≤30分钟", "duration", "≤", "30")],
        ),
        (
            "培训三次,约20万人,30余人参加",
            [("三次", "quantity", None, "3"), ("约20万人", "quantity", None, "20"), ("30余人", "quantity", None, "30")],
        ),
        ("准确率百分之九十五以上", [("百分之九十五以上", "quantity", "≥", "95")]),
        (
            "3-5个工作日,80%-90%,3万-5万人",
            [
                ("3-5个工作日", "range", None, "3~5"),
                ("80%-90%", "range", None, "80~90"),
                ("3万-5万人", "range", None, "3~5"),
            ],
        ),
        (
            "单价2026.5元,全长3.5km,覆盖16个区",
            [
                ("2026.5元", "quantity", None, "2026.5"),
                ("3.5km", "quantity", None, "3.5"),
                ("16个区", "quantity", None, "16"),
            ],
        ),
        ("标准为3元/人·天", [("3元/人·天", "quantity", None, "3")]),
        ("发放5000元(人均)", [("5000元", "quantity", None, "5000")]),
        ("第三季度完成招标", [("第三季度", "period", None, "--07")]),
    ],
)
def test_found(text: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "依据第3条、第五章", "一期工程、二期工程", "一次性补贴", "进一步统一次序", "两个维护、四个意识", "C30混凝土", "建设5G网络", "GB/T19001标准", "90年代建成",
        "3年级学生", "8号线", "12345热线", "沪府发〔2023〕12号", "15日前报送", "每月10日前", "十四五规划", "序号1.项目名称", "COVID-19", "一致好评", "万无一失", "近三年",
    ],
)  # fmt: skip
def test_not_a_quantity(text: str) -> None:
    assert brief(text) == []


def test_context_is_the_clause_back_to_the_mention_before() -> None:
    text = "2026 年, 项目计划制发敬老卡 30 万张、发放 30 万人, 市民满意度到 90%及以上"
    assert [(mention.context, text[mention.start : mention.end], mention.following) for mention in mentions(text)] == [
        ("", "2026 年", ""),
        ("项目计划制发敬老卡", "30 万张", "发放"),
        ("发放", "30 万人", ""),
        ("市民满意度到", "90%及以上", ""),
    ]


def test_a_mention_carries_the_value_of_its_own_text() -> None:
    text = "制发敬老卡 30 万张"
    assert mentions(text) == [Mention(6, 11, parse("30万张"), "制发敬老卡", "")]


def test_nothing_to_read() -> None:
    assert mentions(None) == []


@given(st.text(alphabet="0123456789.,%-~至年月日个张万人元第一二三十百半每季度以上内底前不低于约≥ ,。()/", max_size=40))
@settings(max_examples=400, derandomize=True)
def test_in_order_without_overlap_and_true_to_the_text(text: str) -> None:
    end = 0
    for mention in mentions(text):
        assert end <= mention.start < mention.end <= len(text)
        assert parse(text[mention.start : mention.end]).kind == mention.value.kind
        end = mention.end


@pytest.mark.parametrize(
    "hostile", ["1" * 100_000, "一" * 100_000, "3万" * 50_000, "每" * 100_000, "不超过" * 30_000, "1-" * 50_000]
)
def test_a_hostile_length_is_read_to_its_end(hostile: str) -> None:
    assert mentions(hostile + "。另制发5张")[-1].value.number == "5"


def test_a_unit_that_begins_other_words_counts_behind_a_stroke_only() -> None:
    assert [mention.value.unit for mention in mentions("新建2生态廊道,补助标准720元/生·年")] == ["元/生·年"]
