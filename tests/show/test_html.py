"""The HTML file: whole, offline, and safe against what a document may print."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.batch import read_source
from extractor.model.table import Source
from extractor.pipeline import ExtractOptions
from extractor.views.page.page_svg import text_of
from extractor.views.page.records import line_id
from extractor.views.page.write import draw_document
from tests.cli.conftest import FORM
from tests.show.conftest import SAMPLES

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>&lt;]]></svg>"""


class _Elements(HTMLParser):
    """Every start tag with its attributes, and the text of everything but style and script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._raw = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._raw = tag if tag in ("style", "script") else ""

    def handle_endtag(self, tag):
        self._raw = ""

    def handle_data(self, data):
        if not self._raw:
            self.texts.append(data)

    def with_class(self, name):
        return [attrs for _, attrs in self.tags if name in (attrs.get("class") or "").split()]


def _html(source: Source, **more) -> str:
    return b"".join(draw_document(source, ExtractOptions(), "html", **more)).decode()


@pytest.fixture(scope="module")
def short_forms() -> str:
    return _html(read_source(SAMPLES / "short-forms-chromium.pdf"))


def test_the_file_needs_nothing_from_elsewhere(short_forms):
    assert re.findall(r"https?:", short_forms) == []
    assert re.findall(r"@import|url\(", short_forms) == []
    elements = _Elements(short_forms)
    links = [attrs[name] for _, attrs in elements.tags for name in ("src", "href", "xlink:href") if attrs.get(name)]
    assert {re.match(r"data:image/png;base64,|#page-\d+$", link)[0] for link in links} == {
        "data:image/png;base64,",
        "#page-1",
    }
    assert [tag for tag, _ in elements.tags if tag in ("link", "iframe", "img", "object", "embed", "base")] == []
    assert [
        (tag, name) for tag, attrs in elements.tags for name in attrs if name.startswith("on") or name == "style"
    ] == []


def test_only_its_own_style_and_script_may_run(short_forms):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', short_forms)
    digest = {}
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", short_forms, flags=re.DOTALL)
        digest[tag] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest['style']}'; script-src 'sha256-{digest['script']}'"
    )


def test_cells_and_records_point_at_each_other(short_forms):
    elements = _Elements(short_forms)
    ids = [attrs["id"] for _, attrs in elements.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    cells = {attrs["id"] for attrs in elements.with_class("cell")}
    records = {attrs["id"]: attrs["data-cells"].split() for attrs in elements.with_class("record")}
    assert {one for named in records.values() for one in named} - cells == set()
    assert len(records["r-forms-0-indicators-0"]) == 4
    (name,) = [attrs for attrs in elements.with_class("cell") if attrs["data-text"] == "单件调解补贴标准"]
    assert name["id"] in records["r-forms-0-indicators-0"]
    assert name["class"] == "cell r-name"
    assert (name["data-role"], name["data-place"], name["data-span"]) == ("三级指标 name", "T1 · 10, 3", "")


def test_the_side_panel_tells_the_records(short_forms):
    texts = " ".join(_Elements(short_forms).texts)
    for told in (
        "1. 人民调解以奖代补经费",
        "2. 公共法律服务窗口运行费",
        "total = 360000.00 元",
        "quantity ≤ 200.00 元/件 → 200 元/件",
        "成本指标 › 经济成本指标",
    ):
        assert told in texts


def test_a_hostile_name_is_text_wherever_it_stands():
    source = Source(f"{HOSTILE}.txt", FORM.replace("档案库房恒温设备维护", HOSTILE).encode())
    html = _html(source)
    elements = _Elements(html)
    assert [tag for tag, _ in elements.tags if tag in ("script", "img", "svg")] == ["script"]
    (cell,) = [
        attrs for attrs in elements.with_class("r-field") if (attrs.get("data-text") or "").startswith("<script>")
    ]
    assert cell["data-text"] == HOSTILE
    assert elements.texts.count(HOSTILE) == 2
    assert f"1. {HOSTILE}" in elements.texts
    assert f"{HOSTILE}.txt · jixiao show" in elements.texts


def test_a_text_document_is_shown_as_grids_with_its_line_numbers():
    html = _html(Source("form.txt", FORM.encode()))
    elements = _Elements(html)
    assert [tag for tag, _ in elements.tags if tag in ("table", "svg")] == ["table"]
    (value,) = [attrs for attrs in elements.with_class("cell") if attrs["data-text"] == "≤12.00(万元)"]
    assert value["class"] == "cell r-value"
    assert re.search(r'<tr><th><span class="ln">13</span></th><td></td><td id="c1-\d+" class="cell r-level1"', html)


def test_one_page_alone(short_forms):
    source = read_source(SAMPLES / "shanghai-2026-calc.pdf")
    html = _html(source, page=3)
    assert re.findall(r'id="page-(\d+)"', html) == ["3"]
    assert re.findall(r"<summary>(\d+)\.", html) == ["3"]
    assert "未显示的页（用 --page 单独查看）：1–2、4–10" in html
    assert "未显示的页" not in short_forms


@settings(max_examples=60, derandomize=True)
@given(st.text(st.characters(codec=None), max_size=30))
def test_text_is_legal_and_escaped(text):
    shown = text_of(text)
    assert not re.search("[<>\"']", shown)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", shown)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("forms[0].indicators[12]", "r-forms-0-indicators-12"),
        ("forms[0].project.extra.备注 <b>", "r-forms-0-project-extra-_5907__6ce8__20__3c_b_3e_"),
    ],
)
def test_ids_of_records(path, expected):
    assert line_id(path) == expected
