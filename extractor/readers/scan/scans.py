"""The pages of a document that have to be recognised, read one by one from their pictures."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

from extractor.errors import OcrNeededError
from extractor.model.notice import Notice
from extractor.model.page import Page

if TYPE_CHECKING:
    from extractor.readers.scan.repair import Word

_MODULES = ("rapidocr", "onnxruntime", "cv2")
_MOST_SHOWN = 50
UNMAPPED_SHARE = 0.05
"""Share of characters without a text above which a page is read from its picture instead, where that is possible."""

Notify: TypeAlias = Callable[[str], None]


def remedy(*, wanted: bool) -> str:
    """What to do about pages without text: what was installed already is not asked for."""
    if not can_recognise():
        return OcrNeededError.remedy
    if not wanted:
        return "Leave out --no-ocr to have the text of their pictures recognised."
    return "Scan them again, straight and at 200 dpi or more: nothing was recognised in their pictures."


def can_recognise() -> bool:
    """Whether what text recognition needs is installed."""
    return all(find_spec(name) is not None for name in _MODULES)


class Scans:
    """Reads pictures of pages.

    Args:
        draw: gives the picture of a page: height × width × (red, green, blue).
        wanted: whether to recognise anything at all.
        notify: told of a page before it is recognised, which takes seconds.

    Attributes:
        pages: numbers of the pages that were read from their pictures.
        doubtful: page and text of what was recognised with less certainty.
        repaired: page, what was recognised and what was made of it.
    """

    def __init__(self, draw: Callable[[Page], Any], *, wanted: bool = True, notify: Notify | None = None) -> None:
        self._draw = draw
        self._wanted = wanted
        self._notify = notify
        self.pages: list[int] = []
        self.doubtful: list[tuple[int, str]] = []
        self.repaired: list[tuple[int, str, str]] = []

    def read(self, page: Page) -> Page:
        """The page with the text and the lines of its picture, where it has next to no text of its own.

        A page with text, or a picture in which nothing is recognised, comes back as it is: it is told as one that was not read.

        Raises:
            MemoryError: there is not enough for the picture.
        """
        if not self._wanted or not _needs_recognition(page) or not can_recognise():
            return page
        if self._notify is not None:
            what = "is a picture" if page.is_picture_only else "is in a font that does not say what it prints"
            self._notify(f"page {page.number} {what}; its text is being recognised, which takes some seconds.")
        try:
            return self._recognised(page)
        except MemoryError:
            raise
        except Exception:  # whatever ails the libraries that recognise, the other pages are to be read
            return page

    def _recognised(self, page: Page) -> Page:
        from extractor.readers.scan.page import page_of
        from extractor.readers.scan.picture import lines_of, read_upright
        from extractor.readers.scan.seals import without_seals
        from extractor.readers.scan.straight import straightened

        picture, angle = straightened(without_seals(self._draw(page)))
        turn, picture, words = read_upright(picture)
        if not words:
            return page
        seen = page_of(page, picture.shape, words, lines_of(picture), angle=angle, turn=turn)
        self.pages.append(page.number)
        self.doubtful += [(page.number, word.text) for word in words if _is_doubtful(word)]
        self.repaired += [(page.number, word.recognised, word.text) for word in words if word.recognised]
        return seen


def recognised_notice(scans: Scans) -> Notice:
    """That the text of some pages was recognised, and what of it with less certainty."""
    words = {"pages": ", ".join(map(str, scans.pages)), "count": str(len(scans.doubtful))}
    doubtful = [f"{page}: {text}" for page, text in scans.doubtful[:_MOST_SHOWN]]
    evidence: dict[str, object] = {"pages": scans.pages, "doubtful": doubtful}
    if scans.repaired:
        evidence["repaired"] = [f"{page}: {seen} → {text}" for page, seen, text in scans.repaired[:_MOST_SHOWN]]
    return Notice("PAGES_RECOGNISED", words, evidence, severity="warning" if doubtful else None)


def _needs_recognition(page: Page) -> bool:
    return page.is_picture_only or page.unmapped > UNMAPPED_SHARE * max(page.glyph_count, 1)


def _is_doubtful(word: Word) -> bool:
    return word.certainty < 0.85
