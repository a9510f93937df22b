"""Paragraphs of Word documents to lines of text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from extractor.readers.office.numbering import Numbering
from extractor.readers.pdf.symbols import symbol
from extractor.readers.xml import attribute, child, local

_GONE = frozenset({"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "Fallback", "rt"})
_BREAKS = frozenset({"br", "cr"})
_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_OFF = frozenset({"0", "false", "off"})


class Paragraphs:
    """Reads paragraphs in document order.

    Attributes:
        changes: tracked changes met.
        hidden: texts that are formatted as hidden.
        pictures: pictures met.
    """

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._carried = ""  # of a paragraph whose mark is deleted: the next goes on in its line
        self._notes: list[str] = []
        self.changes = 0
        self.hidden: list[str] = []
        self.pictures = 0

    def read(self, paragraph: Element) -> tuple[list[str], list[Element]]:
        """The lines of a paragraph and the contents of the text boxes that hang on it."""
        run = _Run(self)
        text, self._carried = self._carried, ""
        run.walk(paragraph, "")
        body = text + "".join(run.parts)
        if number := self._numbering.prefix(paragraph):
            body = f"{number} {body}"
        if is_on(child(paragraph, "pPr", "rPr", "del")):
            self._carried = body
            return [], run.boxes
        return body.split("\n"), run.boxes

    def noted(self) -> list[str]:
        """The notes referred to since this was last asked for."""
        notes, self._notes = self._notes, []
        return notes

    def refer(self, name: str, identity: str | None) -> None:
        """Remember a reference to a footnote or endnote."""
        self._notes.append(f"{name}{identity}")


class _Run:
    """The text of one paragraph as it is gathered."""

    def __init__(self, owner: Paragraphs) -> None:
        self._owner = owner
        self._fields: list[bool] = []  # of each open field, whether its result is still to come
        self.parts: list[str] = []
        self.boxes: list[Element] = []

    def walk(self, element: Element, font: str) -> None:
        """Gather the text inside an element; ``font`` is that of its run."""
        for one in element:
            name = local(one)
            if name == "r":
                self._run(one)
            elif name == "txbxContent":
                self.boxes.append(one)
            elif name in _GONE:
                self._owner.changes += name in ("del", "moveFrom")
            elif name == "t":
                self._add(_readable(one.text or "", font))
            elif name == "tab":
                self._add("\t")
            elif name in _BREAKS:
                self._add("\n")
            elif name == "noBreakHyphen":
                self._add("-")
            elif name == "sym":
                self._add(_symbol(one))
            elif name == "fldChar":
                self._field(one)
            elif name in ("footnoteReference", "endnoteReference"):
                self._owner.refer(name.removesuffix("Reference"), attribute(one, "id"))
            else:
                self._owner.changes += name in ("ins", "moveTo")
                self._owner.pictures += name in ("blip", "imagedata", "OLEObject")
                self.walk(one, font)

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        if properties is None:
            self.walk(run, "")
            return
        fonts = child(properties, "rFonts")
        before = len(self.parts)
        self.walk(run, (attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or "") if fonts is not None else "")
        if is_on(child(properties, "vanish")):
            if text := "".join(self.parts[before:]).strip():
                self._owner.hidden.append(text)
            del self.parts[before:]
        raised = child(properties, "vertAlign")
        if raised is not None and attribute(raised, "val") == "superscript":
            self.parts[before:] = [part.translate(_SUPERSCRIPT) for part in self.parts[before:]]

    def _add(self, text: str) -> None:
        if not any(self._fields):
            self.parts.append(text)

    def _field(self, element: Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            box = child(element, "ffData", "checkBox")
            if box is not None:
                self._add("☑" if _is_checked(box) else "□")
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()


def is_on(element: Element | None) -> bool:
    """Whether a property is set: it is there and not switched off."""
    return element is not None and attribute(element, "val") not in _OFF


def _is_checked(box: Element) -> bool:
    checked = child(box, "checked")
    return is_on(child(box, "default") if checked is None else checked)


def _readable(text: str, font: str) -> str:
    if not any("\ue000" <= char <= "\uf8ff" for char in text):
        return text
    return "".join(symbol(char, font) or char if "\ue000" <= char <= "\uf8ff" else char for char in text)


def _symbol(element: Element) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    if not 0 < code < 0x10000 or 0xD800 <= code < 0xE000:
        return ""
    char = chr(code if code >= 0xF000 else code + 0xF000)
    return symbol(char, attribute(element, "font") or "") or chr(code)
