"""The parts of an OFD and what pages take from elsewhere: templates, fonts, drawing parameters, composite graphics."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from extractor.errors import DamagedError
from extractor.model.table import BBox, Source
from extractor.readers.container import Container
from extractor.readers.xml import child, children, local, parse_xml

_A4 = (0.0, 0.0, 210.0, 297.0)
_MOST_INHERITED = 8


class Resources(Struct):
    """Shared parts by their ids.

    Attributes:
        fonts: names of fonts.
        parameters: drawing parameters.
        composites: graphics that objects of pages repeat.
        media: names of the parts that hold pictures.
    """

    fonts: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Element] = field(default_factory=dict)
    composites: dict[str, Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)

    def inherited(self, element: Element, name: str) -> Element | None:
        """A child of an object, or of the drawing parameters that it refers to."""
        own = child(element, name)
        key = element.get("DrawParam")
        for _ in range(_MOST_INHERITED):
            if own is not None or key is None or (parameters := self.parameters.get(key)) is None:
                break
            own, key = child(parameters, name), parameters.get("Relative")
        return own

    def attribute(self, element: Element, name: str) -> str | None:
        """An attribute of an object, or of the drawing parameters that it refers to."""
        own, key = element.get(name), element.get("DrawParam")
        for _ in range(_MOST_INHERITED):
            if own is not None or key is None or (parameters := self.parameters.get(key)) is None:
                break
            own, key = parameters.get(name), parameters.get("Relative")
        return own


class PageParts(Struct, frozen=True):
    """One page before it is read.

    Attributes:
        box: left, top, width, height in millimetres.
        layers: the contents in painting order: templates behind, the page itself, templates in front.
        resources: what its objects refer to.
    """

    box: BBox
    layers: tuple[Element, ...]
    resources: Resources


class OfdFile:
    """An OFD's documents and pages.

    Raises:
        DamagedError: it is no OFD.
    """

    def __init__(self, container: Container, source: Source) -> None:
        self._container = container
        self._source = source
        root = self._part("", "OFD.xml")
        if root is None:
            raise DamagedError("OFD.xml is missing.", source=source.name, remedy="Ask for the file anew.")
        self.producer = _producer(root)
        self._documents = [_Document(self, place) for place in self._roots(root)]

    @property
    def page_count(self) -> int:
        """Pages of all documents."""
        return sum(len(document.pages) for document in self._documents)

    def pages(self) -> Iterator[PageParts]:
        """Read the pages one by one."""
        for document in self._documents:
            for place in document.pages:
                yield document.page(place)

    def _roots(self, root: Element) -> Iterator[str]:
        for body in children(root, "DocBody"):
            found = child(body, "DocRoot")
            if found is not None and found.text:
                yield self.place("", found.text)

    def _part(self, folder: str, name: str) -> Element | None:
        return self.part(self.place(folder, name))

    def place(self, folder: str, name: str) -> str:
        """A part's name as another part in a folder writes it: relative, or from the root."""
        name = name.strip().replace("\\", "/")
        return posixpath.normpath(posixpath.join("/", "" if name.startswith("/") else folder, name.lstrip("/"))).lstrip(
            "/"
        )

    def data(self, place: str) -> bytes | None:
        """The bytes of a part."""
        return self._container.get(place)

    def part(self, place: str) -> Element | None:
        """The root element of a part, ``None`` where there is none."""
        data = self._container.get(place)
        return None if data is None else parse_xml(data.lstrip(b"\xef\xbb\xbf"), self._source.name, place)


class _Document:
    """One document of a file."""

    def __init__(self, file: OfdFile, place: str) -> None:
        self._file = file
        self._folder = posixpath.dirname(place)
        self.resources = Resources()
        root = file.part(place)
        common = None if root is None else child(root, "CommonData")
        self._box = _box(common) or _A4
        for kind in ("PublicRes", "DocumentRes"):
            for one in children(common, kind):
                self._read_resources(file.place(self._folder, one.text or ""), self.resources)
        self._templates = {one.get("ID", ""): one for one in children(common, "TemplatePage")}
        pages = None if root is None else child(root, "Pages")
        self.pages = [file.place(self._folder, one.get("BaseLoc", "")) for one in children(pages, "Page")]

    def page(self, place: str) -> PageParts:
        """The parts of one page; a page whose content is missing is blank."""
        root = self._file.part(place)
        if root is None:
            return PageParts(self._box, (), self.resources)
        resources = self._with_own(root, posixpath.dirname(place))
        behind: list[Element] = []
        before: list[Element] = []
        for one in children(root, "Template"):
            content = self._template(one.get("TemplateID", ""))
            if content is not None:
                (before if one.get("ZOrder") == "Foreground" else behind).append(content)
        own = [content] if (content := child(root, "Content")) is not None else []
        return PageParts(_box(root) or self._box, (*behind, *own, *before), resources)

    def _template(self, key: str) -> Element | None:
        listed = self._templates.get(key)
        root = None if listed is None else self._file.part(self._file.place(self._folder, listed.get("BaseLoc", "")))
        return None if root is None else child(root, "Content")

    def _with_own(self, root: Element, folder: str) -> Resources:
        listed = children(root, "PageRes")
        if not listed:
            return self.resources
        shared = self.resources
        own = Resources(dict(shared.fonts), dict(shared.parameters), dict(shared.composites), dict(shared.media))
        for one in listed:
            self._read_resources(self._file.place(folder, one.text or ""), own)
        return own

    def _read_resources(self, place: str, into: Resources) -> None:
        root = self._file.part(place)
        if root is None:
            return
        folder = self._file.place(posixpath.dirname(place), root.get("BaseLoc", "."))
        for group in root:
            for one in group:
                kind, key = local(one), one.get("ID", "")
                if kind == "Font":
                    into.fonts[key] = one.get("FontName", "") or one.get("FamilyName", "")
                elif kind == "DrawParam":
                    into.parameters[key] = one
                elif kind == "CompositeGraphicUnit":
                    into.composites[key] = one
                elif kind == "MultiMedia" and (found := child(one, "MediaFile")) is not None:
                    into.media[key] = self._file.place(folder, found.text or "")


def _box(element: Element | None) -> BBox | None:
    area = None if element is None else child(element, "Area" if local(element) == "Page" else "PageArea")
    found = None if area is None else child(area, "PhysicalBox")
    values = numbers(found.text) if found is not None else []
    if len(values) != 4 or min(values[2:]) <= 0:
        return None
    return values[0], values[1], values[2], values[3]


def _producer(root: Element) -> str | None:
    for body in children(root, "DocBody"):
        found = child(body, "DocInfo", "Creator")
        if found is not None and (found.text or "").strip():
            return (found.text or "").strip()
    return None


def numbers(text: str | None) -> list[float]:
    """The numbers of a list as OFD writes it; empty where one of them is none."""
    try:
        return [value for part in (text or "").split() if abs(value := float(part)) < 1e7]
    except ValueError:
        return []
