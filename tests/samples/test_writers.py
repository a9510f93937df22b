"""Writers that need no installed program: drawn PDFs, workbooks, HTML; and what is said when a program is missing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from samples.make.__main__ import main
from samples.make.grid import build_grid
from samples.make.random_forms import random_form
from samples.make.spec import FormSpec, load
from samples.make.writers.canvas import Rules, write_reportlab_pdf
from samples.make.writers.html import html_page
from samples.make.writers.sheet import write_xlsx
from samples.make.writers.tools import ProducerMissing, find_program, settle_pdf
from samples.make.writers.typeset import wrap

SHORT = load(Path(__file__).parents[2] / "samples" / "specs" / "short-forms.yaml")
LONG = load(Path(__file__).parents[2] / "samples" / "specs" / "long-form.yaml")


def paths_of(file: Path) -> list[tuple[float, float, bool]]:
    """Width, height and whether it is filled, of every path on the first page."""
    document = pypdfium2.PdfDocument(file)
    result = []
    for item in document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        x0, y0, x1, y1 = item.get_bounds()
        mode, stroke = pdfium.c_int(), pdfium.c_int()
        pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
        result.append((x1 - x0, y1 - y0, mode.value != 0))
    document.close()
    return result


@pytest.mark.parametrize(("rules", "filled"), [("rects", True), ("strokes", False)])
def test_rulings_are_drawn_as_asked(tmp_path: Path, rules: Rules, filled: bool) -> None:
    write_reportlab_pdf(SHORT.forms, tmp_path / "a.pdf", font="cid", rules=rules)
    paths = paths_of(tmp_path / "a.pdf")
    assert len(paths) == 53
    assert {is_filled for _, _, is_filled in paths} == {filled}
    assert all(min(width, height) < 2 for width, height, _ in paths)


def test_drawing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    form = random_form(Random(1))
    for name in ("a.pdf", "b.pdf"):
        write_reportlab_pdf([form], tmp_path / name, font="cid")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_two_short_forms_share_a_page_and_a_long_one_takes_two(tmp_path: Path) -> None:
    pages = []
    for spec in (SHORT, LONG):
        write_reportlab_pdf(spec.forms, tmp_path / "a.pdf", spec.title, font="cid")
        document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
        pages.append(len(document))
        document.close()
    assert pages == [1, 2]


def test_header_is_repeated_on_the_second_page_when_asked(tmp_path: Path) -> None:
    heads = []
    for repeat in (False, True):
        write_reportlab_pdf(LONG.forms, tmp_path / "a.pdf", font="cid", repeat_header=repeat)
        document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
        heads.append(document[1].get_textpage().get_text_range().count("三级指标"))
        document.close()
    assert heads == [0, 1]


def test_workbook_holds_the_spans_and_no_formulas(tmp_path: Path) -> None:
    form: FormSpec = SHORT.forms[0]
    write_xlsx([form], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    top = 3  # title and year line stand above the table
    merged = {
        (area.min_row - top, area.min_col - 1, area.size["rows"], area.size["columns"])
        for area in sheet.merged_cells.ranges
    }
    spans = {
        (cell.row, cell.column, cell.rowspan, cell.colspan)
        for cell in build_grid(form).cells
        if cell.rowspan * cell.colspan > 1
    }
    assert merged - spans == {(-2, 0, 1, 6), (-1, 0, 1, 6)}
    assert spans <= merged
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_html_declares_every_span() -> None:
    form = SHORT.forms[0]
    page = html_page([form])
    cells = build_grid(form).cells
    assert page.count("<td ") == len(cells)
    assert page.count(" rowspan=") == sum(cell.rowspan > 1 for cell in cells)
    assert page.count(" colspan=") == sum(cell.colspan > 1 for cell in cells)


def test_lines_break_between_characters_but_not_inside_numbers() -> None:
    assert wrap("补助金额1234.50元,按季", 6, len) == ("补助金额", "1234.5", "0元,按季")
    assert wrap("制作卡片30万张,发放", 7, len) == ("制作卡片30万", "张,发放")
    assert wrap("一二三,四", 3, len) == ("一二三,", "四")
    assert wrap("", 5, len) == ()


def test_dates_and_identifiers_are_settled_in_place(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"/CreationDate (D:20311224101112+01'00') /ID [ <0aF1> <99bb> ] /DocChecksum /ABCD")
    settle_pdf(file)
    assert file.read_bytes() == b"/CreationDate (D:20260101000000+01'00') /ID [ <0000> <0000> ] /DocChecksum /0000"


def test_a_missing_program_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProducerMissing, match=r"Chromium is needed .* Install it: apt-get install chromium"):
        find_program(("chromium",), "Chromium", "apt-get install chromium")
    assert main(["shanghai-2026-calc.pdf", "-o", str(tmp_path)]) == 1
    assert "LibreOffice is needed to make these samples" in capsys.readouterr().err


def test_an_unknown_sample_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["nothing.pdf"])
    assert caught.value.code == 2
