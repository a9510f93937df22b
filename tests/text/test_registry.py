"""One registry says which formats are read; folders, messages and the documentation follow it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from extractor.errors import UnsupportedFormatError
from extractor.model.form import DocumentFormat
from extractor.model.table import Source
from extractor.readers.content import ReadOptions
from extractor.readers.read import read_content
from extractor.readers.registry import FORMATS, Format, readable_suffixes

DOCS = Path(__file__).parents[2] / "docs"


def test_formats_are_those_of_the_contract():
    assert set(FORMATS) == set(get_args(DocumentFormat))


@pytest.mark.parametrize("one", [one for one in FORMATS.values() if one.module], ids=lambda one: one.module)
def test_every_reader_has_its_function(one: Format):
    assert one.module is not None
    assert one.reader() is import_module(one.module).read


def test_the_documentation_names_the_endings_that_a_folder_is_searched_for():
    (line,) = [one for one in (DOCS / "cli.md").read_text().splitlines() if one.startswith("Directories are searched")]
    assert [suffix for suffix in readable_suffixes() if f"`{suffix}`" not in line] == []


def test_what_cannot_be_read_is_told_what_can(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(FORMATS, "image", Format((), None))
    bmp = Source("a.bmp", b"BM" + bytes([60, 0, 0, 0, 0, 0, 0, 0]) + bytes(50))
    with pytest.raises(UnsupportedFormatError, match="image documents are not read") as refused:
        read_content(bmp, ReadOptions())
    assert refused.value.remedy == f"Convert it to a format that is read ({', '.join(readable_suffixes())})."


def test_a_reader_may_give_blocks_that_its_file_declares(monkeypatch: pytest.MonkeyPatch):
    """One module and one line: a format whose reader gives tables with declared spans goes through to records."""
    from extractor.pipeline import extract_document
    from tests.text import declared

    monkeypatch.setitem(FORMATS, "html", Format((".html",), declared.__name__))
    result = extract_document(Source("a.html", b"<html><table></table></html>"))
    assert (result.document.format, result.document.pages, result.document.producer) == ("html", None, "declared")
    (form,) = result.forms
    assert form.project.name == "阅览室开放"
    assert [(one.level1, one.level2, one.name, one.value.raw) for one in form.indicators] == [
        ("产出指标", "数量指标", "开放天数", "≥300天"),
        ("产出指标", "质量指标", "设备完好率", "≥95%"),
    ]
    assert [one.evidence for one in result.findings if one.code == "CHANGES_ACCEPTED"] == [{"changes": 2}]
