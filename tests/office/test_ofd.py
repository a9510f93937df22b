"""OFD: the same records as the PDF of the same page, and every way in which the standard lets a page be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.containers.documents import OFD_WAYS, as_ofd
from extractor.errors import DamagedError, OcrNeededError, PageLimitError, UnsafeError
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.pipeline import read_document
from extractor.readers.content import ReadOptions
from extractor.readers.ofd.content import read
from samples.make.writers.ofd import ofd, stroke, text, zipped
from tests.office.forms import SAMPLES, record

FORMS = [
    "shanghai-2026-calc.pdf", "shanghai-2026-chromium.pdf", "central-2015-chromium.pdf", "self-evaluation-writer.pdf", "hubei-weasyprint.pdf",
    "long-form-writer.pdf", "monitoring-calc.pdf", "shizuishan-chromium.pdf", "transfer-target-weasyprint.pdf", "value-kinds-weasyprint.pdf",
]  # fmt: skip


def page(data: bytes) -> Page:
    (found,) = read(Source("a.ofd", data), ReadOptions()).pages or ()
    return found


def seen(data: bytes) -> list[object]:
    """Lines as texts, tables as rows of texts."""
    return [
        block.text if hasattr(block, "text") else [[cell.text for cell in row] for row in block.rows_of_cells()]
        for block in read_document(Source("a.ofd", data)).layout.blocks
    ]


@pytest.mark.parametrize("way", OFD_WAYS)
@pytest.mark.parametrize("name", FORMS)
def test_the_record_is_that_of_the_pdf(name: str, way: str, tmp_path: Path) -> None:
    path = tmp_path / "form.ofd"
    path.write_bytes(as_ofd(SAMPLES / name, way))
    assert record(path) == record(SAMPLES / name)


def frame(x0: float, y0: float, x1: float, y1: float) -> str:
    return stroke(x0, y0, x1, y0) + stroke(x0, y1, x1, y1) + stroke(x0, y0, x0, y1) + stroke(x1, y0, x1, y1)


def test_steps_between_characters():
    one = page(ofd([text("甲乙12", 10, 20, 4, "g 1 4 4.5 2")]))
    assert one.glyphs.text == "甲乙12"
    assert [round(x * 25.4 / 72, 2) for x in one.glyphs.x] == [10, 14, 18.5, 20.5]
    assert [round(y * 25.4 / 72, 2) for y in one.glyphs.y] == [20, 20, 20, 20]
    assert [round((b - a) * 25.4 / 72, 2) for a, b in zip(one.glyphs.x0, one.glyphs.x1, strict=True)] == [4, 4, 2, 2]
    assert (round(one.width, 2), round(one.height, 2), one.rulings.horizontals) == (595.28, 841.89, [])


def test_lines_of_one_text_whose_steps_go_back():
    wrapped = '<ofd:TextObject Boundary="20 20 60 20" Font="1" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4 4 -8 4" DeltaY="0 0 5 0">改善环境质</ofd:TextCode></ofd:TextObject>'
    assert seen(ofd([frame(18, 19, 60, 31) + stroke(40, 19, 40, 31) + wrapped + text("是", 45, 26, 4)])) == [
        [["改善环境质", "是"]]
    ]


def test_turned_text_and_watermarks():
    turned = '<ofd:TextObject CTM="{}" Boundary="50 50 40 40" Font="1" Size="4"><ofd:TextCode X="0" Y="0">内部</ofd:TextCode></ofd:TextObject>'
    assert page(ofd([turned.format("0 1 -1 0 0 0")])).glyphs.turns == b"\x01\x01"
    assert page(ofd([turned.format("0 -1 1 0 0 0")])).glyphs.turns == b"\x03\x03"
    assert page(ofd([turned.format("0.7 0.7 -0.7 0.7 0 0")])).glyphs.turns == b"\x04\x04"
    assert seen(ofd([turned.format("0.7 0.7 -0.7 0.7 0 0") + text("正文", 20, 100, 4)])) == ["正文"]


def test_what_is_not_seen():
    white = text("白字", 20, 30, 4).replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode')
    clear = text("透明", 20, 40, 4, more='Alpha="0"')
    gone = text("隐藏", 20, 50, 4, more='Visible="false"')
    outside = text("页外", 400, 50, 4)
    assert page(ofd([white + clear + gone + outside + text("看见", 20, 60, 4)])).glyphs.text == "看见"
    ground = '<ofd:PathObject Boundary="15 20 40 20" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 120"/><ofd:AbbreviatedData>M 0 0 L 40 0 L 40 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>'
    one = page(ofd([ground + white]))
    assert (one.glyphs.text, one.rulings.fill_colours) == ("白字", [0x000078])
    pale = stroke(10, 10, 100, 10).replace("0 0 0", "255 255 255", 1)
    assert page(ofd([pale])).rulings.horizontals == []


def test_rectangles_curves_and_parameters():
    box = '<ofd:PathObject Boundary="10 10 50 20" {}><ofd:AbbreviatedData>M 0 0 L 50 0 L 50 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>'
    one = page(ofd([box.format("")]))
    assert (len(one.rulings.horizontals), len(one.rulings.verticals)) == (2, 2)
    circle = '<ofd:PathObject Boundary="10 10 20 20"><ofd:AbbreviatedData>M 0 10 A 10 10 0 1 1 20 10 B 20 15 15 20 10 20 Q 0 20 0 10 C</ofd:AbbreviatedData></ofd:PathObject>'
    assert page(ofd([circle])).rulings.horizontals == []
    parameters = '<ofd:DrawParams><ofd:DrawParam ID="8"><ofd:StrokeColor Value="255"/></ofd:DrawParam><ofd:DrawParam ID="9" Relative="8"/></ofd:DrawParams>'
    assert page(ofd([box.format('DrawParam="9"')], resources=parameters)).rulings.horizontals == []
    composite = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="60" Height="40"><ofd:Content>{text("合成", 1, 5, 4)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    one = page(
        ofd(['<ofd:CompositeObject ResourceID="7" Boundary="20 30 60 40" CTM="2 0 0 2 0 0"/>'], resources=composite)
    )
    assert (one.glyphs.text, round(one.glyphs.x[0] * 25.4 / 72, 2), round(one.glyphs.y[0] * 25.4 / 72, 2)) == (
        "合成",
        22,
        40,
    )


def test_symbols_and_seals():
    box = text("\uf0fe", 20, 30, 4).replace('Font="1"', 'Font="2"')
    seal = '<ofd:ImageObject ResourceID="5" Boundary="120 200 40 40" CTM="40 0 0 40 0 0"/>'
    one = page(ofd([box + seal + text("\ue11e" + "绩效目标申报表绩效目标申报表绩效目标申报表", 40, 30, 4)]))
    assert (one.glyphs.text[:3], one.unmapped, len(one.images), round(one.image_share, 3)) == ("☑\ue11e绩", 1, 1, 0.026)


def test_what_cannot_be_read():
    picture = '<ofd:ImageObject ResourceID="5" Boundary="0 0 210 297"/>'
    with pytest.raises(OcrNeededError, match="All 2 pages are pictures without text"):
        read_document(Source("a.ofd", ofd([picture, picture])))
    with pytest.raises(PageLimitError, match="it has 2 pages; the limit is 1"):
        read(Source("a.ofd", ofd(["", ""])), ReadOptions(max_pages=1))
    with pytest.raises(UnsafeError, match="declares a document type"):
        read(Source("a.ofd", zipped({"OFD.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a/>'})), ReadOptions())
    with pytest.raises(DamagedError, match="not well-formed"):
        read(Source("a.ofd", zipped({"OFD.xml": "<a>"})), ReadOptions())


def test_names_that_lead_outside_and_numbers_that_are_none():
    root = "<a><DocBody><DocRoot>../../../../etc/passwd</DocRoot></DocBody><DocBody><DocRoot>/Doc_0/../../Doc_0/D.xml</DocRoot></DocBody></a>"
    document = '<a><CommonData><PageArea><PhysicalBox>0 0 nan -1</PhysicalBox></PageArea></CommonData><Pages><Page BaseLoc="p.xml"/><Page BaseLoc="gone.xml"/></Pages></a>'
    odd = '<TextObject Boundary="x" CTM="1 2" Size="1e99"><TextCode>a</TextCode></TextObject><TextObject Boundary="1 9 1 1" Size="4"><TextCode X="1" Y="1" DeltaX="g 99999999999 1 g">甲乙</TextCode></TextObject><PathObject><AbbreviatedData>M 0 0 L x 1 Z</AbbreviatedData></PathObject>'
    parts = {
        "OFD.xml": root,
        "Doc_0/D.xml": document,
        "Doc_0/p.xml": f"<Page><Content><Layer>{odd}</Layer></Content></Page>",
    }
    first, second = read(Source("a.ofd", zipped(parts)), ReadOptions()).pages or ()
    assert (first.glyphs.text, round(first.width, 2), second.glyphs.text) == ("甲乙", 595.28, "")
