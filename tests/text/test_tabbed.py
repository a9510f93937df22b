"""Delimited text: rows, columns, headings, quoted and broken cells, drawn tables."""

from __future__ import annotations

from extractor.model.table import Origin, Table, TextLine
from tests.text.grids import blocks_of, shown, tables

FORM = """
示范中心 2026 年度绩效目标汇总表

财政项目支出绩效目标申报表\t\t\t\t
(2026 年度)\t\t\t\t
项目名称\t阅览室设备更新\t项目性质\t一次性项目\t
项目资金 (元)\t项目资金总额:\t\t年度资金申请总额:\t955,500.00
\t一级指标\t二级指标\t三级指标\t指标值
绩效 指标\t产出指标\t经济成本 指标\t设备完成数\t≥3.00(台)
满意度指标\t服务对象满意度指标\t读者满意度\t\t
时效指标\t\t\t\t

财政项目支出绩效目标申报表\t\t
项目名称\t讲座\t
"""


def test_tabs_are_columns_and_blank_lines_end_tables() -> None:
    assert shown(blocks_of(FORM)) == [
        "示范中心2026年度绩效目标汇总表",
        "财政项目支出绩效目标申报表",
        "(2026年度)",
        [
            {0: "项目名称", 1: "阅览室设备更新", 2: "项目性质", 3: "一次性项目"},
            {0: "项目资金(元)", 1: "项目资金总额:", 3: "年度资金申请总额:", 4: "955,500.00"},
            {1: "一级指标", 2: "二级指标", 3: "三级指标", 4: "指标值"},
            {0: "绩效指标", 1: "产出指标", 2: "经济成本指标", 3: "设备完成数", 4: "≥3.00(台)"},
            {0: "满意度指标", 1: "服务对象满意度指标", 2: "读者满意度"},
            {0: "时效指标"},
        ],
        "财政项目支出绩效目标申报表",
        [{0: "项目名称", 1: "讲座"}],
    ]


def test_provenance_and_raw_lines_are_kept() -> None:
    table = tables(blocks_of(FORM))[0]
    assert (table.origin, table.rows, table.columns, table.page) == (Origin.TABBED, 6, 5, 1)
    cell = next(cell for cell in table.cells if cell.text == "经济成本指标")
    assert (cell.row, cell.column, cell.line, cell.lines, cell.page) == (3, 2, 9, ("经济成本 指标",), 1)


def test_titles_between_rows_stay_rows_and_a_note_below_is_text() -> None:
    text = "项目名称\ta\n财政项目支出绩效目标申报表\t\n项目名称\tb\n注:单位为元"
    assert shown(blocks_of(text)) == [
        [{0: "项目名称", 1: "a"}, {0: "财政项目支出绩效目标申报表"}, {0: "项目名称", 1: "b"}],
        "注:单位为元",
    ]


def test_prose_between_tables_is_text() -> None:
    text = "a\tb\nc\td\n二、年度预算安排如下。\ne\tf"
    assert shown(blocks_of(text)) == [
        [{0: "a", 1: "b"}, {0: "c", 1: "d"}],
        "二、年度预算安排如下。",
        [{0: "e", 1: "f"}],
    ]


def test_indented_prose_is_no_table() -> None:
    assert shown(blocks_of("\t本项目于年初启动。\n\t本年度完成。\t\n")) == ["本项目于年初启动。", "本年度完成。"]


def test_a_double_spaced_table_is_one_table() -> None:
    text = "\n\n".join(["a\tb"] * 5)
    assert shown(blocks_of(text)) == [[{0: "a", 1: "b"}] * 5]


def test_a_new_page_ends_a_table() -> None:
    assert [(table.rows, table.page) for table in tables(blocks_of("a\tb\n\fc\td\n"))] == [(1, 1), (1, 2)]


def test_quoted_cells_hold_line_breaks_tabs_and_quotes() -> None:
    text = '年度目标\t"完成更新,\n\n保障""开放"""\t1\n"绩效\n指标"\t"a\tb"\t2\n'
    (table,) = tables(blocks_of(text))
    assert shown([table]) == [
        [{0: "年度目标", 1: '完成更新,保障"开放"', 2: "1"}, {0: "绩效指标", 1: "a b", 2: "2"}],
    ]
    assert [(cell.text, cell.line) for cell in table.cells if cell.column == 2] == [("1", 3), ("2", 5)]
    assert table.cells[1].lines == ("完成更新,", '保障"开放"')


def test_quotes_that_quote_nothing_are_characters() -> None:
    text = '"智慧"阅览\t1\n"未完\t2\n完"\n'
    assert shown(blocks_of(text)) == [[{0: '"智慧"阅览', 1: "1"}, {0: '"未完', 1: "2"}], '完"']


def test_rows_broken_inside_a_cell_are_joined_where_the_tabs_add_up() -> None:
    rows = ["a\tb\tc\td"] * 8
    text = "\n".join([*rows, "年度\t第一行", "第二行", "第三行\tx\ty", *rows])
    grid = shown(blocks_of(text))[0]
    assert grid[8] == {0: "年度", 1: "第一行第二行第三行", 2: "x", 3: "y"}
    assert len(grid) == 17


def test_short_rows_are_not_joined_where_rows_differ_anyway() -> None:
    text = "a\tb\tc\na\tb\tc\na\tb\nc\td\na\tb\tc"
    assert len(shown(blocks_of(text))[0]) == 5


def test_comma_separated_values() -> None:
    text = '项目名称,阅览室\n年度目标,"更新设备,开放\n阅览室"\n金额,"955,500.00"\n'
    assert shown(blocks_of(text, delimiter=",")) == [
        [{0: "项目名称", 1: "阅览室"}, {0: "年度目标", 1: "更新设备,开放阅览室"}, {0: "金额", 1: "955,500.00"}]
    ]


def test_markdown_tables() -> None:
    text = "说明\n| 三级指标 | 指标值 |\n|---|:--:|\n| 完成数 | ≥3 |\n| 备注<br>说明 | a\\|b |\n"
    assert shown(blocks_of(text)) == [
        "说明",
        [{0: "三级指标", 1: "指标值"}, {0: "完成数", 1: "≥3"}, {0: "备注说明", 1: "a|b"}],
    ]


def test_grids_of_characters_join_the_lines_of_a_row() -> None:
    text = (
        "+----+----+\n| 指标 | 值 |\n+----+----+\n| 完成 | ≥3 |\n| 数 | |\n+----+----+\n| 合格率 | 1 |\n+----+----+\n"
    )
    assert shown(blocks_of(text)) == [[{0: "指标", 1: "值"}, {0: "完成数", 1: "≥3"}, {0: "合格率", 1: "1"}]]


def test_box_drawing() -> None:
    text = "┌──────┬────┐\n│ 指标 │ 值 │\n├──────┼────┤\n│ 完成 │ ≥3 │\n└──────┴────┘\n"
    assert shown(blocks_of(text)) == [[{0: "指标", 1: "值"}, {0: "完成", 1: "≥3"}]]


def test_lines_of_nothing_but_tabs_are_blank() -> None:
    assert blocks_of("\t\t\t\n\t\n") == []
    assert blocks_of("\t" * 100_000) == []


def test_a_row_of_many_tabs_costs_only_its_cells() -> None:
    (table,) = tables(blocks_of("a" + "\t" * 50_000 + "b"))
    assert isinstance(table, Table)
    assert [(cell.column, cell.text) for cell in table.cells] == [(0, "a"), (50_000, "b")]


def test_text_lines_know_their_line() -> None:
    assert blocks_of("\n\n一、概况\n") == [TextLine("一、概况", page=1, line=3)]
