"""Tables that go on over a page break."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from extractor.layout.pages.stitch import join_over_pages
from extractor.model.table import Block, Cell, Origin, Table, TextLine
from rules.labels import Vocabulary
from rules.ruleset.form_labels import FormLabels
from tests.pdf.draw import Sheet, blocks_of, simple, tables_in

EDGES = (60.0, 120.0, 180.0, 300.0, 420.0)


def table(rows: Sequence[Sequence[str | tuple[str, int, int]]], page: int, edges: tuple[float, ...] = EDGES) -> Table:
    """A table from rows of texts or ``(text, rowspan, colspan)``; ``|`` parts the lines of a cell."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, entries in enumerate(rows):
        column = 0
        for entry in entries:
            text, rowspan, colspan = entry if isinstance(entry, tuple) else (entry, 1, 1)
            while (row, column) in taken:
                column += 1
            taken |= {(row + i, column + j) for i in range(rowspan) for j in range(colspan)}
            lines = tuple(text.split("|")) if text else ()
            bbox = (edges[column], 20.0 * row, edges[column + colspan], 20.0 * (row + rowspan))
            cells.append(Cell(row, column, rowspan, colspan, "".join(lines), lines, page, bbox))
            column += colspan
    bbox = (edges[0], 0.0, edges[-1], 20.0 * len(rows))
    edges_y = tuple(20.0 * i for i in range(len(rows) + 1))
    return Table(tuple(cells), len(rows), len(edges) - 1, Origin.RULED, page, bbox, edges, edges_y)


class Known(FormLabels):
    """Labels of which only some are known, and titles."""

    def __init__(self, *labels: str, titles: str = "-") -> None:
        super().__init__(Vocabulary(), ())
        self._labels, self._titles = labels, titles

    def is_label(self, text: str) -> bool:
        return text in self._labels

    def is_title(self, text: str) -> bool:
        return self._titles in text


NOTHING = Known()


class Naming(Known):
    """Only 项目名称 names a project."""

    def names_project(self, texts: Sequence[str]) -> bool:
        return "项目名称" in texts


def grid(block: Block) -> list[tuple[int, int, int, int, str, int]]:
    assert isinstance(block, Table)
    return [(c.row, c.column, c.rowspan, c.colspan, c.text, c.page) for c in block.cells]


GOAL = (
    "年度目标",
    ("保障本市敬老卡申领制作发放工作正常运行,充分满足市|民申领补换敬老卡的需要,保障综合津贴制度实施", 1, 3),
)
FIRST = [
    GOAL,
    ["产出指标", "数量指标", "制作数量", "≥30.00(万张)"],
    ["效益指标", "社会效益", "需求满足率", "=100.00(%)"],
]
SECOND = [["", "可持续影响", "机制健全性", "健全"], ["满意度指标", "服务对象", "市民满意度", "≥90.00(%)"]]


def test_two_parts_become_one_table_and_cells_keep_their_page() -> None:
    first, second = table(FIRST, 3), table(SECOND, 4)
    (joined,) = join_over_pages([first, second], NOTHING)
    assert isinstance(joined, Table)
    assert (joined.rows, joined.columns, joined.page, joined.bbox, joined.row_edges) == (5, 4, 3, first.bbox, ())
    assert grid(joined)[-8:] == [
        (3, 0, 1, 1, "", 4),
        (3, 1, 1, 1, "可持续影响", 4),
        (3, 2, 1, 1, "机制健全性", 4),
        (3, 3, 1, 1, "健全", 4),
        (4, 0, 1, 1, "满意度指标", 4),
        (4, 1, 1, 1, "服务对象", 4),
        (4, 2, 1, 1, "市民满意度", 4),
        (4, 3, 1, 1, "≥90.00(%)", 4),
    ]
    assert joined.cells[-1].bbox == second.cells[-1].bbox


def test_page_furniture_between_the_parts_is_dropped_and_other_text_keeps_them_apart() -> None:
    first, second = table(FIRST, 1), table(SECOND, 2)
    number = TextLine("— 1 —", 1, (280, 800, 310, 810))
    header = [TextLine("某中心2026年预算", page, (60, 30, 200, 40)) for page in (1, 2)]
    (kept, joined) = join_over_pages([header[0], first, number, header[1], second], NOTHING)
    assert kept == header[0]
    assert len(grid(joined)) == len(first.cells) + len(second.cells)
    note = TextLine("注:以上数据为预计数。", 1, (60, 700, 200, 710))
    assert join_over_pages([first, note, second], NOTHING) == [first, note, second]


def test_a_new_form_is_never_joined() -> None:
    first, second = table(FIRST, 1), table([[("绩效目标申报表", 1, 4)], *SECOND], 2)
    assert join_over_pages([first, second], Known(titles="申报表")) == [
        first,
        second,
    ]


def test_other_widths_other_pages_and_skipped_pages_are_not_joined() -> None:
    first = table(FIRST, 1)
    for second in (table(SECOND, 2, (60.0, 120.0, 180.0, 300.0, 500.0)), table(SECOND, 3), table(SECOND, 1)):
        assert join_over_pages([first, second], NOTHING) == [first, second]


def test_different_columns_are_brought_onto_one_grid() -> None:
    second = table([[("", 1, 1), ("合并", 1, 1), ("值", 1, 1)]], 2, (60.0, 120.6, 240.0, 420.0))
    (joined,) = join_over_pages([table(FIRST, 1), second], NOTHING)
    assert isinstance(joined, Table)
    assert joined.column_edges == (60.0, 120.0, 180.0, 240.0, 300.0, 420.0)
    assert grid(joined)[-3:] == [(3, 0, 1, 1, "", 2), (3, 1, 1, 2, "合并", 2), (3, 3, 1, 2, "值", 2)]
    assert [(c.column, c.colspan) for c in joined.cells if c.row == 1] == [(0, 1), (1, 1), (2, 2), (4, 1)]


def test_a_repeated_header_is_dropped_and_an_equal_data_row_is_not() -> None:
    header = ["一级指标", "二级指标", "三级指标", "指标值"]
    first, second = table([header, *FIRST], 1), table([header, *SECOND], 2)
    (joined,) = join_over_pages([first, second], NOTHING)
    assert [text for row, column, *_, text, _ in grid(joined) if column == 2] == [
        "三级指标",
        "制作数量",
        "需求满足率",
        "机制健全性",
        "市民满意度",
    ]
    again = table([FIRST[2], *SECOND], 2)
    (joined,) = join_over_pages([first, again], NOTHING)
    assert isinstance(joined, Table)
    assert joined.rows == 7


def test_a_name_cut_by_the_break_is_made_whole() -> None:
    first = table([*FIRST, ["", "可持续影响", "敬老卡制作与发放长效管理|机制建设和社会公众参与的", "健全"]], 1)
    second = table([["", "", "程度", ""], ["满意度指标", "服务对象", "市民满意度", "≥90.00(%)"]], 2)
    (joined,) = join_over_pages([first, second], NOTHING)
    assert isinstance(joined, Table)
    assert joined.rows == 5
    assert grid(joined)[-6][4:] == ("敬老卡制作与发放长效管理机制建设和社会公众参与的程度", 1)
    assert grid(joined)[-5][4:] == ("健全", 1)
    assert grid(joined)[-1] == (4, 3, 1, 1, "≥90.00(%)", 2)


def test_a_goal_that_flows_over_the_break_is_made_whole() -> None:
    goal = "保障本市敬老卡申领制作发放工作正常运行,充分满足市民需要|并及时开展老旧设备报废处置等相关工作,新购设备性能良好,充"
    first = table([FIRST[1], ["年度目标", (goal, 1, 3)]], 1)
    second = table([["", ("分满足业务需求。", 1, 3)], *SECOND], 2)
    (joined,) = join_over_pages([first, second], NOTHING)
    assert isinstance(joined, Table)
    assert joined.rows == 4
    assert joined.cells[5].text == goal.replace("|", "") + "分满足业务需求。"
    assert joined.cells[5].page == 1


LABELS = frozenset(("产出指标", "效益指标", "效益", "可持续影响指标", "满意度指标", "服务对象满意度指标", "满意度"))


def test_a_label_cut_by_the_break_is_made_whole() -> None:
    for above, below in (("可持续影", "响指标"), ("服务对象", "满意度指标"), ("效益", "指标")):
        first = table([*FIRST, ["", above, "机制健全性", "健全"]], 1)
        second = table([["", (below, 2, 1), "公众知晓率", "≥80.00(%)"], ["", "宣传次数", "≥2.00(次)"]], 2)
        (joined,) = join_over_pages([first, second], Known(*LABELS))
        labels = [(c[0], c[4]) for c in grid(joined) if c[1] == 1 and c[0] > 2]
        assert labels == [(3, above + below), (4, "")]


def test_two_labels_stay_two_and_so_does_what_no_label_is_made_of() -> None:
    for above, below in (("产出指标", "效益指标"), ("", "效益指标"), ("居民", "指标"), ("满意度", "满意度指标")):
        first = table([*FIRST, ["", above, "机制健全性", "健全"]], 1)
        second = table([["", (below, 2, 1), "公众知晓率", "≥80.00(%)"], ["", "宣传次数", "≥2.00(次)"]], 2)
        (joined,) = join_over_pages([first, second], Known(*LABELS))
        labels = [(c[0], c[4]) for c in grid(joined) if c[1] == 1 and c[0] > 2]
        assert labels == [(3, above), (4, below)]


def test_a_row_with_its_label_and_its_value_cut_by_the_break_is_made_whole() -> None:
    row = ["", "可持续影", "敬老卡制作与发放长效管理|机制建设和社会公众参与的", "2026年12"]
    edges = (60.0, 120.0, 180.0, 300.0, 340.0)
    first = table([*FIRST, row], 1, edges)
    second = table([["", ("响指标", 2, 1), "第19项", "月底前"], ["", "市民满意度", "≥90.00(%)"]], 2, edges)
    (joined,) = join_over_pages([first, second], Known(*LABELS))
    assert isinstance(joined, Table)
    assert [c[4] for c in grid(joined) if c[0] == 3] == [
        "",
        "可持续影响指标",
        "敬老卡制作与发放长效管理机制建设和社会公众参与的第19项",
        "2026年12月底前",
    ]
    assert [c[4] for c in grid(joined) if c[0] == 4] == ["", "", "市民满意度", "≥90.00(%)"]


def test_a_row_of_which_every_text_goes_on_is_made_whole() -> None:
    name, note = (
        "敬老卡制作与发放长效管理|机制建设和社会公众参与的",
        "依据全年发放台账统计并结|合现场核查结果综合评定得",
    )
    edges = (60.0, 100.0, 220.0, 260.0, 380.0)
    above = [["产出指标", "制作数量", "100%", "台账"], ["", name, "178人", note]]
    cut, other = ["", "程度", "次", "出"], ["", "程度", "5次", "出"]
    for below, rows in ((cut, 3), (other, 4)):
        after = ["", "满意度", "≥90%", "问卷"]
        (joined,) = join_over_pages([table(above, 1, edges), table([below, after], 2, edges)], NOTHING)
        assert isinstance(joined, Table)
        assert joined.rows == rows
    (joined,) = join_over_pages([table(above, 1, edges), table([cut, after], 2, edges)], NOTHING)
    whole = ["", name.replace("|", "") + "程度", "178人次", note.replace("|", "") + "出"]
    assert [c[4] for c in grid(joined) if c[0] == 1] == whole


def test_rows_are_kept_apart_in_doubt() -> None:
    closed = ["效益指标", "社会效益", "需求满足率", "=100.00(%)"]
    for row in (
        ["", "", "合格率", "=98.00(%)"],  # a name and a value of its own
        ["", "", "", "≥95.00(%)"],  # a value that does not go on from the one above
        ["", "", "合格率", ""],  # the name above does not fill its line
    ):
        (joined,) = join_over_pages([table([GOAL, closed], 1), table([row, *SECOND], 2)], NOTHING)
        assert isinstance(joined, Table)
        assert joined.rows == 5


def test_a_label_that_spans_the_break_stays_a_blank_span() -> None:
    first = table([[("产出指标", 2, 1), "数量指标", "数量", "1"], ["质量指标", "质量", "2"]], 1)
    second = table([[("", 2, 1), "时效指标", "时限", "3"], ["成本指标", "成本", "4"]], 2)
    (joined,) = join_over_pages([first, second], NOTHING)
    assert [cell for cell in grid(joined) if cell[1] == 0] == [(0, 0, 2, 1, "产出指标", 1), (2, 0, 2, 1, "", 2)]


def test_three_pages_of_one_drawn_table_become_one() -> None:
    layouts = [simple([["甲", f"第{number}页"], ["乙", "值"]]) for number in (1, 2, 3)]
    sheet = Sheet()
    for number, layout in enumerate(layouts, 1):
        sheet.table(layout).text(290, 30, f"第 {number} 页 共 3 页").next_page()
    joined = join_over_pages(blocks_of(sheet.pdf()), NOTHING)
    assert [type(block) for block in joined] == [Table, TextLine]
    assert [(c[0], c[4], c[5]) for c in grid(joined[0])] == [
        (0, "甲", 1), (0, "第1页", 1), (1, "乙", 1), (1, "值", 1),
        (2, "甲", 2), (2, "第2页", 2), (3, "乙", 2), (3, "值", 2),
        (4, "甲", 3), (4, "第3页", 3), (5, "乙", 3), (5, "值", 3),
    ]  # fmt: skip


def test_a_label_printed_below_or_above_its_part_belongs_to_the_open_cell() -> None:
    """Spreadsheets print a merged cell's label in the middle of the whole cell, on every page it touches."""
    first = table(
        [["产出指标", "数量指标", "数量", "1"], [("", 2, 1), "社会效益", "一", "2"], ["经济效益", "二", "3"]], 1
    )
    second = table([[("效益指标", 2, 1), "", "三", "4"], ["生态效益", "四", "5"]], 2)
    below = TextLine("效益指标", 1, (70.0, 62.0, 100.0, 70.0))
    above = TextLine("经济效益", 2, (130.0, -12.0, 160.0, -3.0))
    (joined,) = join_over_pages([first, below, above, second], NOTHING)
    assert grid(joined) == [
        (0, 0, 1, 1, "产出指标", 1), (0, 1, 1, 1, "数量指标", 1), (0, 2, 1, 1, "数量", 1), (0, 3, 1, 1, "1", 1),
        (1, 0, 2, 1, "效益指标", 1), (1, 1, 1, 1, "社会效益", 1), (1, 2, 1, 1, "一", 1), (1, 3, 1, 1, "2", 1),
        (2, 1, 1, 1, "经济效益", 1), (2, 2, 1, 1, "二", 1), (2, 3, 1, 1, "3", 1),
        (3, 0, 2, 1, "", 2), (3, 1, 1, 1, "", 2), (3, 2, 1, 1, "三", 2), (3, 3, 1, 1, "4", 2),
        (4, 1, 1, 1, "生态效益", 2), (4, 2, 1, 1, "四", 2), (4, 3, 1, 1, "5", 2),
    ]  # fmt: skip


def test_a_line_that_no_open_cell_prints_keeps_the_parts_apart() -> None:
    first = table([[("效益指标", 2, 1), "社会效益", "一", "2"], ["经济效益", "二", "3"]], 1)
    second = table([[("", 2, 1), "", "三", "4"], ["生态效益", "四", "5"]], 2)
    note = TextLine("注:一", 1, (70.0, 62.0, 100.0, 70.0))
    assert join_over_pages([first, note, second], NOTHING) == [first, note, second]


def test_columns_in_which_only_an_open_cell_goes_on_may_be_undrawn() -> None:
    first = table([[("绩效指标", 2, 1), "社会效益", "一", "2"], ["经济效益", "二", "3"]], 1)
    second = table([["生态效益", "三", "4"], ["满意度", "四", "5"]], 2, EDGES[1:])
    (joined,) = join_over_pages([first, second], NOTHING)
    assert grid(joined)[-7:] == [
        (2, 0, 2, 1, "", 2), (2, 1, 1, 1, "生态效益", 2), (2, 2, 1, 1, "三", 2), (2, 3, 1, 1, "4", 2),
        (3, 1, 1, 1, "满意度", 2), (3, 2, 1, 1, "四", 2), (3, 3, 1, 1, "5", 2),
    ]  # fmt: skip
    closed = table([["产出", "社会效益", "一", "2"], ["效益", "经济效益", "二", "3"]], 1)
    assert join_over_pages([closed, second], NOTHING) == [closed, second]


def test_parts_on_mirrored_margins_are_joined() -> None:
    first = table([["甲", "乙", "丙", "丁"]], 1)
    second = table([["一", "二", "三", "四"]], 2, tuple(x + 20.0 for x in EDGES))
    (joined,) = join_over_pages([first, second], NOTHING)
    assert isinstance(joined, Table)
    assert (joined.rows, joined.column_edges) == (2, EDGES)
    other = table([["一", "二", "三", "四"]], 2, (80.0, 150.0, 200.0, 320.0, 440.0))
    assert join_over_pages([first, other], NOTHING) == [first, other]


@pytest.mark.parametrize(
    ("head", "labels", "rows"),
    [
        (
            ("一级指标", "二级指标", "三级指标"),
            ("满意度指标", "服务对象满意度指标"),
            ("居民满意度", "企业满意度", "游客满意度"),
        ),
        (("Goal", "Aspect", "Measure"), ("Outcome", "Satisfaction"), ("Residents", "Companies", "Visitors")),
    ],
    ids=["chinese", "latin"],
)
def test_columns_that_are_open_at_both_ends_of_a_page_belong_to_its_table(
    head: tuple[str, str, str], labels: tuple[str, str], rows: tuple[str, str, str]
) -> None:
    """Two merged cells fill the whole height of the second page: no line crosses their sides."""
    sheet = Sheet()
    canvas = sheet.canvas
    xs = (60, 150, 260, 400)
    for x in xs:
        canvas.line(x, 60, x, 124)
    for y in (124, 100):
        canvas.line(60, y, 400, y)
    canvas.line(260, 70, 400, 70)
    for x, text in zip(xs, head, strict=False):
        sheet.text(x + 3, 108, text)
    sheet.text(263, 82, rows[0]).next_page()
    for x in xs:
        canvas.line(x, 60, x, 780)
    canvas.line(260, 400, 400, 400)
    for x, text in zip(xs, labels, strict=False):
        sheet.text(x + 3, 600, text)
    sheet.text(263, 600, rows[1]).text(263, 300, rows[2])
    second = tables_in(sheet.pdf())[1]
    assert [(c.row, c.column, c.rowspan, c.text) for c in second.cells] == [
        (0, 0, 2, labels[0]),
        (0, 1, 2, labels[1]),
        (0, 2, 1, rows[1]),
        (1, 2, 1, rows[2]),
    ]


def test_a_page_that_one_row_fills_is_part_of_its_table_and_columns_of_text_are_none() -> None:
    sheet = Sheet()
    for x in (60, 150, 220, 400):
        sheet.canvas.line(x, 60, x, 780)
    sheet.text(63, 600, "总体目标").text(153, 600, "Goal").text(223, 600, "完成道路绿化")
    (table,) = tables_in(sheet.pdf())
    assert [cell.text for cell in table.cells] == ["总体目标", "Goal", "完成道路绿化"]
    sheet = Sheet()
    for x in (220, 400):
        sheet.canvas.line(x, 60, x, 780)
    assert tables_in(sheet.text(63, 600, "第一栏").text(233, 600, "第二栏").pdf()) == []


CUT_LABELS = {"质量指标", "时效指标", "服务对象满意度指标", "Timeliness"}


def cut_by_the_page_end(closed: bool, upper: Sequence[str], below_edge: Sequence[str], lower: Sequence[str]) -> Table:
    """Label, name and value over a page end; under the label's cell a line is drawn only where it ends there."""
    sheet = Sheet()
    canvas = sheet.canvas
    xs = (60, 150, 300, 400)
    for x in xs:
        canvas.line(x, 100, x, 180)
    for y, left in ((180, 60), (140, 60), (100, 60 if closed else 150)):
        canvas.line(left, y, 400, y)
    sheet.text(63, 156, "质量指标").text(153, 156, "培训合格率").text(303, 156, "≥98%")
    sheet.text(153, 116, "补贴覆盖率").text(303, 116, "≥90%")
    for number, text in enumerate((*upper, *below_edge)):
        y = 116 - 14 * number if number < len(upper) else 90 - 12 * (number - len(upper))
        sheet.text(63, y, text)
    sheet.next_page()
    for x in xs:
        canvas.line(x, 740, x, 780)
    canvas.line(60, 740, 400, 740)
    for number, text in enumerate(lower):
        sheet.text(63, 765 - 12 * number, text)
    sheet.text(153, 756, "按时办结率").text(303, 756, "100%")
    (joined,) = join_over_pages(blocks_of(sheet.pdf()), Known(*CUT_LABELS))
    assert isinstance(joined, Table)
    return joined


def labels(joined: Table) -> list[tuple[int, str]]:
    return [(cell.row, cell.text) for cell in joined.cells if cell.column == 0]


def test_a_label_below_the_break_is_lent_to_a_cell_that_is_open_there() -> None:
    assert labels(cut_by_the_page_end(False, (), (), ("时效指标",))) == [(0, "质量指标"), (1, "时效指标"), (2, "")]


def test_a_label_below_the_break_is_none_of_a_cell_that_ends_there() -> None:
    assert labels(cut_by_the_page_end(True, (), (), ("时效指标",))) == [(0, "质量指标"), (1, ""), (2, "时效指标")]


@pytest.mark.parametrize(
    ("upper", "below_edge", "lower"),
    [
        (("服务对",), ("象满意",), ("度指标",)),
        (("服务对", "象满意"), ("度指标",), ()),
        ((), ("时效指标",), ()),
        (("Time-",), (), ()),
    ],
)
def test_a_label_that_hangs_below_the_edge_is_whole(
    upper: tuple[str, ...], below_edge: tuple[str, ...], lower: tuple[str, ...]
) -> None:
    joined = cut_by_the_page_end(False, upper, below_edge, lower)
    assert labels(joined)[1:] == [(1, "".join(upper + below_edge + lower)), (2, "")]


def test_what_hangs_out_of_two_cells_is_told_apart() -> None:
    sheet = Sheet().table(simple([["甲", "乙"], ["一级", "二级"]]))
    sheet.text(63, 724, "指标").text(153, 724, "指标").text(63, 600, "注").text(153, 600, "释")
    lines = [block.text for block in blocks_of(sheet.pdf()) if isinstance(block, TextLine)]
    assert lines == ["指标", "指标", "注", "释"]


def test_a_label_below_a_closed_break_is_lent_only_where_the_middle_falls_below_it() -> None:
    """Writer closes all cells at the page end: a smaller part below cannot hold the middle of the whole cell."""
    long = (
        [("产出指标", 4, 1), "质量指标", "验收合格率", "≥98%"],
        [("", 3, 1), "甲", "≥1%"],
        ["乙", "≥2%"],
        ["丙", "≥3%"],
    )
    first = table(long, 1)
    for rows, label in ((2, "时效指标"), (4, "")):
        second = table([[("", rows, 1), ("时效指标", rows, 1), "丁", "≥4%"], *([["戊", "≥5%"]] * (rows - 1))], 2)
        (joined,) = join_over_pages([first, second], Known("质量指标", "时效指标"))
        assert [c[4] for c in grid(joined) if c[0] == 4][1] == label


def test_a_row_cut_in_its_name_is_whole_where_only_the_page_after_has_full_lines() -> None:
    first = table([["产出指标", "质量指标", "建设管理单位全年按照计划完成项", "≥28%"]], 1)
    second = table([["", "", "设备运行达标合规质量宣传信息系|统绩效资金培训", ""], ["", "", "验收", "≥5%"]], 2)
    (joined,) = join_over_pages([first, second], NOTHING)
    assert isinstance(joined, Table)
    assert [c[4] for c in grid(joined) if c[1] == 2] == [
        "建设管理单位全年按照计划完成项设备运行达标合规质量宣传信息系统绩效资金培训",
        "验收",
    ]


def test_two_tables_side_by_side_go_on_each_in_its_own_columns() -> None:
    sheet = Sheet((842.0, 595.0))
    left, right = simple([["甲", "1"], ["乙", "2"]], top=500), simple([["子", "8"], ["丑", "9"]], left=420, top=500)
    sheet.text(60, 520, "左表").text(420, 520, "右表").table(left).table(right).next_page()
    sheet.table(simple([["丙", "3"]], top=560)).table(simple([["寅", "7"]], left=420, top=560))
    tables = [block for block in join_over_pages(blocks_of(sheet.pdf()), NOTHING) if isinstance(block, Table)]
    assert [[cell.text for cell in one.cells] for one in tables] == [
        ["甲", "1", "乙", "2", "丙", "3"],
        ["子", "8", "丑", "9", "寅", "7"],
    ]


def test_a_list_of_projects_goes_on_under_its_head_where_a_cell_is_cut() -> None:
    """The head names 项目名称, as the first row of a form does."""
    head = ["项目名称", "三级指标", "指标值"]
    edges = (60.0, 160.0, 300.0, 400.0)

    first = table([head, ["甲项目", "绿化面积", "≥9公顷"]], 1, edges)
    cut = table([head, ["", "成活率", "≥95%"], ["乙项目", "培训人次", "≥80人次"]], 2, edges)
    (joined,) = join_over_pages([first, cut], Naming())
    assert [c[4] for c in grid(joined) if c[1] == 0] == ["项目名称", "甲项目", "", "乙项目"]
    whole = table([head, ["乙项目", "培训人次", "≥80人次"]], 2, edges)
    assert len(join_over_pages([first, whole], Naming())) == 2
    form = table([["项目名称", "甲项目", ""], ["主管部门", "某局", ""]], 2, edges)
    assert len(join_over_pages([form, replace(form, page=3)], Naming())) == 2
