"""How the parts and lines of one text are joined."""

from __future__ import annotations

import pytest

from extractor.model.text import collapse_spaces, hangs_on_room, join_lines, join_texts


@pytest.mark.parametrize(
    ("printed", "collapsed"),
    [
        ("2026 年", "2026年"),
        ("采购 Windows Server 2022", "采购Windows Server 2022"),
        ("项目 ( 一 )", "项目(一)"),
        ("≥ 90 %", "≥90%"),
        ("Total (net) = 10 % & more", "Total (net) = 10 % & more"),
        ("Research  &\u00a0 Development ( R & D )", "Research & Development ( R & D )"),
        ("· Unstable scores", "· Unstable scores"),
        ("Año (2º)", "Año (2º)"),
        ("1269 (19.9%)", "1269 (19.9%)"),
        ("2006 (*)", "2006 (*)"),
        ("90.00 (%)", "90.00(%)"),
        ("共 100 (50) 个", "共100(50)个"),
        ("", ""),
    ],
)
def test_blanks_stay_in_latin_text_only(printed: str, collapsed: str) -> None:
    assert collapse_spaces(printed) == collapsed


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Growth in %", "(real terms)"), "Growth in % (real terms)"),
        (("Research &", "Development"), "Research & Development"),
        (("food outlets 1996/7", "(000)*"), "food outlets 1996/7 (000)*"),
        (("per capita GNP ($000)", "1995"), "per capita GNP ($000) 1995"),
        (("1269", "(19.9%)"), "1269 (19.9%)"),
        (("90.00", "(%)"), "90.00(%)"),
        (("well-", "known"), "well-known"),
        (("income/", "expenditure"), "income/expenditure"),
        (("value (", "net", ")"), "value (net)"),
        (("项目支", "出(万元)"), "项目支出(万元)"),
        (("1,234,5", "67.00"), "1,234,567.00"),
        (("2026年1", "2月"), "2026年12月"),
        (("653,278", "686,908"), "653,278\n686,908"),
        (("3.1", "4.2"), "3.1\n4.2"),
        (("50%", "60%"), "50%\n60%"),
        (("12345", "678"), "12345678"),
        (("12.5万元", "13.1万元", "9.8万元"), "12.5万元\n13.1万元\n9.8万元"),
        (("≥90%", "≥95%"), "≥90%\n≥95%"),
        (("1,200元/人", "980元/人"), "1,200元/人\n980元/人"),
        (("4.5 kg", "12 kg"), "4.5 kg\n12 kg"),
        (("2小时", "30分钟"), "2小时30分钟"),
        (("2026年", "3月"), "2026年3月"),
        (("12.5", "万元"), "12.5万元"),
        (("3万", "5千元"), "3万5千元"),
    ],
)
def test_lines_of_unknown_room(lines: tuple[str, ...], text: str) -> None:
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("lines", "full", "roomy"),
    [
        (("12345", "678"), "12345678", "12345\n678"),
        (("1,234,5", "67.00"), "1,234,567.00", "1,234,567.00"),
        (("653,278", "686,908"), "653,278\n686,908", "653,278\n686,908"),
        (("Apr-2015", "May-2015"), "Apr-2015 May-2015", "Apr-2015\nMay-2015"),
        (("010-12345678", "13800000000"), "010-1234567813800000000", "010-12345678\n13800000000"),
        (("项目1", "2项"), "项目12项", "项目1 2项"),
    ],
)
def test_what_hangs_on_the_room_that_a_line_leaves(lines: tuple[str, ...], full: str, roomy: str) -> None:
    assert hangs_on_room(lines)
    assert join_lines(lines, lambda _: True) == full
    assert join_lines(lines, lambda _: False) == roomy


@pytest.mark.parametrize("lines", [("项目支", "出"), ("Apr", "May"), ("一、", "2个"), ("98%以上", "12个")])
def test_what_does_not(lines: tuple[str, ...]) -> None:
    assert not hangs_on_room(lines)


@pytest.mark.parametrize(
    ("upper", "lower", "text"),
    [
        ("2026-01-01\n2026-06-30", "2026-12-31", "2026-01-01\n2026-06-30\n2026-12-31"),
        ("2026-01-01", "2026-06-30\n2026-12-31", "2026-01-01\n2026-06-30\n2026-12-31"),
        ("653,278", "686,908", "653,278\n686,908"),
        ("1,234,5", "67", "1,234,567"),
        ("建设周期12 15", "个月", "建设周期12 15个月"),
        ("quality of", "service", "quality of service"),
        ("", "2026-01-01\n2026-06-30", "2026-01-01\n2026-06-30"),
        ("可持续影", "", "可持续影"),
    ],
)
def test_joined_texts_keep_the_line_breaks_that_they_have(upper: str, lower: str, text: str) -> None:
    assert join_texts(upper, lower) == text
