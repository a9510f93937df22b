"""The stages whose work the guard counts, each on documents of its own kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from benchmarks.speed.documents import first_pages, prose, ten_forms, three_forms
from benchmarks.speed.floor import floor
from benchmarks.speed.readers import pages, tables, whole
from extractor.model.table import Source

FLOOR = "PDFium alone"
SAME_PAGES = (FLOOR, "reading pages", "tables of the pages", "whole path")
"""The stages over the same pages, whose counts compare."""
_PAGES = 4
_REPORT = 30
_PRODUCERS = ("LibreOffice Calc", "Chromium", "WeasyPrint", "reportlab, strokes")


def stages() -> Mapping[str, Callable[[], object]]:
    """Stage to what runs it once. Each includes the ones before it, so the first that grew is the one to look at.

    ``PDFium alone`` is none of ours: it grows only with another PDFium.
    """
    ruled = [first_pages(ten_forms(producer), _PAGES) for producer in _PRODUCERS]
    text = [first_pages(prose("reportlab", 10).data, _PAGES)]
    report = [three_forms("reportlab", "LibreOffice Calc", _REPORT).data]
    flattened = _flattened()
    return {
        FLOOR: partial(_each, floor, ruled),
        SAME_PAGES[1]: partial(_each, pages, ruled),
        SAME_PAGES[2]: partial(_each, tables, ruled),
        SAME_PAGES[3]: partial(_each, whole, ruled),
        "whole path, pages without a form": partial(_each, whole, text),
        "whole path, a report with three forms": partial(_each, whole, report),
        "whole path, flattened text": partial(_text, flattened),
    }


def _each(reader: Callable[[bytes], object], documents: list[bytes]) -> None:
    for data in documents:
        reader(data)


def _flattened() -> bytes:
    from random import Random

    from samples.make import flatten, random_form

    rng = Random(1)
    return flatten([random_form(rng) for _ in range(_PAGES)]).encode("utf-8")


def _text(data: bytes) -> None:
    from extractor.pipeline import extract_document

    extract_document(Source("bench.txt", data)).to_json()
