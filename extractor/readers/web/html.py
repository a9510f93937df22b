"""Web pages: tables with their spans and the text between them, as a browser shows them. Nothing is fetched, no script is run."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from msgspec import Struct

from extractor.errors import EmptyFileError, EncodingError
from extractor.model.notice import Notice
from extractor.model.patterns import compiled
from extractor.model.table import Block, Origin, Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.declared import Blocks
from extractor.readers.encoding import decode
from extractor.readers.notices import changes_notice, hidden_notice
from extractor.readers.web.page import Left, PageWalker
from extractor.readers.web.styles import Styles

_CHARSET = compiled(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)|encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)", 2)
_EXCEL = compiled(r"urn:schemas-microsoft-com:office:excel", 2)
_HEAD = (
    4096  # browsers look this far for the encoding (1,024 bytes by the standard; office programs write more before it)
)
_MOST_SHOWN = 20


class Page(Struct, frozen=True):
    """A page as text.

    Attributes:
        html: the page.
        declared: the encoding that it says it has, where its bytes say otherwise.
    """

    html: str
    declared: str | None = None


def read(source: Source, options: ReadOptions) -> Content:
    """Read a web page.

    Raises:
        EmptyFileError: it shows nothing.
        EncodingError: its encoding is neither believable nor declared.
        UnsafeError: it is built to do harm.
    """
    page = decoded(source.data, source.name, options.encoding)
    return content_of([page], source)


def decoded(data: bytes, name: str, encoding: str | None = None, declared: str | None = None) -> Page:
    """A page's text: bytes that are believable Chinese in one encoding are in it, whatever the page says of itself.

    Args:
        data: the page.
        name: of the document, for messages.
        encoding: named by the user.
        declared: by what the page came in; the page's own declaration counts where this is ``None``.
    """
    if encoding is not None:
        return Page(decode(data, source=name, encoding=encoding).text)
    said = declared or _declared(data)
    try:
        found = decode(data, source=name)
    except EncodingError:
        if said is None or _known(said) is None:
            raise
        return Page(decode(data, source=name, encoding=said).text)
    wrong = said is not None and found.evidence != "only ASCII characters" and not _same(said, found.encoding)
    return Page(found.text, said if wrong else None)


def content_of(
    pages: Sequence[Page], source: Source, sheets: Sequence[str] = (), hidden: Sequence[str] = ()
) -> Content:
    """The content of one or more pages that make up a document.

    Args:
        pages: in reading order.
        source: the document.
        sheets: style sheets that are beside them.
        hidden: names of the parts that are not shown.
    """
    from selectolax.lexbor import LexborHTMLParser

    maker = Blocks(Origin.HTML, source.name)
    blocks: list[Block] = []
    left = Left()
    producer: str | None = None
    for number, page in enumerate(pages, start=1):
        tree = LexborHTMLParser(page.html)
        styles = Styles([*sheets, *(node.text(deep=True) or "" for node in tree.css("style"))])
        walker = PageWalker(styles, source.name, counts_hidden_rows=_EXCEL.search(page.html[:_HEAD]) is not None)
        if tree.body is not None:
            blocks += maker.of(walker.flow(tree.body), number)
        left.hidden += walker.left.hidden
        left.changes += walker.left.changes
        generator = next(
            (one for one in tree.css("meta") if (one.attributes.get("name") or "").lower() == "generator"), None
        )
        producer = producer or (generator.attributes.get("content") if generator is not None else None)
    if not blocks:
        remedy = "Save it as one file (MHT), as XLSX or as PDF: a page made of frames keeps its text in other files."
        raise EmptyFileError("The page shows no text.", source=source.name, remedy=remedy)
    notices = _notices(left, hidden, [page.declared for page in pages if page.declared])
    return Content(blocks=blocks, page_count=len(pages) if len(pages) > 1 else None, producer=producer, notices=notices)


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data, 0, _HEAD)
    return (match[1] or match[2]).decode("ascii") if match is not None else None


def _known(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _same(declared: str, found: str) -> bool:
    """Whether a declared encoding is the one found: GB 2312 and GBK are parts of GB 18030, ASCII of everything."""
    chinese = {"gb2312", "gbk", "gb18030", "hz"}
    name, other = _known(declared), _known(found)
    if name in chinese and other in chinese:
        return True
    return name == other or ((name or "").startswith("utf-16") and (other or "").startswith("utf-16"))


def _notices(left: Left, hidden: Sequence[str], declared: Sequence[str]) -> list[Notice]:
    notices: list[Notice] = []
    if left.hidden or hidden:
        english = [
            *([f"{len(hidden)} sheets"] if hidden else []),
            *([f"{len(left.hidden)} pieces of text"] if left.hidden else []),
        ]
        chinese = [
            *([f"{len(hidden)} 个工作表"] if hidden else []),
            *([f"{len(left.hidden)} 处文字"] if left.hidden else []),
        ]
        notices.append(hidden_notice(english, chinese, {"sheets": list(hidden), "texts": left.hidden[:_MOST_SHOWN]}))
    if left.changes:
        notices.append(changes_notice(left.changes))
    if declared:
        notices.append(Notice("ENCODING_DECLARED_WRONG", {"declared": declared[0]}, {"declared": list(declared)}))
    return notices
