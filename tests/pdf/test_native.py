"""The compiled loops give what calls made from Python give."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model.page import Page
from extractor.model.table import Source
from extractor.native.pdfium import NativeCalls
from extractor.readers.pdf import read_pdf
from extractor.readers.pdf.batch import PythonCalls, calls
from tests.machine import needs_compiled_loops
from tests.pdf.draw import STYLES, Sheet, simple

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.pdf"))


def read(data: bytes, *, pure: bool) -> list[Page]:
    with read_pdf(Source("test.pdf", data), pure=pure) as document:
        return list(document.pages())


@needs_compiled_loops
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_are_read_the_same(path: Path) -> None:
    data = path.read_bytes()
    assert read(data, pure=False) == read(data, pure=True)


@needs_compiled_loops
@pytest.mark.parametrize("style", STYLES)
def test_every_ruling_style_is_read_the_same(style: str) -> None:
    sheet = Sheet().table(simple([["甲", "乙"], ["丙", "丁"]]), STYLES[style])
    sheet.canvas.saveState()
    sheet.canvas.rotate(30)
    sheet.text(300, 300, "水印")
    sheet.canvas.restoreState()
    assert read(sheet.pdf(), pure=False) == read(sheet.pdf(), pure=True)


def test_pure_asks_for_no_compiled_loops() -> None:
    assert isinstance(calls(pure=True), PythonCalls)


@needs_compiled_loops
def test_compiled_loops_are_taken_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_PURE", raising=False)
    calls.cache_clear()
    assert isinstance(calls(), NativeCalls)
    monkeypatch.setenv("JIXIAO_PURE", "1")
    calls.cache_clear()
    assert isinstance(calls(), PythonCalls)
    calls.cache_clear()
