"""Web archives (MHT): the pages that an office program or a browser saved into one file, with their style sheets."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from msgspec import Struct

from extractor.errors import DamagedError
from extractor.model.patterns import compiled
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.web.html import Page, content_of, decoded

_MOST_PARTS = 2_000
_FRAMES = compiled(r"<frameset\b", 2)
_SHEET = compiled(r"<x:ExcelWorksheet>(.{0,4000}?)</x:ExcelWorksheet>", 2 | 16)
_NAME = compiled(r"<x:Name>([^<]*)</x:Name>", 2)
_TARGET = compiled(r"<x:WorksheetSource\s+HRef=\"([^\"]*)\"", 2)
_HIDDEN = compiled(r"<x:Visible>\s*Sheet(?:Very)?Hidden", 2)


class _Part(Struct, frozen=True):
    location: str
    page: Page


def read(source: Source, options: ReadOptions) -> Content:
    """Read a web archive.

    Raises:
        DamagedError: it holds no page.
        EmptyFileError: its pages show nothing.
    """
    message = BytesParser(EmailMessage, policy=policy.compat32).parsebytes(source.data)
    parts: list[_Part] = []
    sheets: list[str] = []
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        kind = part.get_content_type()
        if kind not in ("text/html", "text/css"):
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or not data.strip():
            continue
        page = decoded(data, source.name, options.encoding, part.get_content_charset())
        if kind == "text/css":
            sheets.append(page.html)
        else:
            parts.append(_Part(str(part.get("Content-Location", "")), page))
    if not parts:
        raise DamagedError("The web archive holds no page.", source=source.name, remedy="Ask for the file anew.")
    root = parts[0].page.html
    pages: list[Page] = [parts[0].page]
    hidden: list[str] = []
    if _FRAMES.search(root):
        pages, hidden = _sheets(root, parts[1:])
    return content_of(pages, source, sheets, hidden)


def _sheets(root: str, parts: list[_Part]) -> tuple[list[Page], list[str]]:
    """The pages that are the sheets of a workbook, in the order of its tabs, and the names of those that are hidden."""
    declared = _SHEET.findall(root)
    if not declared:
        return [part.page for part in parts if "<table" in part.page.html.lower()], []
    pages: list[Page] = []
    hidden: list[str] = []
    for sheet in declared:
        name, target = _NAME.search(sheet), _TARGET.search(sheet)
        if _HIDDEN.search(sheet):
            hidden.append(name[1] if name else "")
        elif target is not None:
            ending = target[1].rpartition("/")[2]
            pages += [part.page for part in parts if part.location.endswith(ending)][:1]
    return pages, hidden
