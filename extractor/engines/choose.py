"""Which engine reads a page, and what a second one says to it.

Our lattice reads first. Only where it finds no table although the page holds the labels of a form are others asked, and
what they give is taken only when it puts labels into cells of their own. Nothing heavy is imported before that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Literal, Protocol, TypeAlias, get_args

from extractor.errors import DamagedError, JixiaoError, UsageError
from extractor.layout.labels import Labels
from extractor.layout.pages.reading_order import in_reading_order
from extractor.layout.ruled.page import layout_page
from extractor.model.notice import Notice
from extractor.model.page import Page
from extractor.model.patterns import compiled
from extractor.model.table import BBox, Block, Source, Table, TextLine

Engine: TypeAlias = Literal["auto", "pdfium", "pdfplumber", "camelot"]

FEW_LABELS = 3
"""Different labels of a form from which a page, or a reading of it, holds one."""
_LONGEST_LABEL = 24
_PDFIUM = "pdfium"
_ALIGNED = "aligned"
_PLUMBER = "pdfplumber"
_CAMELOT = "camelot"
_CAMELOT_VECTOR = "camelot-vector"
_MODULES = {_PLUMBER: "pdfplumber", _CAMELOT: "camelot"}
_IDEOGRAPH = compiled("[\u4e00-\u9fff]")


class SecondEngine(Protocol):
    """A table finder that is not ours, with a document open."""

    name: str

    def blocks(self, page: Page) -> list[Block]:
        """Tables and text lines of a page in reading order."""

    def lines_in(self, page: Page, box: BBox) -> tuple[str, ...] | None:
        """The visual lines in a box, ``None`` where it cannot tell."""

    def close(self) -> None:
        """Let go of the document."""


class PageReader:
    """Reads the pages of one document in order; use it as a context manager.

    Args:
        source: the document, for second engines to open; ``None`` for a format that they cannot.
        password: opens it.
        engine: who reads; ``auto`` is our lattice with the others to fall back on.
        verify: read every page a second time and report what differs.
        labels: what is known of the printed labels of forms.

    Raises:
        UsageError: there is no such engine.
    """

    def __init__(
        self,
        source: Source | None,
        password: str | None = None,
        *,
        engine: Engine = "auto",
        verify: bool = False,
        labels: Labels,
    ) -> None:
        if engine not in get_args(Engine):
            raise UsageError(f"{engine!r} is no engine.", remedy=f"Engines are {', '.join(get_args(Engine))}.")
        self._source = source
        self._password = password
        self._engine = engine
        self._verify = verify
        self._labels = labels
        self._open: dict[str, SecondEngine] = {}
        self._fallbacks: dict[str, list[int]] = {}
        self._notices: list[Notice] = []
        self._aligned_page = -1

    def __enter__(self) -> PageReader:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._open.values():
            engine.close()
        self._open.clear()

    @property
    def notices(self) -> list[Notice]:
        """What there is to tell of the pages read so far."""
        if not self._fallbacks:
            return self._notices
        from extractor.engines.report import fallback_notice

        return [fallback_notice(self._fallbacks), *self._notices]

    def read(self, page: Page) -> list[Block]:
        """The blocks of a page in reading order.

        Raises:
            UsageError: the engine asked for is not installed.
            DamagedError: the engine asked for cannot read the page.
        """
        name, blocks = self._read(page)
        if name != _PDFIUM and self._engine == "auto":
            self._fallbacks.setdefault(name, []).append(page.number)
        if self._verify and self._source is not None and not page.recognised:
            self._compare(page, name, blocks)
        return blocks

    def _read(self, page: Page) -> tuple[str, list[Block]]:
        if self._source is not None and self._engine in (_PLUMBER, _CAMELOT):
            try:
                return self._engine, self._second(self._engine).blocks(page)
            except JixiaoError:
                raise
            except Exception as error:
                message = f"{self._engine} cannot read page {page.number} ({type(error).__name__}: {error})."
                raise DamagedError(message, source=self._source.name, remedy="Try --engine pdfium.") from error
        blocks = layout_page(page)
        if self._engine == "auto":
            other = self._fallback(page, blocks)
            if other is not None:
                return other
            if (beside := self._beside_tables(page, blocks)) is not None:
                return _ALIGNED, beside
        return _PDFIUM, blocks

    def _beside_tables(self, page: Page, blocks: Sequence[Block]) -> list[Block] | None:
        """The drawn tables of a page with those of its indicators that have no rules; ``None`` where there are none such."""
        tables = [block for block in blocks if isinstance(block, Table)]
        outside = {block.text for block in blocks if isinstance(block, TextLine)}
        known = sum(self._labels.is_level(text) or self._labels.column_role(text) is not None for text in outside)
        if not tables or known < FEW_LABELS:
            return None
        from extractor.layout.aligned.outside import rest_with_heads

        rest = rest_with_heads(page, tables, self._labels)
        if rest is None:
            return None
        self._aligned_page = page.number
        return in_reading_order([*tables, *_by_alignment(rest, self._labels, goes_on=False)])

    def _fallback(self, page: Page, blocks: Sequence[Block]) -> tuple[str, list[Block]] | None:
        ours = self._label_cells(blocks)
        goes_on = self._aligned_page == page.number - 1 and not any(isinstance(block, Table) for block in blocks)
        if ours >= FEW_LABELS or not (goes_on or self._count(_tokens(page)) >= FEW_LABELS):
            return None
        for name in self._candidates(page):
            try:
                found = self._second(name).blocks(page)
            except Exception:  # noqa: S112 - whatever ails another parser, the page has been read by ours
                continue
            if self._label_cells(found) >= FEW_LABELS:
                return name, found
        aligned = _by_alignment(page, self._labels, goes_on)
        tables = [block for block in aligned if isinstance(block, Table)]
        if tables and (goes_on or self._label_cells(tables) >= FEW_LABELS):
            self._aligned_page = page.number
            return _ALIGNED, aligned
        return None

    def _candidates(self, page: Page) -> list[str]:
        """The installed engines that may see rules on this page which ours does not: in pictures, only a rendered page shows any."""
        if page.recognised or self._source is None:
            return []
        names = [_PLUMBER, _CAMELOT] if page.images else [_PLUMBER]
        return [name for name in names if name in self._open or find_spec(_MODULES[name]) is not None]

    def _label_cells(self, blocks: Iterable[Block]) -> int:
        """How many different labels are in cells of their own; counted no further than needed."""
        return self._count(cell.text for block in blocks if isinstance(block, Table) for cell in block.cells)

    def _count(self, texts: Iterable[str]) -> int:
        found: set[str] = set()
        for text in texts:
            if text and text not in found and len(text) <= _LONGEST_LABEL and self._labels.is_label(text):
                found.add(text)
                if len(found) >= FEW_LABELS:
                    break
        return len(found)

    def _second(self, name: str) -> SecondEngine:
        assert self._source is not None
        if name not in self._open:
            self._open[name] = _opened(name, self._source, self._password)
        return self._open[name]

    def _compare(self, page: Page, name: str, blocks: Sequence[Block]) -> None:
        from extractor.engines.boxes import is_unreadable
        from extractor.engines.compare import compare_page
        from extractor.engines.report import disagreement_notice, failure_notice

        other = self._second(_CAMELOT_VECTOR if name == _PLUMBER else _PLUMBER)
        try:
            others = other.blocks(page)
            if is_unreadable(others):
                raise ValueError("it knows the characters of hardly any glyph")
            differences = compare_page(blocks, others, lambda box: other.lines_in(page, box))
        except Exception as error:
            self._notices.append(failure_notice(other.name, page.number, error))
            return
        self._notices += [disagreement_notice(difference, name, other.name) for difference in differences]


def _opened(name: str, source: Source, password: str | None) -> SecondEngine:
    if name == _PLUMBER:
        from extractor.engines.plumber import PlumberPages

        return PlumberPages(source, password)
    from extractor.engines.camelot_engine import CamelotPages

    return CamelotPages(source, password, lines="vector" if name == _CAMELOT_VECTOR else "raster")


def _by_alignment(page: Page, labels: Labels, goes_on: bool) -> list[Block]:
    from extractor.layout.aligned.page import layout_aligned
    from extractor.layout.ruled.row_rules import layout_row_rules

    return layout_row_rules(page, labels) or layout_aligned(page, labels, goes_on=goes_on)


def _tokens(page: Page) -> list[str]:
    """The texts of a page as its content stream parts them, those that may be labels."""
    return [text for text in page.glyphs.text.split() if len(text) <= _LONGEST_LABEL and _IDEOGRAPH.search(text)]
