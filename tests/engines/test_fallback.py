"""Where the lattice finds no table: pictures of lines, lines between rows only, no lines at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor import extract
from extractor.layout.aligned.page import layout_aligned
from extractor.layout.ruled.page import layout_page
from extractor.layout.ruled.row_rules import layout_row_rules
from extractor.model.page import Page, Rulings
from extractor.model.table import Block, Origin, Source, Table, TextLine
from extractor.pipeline import ExtractOptions, read_document
from extractor.readers.pdf import read_pdf
from rules.ruleset.load import load_rules
from tests.engines.forms import FORM, INDICATORS, TITLE, form_pdf
from tests.pdf.draw import Box, Layout, Sheet, pages_of, simple

SAMPLES = Path(__file__).parents[2] / "samples"


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in cells if cell.text] for cells in table.rows_of_cells()]


def drawn_rows(layout: Layout) -> list[list[str]]:
    return [
        ["".join(box.lines) for box in layout.boxes if box.row == row and box.lines]
        for row in range(len(layout.heights))
    ]


@pytest.mark.parametrize(
    ("style", "by"), [("picture", "camelot"), ("rows", "aligned"), ("header", "aligned"), ("none", "aligned")]
)
def test_a_form_without_a_lattice(style: str, by: str) -> None:
    result = extract(form_pdf(style))
    (form,) = result.forms
    assert form.title == TITLE
    assert (form.project.name, form.project.nature) == ("城区绿化养护", "经常性项目")
    assert (form.project.department, form.project.unit) == ("云川市园林局", "绿化管理所")
    assert form.goals.overall == "全年养护绿地120万平方米,市民满意度达到90%以上。"
    assert [(i.level1, i.level2, i.name, i.value.raw) for i in form.indicators] == INDICATORS
    (finding,) = [finding for finding in result.findings if finding.code == "ENGINE_FALLBACK"]
    assert (finding.severity, finding.path, finding.evidence) == ("info", "document", {"pages": {by: [1]}})
    assert finding.message == (
        f"The lattice found no form on pages that hold labels of one; they were read otherwise ({by}: 1)."
    )


@pytest.mark.parametrize("style", ["rows", "none"])
def test_cells_by_alignment(style: str) -> None:
    title, table = read_document(Source("test.pdf", form_pdf(style))).blocks
    assert isinstance(title, TextLine)
    assert title.text == TITLE
    assert isinstance(table, Table)
    assert table.origin is Origin.ALIGNED
    assert rows_of(table) == drawn_rows(FORM)


def test_boxes_of_cells_between_row_lines() -> None:
    _, table = read_document(Source("test.pdf", form_pdf("rows"))).blocks
    assert isinstance(table, Table)
    cells = {cell.text: cell for cell in table.cells if cell.text}
    drawn = {"".join(box.lines): box for box in FORM.boxes if box.lines}
    for text in ("产出指标", "数量指标", "质量指标", "养护合格率", "补种乔木数量(含行道树和公园内的乔木)"):
        box = drawn[text]
        x0, y0, x1, y1 = FORM.sides(box)
        assert cells[text].bbox == pytest.approx((x0, 842 - y1, x1, 842 - y0), abs=2.0)
        assert (cells[text].row, cells[text].column, cells[text].rowspan) == (box.row, box.column, box.rowspan)
    assert cells["补种乔木数量(含行道树和公园内的乔木)"].lines == ("补种乔木数量(含行道树和", "公园内的乔木)")


def test_boxes_of_cells_without_lines_are_those_of_their_text() -> None:
    _, table = read_document(Source("test.pdf", form_pdf("none"))).blocks
    assert isinstance(table, Table)
    cells = {cell.text: cell for cell in table.cells}
    assert cells["绿地养护面积"].bbox == pytest.approx((293, 185, 347, 195), abs=1.5)
    assert cells["补种乔木数量(含行道树和公园内的乔木)"].bbox == pytest.approx((293, 209, 395, 231), abs=1.5)
    assert cells["产出指标"].bbox == pytest.approx((123, 215, 159, 225), abs=1.5)
    assert [cell.line for cell in table.cells if cell.line is not None] == []


def test_the_picture_is_left_to_alignment_where_no_other_engine_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "camelot", None)
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    result = extract(form_pdf("picture"))
    assert [(i.level1, i.level2, i.name, i.value.raw) for f in result.forms for i in f.indicators] == INDICATORS
    assert [f.evidence for f in result.findings if f.code == "ENGINE_FALLBACK"] == [{"pages": {"aligned": [1]}}]


def test_pdfium_alone_does_not_fall_back() -> None:
    blocks = read_document(Source("test.pdf", form_pdf("none")), ExtractOptions(engine="pdfium")).blocks
    assert [block for block in blocks if isinstance(block, Table)] == []
    assert extract(form_pdf("none"), engine="pdfium").status == "no_forms"


def test_an_unruled_table_without_labels_is_no_form() -> None:
    sheet = Sheet()
    for number in range(12):
        for x, text in ((60, f"科目{number}"), (200, f"{number},000.00"), (320, f"{number},500.00")):
            sheet.text(x, 760 - 20 * number, text)
    result = extract(sheet.pdf())
    assert result.status == "no_forms"
    assert [finding.code for finding in result.findings] == ["NO_FORMS"]


def test_prose_that_speaks_of_forms_is_not_read_otherwise() -> None:
    sheet = Sheet()
    for number in range(20):
        sheet.text(
            60,
            760 - 18 * number,
            "本部门按照预算绩效管理要求,填报项目名称、一级指标、二级指标、三级指标和指标值等内容,",
        )
    result = extract(sheet.pdf())
    assert [finding.code for finding in result.findings] == ["NO_FORMS"]


def test_a_form_of_two_pages_goes_on_without_labels() -> None:
    sheet = Sheet()
    columns = (60.0, 140.0, 240.0, 400.0)
    head = ["一级指标", "二级指标", "三级指标", "指标值"]
    first = [["产出指标", "数量指标", "新建公厕数量", "≥12(座)"], ["产出指标", "质量指标", "工程验收合格率", "=100(%)"]]
    second = [
        ["效益指标", "社会效益指标", "居民如厕便利程度", "提高"],
        ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90(%)"],
    ]
    sheet.text(200, 800, TITLE, 14)
    for number, row in enumerate([["项目名称", "公厕改造"], ["主管部门", "云川市城管局"], head, *first]):
        for x, text in zip(columns, row, strict=False):
            sheet.text(x, 760 - 24 * number, text)
    sheet.next_page()
    for number, row in enumerate(second):
        for x, text in zip(columns, row, strict=True):
            sheet.text(x, 780 - 24 * number, text)
    result = extract(sheet.pdf())
    (form,) = result.forms
    assert [[i.level1, i.level2, i.name, i.value.raw] for i in form.indicators] == [*first, *second]
    assert [i.provenance.page for i in form.indicators] == [1, 1, 2, 2]
    assert [f.evidence for f in result.findings if f.code == "ENGINE_FALLBACK"] == [{"pages": {"aligned": [1, 2]}}]


def pages(name: str) -> list[Page]:
    with read_pdf(Source(name, (SAMPLES / name).read_bytes())) as document:
        return list(document.pages())


def labels_and_texts(blocks: list[Block]) -> list[str]:
    return sorted(cell.text for block in blocks if isinstance(block, Table) for cell in block.cells if cell.text)


@pytest.mark.parametrize(
    "name",
    [
        "shanghai-2026-calc.pdf",
        "shanghai-2026-chromium.pdf",
        "shanghai-2026-weasyprint.pdf",
        "shanghai-2026-writer.pdf",
    ],
)
def test_the_samples_read_by_their_row_lines_alone(name: str) -> None:
    for page in pages(name):
        rows_only = replace(page, rulings=Rulings(horizontals=page.rulings.horizontals))
        found = layout_row_rules(rows_only, load_rules().labels)
        assert found is not None
        assert labels_and_texts(found) == labels_and_texts(layout_page(page))
        assert {block.origin for block in found if isinstance(block, Table)} == {Origin.ALIGNED}


def test_a_page_without_row_lines_is_not_read_by_them() -> None:
    (page,) = pages_of(Sheet().text(60, 700, "一级指标").text(200, 700, "指标值").pdf())
    assert layout_row_rules(page, load_rules().labels) is None


def test_head_and_foot_lines_of_a_page_of_prose_make_no_table() -> None:
    sheet = Sheet()
    for y in (800, 60, 56):
        sheet.canvas.line(60, y, 535, y)
    sheet.text(60, 806, "云川市预算公开").text(60, 44, "第1页")
    for number in range(30):
        sheet.text(60, 770 - 20 * number, "绩效目标管理工作稳步推进,各部门按要求编报绩效目标,提高资金使用效益。")
    (page,) = pages_of(sheet.pdf())
    assert layout_row_rules(page, load_rules().labels) is None


def test_rows_without_lines_between_them_are_left_to_alignment() -> None:
    """Three lines: above and below the header and at the end; the rows between have none."""
    sheet = Sheet()
    rows = [["姓名", "部门", "金额"], *([f"职工{n}", f"科室{n}", f"{n}00.00"] for n in range(1, 7))]
    for number, row in enumerate(rows):
        for x, text in zip((60, 200, 340), row, strict=True):
            sheet.text(x, 700 - 20 * number, text)
    for y in (716, 694, 574):
        sheet.canvas.line(55, y, 450, y)
    (page,) = pages_of(sheet.pdf())
    assert layout_row_rules(page, load_rules().labels) is None
    (table,) = layout_aligned(page, load_rules().labels)
    assert isinstance(table, Table)
    assert rows_of(table) == rows


def test_open_first_and_last_rows_belong_to_the_table() -> None:
    """Lines below each row but the last, none above the first."""
    sheet = Sheet()
    layout = simple([["项目", "数量", "单位"], ["路灯", "120", "盏"], ["井盖", "35", "个"]], width=100)
    for row in (1, 2):
        sheet.canvas.line(60, layout.top - 24 * row, 360, layout.top - 24 * row)
    sheet.canvas.line(60, layout.top - 24 * 3, 360, layout.top - 24 * 3)
    for box in layout.boxes:
        x0, y0, _, _ = layout.sides(box)
        sheet.text(x0 + 4, y0 + 8, box.lines[0])
    (page,) = pages_of(sheet.pdf())
    found = layout_row_rules(page, load_rules().labels)
    assert found is not None
    (table,) = found
    assert isinstance(table, Table)
    assert rows_of(table) == [["项目", "数量", "单位"], ["路灯", "120", "盏"], ["井盖", "35", "个"]]


def test_a_page_turned_on_its_side() -> None:
    sheet = Sheet((842.0, 595.0))
    sheet.canvas.translate(0, 595)
    sheet.canvas.rotate(-90)
    layout = Layout(
        (100, 100), (24, 24, 24), tuple(Box(r, c, lines=(f"单元{r}{c}",)) for r in range(3) for c in range(2)), 60, 700
    )
    for row in range(4):
        sheet.canvas.line(60, 700 - 24 * row, 260, 700 - 24 * row)
    for box in layout.boxes:
        x0, y0, _, _ = layout.sides(box)
        sheet.text(x0 + 4, y0 + 8, box.lines[0])
    (page,) = pages_of(sheet.pdf())
    found = layout_row_rules(page, load_rules().labels)
    assert found is not None
    (table,) = found
    assert isinstance(table, Table)
    assert rows_of(table) == [["单元00", "单元01"], ["单元10", "单元11"], ["单元20", "单元21"]]
    x0, y0, x1, y1 = table.bbox or (0, 0, 0, 0)
    assert (y0, y1) == pytest.approx((60, 260), abs=1.5)
    assert x1 - x0 == pytest.approx(72, abs=1.5)
