"""Columns stand below each other, whatever a cell holds."""

from __future__ import annotations

import pytest

from extractor.model.text import display_width
from extractor.model.text_table import cut, text_table


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("a.pdf", 5), ("绩效.pdf", 8), ("é", 1), ("e\u0301", 1), ("（1）", 5)]
)
def test_chinese_characters_count_as_two(text, width):
    assert display_width(text) == width


def test_numbers_stand_to_the_right_and_text_to_the_left():
    rows = [("绩效目标.pdf", "ok", 10), ("b", None, 0)]
    assert text_table(("document", "status", "forms"), rows, right=(2,), indent=" ").splitlines() == [
        " document      status  forms",
        " 绩效目标.pdf  ok         10",
        " b                         0",
    ]
    assert text_table(("a",), []) == ""


def test_the_widest_columns_are_folded_and_nothing_of_them_is_lost():
    rows = [("目" * 15 + "x", "said in some words", "1")]
    assert text_table(("document", "what", "n"), rows, width=37).splitlines() == [
        "document          what              n",
        "目目目目目目目目  said in some      1",
        "目目目目目目目x   words",
    ]


def test_a_narrow_terminal_leaves_a_column_twelve_columns():
    assert text_table(("a", "b"), [("a" * 25, "ok")], width=5).splitlines()[1:] == ["a" * 12 + "  ok", "a" * 12, "a"]


def test_a_cell_is_cut_with_a_sign_at_its_limit():
    assert (cut("甲乙丙丁", 5), cut("甲乙丙丁", 8), cut("甲\n乙", 9), cut("甲乙", 3)) == (
        "甲乙…",
        "甲乙丙丁",
        "甲 乙",
        "甲…",
    )
    assert text_table(("head",), [("甲乙丙",)], limit=5) == "head\n甲乙…\n"


def test_pieces_are_painted_after_they_are_padded():
    painted = text_table(
        ("a", "b"), [("x", "y")], paint=lambda place, text, shown: f"<{shown}>" if text == "x" else shown
    )
    assert painted == "a  b\n<x>  y\n"
