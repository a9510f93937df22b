"""Cells that a spreadsheet would run are written so that it cannot, and can be had back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.output.cells import guard, keep_digits, unguard


@pytest.mark.parametrize(
    "text",
    [
        "=100.00(%)",
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1+1",
        "　＝HYPERLINK(1)",
        "＝1+1",
        "＋1+1",
        "--5",
        "=-5",
        "-5人",
        "'=1",
    ],
)
def test_what_would_run_gets_an_apostrophe(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "+5",
        "-5.00",
        "-1,234.50",
        "-.5",
        "-5%",
        "+1E-7",
        "=",
        "-",
        "+",
        "@",
        "",
        "≥90.00(%)",
        "30万张",
        "a=b",
        "2026-01-01",
        " 5",
        "≤-5",
    ],
)
def test_numbers_single_signs_and_plain_text_stay(text):
    assert guard(text) == text


@given(st.text(alphabet=st.sampled_from("=+-@'\t\r\n 　＝－5.%,人aE")))
def test_guarding_loses_nothing(text):
    assert unguard(guard(text)) == text


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n 5.%人(＝"), min_size=2))
def test_no_guarded_text_begins_like_a_formula_unless_it_is_a_number(text):
    first = guard(text).lstrip(" 　")[:1]
    if first and first in "=@\t\r\n＝":
        pytest.fail(guard(text))
    if first and first in "+-":
        assert set(guard(text)) <= set("+-5.%,")
        assert len(guard(text).lstrip("+-")) >= len(text) - 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("310000210000000012345", "\t310000210000000012345"),
        ("015001", "\t015001"),
        ("0", "0"),
        ("955500.00", "955500.00"),
        ("123456789012345", "123456789012345"),
        ("51000021R000000019951", "51000021R000000019951"),
        ("00一", "00一"),
    ],
)
def test_codes_that_excel_would_round_get_a_tab(text, kept):
    assert keep_digits(text) == kept
