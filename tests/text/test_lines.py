"""Lines of a text file: numbers, pages, line ends."""

from __future__ import annotations

import pytest

from extractor.errors import EmptyFileError, EncodingError
from extractor.model.page import RawLine
from extractor.model.table import Source
from extractor.readers.text import read_text, split_lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_line_end_counts_once(end: str) -> None:
    text = end.join(["a", "", "b", ""])
    assert list(split_lines(text)) == [RawLine(1, "a"), RawLine(2, ""), RawLine(3, "b")]


def test_a_form_feed_begins_a_page_but_no_line() -> None:
    assert list(split_lines("a\n\fb\nc\fd\n\f")) == [
        RawLine(1, "a", 1),
        RawLine(2, "b", 2),
        RawLine(3, "c", 2),
        RawLine(3, "d", 3),
        RawLine(4, "", 4),
    ]


@pytest.mark.parametrize(("text", "pages"), [("a\nb", None), ("a\n\fb\n\f", 2), ("a\fb", 2), ("a\f\fb\f\n", 3)])
def test_pages_are_counted(text: str, pages: int | None) -> None:
    assert read_text(Source("a.txt", text.encode())).pages == pages


def test_a_document_tells_its_encoding_and_yields_its_lines() -> None:
    document = read_text(Source("a.txt", "项目名称\t阅览室\r\n".encode("gb18030")))
    assert (document.encoding, list(document), len(document)) == ("gb18030", [RawLine(1, "项目名称\t阅览室")], 1)


def test_blanks_only_is_an_empty_file() -> None:
    with pytest.raises(EmptyFileError):
        read_text(Source("a.txt", " \n\u3000".encode("utf-16")))


def test_the_named_encoding_is_passed_on() -> None:
    with pytest.raises(EncodingError) as raised:
        read_text(Source("a.txt", "项目".encode("gb18030")), encoding="utf-8")
    assert raised.value.source == "a.txt"
