"""Open a document of any format."""

from __future__ import annotations

from extractor.errors import UnsupportedFormatError
from extractor.model.form import DocumentFormat
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
    return name, read(source, options)
