"""Word documents: paragraphs and tables in reading order, as Word prints them with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from extractor.errors import EmptyFileError, OcrNeededError
from extractor.model.notice import Notice
from extractor.model.table import Block, Origin, Source
from extractor.readers.container import Container
from extractor.readers.content import Content, ReadOptions
from extractor.readers.declared import Blocks, Flow, Grid
from extractor.readers.notices import changes_notice, hidden_notice
from extractor.readers.office.docx_table import Tables
from extractor.readers.office.docx_text import Paragraphs
from extractor.readers.office.numbering import Numbering
from extractor.readers.office.opc import Package
from extractor.readers.xml import attribute, child, children, local

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"})
_GONE = frozenset({"del", "moveFrom"})


def read(source: Source, options: ReadOptions) -> Content:
    """The blocks of a Word document.

    Raises:
        DamagedError: it cannot be opened.
        EmptyFileError: it holds neither text nor pictures.
        OcrNeededError: it holds pictures only.
        UnsafeError: it unpacks to more than is safe.
    """
    with Container(source) as container:
        package = Package(container, source)
        root = package.root(package.main)
        assert root is not None
        styles = package.related("styles")
        reader = _Reader(Paragraphs(Numbering(package.related("numbering"), styles)), Tables(styles))
        notes = {**_notes(package.related("footnotes")), **_notes(package.related("endnotes"))}
        producer = package.producer()
    blocks: list[Block] = []
    maker = Blocks(Origin.OFFICE, source.name)
    for body in children(root, "body"):
        for flow in reader.pieces(body):
            blocks += maker.of(flow)
            blocks += maker.of([line for key in reader.paragraphs.noted() for line in reader.note(notes.get(key))])
    if not blocks:
        if reader.paragraphs.pictures:
            raise OcrNeededError("The document holds pictures without text.", source=source.name)
        raise EmptyFileError("The document holds no text.", source=source.name)
    return Content(blocks=blocks, producer=producer, notices=tuple(_notices(reader)))


class _Reader:
    """Walks through what may hold paragraphs and tables."""

    def __init__(self, paragraphs: Paragraphs, tables: Tables) -> None:
        self.paragraphs = paragraphs
        self.tables = tables
        self.changes = 0

    def pieces(self, element: Element) -> Iterator[Flow]:
        """The flow of each paragraph and table inside an element, in order."""
        for one in element:
            name = local(one)
            if name == "p":
                yield self._paragraph(one)
            elif name == "tbl":
                self.changes += self.tables.changes(one)
                yield [self.tables.grid(one, self.flow)]
            elif name in _WRAPPERS:
                self.changes += name in ("ins", "moveTo")
                yield from self.pieces(one)
            elif name == "AlternateContent" and (choice := child(one, "Choice")) is not None:
                yield from self.pieces(choice)
            elif name in _GONE:
                self.changes += 1

    def flow(self, element: Element) -> Flow:
        """Everything inside an element as one flow."""
        return [item for piece in self.pieces(element) for item in piece]

    def _paragraph(self, paragraph: Element) -> Flow:
        lines, boxes = self.paragraphs.read(paragraph)
        flow: list[str | Grid] = list(lines)
        for box in boxes:
            flow += self.flow(box)
        return flow

    def note(self, note: Element | None) -> Flow:
        """The text of a footnote."""
        return [] if note is None else self.flow(note)


def _notes(root: Element | None) -> dict[str, Element]:
    """Notes by kind and id; the separators that every document has are none."""
    found = {}
    for note in () if root is None else root:
        if attribute(note, "type") in (None, "normal"):
            found[f"{local(note)}{attribute(note, 'id')}"] = note
    return found


def _notices(reader: _Reader) -> Iterator[Notice]:
    changes = reader.changes + reader.paragraphs.changes
    if changes:
        yield changes_notice(changes)
    hidden, rows = reader.paragraphs.hidden, reader.tables.hidden
    if hidden or rows:
        english = [*([f"{len(hidden)} pieces of text"] if hidden else []), *([f"{rows} table rows"] if rows else [])]
        chinese = [*([f"{len(hidden)} 处文字"] if hidden else []), *([f"{rows} 个表格行"] if rows else [])]
        yield hidden_notice(english, chinese, {"texts": hidden[:20], "rows": rows})
