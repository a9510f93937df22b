"""PDFium, called directly: the few functions that reading a page needs.

The shared library is the one that pypdfium2 ships. It is opened with :class:`ctypes.PyDLL` (no release of the interpreter
lock around each of thousands of tiny calls) and initialised once per process. The functions called thousands of times a
document have no argument types: they are given :class:`Pointer` objects and small integers only, which spares a conversion
per argument.

PDFium is not thread-safe: every call is made while :data:`LOCK` is held.
"""

from __future__ import annotations

import ctypes
import threading
from ctypes import c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
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


class Pointer(c_void_p):
    """A native handle. A subclass, so that ctypes hands it back as it is instead of turning it into an integer."""


_P = Pointer
_ANY = c_void_p
# name: (result, arguments; None for the functions that are only given pointers and small integers)
_PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...] | None]] = {
    "FPDF_InitLibrary": (None, ()),
    "FPDF_GetDefaultSystemFontInfo": (_P, ()),
    "FPDF_SetSystemFontInfo": (None, (_ANY,)),
    "FPDF_LoadMemDocument64": (_P, (_ANY, c_size_t, ctypes.c_char_p)),
    "FPDF_CreateNewDocument": (_P, ()),
    "FPDF_CloseDocument": (None, (_ANY,)),
    "FPDF_GetLastError": (c_ulong, ()),
    "FPDF_GetPageCount": (c_int, (_ANY,)),
    "FPDF_GetMetaText": (c_ulong, (_ANY, ctypes.c_char_p, _ANY, c_ulong)),
    "FPDF_GetFormType": (c_int, (_ANY,)),
    "FPDF_LoadPage": (_P, (_ANY, c_int)),
    "FPDF_ClosePage": (None, (_ANY,)),
    "FPDF_GetPageWidthF": (c_float, (_ANY,)),
    "FPDF_GetPageHeightF": (c_float, (_ANY,)),
    "FPDF_GetPageBoundingBox": (c_int, (_ANY, _ANY)),
    "FPDFPage_GetRotation": (c_int, (_ANY,)),
    "FPDFPage_Flatten": (c_int, (_ANY, c_int)),
    "FPDFPage_GetAnnotCount": (c_int, (_ANY,)),
    "FPDFPage_CountObjects": (c_int, (_ANY,)),
    "FPDFPage_GetObject": (_P, None),
    "FPDFPageObj_CountMarks": (c_int, (_ANY,)),
    "FPDFPageObj_GetMark": (_P, (_ANY, c_ulong)),
    "FPDFPageObjMark_CountParams": (c_int, (_ANY,)),
    "FPDFPageObjMark_GetName": (c_int, (_ANY, _ANY, c_ulong, _ANY)),
    "FPDFPageObjMark_GetParamStringValue": (c_int, (_ANY, ctypes.c_char_p, _ANY, c_ulong, _ANY)),
    "FPDFPageObj_SetIsActive": (c_int, (_ANY, c_int)),
    "FPDFBitmap_Create": (_P, (c_int, c_int, c_int)),
    "FPDFBitmap_FillRect": (None, (_ANY, c_int, c_int, c_int, c_int, c_ulong)),
    "FPDF_RenderPageBitmap": (None, (_ANY, _ANY, c_int, c_int, c_int, c_int, c_int, c_int)),
    "FPDFBitmap_GetStride": (c_int, (_ANY,)),
    "FPDFBitmap_GetBuffer": (_ANY, (_ANY,)),
    "FPDFBitmap_Destroy": (None, (_ANY,)),
    "FPDFPageObj_GetType": (c_int, None),
    "FPDFPageObj_GetBounds": (c_int, None),
    "FPDFPageObj_GetMatrix": (c_int, None),
    "FPDFPageObj_GetFillColor": (c_int, None),
    "FPDFPageObj_GetStrokeColor": (c_int, None),
    "FPDFPageObj_GetClipPath": (_P, None),
    "FPDFClipPath_CountPaths": (c_int, None),
    "FPDFClipPath_CountPathSegments": (c_int, (_ANY, c_int)),
    "FPDFClipPath_GetPathSegment": (_P, None),
    "FPDFPath_CountSegments": (c_int, None),
    "FPDFPath_GetPathSegment": (_P, None),
    "FPDFPath_GetDrawMode": (c_int, None),
    "FPDFPathSegment_GetType": (c_int, None),
    "FPDFPathSegment_GetPoint": (c_int, None),
    "FPDFPathSegment_GetClose": (c_int, None),
    "FPDFFormObj_CountObjects": (c_int, (_ANY,)),
    "FPDFFormObj_GetObject": (_P, (_ANY, c_ulong)),
    "FPDFTextObj_GetTextRenderMode": (c_int, None),
    "FPDFText_LoadStandardFont": (_P, (_ANY, ctypes.c_char_p)),
    "FPDFFont_GetGlyphWidth": (c_int, (_ANY, c_uint, c_float, _ANY)),
    "FPDFFont_Close": (None, (_ANY,)),
    "FPDFText_LoadPage": (_P, (_ANY,)),
    "FPDFText_ClosePage": (None, (_ANY,)),
    "FPDFText_CountChars": (c_int, (_ANY,)),
    "FPDFText_GetText": (c_int, (_ANY, c_int, c_int, _ANY)),
    "FPDFText_GetUnicode": (c_uint, None),
    "FPDFText_GetCharOrigin": (c_int, None),
    "FPDFText_GetLooseCharBox": (c_int, None),
    "FPDFText_GetCharBox": (c_int, None),
    "FPDFText_GetFontSize": (c_double, None),
    "FPDFText_GetMatrix": (c_int, None),
    "FPDFText_GetCharAngle": (c_float, (_ANY, c_int)),
    "FPDFText_GetFontInfo": (c_ulong, (_ANY, c_int, _ANY, c_ulong, _ANY)),
    "FPDFText_GetTextObject": (_P, None),
    "FPDFText_HasUnicodeMapError": (c_int, None),
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
