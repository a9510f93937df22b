"""Opening, refusing and closing documents; what a page record tells."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor import tables
from extractor.errors import DamagedError, EncryptedError
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.pipeline import extract_document
from extractor.readers.detect import detect_format
from extractor.readers.pdf import read_pdf
from tests.pdf.draw import Sheet, pages_of, simple
from tests.pdf.raw import with_damaged_pages


def locked(password: str) -> Source:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=password)
    canvas.drawString(100, 700, "secret")
    canvas.save()
    return Source("locked.pdf", buffer.getvalue())


def picture() -> ImageReader:
    header = b"P5 8 8 255\n"
    return ImageReader(io.BytesIO(header + bytes(range(64))))


def test_pages_are_numbered_and_measured_and_the_producer_is_told() -> None:
    pdf = Sheet().table(simple([["甲", "乙"]])).next_page().text(60, 700, "第二页").pdf()
    with read_pdf(Source("two.pdf", pdf)) as document:
        assert document.page_count == 2
        assert document.producer is not None
        assert document.producer.startswith("ReportLab PDF Library")
        pages = list(document.pages())
    assert [(page.number, page.width, page.height, page.rotation) for page in pages] == [
        (1, 595, 842, 0),
        (2, 595, 842, 0),
    ]
    assert pages[1].glyphs.text.strip() == "第二页"
    assert pages[0].glyph_count == 2
    assert pages[0].unmapped == 0


def test_a_page_is_plain_data_that_outlives_the_document() -> None:
    (page,) = pages_of(Sheet().text(60, 700, "项目").pdf())
    assert page.glyphs.x0[0] == pytest.approx(60)
    assert page.glyphs.y[0] == pytest.approx(142)
    with pytest.raises(AttributeError):
        page.number = 7  # type: ignore[misc]


def test_an_abandoned_iterator_leaves_nothing_open_and_a_closed_document_refuses() -> None:
    pdf = Sheet().text(60, 700, "一").next_page().text(60, 700, "二").pdf()
    with read_pdf(Source("two.pdf", pdf)) as document:
        first = next(document.pages())
        assert first.glyphs.text.strip() == "一"
    document.close()
    with pytest.raises(ValueError, match="closed"):
        document.read_page(1)


def test_a_password_is_asked_for_and_checked() -> None:
    with pytest.raises(EncryptedError, match=r"locked\.pdf: The PDF needs a password"):
        read_pdf(locked("geheim"))
    with pytest.raises(EncryptedError, match="does not open"):
        read_pdf(locked("geheim"), password="falsch")
    with read_pdf(locked("geheim"), password="geheim") as document:
        assert next(document.pages()).glyphs.text.strip() == "secret"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing here", b"PK\x03\x04 not a pdf", b"%PDF-1.4\n%%EOF\n"])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedError):
        read_pdf(Source("broken.pdf", data))


@pytest.mark.parametrize("header", [b"%PD-1.4", b"%PDF1.4", b"%pdf-1.4", b"\xef\xbb\xbf", b""])
def test_a_broken_header_does_not_matter(header: bytes) -> None:
    pdf = Sheet().text(100, 700, "项目").text(100, 600, "Project").pdf()
    broken = pdf.replace(b"%PDF-1.4", header, 1)
    assert detect_format(Source("a.pdf", broken)) == "pdf"
    assert [page.glyphs for page in pages_of(broken)] == [page.glyphs for page in pages_of(pdf)]


def test_a_damaged_page_does_not_refuse_the_others() -> None:
    sheet = Sheet()
    for text in ("甲", "乙"):
        sheet.text(100, 700, text).next_page()
    sheet.text(100, 700, "丙")
    pdf = with_damaged_pages(sheet.pdf(), 2)
    with read_pdf(Source("a.pdf", pdf)) as document:
        damaged: list[int] = []
        assert [(page.number, page.glyphs.text) for page in document.pages(damaged=damaged)] == [(1, "甲"), (3, "丙")]
        assert damaged == [2]
        with pytest.raises(DamagedError, match="Page 2 of 3"):
            list(document.pages())
    result = extract_document(Source("a.pdf", pdf))
    assert [(finding.code, finding.evidence) for finding in result.findings if finding.severity == "error"] == [
        ("PAGES_DAMAGED", {"pages": [2]})
    ]
    told: list[str] = []
    assert tables(pdf, notify=told.append) == []
    assert told == ["Pages 2 are damaged and were not read; the others were."]
    with pytest.raises(DamagedError):
        extract_document(Source("a.pdf", with_damaged_pages(sheet.pdf(), 1, 2, 3)))


def test_a_cut_off_file_still_gives_what_it_holds() -> None:
    pdf = Sheet().text(60, 700, "项目名称").pdf()
    cut = pdf[: pdf.rindex(b"startxref")]
    with read_pdf(Source("cut.pdf", cut)) as document:
        assert next(document.pages()).glyphs.text.strip() == "项目名称"


def test_a_page_of_pictures_without_text_is_told() -> None:
    sheet = Sheet()
    sheet.canvas.drawImage(picture(), 0, 0, 595, 842)
    sheet.text(290, 20, "- 1 -").next_page()
    sheet.canvas.drawImage(picture(), 500, 800, 40, 40)
    sheet.text(60, 700, "项目")
    scan, logo = pages_of(sheet.pdf())
    assert scan.is_picture_only
    assert scan.images == ((0.0, 0.0, 595.0, 842.0),)
    assert scan.image_share == 1.0
    assert not logo.is_picture_only
    assert logo.image_share == pytest.approx(1600 / (595 * 842))
    assert not Page(1, 595, 842).is_picture_only


def test_an_empty_page_has_no_glyphs_and_no_rulings() -> None:
    (page,) = pages_of(Sheet().pdf())
    assert page.glyphs.text == ""
    assert (page.rulings.horizontals, page.rulings.verticals, page.rulings.fills) == ([], [], [])


def test_values_typed_into_form_fields_are_read() -> None:
    sheet = Sheet()
    sheet.canvas.acroForm.textfield(
        value="typed in", x=100, y=700, width=120, height=20, fontName="Helvetica", fontSize=10
    )
    (page,) = pages_of(sheet.pdf())
    assert page.glyphs.text.strip() == "typed in"
