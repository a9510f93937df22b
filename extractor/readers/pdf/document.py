"""Open a PDF and read its pages one by one; every native handle is closed as soon as it has been read."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any

from extractor.errors import DamagedError, EncryptedError
from extractor.model.page import Page
from extractor.model.table import Source
from extractor.native.calls import Calls
from extractor.readers.detect import HEADER_WITHIN, PDF_HEADER
from extractor.readers.pdf.batch import calls
from extractor.readers.pdf.display import Display
from extractor.readers.pdf.drawing import Drawing, read_drawing
from extractor.readers.pdf.glyphs import read_glyphs
from extractor.readers.pdf.library import ERROR_PASSWORD, ERROR_SECURITY, LOCK, Pointer
from extractor.readers.pdf.rulings import visible_rulings
from extractor.readers.pdf.substitutes import SUBSTITUTES

_FLATTEN_FOR_DISPLAY = 0
_FLATTENED = 1
_HEADER = b"%PDF-1.7\n"
"""Put before a file whose own header is broken: PDFium opens none without, and finds the objects by itself."""


def read_pdf(source: Source, *, password: str | None = None, pure: bool = False) -> PdfDocument:
    """Open a PDF; use it as a context manager.

    Args:
        source: the document.
        password: opens it.
        pure: make every call from Python, even where compiled loops were built; what is read is the same.

    Raises:
        EncryptedError: a password is needed, or the one given is wrong.
        DamagedError: not a PDF, or broken beyond what can be rebuilt.
    """
    return PdfDocument(source, password=password, pure=pure)


class PdfDocument:
    """An open PDF. PDFium is not thread-safe: calls from several threads are serialised by one process-wide lock."""

    def __init__(self, source: Source, *, password: str | None = None, pure: bool = False) -> None:
        self._name = source.name
        self._data: bytes | None = None
        self._handle: Pointer | None = None
        self._calls = calls(pure=pure)
        self._lib: Any = self._calls.lib
        with LOCK:
            handle = self._opened(source.data, password)
            if handle.value is None and not PDF_HEADER.search(source.data, 0, HEADER_WITHIN):
                handle = self._opened(_HEADER + source.data, password)
            if handle.value is None:
                raise self._refusal(self._lib.FPDF_GetLastError(), password)
            self._handle = handle
            SUBSTITUTES.use()
            self.page_count: int = self._lib.FPDF_GetPageCount(handle)
            self.producer: str | None = self._meta("Producer")
            self._fillable: bool = self._lib.FPDF_GetFormType(handle) != 0
        if self.page_count <= 0:
            self.close()
            raise DamagedError("The PDF holds no page.", source=self._name)

    def _opened(self, data: bytes, password: str | None) -> Pointer:
        self._data = data  # PDFium reads from it for as long as the document is open
        address = ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p)
        handle: Pointer = self._lib.FPDF_LoadMemDocument64(address, len(data), _password(password))
        return handle

    def __enter__(self) -> PdfDocument:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be half gone
            self.close()

    def close(self) -> None:
        """Close the document; harmless when done twice."""
        handle, self._handle = getattr(self, "_handle", None), None
        if handle:
            with LOCK:
                self._lib.FPDF_CloseDocument(handle)
                SUBSTITUTES.release()
        self._data = None

    def pages(self, *, damaged: list[int] | None = None) -> Iterator[Page]:
        """Yield each page as plain data; no native page is open while the caller holds one.

        Args:
            damaged: takes the numbers of the pages that cannot be loaded, instead of an error, unless none can.

        Raises:
            DamagedError: a page cannot be loaded.
            ValueError: the document is closed.
        """
        for number in range(1, self.page_count + 1):
            try:
                page = self.read_page(number)
            except DamagedError:
                if damaged is None or len(damaged) + 1 == self.page_count:
                    raise
                damaged.append(number)
            else:
                yield page

    def read_page(self, number: int) -> Page:
        """Read one page (``number`` from 1).

        Raises:
            DamagedError: the page cannot be loaded.
            ValueError: the document is closed.
        """
        if self._handle is None:
            raise ValueError("the document is closed")
        with LOCK:
            handle = self._load(number)
            try:
                flattened = self._fillable and self._flatten(handle)
                if not flattened:
                    return _read(self._calls, handle, number)
            finally:
                self._lib.FPDF_ClosePage(handle)
            handle = self._load(number)
            try:
                return _read(self._calls, handle, number)
            finally:
                self._lib.FPDF_ClosePage(handle)

    def _flatten(self, handle: Pointer) -> bool:
        """Paint the values typed into form fields into the page; whether it has to be loaded anew to see them."""
        if self._lib.FPDFPage_GetAnnotCount(handle) <= 0:
            return False
        flattened: int = self._lib.FPDFPage_Flatten(handle, _FLATTEN_FOR_DISPLAY)
        return flattened == _FLATTENED

    def _load(self, number: int) -> Pointer:
        handle: Pointer = self._lib.FPDF_LoadPage(self._handle, number - 1)
        if handle.value is None:
            raise DamagedError(f"Page {number} of {self.page_count} cannot be read.", source=self._name)
        return handle

    def _meta(self, key: str) -> str | None:
        length = self._lib.FPDF_GetMetaText(self._handle, key.encode(), None, 0)
        if length <= 2:
            return None
        buffer = ctypes.create_string_buffer(length)
        self._lib.FPDF_GetMetaText(self._handle, key.encode(), buffer, length)
        return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip("\x00 ") or None

    def _refusal(self, error: int, password: str | None) -> EncryptedError | DamagedError:
        if error == ERROR_PASSWORD:
            what = "The PDF needs a password." if password is None else "The password does not open the PDF."
            return EncryptedError(what, source=self._name)
        if error == ERROR_SECURITY:
            return EncryptedError(
                "The PDF is protected by a method other than a password.",
                source=self._name,
                remedy="Save a copy without protection in the program that it was made for.",
            )
        return DamagedError("The file is not a PDF, or is broken beyond repair.", source=self._name)


def _password(password: str | None) -> bytes | None:
    return None if password is None else password.encode("utf-8")


def _read(calls: Calls, handle: Pointer, number: int) -> Page:
    lib = calls.lib
    width, height = lib.FPDF_GetPageWidthF(handle), lib.FPDF_GetPageHeightF(handle)
    rotation = lib.FPDFPage_GetRotation(handle) % 4
    display = _display(lib, handle, rotation, width, height)
    drawing: Drawing = read_drawing(calls, handle, (display.left, display.bottom, display.right, display.top))
    glyphs, unmapped = read_glyphs(calls, handle, drawing, display)
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=90 * rotation,
        glyphs=glyphs,
        rulings=visible_rulings(drawing, display),
        images=tuple(display.box(*box) for box in drawing.images),
        unmapped=unmapped,
        skew=-drawing.skew,
    )


def _display(lib: Any, handle: Pointer, rotation: int, width: float, height: float) -> Display:
    box = array("f", (0.0, 0.0, 0.0, 0.0))  # left, top, right, bottom
    if lib.FPDF_GetPageBoundingBox(handle, box.buffer_info()[0]):
        return Display(box[0], box[3], box[2], box[1], rotation)
    if rotation % 2:
        width, height = height, width
    return Display(0.0, 0.0, width, height, rotation)
