"""Values whose operator, number and unit stand in columns of their own."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.form import Value
from rules.values import parse, shipped_grammar

parse_split = shipped_grammar().parse_split

# operator, number, unit -> raw, kind, operator, code, number, unit, canonical number, canonical unit
ROWS = [
    (("≥", "90", "%"), "≥90%", "quantity", "≥", 1, "90", "%", "90", "%"),
    (("≧", "90", "%"), "≧90%", "quantity", "≥", 1, "90", "%", "90", "%"),
    (("═", "1", "辆"), "═1辆", "quantity", "=", 3, "1", "辆", "1", "辆"),
    (("〉", "5", "次"), "〉5次", "quantity", ">", 2, "5", "次", "5", "次"),
    (("＜", "3", "起"), "＜3起", "quantity", "<", 4, "3", "起", "3", "起"),
    (("大于等于", "3", "次/年"), "大于等于3次/年", "frequency", "≥", 1, "3", "次/年", "3", "次/年"),
    (("≤", "2", "个工作日内"), "≤2个工作日内", "duration", "≤", 5, "2", "工作日", "2", "工作日"),
    ((None, "2", "个工作日内"), "2个工作日内", "duration", "≤", 5, "2", "工作日", "2", "工作日"),
    ((None, "≥90%", None), "≥90%", "quantity", "≥", 1, "90", "%", "90", "%"),
    (("≥", "≥90%", "%"), "≥90%", "quantity", "≥", 1, "90", "%", "90", "%"),
    (("≥", "95%以上", "%"), "≥95%以上", "quantity", "≥", 1, "95", "%", "95", "%"),
    (("=", "30万", "张"), "=30万张", "quantity", "=", 3, "30", "万张", "300000", "张"),
    (
        ("≤", "1,234.50", "万元/公里"),
        "≤1,234.50万元/公里",
        "quantity",
        "≤",
        5,
        "1234.50",
        "万元/公里",
        "12345000",
        "元/公里",
    ),
    (("≥", "90.00", "（%）"), "≥90.00（%）", "quantity", "≥", 1, "90.00", "%", "90", "%"),
    (("=", "2023.07", "元"), "=2023.07元", "quantity", "=", 3, "2023.07", "元", "2023.07", "元"),
    (("=", "2023.07", None), "=2023.07", "quantity", "=", 3, "2023.07", None, "2023.07", None),
    (("=", "12", "月"), "=12月", "duration", "=", 3, "12", "月", "12", "月"),
    (("定量", "95", "%"), "95%", "quantity", None, None, "95", "%", "95", "%"),
    (("定性", "100", "%"), "100%", "quantity", None, 6, "100", "%", "100", "%"),
    (("≥", "30", "宗地"), "≥30宗地", "quantity", "≥", 1, "30", "宗地", "30", "宗地"),
    (("≥", "90", "/"), "≥90", "quantity", "≥", 1, "90", None, "90", None),
]

# operator, number, unit -> raw, kind, operator, code, unit
OTHERS = [
    (("定性", "优良中低差", ""), "优良中低差", "grade", None, 6, None),
    (("定性", "有效", "/"), "有效", "text", None, 6, None),
    (("=", "及时", None), "=及时", "text", "=", 3, None),
    (("", "三级", ""), "三级", "grade", None, 6, None),
    (("=", "-", "%"), "=-%", "placeholder", "=", 3, "%"),
    (("≥", "**", "人"), "≥**人", "placeholder", "≥", 1, "人"),
    (("≥", "", "%"), None, "missing", "≥", 1, "%"),
    (("", "", "%"), None, "missing", None, None, "%"),
    ((None, None, None), None, "missing", None, None, None),
    (("-", " ", "—"), None, "missing", None, None, None),
    (("=", "2026年12月底前", ""), "=2026年12月底前", "deadline", "≤", 5, None),
    (("", "2026年1月-12月", "/"), "2026年1月-12月", "period", None, None, None),
]


@pytest.mark.parametrize(("columns", "raw", "kind", "operator", "code", "number", "unit", "plain", "name"), ROWS)
def test_numbers(
    columns: tuple[str, str, str],
    raw: str,
    kind: str,
    operator: str,
    code: int,
    number: str,
    unit: str,
    plain: str,
    name: str,
) -> None:
    value = parse_split(*columns)
    assert (value.raw, value.kind, value.operator, value.operator_code) == (raw, kind, operator, code)
    assert (value.number, value.unit) == (number, unit)
    assert value.canonical is not None
    assert (value.canonical.number, value.canonical.unit) == (plain, name)


@pytest.mark.parametrize(("columns", "raw", "kind", "operator", "code", "unit"), OTHERS)
def test_what_is_no_number(
    columns: tuple[str, str, str], raw: str | None, kind: str, operator: str | None, code: int | None, unit: str | None
) -> None:
    value = parse_split(*columns)
    assert (value.raw, value.kind, value.operator, value.operator_code, value.unit) == (raw, kind, operator, code, unit)
    assert value.number is None


def test_a_range_in_the_value_column() -> None:
    value = parse_split("", "80-90", "分")
    assert (value.kind, value.low, value.high, value.unit, value.number) == ("range", "80", "90", "分", None)


@pytest.mark.parametrize(
    ("columns", "direction", "expected"),
    [
        (("=", "5", "%"), "反向指标", "down"),
        (("=", "5", "%"), "正向指标", "up"),
        (("≤", "5", "%"), "正向", "up"),
        (("≤", "5", "%"), None, "down"),
        (("≤", "5", "%"), "不明", "down"),
        (("正向指标", "5", "%"), None, "up"),
        (("", "有效", ""), "正向指标", "up"),
        (("≥", "80-90", "%"), "区间指标", "none"),
    ],
)
def test_a_declared_direction_outweighs_the_operator(
    columns: tuple[str, str, str], direction: str | None, expected: str
) -> None:
    assert parse_split(*columns, direction).direction == expected


@pytest.mark.parametrize(
    ("columns", "operator", "number", "unit", "confidence"),
    [
        (("≥", "90%", "‰"), "≥", "90", "%", 0.6),  # two units: the one beside the number
        (("=", "90%以上", "%"), "≥", "90", "%", 0.6),  # the word outweighs an equals sign
        (("≥", "≤5", "%"), "≥", "5", "%", 0.6),  # two operators: the column's
    ],
)
def test_columns_that_contradict_each_other_lower_the_confidence(
    columns: tuple[str, str, str], operator: str, number: str, unit: str, confidence: float
) -> None:
    value = parse_split(*columns)
    assert (value.operator, value.number, value.unit, value.confidence) == (operator, number, unit, confidence)


@given(
    st.sampled_from(["≥", ">", "=", "<", "≤"]),
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False).map(str),
    st.sampled_from(
        [
            "%",
            "‰",
            "万张",
            "元",
            "万元",
            "元/千瓦时",
            "元/人·月",
            "个",
            "人次",
            "天",
            "工作日",
            "次/年",
            "亿元",
            "台(套)",
            "㎡",
        ]
    ),
)
@settings(max_examples=150, derandomize=True)
def test_the_same_value_in_one_cell_or_in_three(operator: str, number: str, unit: str) -> None:
    split, joined = parse_split(operator, number, unit), parse(f"{operator}{number}({unit})")
    assert msgspec.structs.replace(split, raw=None) == msgspec.structs.replace(joined, raw=None)


@given(
    *[
        st.one_of(
            st.none(), st.text(max_size=12), st.sampled_from(["≥", "定性", "90", "%", "优", "-", "12月", "个工作日内"])
        )
    ]
    * 4
)
@settings(max_examples=300, derandomize=True)
def test_total(operator: str | None, number: str | None, unit: str | None, direction: str | None) -> None:
    assert isinstance(parse_split(operator, number, unit, direction), Value)


def test_hostile_lengths() -> None:
    value = parse_split("(" * 100_000, "1" * 100_000, "(" * 100_000)
    assert (value.kind, value.number, value.raw) == ("text", None, "(" * 100_000 + "1" * 100_000 + "(" * 100_000)
