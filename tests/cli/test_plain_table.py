"""The summary's columns stand below each other, whatever a name holds."""

from __future__ import annotations

import pytest

from extractor.cli.plain_table import cells, plain_table


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("a.pdf", 5), ("绩效.pdf", 8), ("é", 1), ("e\u0301", 1), ("（1）", 5)]
)
def test_chinese_characters_count_as_two(text, width):
    assert cells(text) == width


def test_numbers_stand_to_the_right_and_text_to_the_left():
    rows = [("document", "status", "forms"), ("绩效目标.pdf", "ok", "10"), ("b", "no_forms", "0")]
    assert plain_table(rows, width=80).splitlines() == [
        "document      status    forms",
        "绩效目标.pdf  ok           10",
        "b             no_forms      0",
    ]


def test_a_long_name_is_folded_and_nothing_of_it_is_lost():
    rows = [("document", "status", "n"), ("目" * 15 + "x", "ok", "1")]
    assert plain_table(rows, width=31).splitlines() == [
        "document              status  n",
        "目目目目目目目目目目  ok      1",
        "目目目目目x",
    ]


def test_a_narrow_terminal_leaves_the_name_twenty_columns():
    assert plain_table([("a" * 41, "ok", "1")], width=5).splitlines() == ["a" * 20 + "  ok  1", "a" * 20, "a"]
