"""Fonts that do not say what they print, or say it in a code of their own."""

from __future__ import annotations

import pytest

from extractor.errors import OcrNeededError
from extractor.model.table import Source, TextLine
from extractor.model.text import join_lines
from extractor.pipeline import ExtractOptions, extract_document
from tests.pdf.draw import blocks_of, pages_of
from tests.pdf.raw import with_font


def lines(pdf: bytes) -> list[str]:
    return [block.text for block in blocks_of(pdf) if isinstance(block, TextLine)]


def test_every_glyph_of_a_font_without_a_character_map_is_counted() -> None:
    pdf = with_font("004100420043002400250026", base_font="ABCDEF+Foo", encoding="Identity-H")
    assert pages_of(pdf)[0].unmapped == 6


def test_known_symbols_are_read_and_other_private_codes_are_counted() -> None:
    pdf = with_font(
        "00B300A300390044", base_font="ABCDEF+SymbolMT", encoding="Identity-H", to_unicode="<0001><00FF><F001>"
    )
    (page,) = pages_of(pdf)
    assert page.glyphs.text == "≥≤9\uf044"
    assert page.unmapped == 1
    pdf = with_font(
        "00A800FE", base_font="ABCDEF+Wingdings-Regular", encoding="Identity-H", to_unicode="<0001><00FF><F001>"
    )
    assert lines(pdf) == ["□☑"]
    pdf = with_font("00A300B3", base_font="ABCDEF+Corporate", encoding="Identity-H", to_unicode="<0001><00FF><F001>")
    assert pages_of(pdf)[0].unmapped == 2


def test_vertical_writing_is_read_downwards() -> None:
    pdf = with_font(
        "7EE96548630768070028514300290032003000320036",
        base_font="STSong-Light",
        encoding="UniGB-UCS2-V",
        ordering="GB1",
    )
    found = lines(pdf)
    assert found == list("绩效指标(元)2026")
    assert join_lines(found) == "绩效指标(元)2026"


def test_radicals_become_ideographs() -> None:
    pdf = with_font("000100020003", base_font="ABCDEF+Foo", encoding="Identity-H", to_unicode="<0001><00FF><2F00>")
    assert lines(pdf) == ["一丨丶"]
    assert pages_of(pdf)[0].unmapped == 0


def test_what_a_font_does_not_say_is_marked_and_counted_once() -> None:
    codes = "0041" * 16 + "00000020010001070041"
    pdf = with_font(codes, base_font="ABCDEF+Foo", encoding="Identity-H", to_unicode="<0041><0041><0041>")
    (page,) = pages_of(pdf)
    assert page.glyphs.text.replace("\r\n", "").split() == ["A" * 16, "\ufffd\ufffdA"]
    assert (page.unmapped, page.glyph_count) == (2, 19)


@pytest.mark.parametrize("first", "项A")
def test_a_few_characters_without_text_are_told_and_the_rest_is_read(first: str) -> None:
    codes = "".join(f"{code:04X}" for code in range(0x20, 0x30)) + "0101" * 2
    text = "".join(chr(ord(first) + step) for step in range(16))
    pdf = with_font(codes, base_font="ABCDEF+Foo", encoding="Identity-H", to_unicode=f"<0020><002F><{ord(first):04X}>")
    result = extract_document(Source("foo.pdf", pdf), ExtractOptions(ocr=False))
    (found,) = [finding for finding in result.findings if finding.code == "TEXT_UNMAPPED"]
    assert (found.severity, found.evidence) == ("error", {"pages": {"1": 2}})
    assert lines(pdf) == [text + "\ufffd\ufffd"]


def test_a_document_whose_characters_have_no_text_is_refused() -> None:
    pdf = with_font("004100420043002400250026", base_font="ABCDEF+Foo", encoding="Identity-H")
    with pytest.raises(OcrNeededError, match="6 of 6 characters have no text"):
        extract_document(Source("foo.pdf", pdf))
