"""What holds for any text: nothing is lost, cells do not overlap, and hostile input ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.layout.aligned.text import layout_text
from extractor.model.page import RawLine
from extractor.model.table import Block, TextLine
from extractor.readers.text import split_lines
from rules.ruleset.load import load_rules
from tests.text.grids import blocks_of, characters, characters_of, tables

WORDS = [
    "项目名称", "一级指标", "二级指标", "三级指标", "年度(/项目)指标值", "产出指标", "数量指标", "质量指", "标", "质量",
    "满意度指标", "服务对象满", "意度指标", "项目资金", "(元)", "总额:", "其中:", "财政", "资金", "绩效指标", "项目绩效",
    "目标", "≥90.00(%)", "健全", "设备维护完成率", "(2026 年度)", "财政项目支出绩效目标申报表", "2026", "。", "(", ")",
    "与总馆信息系统、街道图书室信息系统", "1,234.00", "Page 1", "abc def", "第 1 页",
]  # fmt: skip
SPACES = [" ", "  ", "   ", "          ", "\u3000", "\n", "\n", "\n\n", "\f"]

plain_text = st.lists(st.sampled_from(WORDS + SPACES), max_size=60).map("".join)
tabbed_text = st.lists(
    st.sampled_from([*WORDS, *SPACES, "\t", "\t", "\t\t", '"', '\t"', '"\t', '"\n']), max_size=60
).map("".join)
any_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]) | st.sampled_from(" \n\t"), max_size=80
)


def assert_sound(blocks: list[Block], lines: list[RawLine]) -> None:
    source = {(line.number, line.page): line.text for line in lines}
    for block in blocks:
        if isinstance(block, TextLine):
            assert characters(block.text) == characters(source[block.line or 0, block.page])
            continue
        places = [(cell.row, cell.column) for cell in block.cells]
        assert places == sorted(set(places))
        assert all(row < block.rows and column < block.columns for row, column in places)
        for cell in block.cells:
            first = cell.lines[0].strip(" \u3000")
            assert first.replace('"', "") in source[cell.line or 0, cell.page].replace('"', "")


@settings(max_examples=250, derandomize=True)
@given(plain_text)
def test_nothing_is_lost_without_delimiters(text: str) -> None:
    lines = list(split_lines(text))
    blocks = layout_text(lines, load_rules().labels)
    assert characters_of(blocks) == characters(text)
    assert_sound(blocks, lines)


@settings(max_examples=250, derandomize=True)
@given(tabbed_text)
def test_nothing_but_quotes_is_lost_with_tabs(text: str) -> None:
    lines = list(split_lines(text))
    blocks = layout_text(lines, load_rules().labels)
    found, expected = characters_of(blocks), characters(text)
    assert found.pop('"', 0) <= expected.pop('"', 0)
    assert found == expected
    assert_sound(blocks, lines)


@settings(max_examples=250, derandomize=True)
@given(any_text)
def test_any_text_is_laid_out(text: str) -> None:
    frame = "|+-─│┌┐└┘├┤┬┴┼"
    found, expected = characters_of(blocks_of(text)), characters(text)
    for char in f'"{frame}':
        found.pop(char, 0)
        expected.pop(char, 0)
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "项" * 100_000,
        "项 " * 50_000,
        "项目  " * 25_000,
        "x\t" * 50_000,
        'a\t"b' * 20_000,
        'a\t"b\tc\n' * 10_000,
        "abc\n" * 50_000,
        "项目名称   设备  12\n" * 5_000,
        "与总馆信息系统与总馆   与总馆信息系统与总馆\n" * 3_000,
        "一级指标  二级指标  三级指标  指标值\n产出指标  数量指标  设备  1\n" * 1_500,
        "项目  服务  社会  绩效\n" * 3_000,
        "项目名称  (((((((\n" * 3_000,
        ("a  b" * 300 + "\n") * 20,
        "项目名称  a\n\f" * 3_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_read_in_full(text: str) -> None:
    found, expected = characters_of(blocks_of(text)), characters(text)
    found.pop('"', 0)
    expected.pop('"', 0)
    assert found == expected


def test_too_many_aligned_lines_are_rows_as_they_stand() -> None:
    (table,) = tables(blocks_of("项目名称   设备更新   实施单位   图书馆\n" * 4_001))
    assert (table.rows, table.columns) == (4_001, 4)
