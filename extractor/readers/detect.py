"""What a file is, judged by its content; the name only settles what content leaves open (CSV against plain text)."""

from __future__ import annotations

import io
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from extractor.errors import DamagedError, EmptyFileError, EncodingError, EncryptedError, UnsupportedFormatError
from extractor.model.form import DocumentFormat
from extractor.model.patterns import compiled
from extractor.model.table import Source
from extractor.readers.registry import FORMATS

if TYPE_CHECKING:
    from zipfile import ZipFile

HEADER_WITHIN = 1024  # PDF readers look for the header this far into the file
_SNIFF = 1 << 16
_MAX_CONTROL_SHARE = 0.01

_UNPACK = "Unpack it first, or pip install 'jixiao[archives]' and give it to `jixiao extract` or `check`."
# What is recognised only to say what to do about it.
_REFUSED = (
    (b"Rar!\x1a\x07", "RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive", _UNPACK),
    (b"\x1f\x8b\x08", "gzip archive", "Unpack it first; a TAR archive is given to `jixiao extract` or `check`."),
    (b"%!PS", "PostScript document", "Convert it to PDF."),
    (b"AC10", "CAD drawing", "Convert it to PDF."),
)
_OPEN_DOCUMENT: dict[bytes, DocumentFormat] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_PK = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF_HEADER = compiled(rb"%PDF-\d")
_PDF_OBJECT = compiled(rb"\d+ \d+ obj\b|%%EOF|startxref")
_PDF_BODY = compiled(rb"\d+ \d+ obj\b[^\x00]{0,40}?<<")
_PDF_END = compiled(rb"startxref\s+\d+\s+%%EOF")
_HTML = compiled(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div)\b",
    re.I | re.S,
)
_XML = compiled(r"\s*<\?xml\b", re.I)
_MESSAGE = compiled(rb"\s*(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n)+", re.A)
_RELATED = compiled(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)
_BLANK = b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf\xfe\xff"
_BAD_CONTROL = compiled(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect_format(source: Source) -> DocumentFormat:
    """Tell the format of a document from its bytes.

    Text in an encoding that is not recognised is still ``text``: reading it raises the :class:`EncodingError` that says
    what to do, unless the user names the encoding.

    Raises:
        EmptyFileError: no data, or nothing but blanks and NUL bytes.
        UnsupportedFormatError: a format that is not read, or no known one.
        EncryptedError: an office document or archive that is locked with a password.
        DamagedError: a container that cannot be opened.
    """
    data, name = source.data, source.name
    if not data.strip(_BLANK):
        raise EmptyFileError("The file is empty." if not data else "The file holds nothing but blanks.", source=name)
    if (magic := _by_magic(data, name)) is not None:
        return magic
    return _by_text(data, name)


def _by_magic(data: bytes, name: str) -> DocumentFormat | None:
    if _is_pdf(data):
        return "pdf"
    if data.startswith(_PK):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _compound(data, name)
    for kind, form in FORMATS.items():
        if data.startswith(form.magics):
            return kind
    if _is_webp_or_bmp(data):
        return "image"
    if _is_web_archive(data):
        return "mht"
    for magic, what, remedy in _REFUSED:
        if data.startswith(magic):
            raise UnsupportedFormatError(f"This is a {what}, which is not read.", source=name, remedy=remedy)
    return None


def _is_pdf(data: bytes) -> bool:
    match = PDF_HEADER.search(data, 0, HEADER_WITHIN)
    if match is None:  # a broken header: what follows it is a PDF all the same
        return (
            _PDF_BODY.search(data, 0, HEADER_WITHIN) is not None and _PDF_END.search(data[-HEADER_WITHIN:]) is not None
        )
    # Text may speak of %PDF-1.7 in its first lines; a PDF that begins late also holds objects.
    return match.start() == 0 or _PDF_OBJECT.search(data, match.end()) is not None


def _is_webp_or_bmp(data: bytes) -> bool:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    return data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00" and len(data) > 26


def _is_web_archive(data: bytes) -> bool:
    """Whether a file begins with the headers of a message, and is one of related parts."""
    return _MESSAGE.match(data) is not None and _RELATED.search(data, 0, HEADER_WITHIN * 4) is not None


def _zipped(data: bytes, name: str) -> DocumentFormat:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            mimetype = _mimetype(archive)
            members = {info.filename.replace("\\", "/").lstrip("/").lower() for info in archive.infolist()}
            locked = any(info.flag_bits & 1 for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedError(
            f"The container cannot be opened ({error}).", source=name, remedy="Ask for the file anew."
        ) from None
    for kind, form in FORMATS.items():
        if form.member is not None and any(re.fullmatch(form.member, member) for member in members):
            return kind
    if mimetype in _OPEN_DOCUMENT and not locked:
        return _OPEN_DOCUMENT[mimetype]
    what, remedy = _other_zip(members)
    if locked:
        raise EncryptedError(
            f"This {what} is locked with a password.", source=name, remedy="Unpack it with its password first."
        )
    raise UnsupportedFormatError(f"This is a {what}, which is not read as one document.", source=name, remedy=remedy)


def _mimetype(archive: ZipFile) -> bytes:
    """What an OpenDocument file says of itself in its first member, which is never packed."""
    first = archive.infolist()[:1]
    if not first or first[0].filename != "mimetype" or first[0].file_size > 200:
        return b""
    with archive.open(first[0]) as stream:
        return stream.read(200)


def _other_zip(members: set[str]) -> tuple[str, str]:
    if "xl/workbook.bin" in members:
        return "binary workbook (XLSB)", "Save it as XLSX."
    if any(member.startswith("ppt/") for member in members):
        return "presentation", "Save it as PDF."
    if "mimetype" in members and "content.xml" in members:
        return "OpenDocument file of this kind", "Save it as DOCX, XLSX or PDF."
    return "ZIP archive", "Give it to `jixiao extract` or `check`, or name a document inside: ARCHIVE.zip!/NAME."


def _compound(data: bytes, name: str) -> DocumentFormat:
    """Tell the kinds of OLE compound files apart by the UTF-16 names in their directory."""

    def holds(entry: str) -> bool:
        return entry.encode("utf-16-le") + b"\x00\x00" in data

    if holds("EncryptedPackage"):
        raise EncryptedError(
            "The office document is locked with a password.", source=name, remedy="Save a copy without the password."
        )
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("PowerPoint Document"):
        raise UnsupportedFormatError(
            "This is a PowerPoint 97-2003 presentation.", source=name, remedy="Save it as PDF."
        )
    raise UnsupportedFormatError(
        "This is an OLE compound file of an unknown kind.", source=name, remedy="Save it as DOCX, XLSX or PDF."
    )


def _by_text(data: bytes, name: str) -> DocumentFormat:
    head = _readable_head(data)
    if head is None:
        raise UnsupportedFormatError("The content is neither text nor any format that is read.", source=name)
    if _HTML.match(head):
        return "html"
    if _XML.match(head):
        raise UnsupportedFormatError(
            "This is an XML document.", source=name, remedy="Open it in its program and save it as XLSX, DOCX or PDF."
        )
    return "csv" if PurePath(name).suffix.lower() == ".csv" else "text"


def _readable_head(data: bytes) -> str | None:
    """The beginning of the file as text (Latin-1 where the encoding is not known), or ``None`` for binary data."""
    from extractor.readers.encoding import decode

    head = data[:_SNIFF]
    try:
        return decode(head, source="").text.lstrip("\ufeff") if not _mostly_control(head) else None
    except EncodingError:
        pass
    if b"\x00" in head or _mostly_control(head, allowed=0):
        return None
    return head.decode("latin-1")


def _mostly_control(head: bytes, allowed: float = _MAX_CONTROL_SHARE) -> bool:
    if b"\x00" in head:  # UTF-16 and UTF-32 are full of them: decoding decides
        return False
    return len(_BAD_CONTROL.findall(head)) > allowed * len(head)
