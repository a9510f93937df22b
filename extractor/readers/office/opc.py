"""Parts of an Office Open XML package and how they refer to each other."""

from __future__ import annotations

import posixpath
from xml.etree.ElementTree import Element

from msgspec import Struct

from extractor.errors import DamagedError
from extractor.model.table import Source
from extractor.readers.container import Container
from extractor.readers.xml import child, local, parse_xml


class Relation(Struct, frozen=True):
    """A reference to another part: its id, the last word of its type (``styles``), and the part's name."""

    id: str
    type: str
    target: str


class Package:
    """The XML parts of a container, found by their relations, as office programs find them.

    Targets outside the package are left alone: nothing is ever fetched.
    """

    def __init__(self, container: Container, source: Source) -> None:
        self._container = container
        self._source = source
        self.main = self.first("", "officeDocument")
        if self.main is None:
            raise DamagedError("The main part is missing.", source=source.name, remedy="Ask for the file anew.")

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to; ``""`` is the package itself."""
        folder, name = posixpath.split(part)
        data = self._container.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        if data is None:
            return []
        root = parse_xml(data, self._source.name, f"{name}.rels")
        return [
            Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], _inside(folder, one.get("Target", "")))
            for one in root
            if local(one) == "Relationship" and one.get("TargetMode") != "External"
        ]

    def first(self, part: str, kind: str) -> str | None:
        """The name of the first part of a kind that a part refers to and that is there."""
        targets = (relation.target for relation in self.relations(part) if relation.type == kind)
        return next((target for target in targets if self._container.has(target)), None)

    def root(self, part: str | None) -> Element | None:
        """The root element of a part, ``None`` where there is none."""
        data = None if part is None else self._container.get(part)
        return None if data is None or part is None else parse_xml(data, self._source.name, part)

    def related(self, kind: str) -> Element | None:
        """The root element of the part of a kind that the main part refers to."""
        return self.root(self.first(self.main or "", kind))

    def producer(self) -> str | None:
        """The program that wrote the package, as it says itself."""
        properties = self.root(self.first("", "extended-properties"))
        found = None if properties is None else child(properties, "Application")
        return (found.text or "").strip() or None if found is not None else None


def _inside(folder: str, target: str) -> str:
    """A target as a name inside the package: relative to its folder, and never above the root."""
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")
