"""pdfplumber and camelot give the same records as the lattice: cells, spans, texts, boxes on the page as displayed."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor import UsageError, extract
from extractor.engines.camelot_engine import CamelotPages
from extractor.engines.choose import SecondEngine
from extractor.engines.plumber import PlumberPages
from extractor.layout.ruled.page import layout_page
from extractor.model.page import Page
from extractor.model.table import Block, Origin, Source, Table
from extractor.readers.pdf import read_pdf
from tests.engines.forms import FORM, INDICATORS, TITLE, form_pdf
from tests.pdf.draw import PAGE_SIZE, Box, Layout, Sheet, long_strokes, print_lines, structure

SAMPLES = Path(__file__).parents[2] / "samples"
ENGINES: dict[str, Callable[[Source, str | None], SecondEngine]] = {
    "pdfplumber": PlumberPages,
    "camelot": CamelotPages,
    "camelot-vector": lambda source, password: CamelotPages(source, password, lines="vector"),
}
SPANNED = Layout(
    (90, 120, 100),
    (24, 24, 40),
    (
        Box(0, 0, 2, 1, ("一级指标",)),
        Box(0, 1, 1, 2, ("Windows Server",)),
        Box(1, 1, lines=("数量",)),
        Box(1, 2, lines=("12.5%",)),
        Box(2, 0, lines=("质量", "指标")),
        Box(2, 1, 1, 2, ("行一", "行二")),
    ),
)


def plain() -> Sheet:
    return Sheet()


def cropped() -> Sheet:
    sheet = Sheet()
    sheet.canvas.setCropBox((30, 20, 500, 820))
    return sheet


def rotated(degrees: int) -> Callable[[], Sheet]:
    def sheet() -> Sheet:
        turned = Sheet(PAGE_SIZE[::-1] if degrees % 180 else PAGE_SIZE)
        turned.canvas.setPageRotation(degrees)
        turned.canvas.setCropBox((30, 20, 500, 820))
        return turned

    return sheet


def drawn_sideways() -> Sheet:
    sheet = Sheet(PAGE_SIZE[::-1])
    sheet.canvas.translate(0, PAGE_SIZE[0])
    sheet.canvas.rotate(-90)
    return sheet


SHEETS = {
    "plain": plain,
    "cropped": cropped,
    "rotated 90": rotated(90),
    "rotated 180": rotated(180),
    "rotated 270": rotated(270),
    "drawn sideways": drawn_sideways,
}


@contextmanager
def opened(engine: str, pdf: bytes, password: str | None = None) -> Iterator[tuple[SecondEngine, Page]]:
    source = Source("test.pdf", pdf)
    with read_pdf(source, password=password) as document:
        page = document.read_page(1)
    second = ENGINES[engine](source, password)
    try:
        yield second, page
    finally:
        second.close()


def rounded(blocks: list[Block]) -> list[object]:
    """The blocks with boxes to four points, the text of lines, structure and text of tables."""
    return [
        (block.origin, block.rows, block.columns, block.page, structure(block), [cell.text for cell in block.cells])
        if isinstance(block, Table)
        else block.text
        for block in blocks
    ]


def boxes(blocks: list[Block]) -> list[tuple[float, ...]]:
    return [cell.bbox for block in blocks if isinstance(block, Table) for cell in block.cells if cell.bbox]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("engine", ENGINES)
def test_same_records_as_the_lattice(engine: str, sheet: str) -> None:
    pdf = SHEETS[sheet]().table(SPANNED).text(60, 790, "标题在表之上").pdf()
    with opened(engine, pdf) as (second, page):
        found, ours = second.blocks(page), layout_page(page)
    assert rounded(found) == rounded(ours)
    assert rounded(found)[1][4] == list(SPANNED.boxes)  # type: ignore[index]
    assert len(boxes(found)) == len(boxes(ours)) == 6
    for one, other in zip(boxes(found), boxes(ours), strict=True):
        assert one == pytest.approx(other, abs=1.5)


@pytest.mark.parametrize("engine", ["pdfplumber", "camelot"])
def test_lines_in_a_box(engine: str) -> None:
    with opened(engine, plain().table(SPANNED).pdf()) as (second, page):
        assert second.lines_in(page, (150.0, 110.0, 370.0, 150.0)) == ("行一", "行二")
        assert second.lines_in(page, (400.0, 400.0, 500.0, 500.0)) == ()


def test_camelot_opens_what_needs_a_password() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE_SIZE, encrypt=StandardEncryption("geheim", canCopy=0))
    long_strokes(canvas, SPANNED)
    print_lines(canvas, SPANNED)
    canvas.showPage()
    canvas.save()
    with opened("camelot", buffer.getvalue(), "geheim") as (second, page):
        (table,) = second.blocks(page)
    assert isinstance(table, Table)
    assert structure(table) == list(SPANNED.boxes)


@pytest.mark.parametrize("engine", ["pdfplumber", "camelot-vector"])
def test_values_of_form_fields_are_read(engine: str) -> None:
    blank = replace(
        SPANNED, boxes=tuple(replace(box, lines=()) if box.lines == ("12.5%",) else box for box in SPANNED.boxes)
    )
    sheet = plain().table(blank)
    sheet.canvas.acroForm.textfield(
        value="2026", x=270, y=732, width=100, height=24, fontName="Helvetica", fontSize=9, borderWidth=0
    )
    with opened(engine, sheet.pdf()) as (second, page):
        (table,) = second.blocks(page)
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["一级指标", "Windows Server", "数量", "2026", "质量指标", "行一行二"]


@pytest.mark.parametrize("engine", ["pdfplumber", "camelot", "pdfium"])
@pytest.mark.parametrize("name", ["long-form-repeated-header.pdf", "multi-year-writer.pdf", "multi-year-chromium.pdf"])
def test_the_samples_give_the_same_indicators_by_every_engine(engine: str, name: str) -> None:
    ours, found = extract(SAMPLES / name), extract(SAMPLES / name, engine=engine)
    for one, other in zip(ours.forms, found.forms, strict=True):
        assert [(i.level1, i.level2, i.name, i.value) for i in other.indicators] == [
            (i.level1, i.level2, i.name, i.value) for i in one.indicators
        ]
        assert (other.project, other.goals) == (one.project, one.goals)
        assert [line.amount for line in other.funding.lines] == [line.amount for line in one.funding.lines]


@pytest.mark.parametrize("engine", ["pdfplumber", "camelot"])
def test_a_form_by_one_engine_alone(engine: str) -> None:
    result = extract(form_pdf("ruled"), engine=engine)
    (form,) = result.forms
    assert form.title == TITLE
    assert [(i.level1, i.level2, i.name, i.value.raw) for i in form.indicators] == INDICATORS
    assert [finding.code for finding in result.findings] == []
    assert form.provenance.bbox == pytest.approx((60, 82, 60 + sum(FORM.widths), 82 + sum(FORM.heights)), abs=1.5)


def test_unknown_engine() -> None:
    with pytest.raises(UsageError, match=r"'tabula' is no engine\. Engines are auto, pdfium, pdfplumber, camelot\."):
        extract(form_pdf("ruled"), engine="tabula")


@pytest.mark.parametrize(("engine", "module"), [("pdfplumber", "pdfplumber"), ("camelot", "camelot")])
def test_an_engine_that_is_not_installed(engine: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError) as raised:
        extract(form_pdf("ruled"), engine=engine)
    assert str(raised.value) == f"{engine} is not installed. pip install 'jixiao[engines]'"
    assert raised.value.exit_code == 2


def test_nothing_heavy_is_imported_for_a_ruled_document() -> None:
    code = (
        "import sys; from extractor import extract; extract(sys.argv[1]);"
        "print([m for m in ('pdfplumber', 'pdfminer', 'camelot', 'cv2', 'numpy', 'pandas', 'pypdfium2',"
        " 'extractor.engines.boxes', 'extractor.layout.aligned.page') if m in sys.modules])"
    )
    run = [sys.executable, "-c", code, str(SAMPLES / "long-form-writer.pdf")]
    ended = subprocess.run(run, capture_output=True, text=True, check=True, cwd=SAMPLES.parent)
    assert ended.stdout == "[]\n"


def test_origin_is_ruled() -> None:
    with opened("pdfplumber", plain().table(SPANNED).pdf()) as (second, page):
        assert [block.origin for block in second.blocks(page) if isinstance(block, Table)] == [Origin.RULED]


@pytest.mark.parametrize("engine", ENGINES)
def test_text_that_overflows_the_table_stays_in_its_cell(engine: str) -> None:
    wide = replace(
        SPANNED, boxes=(*SPANNED.boxes[:-1], Box(2, 1, 1, 2, ("定期巡检,及时维修或更换损坏的健身器材和步道设施。",)))
    )
    sheet = plain().table(wide)
    with opened(engine, sheet.text(380, 730, "旁注").pdf()) as (second, page):
        blocks = second.blocks(page)
    assert [block.text for block in blocks if not isinstance(block, Table)] == ["旁注"]
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert table.cells[-1].text == "定期巡检,及时维修或更换损坏的健身器材和步道设施。"
