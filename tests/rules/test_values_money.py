"""Money in exact yuan."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.values import find_money_unit, parse_money


@pytest.mark.parametrize(
    ("printed", "unit", "amount"),
    [
        ("955,500.00", "元", "955500.00"),
        ("95.55", "万元", "955500.00"),
        ("955500", "元", "955500.00"),
        ("955500.0", "元", "955500.00"),
        ("7,679,600.00", "元", "7679600.00"),
        ("0.00", "元", "0.00"),
        ("0", "万元", "0.00"),
        ("-0.00", "元", "0.00"),
        ("1,000", "万元", "10000000.00"),
        ("1.2", "亿元", "120000000.00"),
        ("0.123456", "万元", "1234.56"),
        ("0.12345678", "万元", "1234.5678"),
        ("0.005", "元", "0.005"),
        ("-1,234.00", "元", "-1234.00"),
        ("－1,234.00", "元", "-1234.00"),
        ("(1,234.00)", "元", "-1234.00"),
        ("（1,234.00）", "元", "-1234.00"),
        ("１，２３４．５０", "元", "1234.50"),
        ("￥955,500.00", "元", "955500.00"),
        ("¥ 955,500.00", "元", "955500.00"),
        ("955,500.00①", "元", "955500.00"),
        ("95.55万元", "元", "955500.00"),  # a unit in the cell wins
        ("1,234.00元", "万元", "1234.00"),
        ("1,234.00(元)", "万元", "1234.00"),
        ("1.2亿元", "万元", "120000000.00"),
        ("500万", "元", "5000000.00"),
        ("3千元", "元", "3000.00"),
        ("100元", None, "100.00"),
        ("955,500.00 元", "元", "955500.00"),
        ("7,679, 600.00", "元", "7679600.00"),  # broken by a wrap, held together by its separators
        ("7,679,6 00.00", "元", "7679600.00"),
    ],
)
def test_amounts(printed: str, unit: Literal["元", "万元", "亿元"] | None, amount: str) -> None:
    assert parse_money(printed, unit) == amount


@pytest.mark.parametrize(
    "printed",
    [None, "", " ", "-", "—", "——", "/", "无", "abc", "955.500.00", "955,500,00", "12,34", "95,55", "1.234,56", "1,2345", "100元/人", "1e5",
     "约100", "100 200", "3 000", "12 1,000.00", "100.00 1,000.00", "7,679,600.00 0", "955,500.0O", "80%", "(100", "①100", "1" * 80],
)  # fmt: skip
def test_no_amount(printed: str | None) -> None:
    assert parse_money(printed, "元") is None


def test_without_any_unit_there_is_no_amount() -> None:
    assert parse_money("955,500.00", None) is None


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12),
    st.sampled_from(["元", "万元", "亿元"]),
)
@settings(max_examples=200, derandomize=True)
def test_exact_with_and_without_separators(number: Decimal, unit: Literal["元", "万元", "亿元"]) -> None:
    expected = number * {"元": 1, "万元": 10**4, "亿元": 10**8}[unit]
    for printed in (f"{number:f}", f"{number:,f}", f"{number:,f}{unit}"):
        amount = parse_money(printed, unit)
        assert amount is not None
        assert Decimal(amount) == expected
        assert len(amount.partition(".")[2]) >= 2


@given(st.text(alphabet="0123456789.,-()（）元万亿¥ ①", max_size=20))
@settings(max_examples=300, derandomize=True)
def test_total(printed: str) -> None:
    amount = parse_money(printed, "万元")
    assert amount is None or Decimal(amount).is_finite()


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("项目资金(元)", "元"),
        ("项目资金 (元)", "元"),
        ("项目资金（万元）", "万元"),
        ("金额单位：万元", "万元"),
        ("金额单位:元", "元"),
        ("（单位：人民币万元）", "万元"),
        ("（人民币：万元）", "万元"),
        ("年度资金总额（单位：亿元）", "亿元"),
        ("【万元】", "万元"),
        ("万元", "万元"),
        ("单位成本（元）", "元"),
        ("资金(元) 单位:元", "元"),
        ("资金总额", None),
        ("实施单位", None),
        ("单位成本(元/人)", None),
        ("单位：元/人", None),
        ("项目资金(元)(万元)", None),
        ("", None),
        (None, None),
    ],
)
def test_declared_unit(label: str | None, unit: str | None) -> None:
    assert find_money_unit(label) == unit
