"""Dates and periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.values import parse_date, parse_date_range


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2026-01-01", "2026-01-01", "2026-01-01"),
        ("2026/1/1", "2026-01-01", "2026-01-01"),
        ("2026.1.1", "2026-01-01", "2026-01-01"),
        ("2026-01-12", "2026-01-12", "2026-01-12"),
        ("2026年1月1日", "2026-01-01", "2026-01-01"),
        ("2026 年 1 月 1 日", "2026-01-01", "2026-01-01"),
        ("2026年1月31号", "2026-01-31", "2026-01-31"),
        ("20260101", "2026-01-01", "2026-01-01"),
        ("２０２６年１月１日", "2026-01-01", "2026-01-01"),
        ("二〇二六年一月一日", "2026-01-01", "2026-01-01"),
        ("二○二六年十二月三十一日", "2026-12-31", "2026-12-31"),
        ("2026-01-01 00:00:00", "2026-01-01", "2026-01-01"),
        ("2026-01-01T08:30", "2026-01-01", "2026-01-01"),
        ("2026年12月31日前", "2026-12-31", "2026-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2026年1月", "2026-01-01", "2026-01-31"),
        ("2026年2月", "2026-02-01", "2026-02-28"),
        ("2024.02", "2024-02-01", "2024-02-29"),
        ("2026-1", "2026-01-01", "2026-01-31"),
        ("202612", "2026-12-01", "2026-12-31"),
        ("2026年12月底", "2026-12-01", "2026-12-31"),
        ("2026年", "2026-01-01", "2026-12-31"),
        ("2026年度", "2026-01-01", "2026-12-31"),
        ("（2026年1月）", "2026-01-01", "2026-01-31"),
    ],
)
def test_date(printed: str, first: str, last: str) -> None:
    assert (parse_date(printed), parse_date(printed, side="end")) == (first, last)


@pytest.mark.parametrize(
    "printed",
    ["", " ", "abc", "2026-02-30", "2023-02-29", "2026年13月", "2026年6月31日", "2026-00-01", "1月1日", "12月", "26-01-01", "1899-01-01",
     "2026-01-01至2026-12-31", "2026年1月1日起三年", "100", "2026年1月1", "1" * 1000],
)  # fmt: skip
def test_no_date(printed: str) -> None:
    assert parse_date(printed) is None
    assert parse_date(printed, side="end") is None


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("202001-202012", "2020-01-01", "2020-12-31"),
        ("20260101-20261231", "2026-01-01", "2026-12-31"),
        ("2026年1月-12月", "2026-01-01", "2026-12-31"),
        ("2026年1-12月", "2026-01-01", "2026-12-31"),
        ("2026年1月 - 2026年12月", "2026-01-01", "2026-12-31"),
        ("2023.07-2024.01", "2023-07-01", "2024-01-31"),
        ("2026.1-12", "2026-01-01", "2026-12-31"),
        ("2026.1.1-12.31", "2026-01-01", "2026-12-31"),
        ("2026.01.01-2026.12.31", "2026-01-01", "2026-12-31"),
        ("2026-01-01-2026-12-31", "2026-01-01", "2026-12-31"),
        ("2026-01-01至2026-12-31", "2026-01-01", "2026-12-31"),
        ("2026/1/1—2026/12/31", "2026-01-01", "2026-12-31"),
        ("2026-01——2026-12", "2026-01-01", "2026-12-31"),
        ("2023-07-2024-01", "2023-07-01", "2024-01-31"),
        ("2026年1月1日至2026年12月31日", "2026-01-01", "2026-12-31"),
        ("2026年1月1日～12月31日", "2026-01-01", "2026-12-31"),
        ("2026年1月1日-31日", "2026-01-01", "2026-01-31"),
        ("自2026年1月1日起至2026年12月31日止", "2026-01-01", "2026-12-31"),
        ("2020年全年", "2020-01-01", "2020-12-31"),
        ("2026年上半年", "2026-01-01", "2026-06-30"),
        ("2026年第一季度", "2026-01-01", "2026-03-31"),
        ("2026年四季度", "2026-10-01", "2026-12-31"),
        ("2026年", "2026-01-01", "2026-12-31"),
        ("2024-2026年", "2024-01-01", "2026-12-31"),
        ("(2024 年-2026 年)", "2024-01-01", "2026-12-31"),
        ("2024年至2026年", "2024-01-01", "2026-12-31"),
        ("2026-2028", "2026-01-01", "2028-12-31"),
        ("2026年2月", "2026-02-01", "2026-02-28"),
    ],
)
def test_range(printed: str, first: str, last: str) -> None:
    assert parse_date_range(printed) == (first, last)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "2026-01-01",
        "2026-01-12",
        "2026年1月1日",
        "2026年12月-1月",
        "2026-12至2026-01",
        "2026-02-30至2026-03-01",
        "2026年1月至今",
        "一年",
        "1-12月",
        "80-90",
        "长期",
    ],
)
def test_no_range(printed: str) -> None:
    assert parse_date_range(printed) is None


def test_a_range_without_a_year_takes_the_one_given() -> None:
    assert parse_date_range("1-12月", year=2026) == ("2026-01-01", "2026-12-31")
    assert parse_date_range("1月15日-2月底", year=2024) == ("2024-01-15", "2024-02-29")
    assert parse_date_range("2月29日-3月1日", year=2023) is None
    assert parse_date_range("2025年1-12月", year=2026) == ("2025-01-01", "2025-12-31")


DAYS = st.dates(date(1949, 1, 1), date(2100, 12, 31))
FORMATS = ["{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日"]


@given(DAYS, st.sampled_from(FORMATS))
@settings(max_examples=150, derandomize=True)
def test_every_day_of_the_calendar_reads_back(day: date, spelling: str) -> None:
    assert parse_date(spelling.format(day)) == day.isoformat()


@given(
    DAYS.filter(lambda day: day < date(2100, 1, 1)),
    st.integers(1, 360),
    st.sampled_from(FORMATS),
    st.sampled_from(["-", "至", "~", "—", "——"]),
)
@settings(max_examples=150, derandomize=True)
def test_every_range_reads_back(start: date, length: int, spelling: str, joint: str) -> None:
    end = start + timedelta(days=length)
    assert parse_date_range(f"{spelling.format(start)}{joint}{spelling.format(end)}") == (
        start.isoformat(),
        end.isoformat(),
    )


@given(st.text(alphabet="0123456789年月日号至到-—~./ 第一二三四季度上下半全底末前自起止", max_size=24))
@settings(max_examples=400, derandomize=True)
def test_total_and_always_in_the_calendar(text: str) -> None:
    for found in (parse_date(text), parse_date(text, side="end"), *(parse_date_range(text) or ())):
        assert found is None or date.fromisoformat(found).isoformat() == found
