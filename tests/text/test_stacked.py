"""One cell a line, and prose that is none."""

from __future__ import annotations

from extractor.model.table import Origin, Table, TextLine
from tests.text.grids import blocks_of, read, shown, tables

CELLS = """\
财政项目支出绩效目标申报表
(2026 年度)
项目名称
阅览室设备更新
计划开始日
期
2026-01-01
项目资金
(元)
项目资金
总额:
100.00

一级指标
二级指标
三级指标
指标值
产出指标
数量指标
设备 完成数
≥3.00(台)
满意度指标
读者满意度
90
本表由办公室填报,数据截至年末。
"""


def test_each_line_is_a_cell_among_labels() -> None:
    title, year, table, note = blocks_of(CELLS)
    assert isinstance(title, TextLine)
    assert isinstance(year, TextLine)
    assert isinstance(note, TextLine)
    assert isinstance(table, Table)
    assert (title.text, year.text, note.text) == (
        "财政项目支出绩效目标申报表",
        "(2026年度)",
        "本表由办公室填报,数据截至年末。",
    )
    assert (table.origin, table.columns) == (Origin.TABBED, 4)
    assert [cell.text for cell in table.cells] == [
        "项目名称", "阅览室设备更新", "计划开始日期", "2026-01-01", "项目资金(元)", "项目资金总额:", "100.00",
        "一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "设备完成数", "≥3.00(台)",
        "满意度指标", "读者满意度", "90",
    ]  # fmt: skip
    assert [(cell.text, cell.line, cell.lines) for cell in table.cells[2:4]] == [
        ("计划开始日期", 5, ("计划开始日", "期")),
        ("2026-01-01", 7, ("2026-01-01",)),
    ]


def test_prose_with_a_label_or_two_is_no_form() -> None:
    text = "项目名称\n本项目名称由主管部门核定。\n绩效目标\n总体目标如下。\n"
    assert shown(blocks_of(text)) == ["项目名称", "本项目名称由主管部门核定。", "绩效目标", "总体目标如下。"]


def test_lines_with_several_cells_are_cut_around_labels_and_at_spaces() -> None:
    text = (
        "项目名称 阅览室设备更新 项目性质 一次性项目\n主管部门 示范市文化局 实施单位 示范市图书馆\n"
        "数量指标 设备完成数 ≥3.00(台)\n时效指标 到位时间 2个工作日内\n质量指标 运行情况 稳定\n"
    )
    (table,) = tables(blocks_of(text))
    assert [cell.text for cell in table.cells] == [
        "项目名称", "阅览室设备更新", "项目性质", "一次性项目", "主管部门", "示范市文化局", "实施单位", "示范市图书馆",
        "数量指标", "设备完成数", "≥3.00(台)", "时效指标", "到位时间", "2个工作日内", "质量指标", "运行情况", "稳定",
    ]  # fmt: skip


def test_raw_text_of_a_pdf_goes_on_over_pages() -> None:
    found = tables(read("writer-raw.txt"))
    assert [(table.columns, table.page) for table in found] == [(5, 2), (1, 3)]
    assert [cell.text for cell in found[1].cells] == [
        "有责投诉率", "=0.00(%)", "读者需求满足率", "=100.00(%)", "可持续影响指标", "员工上岗前培训合格率", "=100.00(%)",
        "长效管理机制健全性", "健全", "满意度指标", "服务对象满意度指标", "读者满意度", "≥90.00(%)",
    ]  # fmt: skip
