"""Documents built to do harm: a clear error, nothing run, nothing fetched, nothing lost in silence."""

from __future__ import annotations

import io
import socket
import zipfile

import pytest

from extractor.errors import DamagedError, EncryptedError, JixiaoError, UnsafeError
from extractor.readers import container
from tests.office.build import docx, finding, p, read, relations, seen, tbl, tc, xlsx, zipped

BOMB = '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;">]><w:document xmlns:w="x">&m;</w:document>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&e;</w:document>'


def word(document: str | bytes) -> bytes:
    return zipped({"_rels/.rels": relations(officeDocument="word/document.xml"), "word/document.xml": document})


@pytest.mark.parametrize(
    "document", [BOMB, OUTSIDE, BOMB.encode("utf-16"), '<!DOCTYPE a SYSTEM "http://a.invalid/a.dtd"><a/>']
)
def test_entities_and_document_types(document: str | bytes) -> None:
    with pytest.raises(UnsafeError, match="declares a document type or entities") as raised:
        read(word(document))
    assert raised.value.exit_code == 21


def test_a_part_that_unpacks_to_too_much():
    with pytest.raises(UnsafeError, match=r"word/document\.xml unpacks to more than 64 MB"):
        read(word(b" " * (200 << 20)))


def test_a_part_that_is_packed_too_well():
    with pytest.raises(UnsafeError, match=r"unpacks to more than 250 times its size"):
        read(word(b"<a>" + b" " * (30 << 20) + b"</a>"))


def test_a_directory_that_lies_about_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(word(b"<a>" + b" " * (9 << 20) + b"</a>"))
    monkeypatch.setattr(container, "MOST_BYTES", 1 << 20)
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")  # claims 100 bytes unpacked
    with pytest.raises(JixiaoError) as raised:
        read(bytes(data))
    assert isinstance(raised.value, UnsafeError | DamagedError)


def test_too_many_parts():
    with pytest.raises(UnsafeError, match="holds 20002 parts"):
        read(zipped({"_rels/.rels": "", **{f"word/document{n}.xml": "" for n in range(20_001)}}))


def test_elements_nested_without_end():
    deep = "<a>" * 100_000 + "</a>" * 100_000
    with pytest.raises(UnsafeError, match="nests more than 200 elements"):
        read(word(deep))
    tables = p("x")
    for _ in range(60):
        tables = tbl(tc(tables))
    assert seen(read(docx(tables))) == [[["x"]]]
    for _ in range(10):
        tables = tbl(tc(tables))
    with pytest.raises(UnsafeError, match="nests more than 200 elements"):
        read(docx(tables))


def test_a_sheet_that_claims_a_million_columns():
    sheet = (
        "<dimension ref='A1:XFD1048576'/><cols><col min='1' max='99999999' width='9'/></cols><sheetData>"
        "<row r='1'><c r='A1' t='str'><v>名称</v></c><c r='B1' t='str'><v>值</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref='A2:XFD1048576'/><mergeCell ref='C1:XFD9999999'/></mergeCells>"
    )
    assert seen(read(xlsx({"表": sheet}))) == [[["名称", "值"]]]


def test_cells_far_apart():
    far = "".join(
        f"<row r='{n * 500 + 1}'><c t='str' r='{c}{n * 500 + 1}'><v>x</v></c></row>"
        for n, c in enumerate(["A", "XFD", "B"])
    )
    assert seen(read(xlsx({"表": f"<sheetData>{far}</sheetData>"}))) == ["x", "x", "x"]
    cells = "".join(
        f"<row r='{n}'><c t='str' r='A{n}'><v>x</v></c><c t='str' s='1' r='{_letters(n)}{n}'><v>x</v></c></row>"
        for n in range(1, 1500)
    )
    with pytest.raises(UnsafeError, match=r"claims 1499 rows of 1500 columns"):
        read(xlsx({"表": f"<sheetData>{cells}</sheetData>"}))


def _letters(number: int) -> str:
    from extractor.readers.office.sheet import cell_name

    return cell_name(0, number).rstrip("1")


def test_numbers_without_end():
    values = "".join(f"<c t='n'><v>{v}</v></c>" for v in ("1E400", "9" * 5000, "1E-400", "nan", "12abc", "-0"))
    content = read(xlsx({"表": f"<sheetData><row>{values}</row></sheetData>"}))
    assert [cell.text[:8] for cell in content.blocks[0].cells] == ["1E400", "99999999", "1E-400", "nan", "12abc", "0"]


def test_formulas_and_dde_are_never_evaluated():
    cells = (
        "<c t='str'><f>cmd|'/c calc'!A0</f><v>合计</v></c><c><f>WEBSERVICE(\"http://a.invalid\")</f></c><c><v>1</v></c>"
    )
    content = read(xlsx({"表": f"<sheetData><row>{cells}</row></sheetData>"}))
    assert seen(content) == [[["合计", "1"]]]
    assert finding(content, "FORMULAS_WITHOUT_VALUES").evidence == {"cells": ["表!B1"]}


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError(f"a connection to {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    external = (
        '<Relationships xmlns="x"><Relationship Id="a" Type="y/numbering" TargetMode="External" Target="http://a.invalid/n.xml"/>'
        '<Relationship Id="b" Type="y/styles" Target="../../../../etc/passwd"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(docx(p("文字")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert seen(read(zipped({**parts, "word/_rels/document.xml.rels": external}))) == ["文字"]
    page = "<html><meta charset=utf-8><link rel=stylesheet href=http://a.invalid/a.css><img src=http://a.invalid/a.png><script src=http://a.invalid/a.js></script>文字"
    assert seen(read(page.encode())) == ["文字"]


def test_a_locked_part():
    data = bytearray(docx(p("文字")))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 1)
    with pytest.raises(EncryptedError, match="locked with a password"):
        read(bytes(data))


def test_web_pages_built_to_do_harm():
    spans = "<meta charset=utf-8><table border=1><tr><td colspan=99999999 rowspan=99999999>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    assert seen(read(spans.encode())) == [[[("甲", 2, 1), "乙"], ["丙"]]]
    with pytest.raises(UnsafeError, match="nests more than 200 elements"):
        read(("<meta charset=utf-8>" + "<div>" * 5000 + "文字").encode())
