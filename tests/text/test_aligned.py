"""Columns by spaces, as ``pdftotext -layout`` prints them: rows, wrapped cells, merged labels."""

from __future__ import annotations

import pytest

from extractor.model.table import Block, Origin
from rules.ruleset.load import load_rules
from tests.text.grids import blocks_of, grid, read, shown, tables

LABELS = load_rules().labels
LONG_NAME = "受理到办结时限(10个工作日)合规率及超期未办结事项清零及时程度"
LONG_VALUE = "与总馆信息系统、街道图书室信息系统、社区文化活动中心受理信息系统等信息对接、共享,并实现读者证延伸性应用"
GOAL = (
    "2026年通过项目实施,保障阅览室相关设备的正常运行,充分满足读者借阅图书、办理读者证、参加讲座的需要,"
    "以保障本市公共文化服务制度的实施,读者满意度达到90%及以上。"
)
INDICATORS = [
    ("单台设备维护成本控制有效性", "≤10.45(元)"),
    ("设备维护完成数", "≥30.00(万台)"),
    ("设备巡检次数", "≥12.00(次)"),
    ("一次合格率", "≥98.00(%)"),
    (LONG_NAME, "=100.00(%)"),
    ("信息共享情况", LONG_VALUE),
    ("有责投诉率", "=0.00(%)"),
    ("读者需求满足率", "=100.00(%)"),
    ("员工上岗前培训合格率", "=100.00(%)"),
    ("长效管理机制健全性", "健全"),
    ("读者满意度", "≥90.00(%)"),
]
LEVELS = [
    ("成本指标", "经济成本指标"),
    ("产出指标", "数量指标"),
    (None, None),
    (None, "质量指标"),
    (None, "时效指标"),
    ("效益指标", "社会效益指标"),
    (None, None),
    (None, None),
    (None, "可持续影响指标"),
    (None, None),
    ("满意度指标", "服务对象满意度指标"),
]
PRINTED = [
    "calc-bottom.txt",
    "chromium-centred.txt",
    "chromium-left.txt",
    "weasyprint-centred.txt",
    "weasyprint-left.txt",
    "writer-centred.txt",
    "writer-left.txt",
]


def indicator_rows(blocks: list[Block]) -> list[dict[int, str]]:
    """The rows below the indicator header, over all pages."""
    rows = [row for table in tables(blocks) for row in grid(table)]
    heads = [index for index, row in enumerate(rows) if LABELS.heads_indicators(tuple(row.values()))]
    return rows[heads[0] + 1 :]


def leaves(row: dict[int, str]) -> tuple[str, ...]:
    return tuple(
        text
        for text in row.values()
        if not LABELS.is_level(text) and not LABELS.is_side(text) and text not in {"可持续影响", "指标"}
    )


@pytest.mark.parametrize("name", PRINTED)
def test_every_name_keeps_its_value_whatever_printed_it(name: str) -> None:
    rows = [leaves(row) for row in indicator_rows(read(name))]
    assert [row for row in rows if row] == INDICATORS


@pytest.mark.parametrize("name", ["calc-bottom.txt", "weasyprint-centred.txt", "weasyprint-left.txt"])
def test_merged_labels_stand_on_the_first_of_their_rows(name: str) -> None:
    rows = [row for row in indicator_rows(read(name)) if leaves(row)]
    assert [(row.get(1), row.get(2)) for row in rows] == LEVELS


@pytest.mark.parametrize("name", PRINTED)
def test_the_goal_is_one_cell(name: str) -> None:
    texts = [cell.text for table in tables(read(name)) for cell in table.cells]
    assert texts.count(GOAL) == 1


@pytest.mark.parametrize(
    "name", ["calc-bottom.txt", "weasyprint-centred.txt", "weasyprint-left.txt", "writer-left.txt"]
)
def test_labels_and_values_above_the_indicators(name: str) -> None:
    rows = [tuple(row.values()) for row in grid(tables(read(name))[0])]
    assert rows[:4] == [
        ("项目名称", "阅览室设备更新及维护费", "项目性质", "经常性专项业务费", "项目类别", "特定目标类"),
        ("主管部门", "示范市文化局", "实施单位", "示范市图书馆服务中心"),
        ("计划开始日期", "2026-01-01", "计划完成日期", "2026-12-31"),
        ("项目资金总额:", "年度资金申请总额:", "955,500.00"),
    ]
    funding = [tuple(text for text in row if not LABELS.is_side(text)) for row in rows[4:7]]
    assert funding == [
        ("其中:财政资金", "其中:当年财政拨款", "955,500.00"),
        ("上年结转资金", "0.00"),
        ("其他资金", "其他资金", "0.00"),
    ]


def test_titles_page_numbers_and_pages() -> None:
    blocks = read("calc-bottom.txt")
    assert [shown([block])[0] for block in blocks if block not in tables(blocks)] == [
        "Sheet1", "财政项目支出绩效目标申报表", "(2026年度)", "Page 1",
    ]  # fmt: skip
    found = tables(read("writer-left.txt"))
    assert [(table.origin, table.page) for table in found] == [(Origin.ALIGNED, 2), (Origin.ALIGNED, 3)]


def test_wrapped_cells_keep_their_lines_and_their_place() -> None:
    cell = next(cell for cell in tables(read("calc-bottom.txt"))[0].cells if cell.text == LONG_NAME)
    assert cell.lines == ("受理到办结时限(10个工作日)", "合规率及超期未办结事项清零", "及时程度")
    assert (cell.line, cell.page, cell.bbox) == (24, 1, None)


HEADER = "      一级指标    二级指标      三级指标            指标值\n"


def test_a_lost_value_stays_lost() -> None:
    text = (
        f"{HEADER}      产出指标    数量指标      设备完成数\n"
        "                            巡检次数            ≥12.00(次)\n"
        "                  质量指标      合格率             ≥98.00(%)\n"
    )
    assert [leaves(row) for row in indicator_rows(blocks_of(text))] == [
        ("设备完成数",),
        ("巡检次数", "≥12.00(次)"),
        ("合格率", "≥98.00(%)"),
    ]


def test_complete_rows_of_equal_length_are_not_joined() -> None:
    rows = "".join(f"                            阅览室{n}号设备完成率      保障工作按时按质完成\n" for n in "一二三四")
    text = f"{HEADER}{rows}"
    assert [leaves(row) for row in indicator_rows(blocks_of(text))] == [
        (f"阅览室{n}号设备完成率", "保障工作按时按质完成") for n in "一二三四"
    ]


def test_values_printed_below_their_names_are_paired_in_order() -> None:
    text = (
        f"{HEADER}      成本指标    经济成本指标    维护成本              ≤10.45(元)\n"
        "      产出指标    数量指标      设备完成数\n"
        "                            巡检次数\n"
        "                                              ≥30.00(台)\n"
        "                                              ≥12.00(次)\n"
        "                  质量指标      合格率             ≥98.00(%)\n"
    )
    assert [leaves(row) for row in indicator_rows(blocks_of(text))] == [
        ("维护成本", "≤10.45(元)"),
        ("设备完成数", "≥30.00(台)"),
        ("巡检次数", "≥12.00(次)"),
        ("合格率", "≥98.00(%)"),
    ]


def test_values_below_are_left_alone_where_their_number_differs() -> None:
    text = (
        f"{HEADER}      产出指标    数量指标      设备完成数\n"
        "                            巡检次数\n"
        "                            到位数\n"
        "                                              ≥30.00(台)\n"
        "                                              ≥12.00(次)\n"
        "                  质量指标      合格率             ≥98.00(%)\n"
    )
    assert [leaves(row) for row in indicator_rows(blocks_of(text))] == [
        ("设备完成数",),
        ("巡检次数",),
        ("到位数",),
        ("≥30.00(台)",),
        ("≥12.00(次)",),
        ("合格率", "≥98.00(%)"),
    ]


def test_a_single_space_ends_a_cell_before_an_operator_and_around_labels() -> None:
    text = (
        "项目名称 阅览室设备更新   项目性质 一次性项目\n主管部门 示范市文化局     实施单位 示范市图书馆\n"
        f"{HEADER}      产出指标    数量指标 设备及无障碍设施完成数 ≥30.00(台)\n"
        "                  质量指标      合格率             ≥98.00(%)\n"
    )
    rows = [tuple(row.values()) for row in grid(tables(blocks_of(text))[0])]
    assert rows == [
        ("项目名称", "阅览室设备更新", "项目性质", "一次性项目"),
        ("主管部门", "示范市文化局", "实施单位", "示范市图书馆"),
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("产出指标", "数量指标", "设备及无障碍设施完成数", "≥30.00(台)"),
        ("质量指标", "合格率", "≥98.00(%)"),
    ]


def test_text_aligned_by_display_width() -> None:
    text = (
        "科目编码  科目名称          预算数\n"
        "201       一般公共服务支出  1,200.50\n"
        "20101     人大事务          30\n"
        "207       文化旅游          7,000\n"
    )
    (table,) = tables(blocks_of(text))
    assert table.origin is Origin.ALIGNED
    assert grid(table) == [
        {0: "科目编码", 1: "科目名称", 2: "预算数"},
        {0: "201", 1: "一般公共服务支出", 2: "1,200.50"},
        {0: "20101", 1: "人大事务", 2: "30"},
        {0: "207", 1: "文化旅游", 2: "7,000"},
    ]


def test_prose_is_no_table() -> None:
    text = (
        "    一、项目概述\n"
        "    本项目为阅览室设备更新,  由示范市图书馆实施。\n"
        "预算金额为九十五万元,资金来源为财政拨款,年内全部完成。\n"
        "    二、立项依据\n"
        "按照公共文化服务保障的有关规定执行。\n"
    )
    assert tables(blocks_of(text)) == []
    assert len(blocks_of(text)) == 5


def test_letter_spaced_labels_are_one_cell() -> None:
    text = "项 目 名 称   阅览室设备更新   项  目  性  质   一次性项目\n主 管 部 门   示范市文化局     实 施 单 位   示范市图书馆\n"
    (table,) = tables(blocks_of(text))
    assert [tuple(row.values()) for row in grid(table)] == [
        ("项目名称", "阅览室设备更新", "项目性质", "一次性项目"),
        ("主管部门", "示范市文化局", "实施单位", "示范市图书馆"),
    ]
