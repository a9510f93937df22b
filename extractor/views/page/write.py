"""Draw a document as it was read into an HTML, SVG or PNG file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec.structs import replace

from extractor.errors import UsageError
from extractor.model.table import Source
from extractor.output.files import LONE, part_of, writing
from extractor.pipeline import ExtractOptions
from extractor.views.page.html import document_html
from extractor.views.page.records import Line, Panel, panels
from extractor.views.page.render import DPI, pack, page_pictures
from extractor.views.page.sheet import lay_out
from extractor.views.page.view import PageView, View, page_view, read_view

ShowFormat: TypeAlias = Literal["html", "svg", "png"]
MOST_PAGES = 100
"""An HTML file shows no more pages than this; those with forms come first."""
_MOST_SHEET_PIXELS = 40_000_000


def draw_document(
    source: Source, options: ExtractOptions, form: ShowFormat, *, page: int | None = None
) -> Iterator[bytes]:
    """The file in pieces.

    Args:
        form: ``html`` shows every page (or ``page`` alone); ``svg`` and ``png`` show one: ``page``, or the first that
            holds a form, or the first.
        page: from 1.

    Raises:
        JixiaoError: the document cannot be read.
        UsageError: there is no such page, or the document has no pages to draw.
    """
    view = read_view(source, options)
    count = _page_count(view, source.name, page)
    if form == "html":
        return _html(source, options, view, _chosen(view, count, page), count)
    if not count:
        remedy = "Write HTML, which shows its tables as grids: -o FILE.html"
        raise UsageError(
            f"a document without pages has none to draw as {form.upper()}.", source=source.name, remedy=remedy
        )
    number = page or next(iter(view.form_pages), 1)
    return iter((_sheet(source, options, view, number, form),))


def _page_count(view: View, name: str, page: int | None) -> int:
    count = view.result.document.pages or 0 if view.result.document.format == "pdf" else 0
    if page is not None and not 1 <= page <= count:
        has = f"{count} page{'s' * (count != 1)}" if count else "no pages to draw"
        raise UsageError(f"there is no page {page}: it has {has}.", source=name, remedy="Give --page another number.")
    return count


def _chosen(view: View, count: int, page: int | None) -> list[int]:
    if page is not None:
        return [page]
    first = [number for number in view.form_pages if number <= count]
    others = [number for number in range(1, count + 1) if number not in set(first)]
    return sorted([*first, *others][:MOST_PAGES])


def _html(source: Source, options: ExtractOptions, view: View, numbers: Sequence[int], count: int) -> Iterator[bytes]:
    left_out = sorted(set(range(1, count + 1)) - set(numbers))
    shown = _panels(view, numbers if left_out else None)
    for piece in document_html(view, _with_pictures(source, options, view, numbers), shown, left_out=left_out):
        yield piece.encode("utf-8", LONE)


def _panels(view: View, numbers: Sequence[int] | None) -> list[Panel]:
    """The panels of some pages (``None``: all), the document's own first."""
    document, *forms = panels(view)
    if numbers is None:
        return [document, *forms]
    return [document, *(form for form in forms if set(form.pages) & set(numbers))]


def _with_pictures(
    source: Source, options: ExtractOptions, view: View, numbers: Sequence[int]
) -> Iterator[tuple[PageView, bytes]]:
    if not numbers:
        return
    with page_pictures(source, options.password) as pictures:
        for number in numbers:
            yield page_view(view, number), pack(pictures.draw(number))


def _sheet(source: Source, options: ExtractOptions, view: View, number: int, form: ShowFormat) -> bytes:
    page = page_view(view, number)
    title = f"{source.name}, page {number}"
    document, *forms = _panels(view, [number])
    cells = {shown.id for shown in page.cells}
    beside = [replace(document, title=title), *(_on_page(form, number, cells) for form in forms)]
    with page_pictures(source, options.password) as pictures:
        picture = pictures.draw(number)
    if form == "svg":
        from extractor.views.page.svg import sheet_svg

        return sheet_svg(lay_out(page, beside), pack(picture), title).encode("utf-8", LONE)
    from extractor.views.page.fonts import chinese_font
    from extractor.views.page.png import sheet_png

    sheet = lay_out(page, beside, with_records=chinese_font() is not None)
    scale = min(DPI / 72, (_MOST_SHEET_PIXELS / (sheet.width * sheet.height)) ** 0.5)
    return sheet_png(sheet, picture, scale)


def _on_page(panel: Panel, number: int, cells: Set[str]) -> Panel:
    """A form's panel with the records that rest on one page's cells; those that rest on none stand on its first page."""
    sections = [
        replace(section, lines=tuple(line for line in section.lines if _belongs(line, panel, number, cells)))
        for section in panel.sections
    ]
    left = sum(len(section.lines) for section in panel.sections) - sum(len(section.lines) for section in sections)
    facts = (*panel.facts, ("其他页另有", f"{left} 条")) if left else panel.facts
    return replace(panel, facts=facts, sections=tuple(section for section in sections if section.lines))


def _belongs(line: Line, panel: Panel, number: int, cells: Set[str]) -> bool:
    return not cells.isdisjoint(line.cells) if line.cells else number == panel.pages[0]


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file so that a reader sees the old one or the new one, never half of it.

    Raises:
        OutputError: it cannot be written.
    """
    part = part_of(path)
    try:
        with writing(path):
            handle = part.open("wb")
        with handle:
            for piece in pieces:
                with writing(path):
                    handle.write(piece)
        with writing(path):
            part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def format_of(name: str) -> ShowFormat:
    """The format that a file's name asks for.

    Raises:
        UsageError: it ends in none of ``.html``, ``.svg`` and ``.png``.
    """
    suffix = re.sub("^htm$", "html", Path(name).suffix.lower().lstrip("."))
    if suffix not in ("html", "svg", "png"):
        raise UsageError("the file's name tells its format.", source=name, remedy="End it in .html, .svg or .png.")
    return suffix  # type: ignore[return-value]
