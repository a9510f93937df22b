"""What is timed: each takes one document's bytes and reads every page of it."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from itertools import repeat
from typing import Any

from extractor.layout.page import layout_page
from extractor.model.records import Source
from extractor.readers.pdf import read_pdf
from extractor.readers.pdf.batch import drain
from extractor.readers.pdf.library import OBJECT_PATH, pdfium

Reader = Callable[[bytes], None]


def floor(data: bytes) -> None:
    """PDFium alone: load the page and its text, then one call per glyph and per path into one buffer.

    The calls run in a C loop (:func:`map` into a queue of length 0); nothing is done with what they give.
    """
    lib = pdfium()
    document = lib.FPDF_LoadMemDocument64(ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data), None)
    buffer = (ctypes.c_float * 4)()
    parts = [ctypes.c_void_p(ctypes.addressof(buffer) + 4 * i) for i in range(4)]
    for number in range(lib.FPDF_GetPageCount(document)):
        _touch(lib, lib.FPDF_LoadPage(document, number), parts)
    lib.FPDF_CloseDocument(document)


def _touch(lib: Any, page: Any, parts: list[ctypes.c_void_p]) -> None:
    text = lib.FPDFText_LoadPage(page)
    drain(map(lib.FPDFText_GetLooseCharBox, repeat(text), range(lib.FPDFText_CountChars(text)), repeat(parts[0])))
    objects = list(map(lib.FPDFPage_GetObject, repeat(page), range(lib.FPDFPage_CountObjects(page))))
    kinds = map(lib.FPDFPageObj_GetType, objects)
    paths = [item for item, kind in zip(objects, kinds, strict=True) if kind == OBJECT_PATH]
    drain(map(lib.FPDFPageObj_GetBounds, paths, *map(repeat, parts)))
    lib.FPDFText_ClosePage(text)
    lib.FPDF_ClosePage(page)


def tables(data: bytes) -> None:
    """Our tables stage: pages to tables and text lines."""
    with read_pdf(Source("bench.pdf", data, sha256="-")) as document:
        for page in document.pages():
            layout_page(page)


def whole(data: bytes) -> None:
    """Our whole path: bytes to the contract's JSON, checks included."""
    from extractor.pipeline import extract_document

    extract_document(Source("bench.pdf", data)).to_json()


def pdfplumber_tables(data: bytes) -> None:
    """pdfplumber's ``extract_tables`` with its defaults, pages closed as they are read."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


READERS: dict[str, Reader] = {
    "floor": floor,
    "tables": tables,
    "whole path": whole,
    "pdfplumber": pdfplumber_tables,
}
