"""What PDFium itself takes: load the page and its text, one call per glyph and per path, nothing done with what they give.

The calls are made by a C loop (``floor.c``, compiled when first asked for), so that Python's share in the floor is a few
calls a page. Without a C compiler ctypes makes them from :func:`map`, which is 20 to 40 % slower: :func:`floor_kind` tells which
it was, and shares of the one floor must not be compared with shares of the other.
"""

from __future__ import annotations

import atexit
import ctypes
import shutil
import subprocess
import tempfile
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any

from extractor.readers.pdf.batch import drain
from extractor.readers.pdf.library import OBJECT_PATH, pdfium
from extractor.readers.pdf.substitutes import SUBSTITUTES

_SOURCE = Path(__file__).with_name("floor.c")
_FUNCTIONS = (
    "FPDF_LoadPage",
    "FPDFText_LoadPage",
    "FPDFText_CountChars",
    "FPDFText_GetLooseCharBox",
    "FPDFPage_CountObjects",
    "FPDFPage_GetObject",
    "FPDFPageObj_GetType",
    "FPDFPageObj_GetBounds",
    "FPDFText_ClosePage",
    "FPDF_ClosePage",
)


def floor(data: bytes) -> int:
    """Have PDFium read every page of a document.

    Returns:
        How many glyphs and paths it was asked for.
    """
    lib = pdfium()
    loop = _loop()
    document = lib.FPDF_LoadMemDocument64(ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data), None)
    SUBSTITUTES.use()  # as our own reading does, or the floor would be a slower one
    try:
        numbers = range(lib.FPDF_GetPageCount(document))
        if loop is None:
            return sum(_touch(lib, lib.FPDF_LoadPage(document, number)) for number in numbers)
        touch, addresses = loop
        return sum(touch(addresses, document, number) for number in numbers)
    finally:
        lib.FPDF_CloseDocument(document)
        SUBSTITUTES.release()


def floor_by_ctypes(data: bytes) -> int:
    """The same with every call made from Python; gives what :func:`floor` gives."""
    lib = pdfium()
    document = lib.FPDF_LoadMemDocument64(ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data), None)
    SUBSTITUTES.use()  # as our own reading does, or the floor would be a slower one
    try:
        return sum(_touch(lib, lib.FPDF_LoadPage(document, n)) for n in range(lib.FPDF_GetPageCount(document)))
    finally:
        lib.FPDF_CloseDocument(document)
        SUBSTITUTES.release()


def floor_kind() -> str:
    """Who makes the calls of :func:`floor`."""
    return "a C loop" if _loop() else "ctypes, for want of a C compiler"


@lru_cache(maxsize=1)
def _loop() -> tuple[Any, Any] | None:
    """The compiled loop and the addresses of the functions that it calls."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    folder = tempfile.mkdtemp(prefix="floor-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    built = Path(folder, "floor.so")
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(built), str(_SOURCE)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return None
    touch = ctypes.PyDLL(str(built)).touch
    touch.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
    lib = pdfium()
    addresses = [ctypes.cast(getattr(lib, name), ctypes.c_void_p).value for name in _FUNCTIONS]
    return touch, (ctypes.c_void_p * len(addresses))(*addresses)


def _touch(lib: Any, page: Any) -> int:
    buffer = (ctypes.c_float * 4)()
    parts = [ctypes.c_void_p(ctypes.addressof(buffer) + 4 * i) for i in range(4)]
    text = lib.FPDFText_LoadPage(page)
    glyphs = lib.FPDFText_CountChars(text)
    drain(map(lib.FPDFText_GetLooseCharBox, repeat(text), range(glyphs), repeat(parts[0])))
    objects = list(map(lib.FPDFPage_GetObject, repeat(page), range(lib.FPDFPage_CountObjects(page))))
    kinds = map(lib.FPDFPageObj_GetType, objects)
    paths = [item for item, kind in zip(objects, kinds, strict=True) if kind == OBJECT_PATH]
    drain(map(lib.FPDFPageObj_GetBounds, paths, *map(repeat, parts)))
    lib.FPDFText_ClosePage(text)
    lib.FPDF_ClosePage(page)
    asked: int = glyphs + len(paths)
    return asked
