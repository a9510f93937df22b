"""A second engine reads each page too, and what differs is told with both texts and boxes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reportlab.lib.colors import HexColor

from extractor import extract
from extractor.engines.compare import Difference, compare_page, same_text
from extractor.engines.report import disagreement_notice, place_findings
from extractor.model.form import Finding
from extractor.model.table import Cell, Origin, Table
from rules.finding_types import finding_of
from tests.engines.forms import FORM, INDICATORS, texts
from tests.pdf.draw import Box, Layout, Sheet, long_strokes, simple

SAMPLES = Path(__file__).parents[2] / "samples"


def verified(pdf: bytes, **options: object) -> list[Finding]:
    result = extract(pdf, verify=True, **options)
    findings = [finding for holder in (result, *result.forms) for finding in holder.findings]
    return [finding for finding in findings if finding.code.startswith("ENGINE_")]


def form_sheet() -> Sheet:
    sheet = Sheet()
    long_strokes(sheet.canvas, FORM)
    texts(sheet.canvas)
    return sheet


def box_of(text: str) -> tuple[float, float, float, float]:
    (box,) = [box for box in FORM.boxes if "".join(box.lines) == text]
    x0, y0, x1, y1 = FORM.sides(box)
    return x0, 842 - y1, x1, 842 - y0


@pytest.mark.parametrize("engine", ["auto", "pdfplumber", "camelot"])
def test_engines_that_agree_say_nothing(engine: str) -> None:
    assert verified(form_sheet().pdf(), engine=engine) == []


@pytest.mark.parametrize(
    "name",
    [
        "long-form-calc.pdf",
        "long-form-repeated-header.pdf",
        "long-form-writer.pdf",
        "multi-year-chromium.pdf",
        "value-kinds-weasyprint.pdf",
    ],
)
def test_engines_agree_on_the_samples(name: str) -> None:
    assert verified((SAMPLES / name).read_bytes()) == []


def test_text_that_cannot_be_seen_is_told_at_the_indicator() -> None:
    """White text in the cell of a value: not on paper, so not in our reading, but in the other's."""
    sheet = form_sheet()
    x0, _, _, y1 = box_of("≥95(%)")
    sheet.canvas.setFillColor(HexColor("#ffffff"))
    sheet.text(x0 + 50, 842 - y1 + 8.85, "原值80")
    (form,) = extract(sheet.pdf(), verify=True).forms
    assert [(i.level1, i.level2, i.name, i.value.raw) for i in form.indicators] == INDICATORS
    (finding,) = [finding for finding in form.findings if finding.code == "ENGINE_DISAGREEMENT"]
    assert (finding.severity, finding.path) == ("warning", "forms[0].indicators[2].value")
    assert finding.message == "Page 1: pdfium reads “≥95(%)” where pdfplumber reads “≥95(%)原值80”."
    evidence = dict(finding.evidence)
    assert evidence.pop("bbox") == pytest.approx(box_of("≥95(%)"), abs=1.0)
    assert evidence.pop("other_bbox") == pytest.approx(box_of("≥95(%)"), abs=1.0)
    assert evidence == {
        "kind": "text",
        "engine": "pdfium",
        "text": "≥95(%)",
        "other_engine": "pdfplumber",
        "other_text": "≥95(%)原值80",
    }
    assert finding.provenance is not None
    assert finding.provenance.page == 1
    assert finding.provenance.bbox == pytest.approx(box_of("≥95(%)"), abs=1.0)


def test_a_line_that_only_one_engine_sees_is_told_once() -> None:
    """A nearly white helper line through a cell: on paper there is one cell."""
    sheet = form_sheet()
    x0, y0, x1, y1 = box_of("绿地开放天数")
    sheet.canvas.setStrokeColor(HexColor("#fefefe"))
    sheet.canvas.line(x0 + 100, 842 - y0, x0 + 100, 842 - y1)
    (finding,) = verified(sheet.pdf())
    assert (finding.code, finding.severity, finding.path) == ("ENGINE_DISAGREEMENT", "warning", "forms[0]")
    assert finding.message == "Page 1: 1 cells of a table are pdfium's alone, 2 are pdfplumber's."
    assert finding.evidence["kind"] == "structure"
    assert finding.evidence["cells"] == [pytest.approx((x0, y0, x1, y1), abs=1.0)]
    assert finding.evidence["other_cells"] == [
        pytest.approx((x0, y0, x0 + 100, y1), abs=1.0),
        pytest.approx((x0 + 100, y0, x1, y1), abs=1.0),
    ]


def test_every_differing_cell_is_told_and_those_of_no_form_at_the_document() -> None:
    sheet = Sheet()
    layout = simple([["科目", "金额"], ["办公费", "12,000.00"], ["差旅费", "8,500.00"]])
    sheet.table(layout)
    sheet.canvas.setFillColor(HexColor("#ffffff"))
    sheet.text(200, 780 - 40, "9").text(200, 780 - 64, "7")
    findings = verified(sheet.pdf())
    assert [(f.path, f.evidence["text"], f.evidence["other_text"]) for f in findings] == [
        ("document", "12,000.00", "12,000.009"),
        ("document", "8,500.00", "8,500.007"),
    ]


def test_a_table_read_by_alignment_is_verified_cell_by_cell() -> None:
    sheet = Sheet()
    texts(sheet.canvas)
    x0, _, _, y1 = box_of("≥300(株)")
    sheet.canvas.setFillColor(HexColor("#ffffff"))
    sheet.text(x0 + 8, 842 - y1 + 14.85, "x")
    findings = verified(sheet.pdf())
    assert [finding.code for finding in findings] == ["ENGINE_FALLBACK", "ENGINE_DISAGREEMENT"]
    assert findings[1].path == "forms[0].indicators[1].value"
    assert findings[1].evidence["text"] == "≥300(株)"
    assert findings[1].evidence["engine"] == "aligned"
    assert sorted(findings[1].evidence["other_text"]) == sorted("≥300(株)x")


def test_the_record_with_findings_is_plain_json() -> None:
    sheet = form_sheet()
    sheet.canvas.setFillColor(HexColor("#ffffff"))
    sheet.text(440, 842 - 200, "9")
    record = json.loads(extract(sheet.pdf(), verify=True).to_json())
    codes = [finding["code"] for finding in record["forms"][0]["findings"]]
    assert codes.count("ENGINE_DISAGREEMENT") == 1
    assert record["status"] == "ok"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("数量 指标", "数量指标", True),
        ("⽤⼒", "用力", True),
        ("成本\u3000指标", "成本指标", True),
        ("(％)", "(%)", True),
        ("ﬁnance", "finance", True),
        ("100²", "1002", True),
        ("\ufffd本指标", "成本指标", True),
        ("\ufffd标", "成本指标", False),
        ("≥95%", "≥96%", False),
        ("12,000.00", "12.000.00", False),
        ("", "x", False),
    ],
)
def test_what_counts_as_the_same_text(one: str, other: str, same: bool) -> None:
    assert same_text(one, other) is same
    assert same_text(other, one) is same


def _table(*boxes: tuple[float, float, float, float, str], page: int = 1) -> Table:
    cells = tuple(Cell(n, 0, text=box[4], lines=(box[4],), page=page, bbox=box[:4]) for n, box in enumerate(boxes))
    sides = [cell.bbox for cell in cells if cell.bbox]
    bbox = (min(b[0] for b in sides), min(b[1] for b in sides), max(b[2] for b in sides), max(b[3] for b in sides))
    return Table(cells, len(cells), 1, Origin.RULED, page, bbox)


def test_a_table_that_only_the_other_engine_found() -> None:
    other = _table((10, 10, 50, 30, "甲"), (10, 30, 50, 50, "乙"))
    assert compare_page([], [other]) == [
        Difference("structure", 1, (10, 10, 50, 50), (10, 10, 50, 50), other_cells=((10, 10, 50, 30), (10, 30, 50, 50)))
    ]
    assert compare_page([], [_table((10, 10, 50, 30, ""), (10, 30, 50, 50, ""))]) == []


def test_a_table_that_the_other_engine_did_not_find_is_compared_by_its_boxes() -> None:
    ours = _table((10, 10, 50, 30, "甲"), (10, 30, 50, 50, "乙"))
    read = {(10, 10, 50, 30): ("甲",), (10, 30, 50, 50): ("乙", "丙")}
    assert compare_page([ours], [], read.get) == [
        Difference("structure", 1, (10, 10, 50, 50), None, cells=((10, 10, 50, 30), (10, 30, 50, 50))),
        Difference("text", 1, (10, 30, 50, 50), (10, 30, 50, 50), "乙", "乙丙"),
    ]


def test_one_table_cut_in_two_by_the_other_engine() -> None:
    ours = _table((10, 10, 50, 30, "甲"), (10, 30, 50, 50, "乙"), (10, 50, 50, 70, "丙"), (10, 70, 50, 90, "丁"))
    upper = _table((10, 10, 50, 30, "甲"), (10, 30, 50, 50, "乙"))
    lower = _table((10, 51, 50, 70, "丙"), (10, 70, 50, 90, "丁"))
    assert compare_page([ours], [upper, lower]) == []


def test_cells_that_the_other_engine_leaves_open_at_a_page_break_do_not_count() -> None:
    ours = _table((10, 10, 50, 30, "甲"), (10, 30, 50, 50, "乙"), (10, 50, 50, 70, "丙"))
    other = _table((10, 10, 50, 30, "甲"), (10, 30, 50, 50, "乙"))
    assert compare_page([ours], [other], {(10, 50, 50, 70): ("丙",)}.get) == []
    assert compare_page([ours], [other], {(10, 50, 50, 70): ("丁",)}.get) == [
        Difference("structure", 1, (10, 10, 50, 70), (10, 10, 50, 50), cells=((10, 50, 50, 70),)),
        Difference("text", 1, (10, 50, 50, 70), (10, 50, 50, 70), "丙", "丁"),
    ]


def test_thin_cells_between_double_lines_do_not_count() -> None:
    ours = _table((10, 10, 50, 30, "甲"), (10, 30, 50, 50, "乙"))
    other = _table((10, 10, 50, 29, "甲"), (10, 29, 50, 31, ""), (10, 31, 50, 50, "乙"))
    assert compare_page([ours], [other]) == []


def test_findings_stay_with_the_document_without_forms() -> None:
    difference = Difference("text", 3, (0, 0, 9, 9), (0, 0, 9, 9), "a", "b")
    finding = finding_of(disagreement_notice(difference, "pdfium", "camelot"))
    assert place_findings([], [finding]) == ([], [finding])
    assert finding.path == "document"


def test_long_texts_are_cut_in_the_message_and_whole_in_the_evidence() -> None:
    difference = Difference("text", 1, (0, 0, 9, 9), None, "长" * 100, "短")
    finding = finding_of(disagreement_notice(difference, "pdfium", "pdfplumber"))
    assert finding.message == f"Page 1: pdfium reads “{'长' * 60}…” where pdfplumber reads “短”."
    assert finding.evidence["text"] == "长" * 100


def test_unreadable_fonts_of_the_second_engine_are_told_once_a_page() -> None:
    from io import BytesIO

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), encrypt=StandardEncryption("geheim"))
    layout = Layout(
        (90, 90),
        (24, 24),
        (Box(0, 0, lines=("甲",)), Box(0, 1, lines=("乙",)), Box(1, 0, lines=("丙",)), Box(1, 1, lines=("丁",))),
    )
    long_strokes(canvas, layout)
    canvas.setFont("STSong-Light", 9)
    for box in layout.boxes:
        x0, y0, _, _ = layout.sides(box)
        canvas.drawString(x0 + 3, y0 + 8, box.lines[0])
    canvas.showPage()
    canvas.save()
    (finding,) = verified(buffer.getvalue(), password="geheim")
    assert (finding.code, finding.severity) == ("ENGINE_FAILED", "warning")
    assert finding.message == (
        "pdfplumber could not read page 1, so it is not verified "
        "(ValueError: it knows the characters of hardly any glyph)."
    )
