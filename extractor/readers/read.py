"""Open a document of any format."""

from __future__ import annotations

from pathlib import PurePath

from msgspec.structs import replace

from extractor.errors import UnsupportedFormatError
from extractor.model.form import DocumentFormat
from extractor.model.notice import Notice
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions
from extractor.readers.detect import detect_format
from extractor.readers.registry import FORMATS, readable_suffixes


def read_content(source: Source, options: ReadOptions) -> tuple[DocumentFormat, Content]:
    """Tell a document's format and read it.

    Raises:
        JixiaoError: it cannot be read (empty, encrypted, damaged, no known format or encoding).
    """
    name = detect_format(source)
    read = FORMATS[name].reader()
    if read is None:
        remedy = f"Convert it to a format that is read ({', '.join(readable_suffixes())})."
        raise UnsupportedFormatError(f"{name} documents are not read.", source=source.name, remedy=remedy)
    content = read(source, options)
    named = _named(source.name)
    if named is not None and named != name and {named, name} != {"csv", "text"}:
        # The notices about pages grow while the pages are read: the list itself has to stay.
        notices = content.notices if isinstance(content.notices, list) else list(content.notices)
        suffix = PurePath(source.name).suffix
        notices.insert(0, Notice("MISNAMED", {"suffix": suffix, "format": name}, {"suffix": suffix, "format": name}))
        content = replace(content, notices=notices)
    return name, content


def _named(name: str) -> DocumentFormat | None:
    """The format that a file's name promises."""
    suffix = PurePath(name).suffix.lower()
    return next((kind for kind, form in FORMATS.items() if suffix in form.suffixes), None)
