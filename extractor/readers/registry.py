"""The formats of documents: a new one is a module with a function ``read``, and one line in :data:`FORMATS`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from extractor.model.form import DocumentFormat
    from extractor.readers.content import Read


class Format(Struct, frozen=True):
    """One format of documents.

    Attributes:
        suffixes: endings of file names (lower case, with the dot) that a folder is searched for.
        module: where the function ``read`` of this format is (see :class:`extractor.readers.content.Read`), imported when
            the first such document is read; ``None`` for a format that is recognised but not read.
        magics: first bytes, any of which tells the format.
        member: pattern of the member (lower case) of a ZIP container that tells the format.
        second_engines: whether pdfplumber and camelot can open the file too.
    """

    suffixes: tuple[str, ...]
    module: str | None
    magics: tuple[bytes, ...] = ()
    member: str | None = None
    second_engines: bool = False

    def reader(self) -> Read | None:
        """The function that reads documents of this format."""
        if self.module is None:
            return None
        read: Read = import_module(self.module).read
        return read


_LIBREOFFICE = "extractor.readers.office.converted"

FORMATS: dict[DocumentFormat, Format] = {
    "pdf": Format((".pdf",), "extractor.readers.pdf.content", second_engines=True),
    "text": Format((".txt", ".tsv"), "extractor.readers.text"),
    "ofd": Format((".ofd",), "extractor.readers.ofd.content", member=r"ofd\.xml"),
    "docx": Format((".docx",), "extractor.readers.office.docx", member=r"word/document\d*\.xml"),
    "xlsx": Format((".xlsx",), "extractor.readers.office.xlsx", member=r"xl/workbook\.xml"),
    "xls": Format((".xls", ".et"), "extractor.readers.office.xls"),
    "doc": Format((".doc", ".wps"), _LIBREOFFICE),
    "rtf": Format((".rtf",), _LIBREOFFICE, magics=(b"{\\rtf",)),
    "odt": Format((".odt",), _LIBREOFFICE),
    "ods": Format((".ods",), _LIBREOFFICE),
    "html": Format((".html", ".htm"), "extractor.readers.web.html"),
    "mht": Format((".mht", ".mhtml"), "extractor.readers.web.mht"),
    "csv": Format((".csv",), "extractor.readers.csv"),
    "image": Format(
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
        "extractor.readers.scan.images",
        magics=(
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"II*\x00",
            b"MM\x00*",
            b"GIF87a",
            b"GIF89a",
            b"\x00\x00\x00\x0cjP  \r\n",
        ),
    ),
}
"""Formats by the name that ``document.format`` carries; where bytes fit several, the first of them holds."""


def readable_suffixes() -> tuple[str, ...]:
    """The endings of the files that can be read, in alphabetical order."""
    return tuple(sorted(suffix for one in FORMATS.values() if one.module is not None for suffix in one.suffixes))
