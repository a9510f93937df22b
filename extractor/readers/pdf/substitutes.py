"""What replaces fonts that a document names but does not hold: a font of plain boxes, the same on every machine.

PDFium puts a font of the machine in their place, or, where none has the characters (a server without Chinese fonts), shapes
of no size, and then leaves out every character that is printed alone. For reading the shapes do not matter:
characters come from the document's encodings, advances from its widths, baselines from its matrices. So each character is
given a box of about the size of a Chinese character or of a Latin one. That is also quicker than a real font, whose file
of many megabytes would be opened and whose outlines would be measured glyph by glyph.

The standard fonts (Helvetica, Times, Courier) may come without widths, since every reader knows them: their boxes have the
advances of PDFium's own copies. Symbol and ZapfDingbats are never asked for here.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_uint, c_ulong, c_void_p
from functools import lru_cache
from typing import Any

from extractor.readers.pdf.library import LOCK, pdfium

_UNITS = 1000  # of an em
_ASCENT, _DESCENT = 880, -120
_GLYPHS = 0xFFFF
_FIRST_WIDE = 0x2E80  # the first of the CJK blocks of Unicode; glyph numbers are code points
_NARROW, _WIDE = (20, -100, 220, 800), (40, -100, 960, 800)
"""Corners (x0, y0, x1, y1) of a box: within its advance, which a document may give as little as 0.22 em for an i."""
_ADVANCE = 500
_STANDARD = tuple(
    family + style
    for family, styles in {
        "Helvetica": ("", "-Bold", "-Oblique", "-BoldOblique"),
        "Times": ("-Roman", "-Bold", "-Italic", "-BoldItalic"),
        "Courier": ("", "-Bold", "-Oblique", "-BoldOblique"),
    }.items()
    for style in styles
)
_ANY = len(_STANDARD) + 1
"""Handle of the font for all other names; a standard font's is its place in the list, from 1."""
_WESTERN = bytes(range(0x20, 0x100)).decode("cp1252", "ignore")


@lru_cache(maxsize=len(_STANDARD) + 1)
def box_font(standard: str | None = None) -> bytes:
    """A TrueType font in which every code point of the basic plane, and every glyph number, is a box.

    Spaces too: a font without ToUnicode may print anything under the code of one.

    Args:
        standard: one of the standard fonts, whose advances the Western characters are to have.
    """
    narrow, wide = _box(_NARROW), _box(_WIDE)
    step = len(narrow) // 2  # offsets are counted in pairs of bytes
    # A glyph without outline is one whose successor has the same offset, so each box is there twice, taken by turns.
    offsets = [0, step] * (_FIRST_WIDE // 2) + [2 * step, 3 * step] * ((_GLYPHS + 1 - _FIRST_WIDE) // 2)
    advances = bytearray(struct.pack(">Hh", _ADVANCE, _NARROW[0]) * _FIRST_WIDE + struct.pack(">Hh", 1000, _WIDE[0]))
    for code, advance in _standard_advances(standard).items() if standard else ():
        struct.pack_into(">H", advances, 4 * code, advance)
    bearings = struct.pack(">h", _WIDE[0]) * (_GLYPHS - _FIRST_WIDE - 1)
    tables = {
        b"cmap": _character_map(),
        b"glyf": 2 * narrow + 2 * wide,
        b"head": struct.pack(
            ">iiIIHHqqhhhhHHhhh",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, *_WIDE, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(">ihhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, 1000, *[0] * 11, _FIRST_WIDE + 1),
        b"hmtx": bytes(advances) + bearings,
        b"loca": struct.pack(f">{_GLYPHS + 1}H", *offsets),
        b"maxp": struct.pack(">iH13H", 0x10000, _GLYPHS, 4, 1, 0, 0, 2, *[0] * 8),
    }
    return _font_file(tables)


def _standard_advances(name: str) -> dict[int, int]:
    """Advances of a standard font's Western characters, as PDFium's own copy has them.

    Those of a slanted font are those of the upright one, though PDFium's copies differ in a few.
    """
    lib = pdfium()
    upright = name.removesuffix("-Oblique").replace("BoldOblique", "Bold")
    document = lib.FPDF_CreateNewDocument()
    with SUBSTITUTES.measuring():
        font = lib.FPDFText_LoadStandardFont(document, upright.encode())
        width, advances = ctypes.c_float(), {}
        for code in map(ord, _WESTERN):
            if lib.FPDFFont_GetGlyphWidth(font, code, float(_UNITS), ctypes.byref(width)) and width.value > 0:
                advances[code] = round(width.value)
        lib.FPDFFont_Close(font)
    lib.FPDF_CloseDocument(document)
    return advances


def _box(corners: tuple[int, int, int, int]) -> bytes:
    """A glyph: one contour of four points, all on the curve, coordinates as differences."""
    x0, y0, x1, y1 = corners
    points = struct.pack(">8h", x0, 0, x1 - x0, 0, y0, y1 - y0, 0, y0 - y1)
    return struct.pack(">hhhhhHH", 1, *corners, 3, 0) + b"\x01" * 4 + points


def _character_map() -> bytes:
    """Code points to glyphs of the same number, for Windows' Unicode (format 4: segments' ends, starts, differences)."""
    segments = struct.pack(">HHHHHHHHH", 0xFFFE, 0xFFFF, 0, 0, 0xFFFF, 0, 1, 0, 0)
    subtable = struct.pack(">HHHHHHH", 4, 14 + len(segments), 0, 4, 4, 1, 0) + segments
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + subtable


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        directory += struct.pack(">4sIII", tag, 0, start + len(body), len(data))  # nobody looks at check sums
        body += data + bytes(-len(data) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0) + directory + body


class _FontInfo(Structure):
    """``FPDF_SYSFONTINFO``, by which PDFium asks for the machine's fonts."""


_Info = POINTER(_FontInfo)
_RELEASE = CFUNCTYPE(None, _Info)
_ENUMERATE = CFUNCTYPE(None, _Info, c_void_p)
_MAP = CFUNCTYPE(c_void_p, _Info, c_int, c_int, c_int, c_int, c_char_p, c_void_p)
_GET = CFUNCTYPE(c_void_p, _Info, c_char_p)
_DATA = CFUNCTYPE(c_ulong, _Info, c_void_p, c_uint, c_void_p, c_ulong)
_NAME = CFUNCTYPE(c_ulong, _Info, c_void_p, c_void_p, c_ulong)
_CHARSET = CFUNCTYPE(c_int, _Info, c_void_p)
_DELETE = CFUNCTYPE(None, _Info, c_void_p)
_FontInfo._fields_ = [
    ("version", c_int),
    ("Release", _RELEASE),
    ("EnumFonts", _ENUMERATE),
    ("MapFont", _MAP),
    ("GetFont", _GET),
    ("GetFontData", _DATA),
    ("GetFaceName", _NAME),
    ("GetFontCharset", _CHARSET),
    ("DeleteFont", _DELETE),
]


def _data(_info: Any, handle: int, table: int, buffer: int | None, size: int) -> int:
    """The whole font where no table is asked for; into the buffer if it is large enough."""
    if table:
        return 0
    font = box_font(_STANDARD[handle - 1] if handle < _ANY else None)
    if buffer and size >= len(font):
        ctypes.memmove(buffer, font, len(font))
    return len(font)


class _Substitutes:
    """When the boxes are in. The setting is the process's own: it is as before when the last document is closed."""

    def __init__(self) -> None:
        self._users = 0
        self._measuring = False
        self._info: _FontInfo | None = None  # kept: PDFium holds its address

    def use(self) -> None:
        """Until as many calls of :meth:`release` have come."""
        with LOCK:
            self._users += 1
            if self._users == 1:
                self._install()

    def release(self) -> None:
        """The end of one :meth:`use`."""
        with LOCK:
            self._users -= 1
            if self._users == 0:
                self._restore()

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """The machine's fonts for the block, which draws; even while documents are read."""
        with LOCK:
            if self._users:
                self._restore()
            try:
                yield
            finally:
                if self._users:
                    self._install()

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """PDFium's own copies of the standard fonts for the block, which finds out their widths."""
        self._measuring = True
        try:
            yield
        finally:
            self._measuring = False

    def _handle_of(self, name: bytes | None) -> int | None:
        if self._measuring:
            return None
        face = (name or b"").decode("latin-1")
        return _STANDARD.index(face) + 1 if face in _STANDARD else _ANY

    def _install(self) -> None:
        if self._info is None:
            self._info = _FontInfo(
                1,
                _RELEASE(lambda _info: None),
                _ENUMERATE(lambda _info, _mapper: None),
                _MAP(lambda _info, _weight, _italic, _charset, _pitch, name, _exact: self._handle_of(name)),
                _GET(lambda _info, name: self._handle_of(name)),
                _DATA(_data),
                _NAME(lambda *_asked: 0),
                _CHARSET(lambda *_asked: 1),
                _DELETE(lambda *_asked: None),
            )
        pdfium().FPDF_SetSystemFontInfo(ctypes.byref(self._info))

    def _restore(self) -> None:
        lib = pdfium()
        lib.FPDF_SetSystemFontInfo(lib.FPDF_GetDefaultSystemFontInfo())


SUBSTITUTES = _Substitutes()
