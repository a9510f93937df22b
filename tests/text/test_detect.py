"""What a file is, by its content."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import (
    DamagedError,
    EmptyFileError,
    EncryptedError,
    JixiaoError,
    UnsupportedFormatError,
)
from extractor.model.table import Source
from extractor.readers.detect import detect_format
from extractor.readers.registry import FORMATS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def archive(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for member in members:
            file.writestr(member, "x")
    return buffer.getvalue()


def compound(entry: str) -> bytes:
    return OLE + entry.encode("utf-16-le") + b"\x00\x00"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("a.txt", b"%PDF-1.7\n", "pdf"),
        ("a.pdf", b"HTTP/1.1 200\n\n%PDF-1.4\n1 0 obj", "pdf"),
        ("a.txt", "格式为 %PDF-1.4 的文件".encode(), "text"),
        ("a.txt", archive("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.docx", archive("xl/workbook.xml"), "xlsx"),
        ("a.zip", archive("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        ("a.xls", compound("Workbook"), "xls"),
        ("a.wps", compound("WordDocument"), "doc"),
        ("a.doc", b"{\\rtf1\\ansi", "rtf"),
        ("a.mht", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", "mht"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image"),
        ("a", b"\xff\xd8\xff\xe0", "image"),
        ("a", b"II*\x00abc", "image"),
        ("a", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        ("a", b"BM\x00\x01\x00\x00\x00\x00\x00\x00" + b"\x36" * 30, "image"),
        ("a.txt", b"BM plans next year's budget in May", "text"),
        ("a.xls", b"<table><tr><td>1</td></tr></table>", "html"),
        ("a.txt", b"<!-- saved -->\n<HTML lang='zh'>", "html"),
        ("a.htm", "<!DOCTYPE html><p>项目".encode("utf-16"), "html"),
        ("a.html", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "html"),
        ("a.csv", "项目,单位\n阅览室,元\n".encode("gb18030"), "csv"),
        ("a.CSV", b"a,b", "csv"),
        ("a.txt", "项目名称\t阅览室\n".encode(), "text"),
        ("a.dat", "项目名称\t阅览室\n".encode("utf-16-le"), "text"),
        ("a.pdf", "项目名称\t阅览室\n".encode(), "text"),
        ("big5.txt", ("財政項目支出績效目標" * 9).encode("big5"), "text"),
        ("cut.txt", ("项目名称阅览室" * 9).encode()[:-1], "text"),
    ],
)
def test_content_decides(name: str, data: bytes, expected: str) -> None:
    assert detect_format(Source(name, data)) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t\n", "The file holds nothing but blanks."),
        (b"\x00" * 64, "The file holds nothing but blanks."),
        (b"\xef\xbb\xbf\n", "The file holds nothing but blanks."),
    ],
)
def test_nothing_in_it(data: bytes, message: str) -> None:
    with pytest.raises(EmptyFileError) as raised:
        detect_format(Source("a.txt", data))
    assert (raised.value.message, raised.value.source) == (message, "a.txt")


@pytest.mark.parametrize(
    ("data", "error", "remedy"),
    [
        (bytes(range(1, 256)) * 8, UnsupportedFormatError, "Convert it to PDF, DOCX, XLSX or UTF-8 text."),
        (
            b"\x7fELF\x02\x01\x01" + b"\x00" * 200,
            UnsupportedFormatError,
            "Convert it to PDF, DOCX, XLSX or UTF-8 text.",
        ),
        (compound("EncryptedPackage"), EncryptedError, "Save a copy without the password."),
        (OLE, UnsupportedFormatError, "Save it as DOCX, XLSX or PDF."),
        (
            archive("a.pdf", "b.pdf"),
            UnsupportedFormatError,
            "Give it to `jixiao extract` or `check`, or name a document inside: ARCHIVE.zip!/NAME.",
        ),
        (archive("ppt/presentation.xml"), UnsupportedFormatError, "Save it as PDF."),
        (archive("xl/workbook.bin"), UnsupportedFormatError, "Save it as XLSX."),
        (archive("mimetype", "content.xml"), UnsupportedFormatError, "Save it as DOCX, XLSX or PDF."),
        (b"PK\x03\x04 broken", DamagedError, "Ask for the file anew."),
        (
            b"Rar!\x1a\x07\x00",
            UnsupportedFormatError,
            "Unpack it first, or pip install 'jixiao[archives]' and give it to `jixiao extract` or `check`.",
        ),
        (
            b'<?xml version="1.0"?><Workbook/>',
            UnsupportedFormatError,
            "Open it in its program and save it as XLSX, DOCX or PDF.",
        ),
    ],
)
def test_what_is_not_read_says_what_to_do(data: bytes, error: type[JixiaoError], remedy: str) -> None:
    with pytest.raises(error) as raised:
        detect_format(Source("a", data))
    assert raised.value.remedy == remedy


@settings(max_examples=200, derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes_have_a_format_or_an_error_of_ours(data: bytes) -> None:
    try:
        found = detect_format(Source("a", data))
    except JixiaoError:
        return
    assert found in FORMATS
