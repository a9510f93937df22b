"""XML of untrusted documents to elements."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from extractor.errors import DamagedError, UnsafeError

_DEEPEST = 200
"""Elements inside each other. A form needs forty; Python's own stack ends near 1,000 calls, of which each takes up to three."""


def parse_xml(data: bytes, source: str, part: str) -> Element:
    """The root element of a part.

    No part of an office document or an OFD has a document type; one that declares entities does so to do harm.

    Raises:
        DamagedError: it is not well-formed.
        UnsafeError: it declares a document type or entities, or nests deeper than any document does.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise UnsafeError(f"The part {part} declares a document type or entities.", source=source) from None
    except (ParseError, ValueError, LookupError) as error:
        message = f"The part {part} is not well-formed XML ({error})."
        raise DamagedError(message, source=source, remedy="Ask for the file anew.") from None
    if _depth(root) > _DEEPEST:
        raise UnsafeError(f"The part {part} nests more than {_DEEPEST} elements.", source=source)
    return root


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= _DEEPEST:
        level = [child for element in level for child in element]
        depth += 1
    return depth


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever namespace (strict or transitional) it has."""
    value = element.get(name)
    if value is not None:
        return value
    ending = "}" + name
    return next((value for key, value in element.attrib.items() if key.endswith(ending)), None)


def child(element: Element, *names: str) -> Element | None:
    """The first child of a local name, and of that one the next, …; ``None`` where one is missing."""
    for name in names:
        found = next((one for one in element if local(one) == name), None)
        if found is None:
            return None
        element = found
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """All children of a local name."""
    return [] if element is None else [one for one in element if local(one) == name]


def whole_number(text: str | None, default: int, most: int = 1 << 31) -> int:
    """A number as an attribute writes it; what is none, or beyond what any document needs, is the default."""
    try:
        value = int(text) if text is not None else default
    except ValueError:
        return default
    return value if -most <= value <= most else default
