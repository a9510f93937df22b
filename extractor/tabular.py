"""Tables for their own sake: every table of a document, form or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.batch import Input, read_source
from extractor.errors import OcrNeededError
from extractor.model.records import Source, Table

if TYPE_CHECKING:
    from extractor.pipeline import ExtractOptions


def tables(source: Input | bytes | Source, *, join: bool = False, **options: Any) -> list[Table]:
    """Every table on every page of a document, in reading order.

    Args:
        source: a path, a document's bytes or a :class:`Source`; ``-`` is standard input.
        join: join the parts of a table that goes on over pages (its cells then keep their own page and box). Otherwise
            each table is given as it is drawn on its page.
        options: fields of :class:`extractor.pipeline.ExtractOptions` (``password``, ``encoding``, ``engine``, ``ocr``,
            ``notify``).

    Returns:
        The tables; boxes are points from the top left of the page as displayed. See
        :func:`extractor.export.table_formats.table_to_dict` for plain values.

    Raises:
        JixiaoError: the document could not be read; the subclass says why, its message what to do.
        TypeError: an option that does not exist.
    """
    from extractor.pipeline import ExtractOptions, tables_of
    from extractor.readers.detect import detect_format

    chosen = ExtractOptions(**options)
    if isinstance(source, bytes):
        source = Source("<bytes>", source)
    elif not isinstance(source, Source):
        source = read_source(source)
    if join or detect_format(source) != "pdf":
        return tables_of(source, chosen)
    return _drawn(source, chosen)


def _drawn(source: Source, options: ExtractOptions) -> list[Table]:
    """The tables of a PDF, page by page."""
    from extractor.pipeline import pages_of

    found: list[Table] = []
    damaged: list[int] = []
    pages = pictures = 0
    for page, blocks in pages_of(source, options, damaged=damaged):
        found += [block for block in blocks if isinstance(block, Table)]
        pages += 1
        pictures += page.is_picture_only
    if pictures == pages:
        from extractor.readers.scan import remedy

        message = f"All {pages} pages are pictures without text."
        raise OcrNeededError(message, source=source.name, remedy=remedy(wanted=options.ocr))
    if damaged and options.notify is not None:
        options.notify(f"pages {', '.join(map(str, damaged))} are damaged and were not read.")
    return found
