"""PDFium, called directly: the few functions that reading a page needs.

The shared library is the one that pypdfium2 ships. It is opened with :class:`ctypes.PyDLL` (no release of the interpreter
lock around each of thousands of tiny calls) and initialised once per process. Pointers are declared as ``c_void_p`` so that
addresses inside preallocated buffers can be passed as plain integers.

PDFium is not thread-safe: every call is made while :data:`LOCK` is held.
"""

from __future__ import annotations

import ctypes
import threading
from ctypes import c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LOCK = threading.RLock()

ERROR_PASSWORD = 4
ERROR_SECURITY = 5

OBJECT_TEXT = 1
OBJECT_PATH = 2
OBJECT_IMAGE = 3
OBJECT_FORM = 5

SEGMENT_LINE = 0
SEGMENT_BEZIER = 1
SEGMENT_MOVE = 2

_P = c_void_p
# name: (result, arguments)
_PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "FPDF_InitLibrary": (None, ()),
    "FPDF_LoadMemDocument64": (_P, (_P, c_size_t, ctypes.c_char_p)),
    "FPDF_CloseDocument": (None, (_P,)),
    "FPDF_GetLastError": (c_ulong, ()),
    "FPDF_GetPageCount": (c_int, (_P,)),
    "FPDF_GetMetaText": (c_ulong, (_P, ctypes.c_char_p, _P, c_ulong)),
    "FPDF_GetFormType": (c_int, (_P,)),
    "FPDF_LoadPage": (_P, (_P, c_int)),
    "FPDF_ClosePage": (None, (_P,)),
    "FPDF_GetPageWidthF": (c_float, (_P,)),
    "FPDF_GetPageHeightF": (c_float, (_P,)),
    "FPDF_GetPageBoundingBox": (c_int, (_P, _P)),
    "FPDFPage_GetRotation": (c_int, (_P,)),
    "FPDFPage_Flatten": (c_int, (_P, c_int)),
    "FPDFPage_GetAnnotCount": (c_int, (_P,)),
    "FPDFPage_CountObjects": (c_int, (_P,)),
    "FPDFPage_GetObject": (_P, (_P, c_int)),
    "FPDFPageObj_GetType": (c_int, (_P,)),
    "FPDFPageObj_GetBounds": (c_int, (_P, _P, _P, _P, _P)),
    "FPDFPageObj_GetMatrix": (c_int, (_P, _P)),
    "FPDFPageObj_GetFillColor": (c_int, (_P, _P, _P, _P, _P)),
    "FPDFPageObj_GetStrokeColor": (c_int, (_P, _P, _P, _P, _P)),
    "FPDFPageObj_GetStrokeWidth": (c_int, (_P, _P)),
    "FPDFPageObj_GetClipPath": (_P, (_P,)),
    "FPDFClipPath_CountPaths": (c_int, (_P,)),
    "FPDFClipPath_CountPathSegments": (c_int, (_P, c_int)),
    "FPDFClipPath_GetPathSegment": (_P, (_P, c_int, c_int)),
    "FPDFPath_CountSegments": (c_int, (_P,)),
    "FPDFPath_GetPathSegment": (_P, (_P, c_int)),
    "FPDFPath_GetDrawMode": (c_int, (_P, _P, _P)),
    "FPDFPathSegment_GetType": (c_int, (_P,)),
    "FPDFPathSegment_GetPoint": (c_int, (_P, _P, _P)),
    "FPDFPathSegment_GetClose": (c_int, (_P,)),
    "FPDFFormObj_CountObjects": (c_int, (_P,)),
    "FPDFFormObj_GetObject": (_P, (_P, c_ulong)),
    "FPDFTextObj_GetTextRenderMode": (c_int, (_P,)),
    "FPDFText_LoadPage": (_P, (_P,)),
    "FPDFText_ClosePage": (None, (_P,)),
    "FPDFText_CountChars": (c_int, (_P,)),
    "FPDFText_GetText": (c_int, (_P, c_int, c_int, _P)),
    "FPDFText_GetUnicode": (c_uint, (_P, c_int)),
    "FPDFText_GetCharOrigin": (c_int, (_P, c_int, _P, _P)),
    "FPDFText_GetLooseCharBox": (c_int, (_P, c_int, _P)),
    "FPDFText_GetCharAngle": (c_float, (_P, c_int)),
    "FPDFText_GetTextObject": (_P, (_P, c_int)),
    "FPDFText_HasUnicodeMapError": (c_int, (_P, c_int)),
    "FPDFText_IsGenerated": (c_int, (_P, c_int)),
}

_FILE_NAMES = ("libpdfium.so", "libpdfium.dylib", "pdfium.dll")


def library_path() -> Path:
    """Where the shared library lies.

    Raises:
        ImportError: pypdfium2 is not installed, or was installed without its library.
    """
    spec = find_spec("pypdfium2_raw")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in _FILE_NAMES:
            path = Path(folder) / name
            if path.is_file():
                return path
    raise ImportError("the PDFium library was not found: install pypdfium2 from a wheel", name="pypdfium2_raw")


@lru_cache(maxsize=1)
def _opened() -> ctypes.PyDLL:
    with LOCK:
        library = ctypes.PyDLL(str(library_path()))
        for name, (result, arguments) in _PROTOTYPES.items():
            function = getattr(library, name)
            function.restype = result
            function.argtypes = arguments
        library.FPDF_InitLibrary()
    return library


def pdfium() -> Any:
    """The library, opened and initialised on first use (its functions have no Python types, hence ``Any``)."""
    with LOCK:
        return _opened()
