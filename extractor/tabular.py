"""Tables for their own sake: every table of a document, form or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.batch import Input, read_source
from extractor.model.table import Source, Table

if TYPE_CHECKING:
    pass


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
        :func:`extractor.output.table_formats.table_to_dict` for plain values.

    Raises:
        JixiaoError: the document could not be read; the subclass says why, its message what to do.
        TypeError: an option that does not exist.
    """
    from extractor.pipeline import ExtractOptions, tables_of

    chosen = ExtractOptions(**options)
    if isinstance(source, bytes):
        source = Source("<bytes>", source)
    elif not isinstance(source, Source):
        source = read_source(source)
    return tables_of(source, chosen, join=join)
