"""What is timed: each takes one document's bytes and reads every page of it."""

from __future__ import annotations

import io
import logging
import tempfile
import warnings
from collections.abc import Callable

from benchmarks.speed.floor import floor
from extractor.layout.ruled.page import layout_page
from extractor.model.table import Source
from extractor.readers.pdf import read_pdf

Reader = Callable[[bytes], object]

FLOOR, TABLES, WHOLE = "floor", "tables", "whole path"
PURE = "tables, pure Python"
PLUMBER, VECTOR, CAMELOT = "pdfplumber", "camelot vector", "camelot"


def pages(data: bytes) -> None:
    """Our reading of the file alone: pages with their glyphs and rulings."""
    with read_pdf(Source("bench.pdf", data, sha256="-")) as document:
        for _ in document.pages():
            pass


def tables(data: bytes, *, pure: bool = False) -> None:
    """Our tables stage: pages to tables and text lines; ``pure`` leaves the compiled loops unused."""
    with read_pdf(Source("bench.pdf", data, sha256="-"), pure=pure) as document:
        for page in document.pages():
            layout_page(page, pure=pure)


def tables_pure(data: bytes) -> None:
    """Our tables stage as it is where no compiled loops were built."""
    tables(data, pure=True)


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


def camelot_vector(data: bytes) -> None:
    """camelot's lattice on the drawn lines alone."""
    _camelot(data, engine="vector")


def camelot_default(data: bytes) -> None:
    """camelot's lattice with its defaults, on rendered pages."""
    _camelot(data)


def _camelot(data: bytes, **options: str) -> None:
    from camelot.io import read_pdf as read_with_camelot

    for name in ("camelot", "playa"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.write(data)
        file.flush()
        read_with_camelot(file.name, pages="all", flavor="lattice", suppress_stdout=True, **options)


READERS: dict[str, Reader] = {
    FLOOR: floor,
    TABLES: tables,
    WHOLE: whole,
    PLUMBER: pdfplumber_tables,
    PURE: tables_pure,
    VECTOR: camelot_vector,
    CAMELOT: camelot_default,
}
