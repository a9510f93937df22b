"""SVG and PNG: the page and its records on one sheet."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extractor.batch import read_source
from extractor.errors import UsageError
from extractor.model.table import Source
from extractor.model.text_table import wrap
from extractor.pipeline import ExtractOptions
from extractor.views.page import fonts
from extractor.views.page.render import MOST_PIXELS, pack, page_pictures
from extractor.views.page.roles import STYLES, Role
from extractor.views.page.sheet import GAP, LEGEND, MARGIN, PANEL, Box, Text, lay_out, width_of
from extractor.views.page.view import page_view
from extractor.views.page.write import draw_document, format_of
from tests.cli.conftest import FORM
from tests.fonts import font_file
from tests.machine import needs_chinese_font
from tests.show.conftest import SAMPLES

SVG = "{http://www.w3.org/2000/svg}"
CALC = SAMPLES / "shanghai-2026-calc.pdf"


def _draw(form, **more):
    return b"".join(draw_document(read_source(CALC), ExtractOptions(), form, **more))


def test_svg_holds_the_page_its_cells_and_its_records():
    root = ElementTree.fromstring(_draw("svg", page=3))
    assert root.find(f"{SVG}title").text == f"{CALC}, page 3"
    (image,) = root.iter(f"{SVG}image")
    assert image.get("{http://www.w3.org/1999/xlink}href").startswith("data:image/png;base64,")
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    for told in (
        "3. 敬老卡制作费",
        "敬老卡制作数量",
        "≥30.00(万张)",
        "quantity ≥ 30.00 万张 → 300000 张",
        "三级指标 name",
    ):
        assert told in texts
    names = [
        one for one in root.iter(f"{SVG}rect") if one.get("fill") == STYLES[Role.NAME].colour and one.get("stroke")
    ]
    assert len(names) == 10 + 1  # ten indicators and the legend


def test_the_first_page_with_a_form_is_drawn_when_none_is_named():
    root = ElementTree.fromstring(_draw("svg"))
    assert root.find(f"{SVG}title").text == f"{CALC}, page 1"


@pytest.fixture
def some_chinese_font(tmp_path, monkeypatch):
    """A font of boxes under the name of a Chinese one, for machines that have none."""
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / ".fonts" / "NotoSansSC-Regular.ttf"
    file.parent.mkdir()
    file.write_bytes(font_file("Noto Sans SC", 0.88, -0.12, "绩效指标"))
    for cached in (fonts.chinese_font, fonts.font):
        cached.cache_clear()
    yield
    for cached in (fonts.chinese_font, fonts.font):
        cached.cache_clear()


@pytest.mark.usefixtures("some_chinese_font")
def test_png_shows_the_cells_colours_over_the_page(view_of):
    image = Image.open(io.BytesIO(_draw("png", page=3)))
    view = view_of(CALC.name)
    page = page_view(view, 3)
    assert image.width == round((MARGIN + page.width + GAP + PANEL + MARGIN) * 2)

    def inside(text):
        (box,) = [shown.cell.bbox for shown in page.cells if shown.cell.text == text]
        x, y = MARGIN + box[2] - 4, MARGIN + LEGEND + box[3] - 4  # a corner that no glyph reaches
        return image.getpixel((round(2 * x), round(2 * y)))

    def tinted(role):
        return tuple(round(255 - 0.2 * (255 - part)) for part in bytes.fromhex(STYLES[role].colour[1:]))

    for text, role in (("敬老卡制作数量", Role.NAME), ("≥30.00(万张)", Role.VALUE), ("产出指标", Role.LEVEL1)):
        assert all(abs(a - b) <= 2 for a, b in zip(inside(text), tinted(role), strict=True))


def test_a_sheet_has_only_the_records_of_its_page(view_of):
    name = "long-form-repeated-header.pdf"
    texts = []
    for number in (1, 2):
        svg = b"".join(draw_document(read_source(SAMPLES / name), ExtractOptions(), "svg", page=number))
        texts.append(["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")])
    form = view_of(name).result.forms[0]
    shown = [[indicator.ordinal for indicator in form.indicators if indicator.name in page] for page in texts]
    assert shown == [list(range(1, 24)), list(range(24, 39))]
    assert "绩效指标（23）" in texts[0]
    assert "绩效指标（15）" in texts[1]
    assert "项目信息（7）" in texts[0]
    assert "项目信息（7）" not in texts[1]


def test_without_a_chinese_font_the_page_is_drawn_without_records(view_of):
    sheet = lay_out(page_view(view_of(CALC.name), 3), [], with_records=False)
    assert sheet.width == sheet.page[2] + MARGIN
    texts = [item.text for item in sheet.items if isinstance(item, Text)]
    assert [text for text in texts if not text.isascii()] == []
    assert {"1x2", "column header", "T3 ruled 20x7"} <= set(texts)
    assert texts[-1].startswith("The records are left out: no Chinese font")


@needs_chinese_font
def test_the_font_found_can_write_chinese():
    assert fonts.chinese_font() is not None
    assert fonts.font(20).getmask("绩").getbbox() != fonts.font(20).getmask("\uffff").getbbox()


def test_a_page_of_any_size_is_drawn_within_bounds(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "huge.pdf"
    canvas = Canvas(str(path), pagesize=(14000, 14000))
    canvas.drawString(100, 100, "far away")
    canvas.save()
    with page_pictures(read_source(path), None) as pictures:
        picture = pictures.draw(1)
    assert MOST_PIXELS * 0.99 < picture.width * picture.height <= MOST_PIXELS * 1.01
    assert Image.open(io.BytesIO(pack(picture))).size == picture.size


@pytest.mark.parametrize("form", ["svg", "png"])
def test_text_has_no_page_to_draw(form):
    with pytest.raises(UsageError, match=r"form\.txt: a document without pages has none to draw as"):
        draw_document(Source("form.txt", FORM.encode()), ExtractOptions(), form)


@pytest.mark.parametrize(
    ("name", "form"), [("a.html", "html"), ("a.b.HTM", "html"), ("x/a.svg", "svg"), ("a.PNG", "png")]
)
def test_the_name_tells_the_format(name, form):
    assert format_of(name) == form


@settings(max_examples=150, derandomize=True)
@given(st.text("绩效目标 ab12(%)≥。,\n", max_size=80), st.floats(12, 200))
def test_wrapping_loses_nothing_but_blanks_and_keeps_to_the_width(text, width):
    lines = list(wrap(text, width, lambda part: width_of(part, 9)))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert [line for line in lines if len(line) > 1 and width_of(line, 9) > width] == []


def test_boxes_stay_on_the_sheet(view_of):
    from extractor.views.page.records import panels

    view = view_of(CALC.name)
    sheet = lay_out(page_view(view, 3), panels(view)[:4])
    for item in sheet.items:
        right, bottom = (item.x1, item.y1) if isinstance(item, Box) else (item.x, item.y)
        assert 0 <= right <= sheet.width
        assert 0 <= bottom <= sheet.height
