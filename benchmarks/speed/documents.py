"""What is read: the sample documents of ten forms, made longer, thinned out among prose; single pages of many cells.

Pages are imported into a new file by PDFium: every page is an object of its own with a content stream of its own, so nothing
that PDFium keeps of one page serves the next. Fonts are copied once per import, ten pages at a time, as in a
file put together from the reports of many offices.
"""

from __future__ import annotations

import io
import tempfile
from functools import lru_cache
from pathlib import Path
from random import Random

import pypdfium2 as pdfium
from msgspec import Struct

from benchmarks.speed.prose import prose_by_reportlab, prose_by_weasyprint

SAMPLES = Path(__file__).parents[2] / "samples"
TEN_FORMS = {
    "LibreOffice Calc": "shanghai-2026-calc",
    "LibreOffice Writer": "shanghai-2026-writer",
    "Chromium": "shanghai-2026-chromium",
    "WeasyPrint": "shanghai-2026-weasyprint",
    "reportlab, strokes": "shanghai-2026-cid",
    "reportlab, rectangles": "shanghai-2026-rectangles",
}
"""A sample of ten forms on ten pages, by who printed it."""
EVERY = 10
"""In a sparse document every tenth page is a form."""


class Paper(Struct, frozen=True):
    """A document to be timed.

    Attributes:
        producer: who printed it.
        kind: what is on its pages.
        pages: how many it has.
        data: the file.
        sample: a file of fewer pages in the same mixture, for readers that take too long over all of them.
        sample_pages: how many that has.
    """

    producer: str
    kind: str
    pages: int
    data: bytes
    sample: bytes
    sample_pages: int


def ten_forms(producer: str) -> bytes:
    """The sample of ten forms by a producer of :data:`TEN_FORMS`."""
    return (SAMPLES / f"{TEN_FORMS[producer]}.pdf").read_bytes()


def dense(producer: str, pages: int) -> Paper:
    """Forms on every page; ``pages`` is a multiple of ten."""
    forms = ten_forms(producer)
    return Paper(producer, "forms", pages, repeated(forms, pages // 10), forms, 10)


def different(pages: int, seed: int = 1) -> Paper:
    """Forms on every page, each different from all others, drawn by reportlab: nothing kept from one helps another."""
    return Paper("reportlab", "different forms", pages, _random_forms(pages, seed), _random_forms(10, seed + 1), 10)


def sparse(producer: str, pages: int) -> Paper:
    """Prose with a form on every tenth page."""
    forms = ten_forms(producer)
    return Paper(producer, f"a form in {EVERY} pages", pages, *_with_sample(producer, forms, pages))


def _with_sample(producer: str, forms: bytes, pages: int) -> tuple[bytes, bytes, int]:
    at = range(EVERY - 1, pages, EVERY)
    return among_prose(_prose(producer, pages), forms, at), among_prose(_prose(producer, 10), forms, [EVERY - 1]), 10


def prose(producer: str, pages: int) -> Paper:
    """No form at all, by ``WeasyPrint`` or ``reportlab``."""
    return Paper(producer, "no form", pages, _prose(producer, pages), _prose(producer, 10), 10)


def three_forms(producer: str, forms: str, pages: int = 300) -> Paper:
    """A budget report with three forms in it; the peers read all of it."""
    at = [pages // 4, pages // 2, pages - 10]
    data = among_prose(_prose(producer, pages), ten_forms(forms), at)
    return Paper(producer, "three forms", pages, data, data, pages)


def repeated(data: bytes, times: int) -> bytes:
    """A document's pages several times over, each a page of its own."""
    out = pdfium.PdfDocument.new()
    with pdfium.PdfDocument(data) as source:
        for _ in range(times):
            out.import_pages(source)
    return _saved(out)


def first_pages(data: bytes, count: int) -> bytes:
    """A document cut after so many pages."""
    out = pdfium.PdfDocument.new()
    with pdfium.PdfDocument(data) as source:
        out.import_pages(source, list(range(count)))
    return _saved(out)


def among_prose(text: bytes, forms: bytes, at: range | list[int]) -> bytes:
    """A document some of whose pages (counted from 0) are replaced by the pages of another, in turn."""
    out = pdfium.PdfDocument.new()
    with pdfium.PdfDocument(text) as source:
        out.import_pages(source)
    with pdfium.PdfDocument(forms) as source:
        for number, index in enumerate(at):
            del out[index]
            out.import_pages(source, [number % len(source)], index=index)
    return _saved(out)


@lru_cache(maxsize=16)
def _prose(producer: str, pages: int) -> bytes:
    return prose_by_reportlab(pages) if producer.startswith("reportlab") else prose_by_weasyprint(pages)


@lru_cache(maxsize=4)
def _random_forms(count: int, seed: int) -> bytes:
    """Forms of one page each, so many of them."""
    from samples.make import random_form, write_reportlab_pdf

    rng = Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "forms.pdf")
        write_reportlab_pdf([random_form(rng) for _ in range(count)], path, font="cid", rules="strokes")
        with pdfium.PdfDocument(path) as printed:  # a long form takes two pages
            out = pdfium.PdfDocument.new()
            out.import_pages(printed, list(range(count)))
            return _saved(out)


def _saved(document: pdfium.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
