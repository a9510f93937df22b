"""Fonts that a document names but does not hold: read the same on every machine, drawn with the machine's own."""

from __future__ import annotations

import ctypes
import io
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import ImageFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.model.table import Source
from extractor.pipeline import extract_document
from extractor.readers.pdf import read_pdf
from extractor.readers.pdf.substitutes import SUBSTITUTES, box_font
from extractor.views.page.render import page_pictures
from tests.pdf.draw import pages_of
from tests.pdf.raw import with_font

SAMPLES = Path(__file__).parents[2] / "samples"
_EMBEDDED = re.compile(rb"/FontFile([23]?)(?=\s)")
_STRIPPED = {
    path.name: data
    for path in sorted(SAMPLES.glob("*.pdf"))
    if (data := _EMBEDDED.sub(rb"/FontFilX\1", path.read_bytes())) != path.read_bytes()
}
"""Samples as they would be had their producer not embedded its fonts."""
_BOX = pytest.approx((100 + 12 * 0.04, 700 - 12 * 0.1, 100 + 12 * 0.96, 700 + 12 * 0.8), abs=0.2)
"""Of a Chinese character of 12 points at (100, 700)."""


def test_every_character_of_the_font_is_a_box() -> None:
    font = ImageFont.truetype(io.BytesIO(box_font()), 1000)
    assert [font.getmask(char).getbbox() for char in ("i", " ", "\u2e7f")] == [(20, 0, 220, 900)] * 3
    assert [font.getmask(char).getbbox() for char in ("\u2e80", "一", "\ufffe")] == [(40, 0, 960, 900)] * 3
    assert [font.getlength(char) for char in ("i", "一")] == [500, 1000]
    assert font.getmetrics() == (880, 120)


@pytest.mark.parametrize("font", sorted({*Canvas(io.BytesIO()).getAvailableFonts()} - {"Symbol", "ZapfDingbats"}))
def test_a_standard_font_without_widths_has_its_own(font: str) -> None:
    text = "illicit Willows (1,234.50%)"
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont(font, 10)
    canvas.drawString(100, 700, text)
    canvas.save()
    assert b"/Widths" not in buffer.getvalue()
    (page,) = pages_of(buffer.getvalue())
    starts = [100 + stringWidth(text[:i], font, 10) for i in range(len(text) + 1)]
    glyphs = page.glyphs
    assert glyphs.text == text
    assert glyphs.x0 == pytest.approx(starts[:-1], abs=0.02)
    assert glyphs.x1 == pytest.approx(starts[1:], abs=0.02)


@pytest.mark.parametrize(
    ("base_font", "encoding", "ordering"),
    [("ArialMT", "Identity-H", "Identity"), ("Helvetica", "Identity-H", "Identity"), ("SimSun", "UniGB-UCS2-H", "GB1")],
)
def test_a_composite_font_has_the_widths_that_the_document_gives(base_font: str, encoding: str, ordering: str) -> None:
    widths = "/DW 700/W[65[250 333] 67 69 800]"
    pdf = with_font(
        "004100420043004400450046",
        base_font=base_font,
        encoding=encoding,
        ordering=ordering,
        to_unicode="<0041><0046><0041>",
        widths=widths,
    )
    (page,) = pages_of(pdf)
    own = [250, 333, 800, 800, 800, 700] if ordering == "Identity" else [700] * 6
    assert page.glyphs.text == "ABCDEF"
    assert [b - a for a, b in zip(page.glyphs.x0, page.glyphs.x1, strict=True)] == pytest.approx(
        [0.012 * w for w in own], abs=0.01
    )


def test_samples_were_found() -> None:
    assert len(_STRIPPED) > 20


@pytest.mark.parametrize("name", _STRIPPED)
def test_a_document_reads_the_same_without_its_fonts(name: str) -> None:
    assert _read(_STRIPPED[name]) == _read((SAMPLES / name).read_bytes())


@pytest.mark.parametrize("base_font", ["SimSun", "ArialMT", "ABCDEF+Foo"])
@pytest.mark.parametrize("char", "≥一A")
def test_a_character_printed_alone_is_read(base_font: str, char: str) -> None:
    pdf = with_font("0042", base_font=base_font, encoding="Identity-H", to_unicode=f"<0042><0042><{ord(char):04X}>")
    assert pages_of(pdf)[0].glyphs.text == char


@pytest.mark.parametrize(
    ("base_font", "encoding", "codes"), [("SimSun", "GBK-EUC-H", "D2BB"), ("STSong-Light", "UniGB-UCS2-H", "4E00")]
)
def test_a_character_of_a_national_encoding_printed_alone_is_read(base_font: str, encoding: str, codes: str) -> None:
    pdf = with_font(codes, base_font=base_font, encoding=encoding, ordering="GB1")
    assert pages_of(pdf)[0].glyphs.text == "一"


def test_shapes_are_boxes_while_a_document_is_read_and_only_then() -> None:
    pdf = with_font("4E004E8C", base_font="STSong-Light", encoding="UniGB-UCS2-H", ordering="GB1")
    before = _shape(pdf)
    with read_pdf(Source("a.pdf", pdf)), read_pdf(Source("b.pdf", pdf)) as second:
        second.close()
        assert _shape(pdf) == _BOX
    assert _shape(pdf) == before != _BOX


def test_pages_are_drawn_with_the_fonts_of_the_machine() -> None:
    pdf = with_font("4E004E8C", base_font="STSong-Light", encoding="UniGB-UCS2-H", ordering="GB1")
    before = _picture(pdf)
    SUBSTITUTES.use()
    try:
        with page_pictures(Source("a.pdf", pdf), None) as pictures:
            assert pictures.draw(1, 72).tobytes() == before
        assert _picture(pdf) != before
    finally:
        SUBSTITUTES.release()
    assert _picture(pdf) == before


def _read(data: bytes) -> Any:
    read = json.loads(extract_document(Source("a.pdf", data)).to_json())
    return _without(read, {"sha256", "form_id"})


def _without(record: Any, keys: set[str]) -> Any:
    if isinstance(record, dict):
        return {key: _without(value, keys) for key, value in record.items() if key not in keys}
    return [_without(item, keys) for item in record] if isinstance(record, list) else record


def _shape(pdf: bytes) -> tuple[float, ...]:
    """The box of the first glyph's outline (left, bottom, right, top; points from the lower left corner)."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pypdfium2.raw.FPDFText_GetCharBox(page, 0, left, right, bottom, top)
    document.close()
    return left.value, bottom.value, right.value, top.value


def _picture(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    drawn: bytes = document[0].render(scale=1, rev_byteorder=True).to_pil().convert("RGB").tobytes()
    document.close()
    return drawn
