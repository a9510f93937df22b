"""Page furniture: page numbers, running headers and footers, marks that a table goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from extractor.model.patterns import compiled
from extractor.model.table import Block, TextLine
from extractor.model.text import label_key

_PAGE_NUMBER = compiled(
    r"[-—–_·.~|/\\]*(?:第?(?:\d{1,4}|[ivxlc]+|[一二三四五六七八九十百]+)页?)?[-—–_·.,~|/\\]*(?:[共of/]*\d{1,4}页?)?[-—–_·.~|/\\]*|page\d{1,4}(?:of\d{1,4})?"
)
_GOES_ON = compiled(r"[(\[]?(?:续表|续上表|续前表|接上页|转下页|接下页|续)[)\]]?[:.]?")
_DIGITS = compiled(r"\d+")
_SAME_HEIGHT = 6.0


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number (``- 3 -``, ``第 3 页 共 10 页``, ``3/10``, ``Page 3 of 10``)."""
    return _PAGE_NUMBER.fullmatch(label_key(text)) is not None


class Furniture:
    """Knows which lines of a document come back page after page at the same height."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    @cached_property
    def _seen(self) -> dict[str, list[tuple[int, float]]]:
        """Pages and heights of every line; put together when the first table may go on."""
        seen: dict[str, list[tuple[int, float]]] = {}
        for block in self._blocks:
            if isinstance(block, TextLine) and block.bbox is not None:
                seen.setdefault(_pattern(block.text), []).append((block.page, block.bbox[1]))
        return seen

    def is_between(self, block: Block, page: int) -> bool:
        """Whether a block may be between the two parts of a table that leaves ``page``."""
        if not isinstance(block, TextLine) or not page <= block.page <= page + 1:
            return False
        key = label_key(block.text)
        if _GOES_ON.fullmatch(key) or is_page_number(block.text):
            return True
        if block.bbox is None:
            return False
        top = block.bbox[1]
        return any(
            number != block.page and abs(y - top) <= _SAME_HEIGHT
            for number, y in self._seen.get(_pattern(block.text), ())
        )


def _pattern(text: str) -> str:
    return _DIGITS.sub("#", label_key(text))
