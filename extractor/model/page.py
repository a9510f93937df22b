"""What readers give the layout: pages of characters and drawn lines, and lines of text; plain data, no native handle behind it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.model.table import BBox

Horizontal = tuple[float, float, float]
Vertical = tuple[float, float, float]

_NONE: Sequence[float] = ()

OBLIQUE = 4
"""The turn of a glyph that is at no right angle (a watermark, the round text of a seal)."""


class Glyphs(Struct, frozen=True):
    """Every character of a page in the order of the content stream, as parallel flat columns (arrays of doubles when read).

    Blank characters are kept in ``text`` (they separate words) but have no box worth reading.

    Attributes:
        text: one character per glyph.
        x, y: the glyph's origin on its baseline.
        x0, y0, x1, y1: the glyph's box: its advance by the font's size (whatever the font's own metrics say).
        turns: clockwise quarter turns (0–3) per glyph, :data:`OBLIQUE` for any other angle; ``None`` when all are upright.
        certainty: of each glyph that was recognised in a picture, 0 to 1; ``None`` where the file itself says what it is.
    """

    text: str = ""
    x: Sequence[float] = _NONE
    y: Sequence[float] = _NONE
    x0: Sequence[float] = _NONE
    y0: Sequence[float] = _NONE
    x1: Sequence[float] = _NONE
    y1: Sequence[float] = _NONE
    turns: bytes | None = None
    certainty: Sequence[float] | None = None

    def least_certainty(self, first: int, count: int) -> float:
        """The certainty of the least certain of some glyphs that follow each other."""
        return 1.0 if self.certainty is None else min(self.certainty[first : first + count], default=1.0)


class Rulings(Struct, frozen=True):
    """What is drawn on a page: lines, and areas filled with a colour that can be seen.

    Attributes:
        horizontals: ``(y, x0, x1)`` per line or line fragment.
        verticals: ``(x, y0, y1)`` per line or line fragment.
        fills: boxes of visibly filled rectangles that are too thick to be lines.
        fill_colours: the colour of each of them as 0xRRGGBB.
    """

    horizontals: list[Horizontal] = field(default_factory=list)
    verticals: list[Vertical] = field(default_factory=list)
    fills: list[BBox] = field(default_factory=list)
    fill_colours: list[int] = field(default_factory=list)


class Page(Struct, frozen=True):
    """One page as displayed: rotation and crop box are applied; points from the top left, y downwards.

    Attributes:
        number: from 1.
        width, height: of the page as displayed.
        rotation: clockwise degrees that the page's ``Rotate`` entry asks for (0, 90, 180, 270).
        glyphs: the characters.
        rulings: the drawn lines and filled areas.
        images: boxes of the pictures, cut to the page.
        unmapped: glyphs whose character is not known: the font says nothing, or a private-use code.
        skew: degrees (clockwise) by which the page as a whole leans; glyphs and rulings are given straightened about the
            middle of the page.
        recognised: whether glyphs and rulings were read from a picture of the page.
    """

    number: int
    width: float
    height: float
    rotation: int = 0
    glyphs: Glyphs = field(default_factory=Glyphs)
    rulings: Rulings = field(default_factory=Rulings)
    images: tuple[BBox, ...] = ()
    unmapped: int = 0
    skew: float = 0.0
    recognised: bool = False

    @property
    def glyph_count(self) -> int:
        """Characters that print something."""
        return sum(map(len, self.glyphs.text.split()))

    @property
    def image_share(self) -> float:
        """How much of the page its pictures cover, 0 to 1 (overlaps counted once at most to 1)."""
        area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in self.images)
        return min(1.0, area / (self.width * self.height)) if self.width and self.height else 0.0

    @property
    def is_picture_only(self) -> bool:
        """Whether the page shows a picture but next to no text (a page number at most): it needs text recognition."""
        return self.image_share > 0.25 and self.glyph_count <= 12


class RawLine(Struct, frozen=True):
    """One line of a text source as it is in the file.

    Attributes:
        number: line number from 1, as an editor counts (a form feed does not begin a new line).
        text: without its line end; tabs and spaces kept.
        page: page number from 1; a form feed begins a new page, as ``pdftotext`` writes it.
    """

    number: int
    text: str
    page: int = 1


def upright(page: Page, turn: int) -> Page:
    """The page turned back so that its text stands upright."""
    for _ in range(turn):
        page = _counter_clockwise(page)
    return page


def _counter_clockwise(page: Page) -> Page:
    """A counter-clockwise quarter turn of everything on the page: (x, y) goes to (y, width - x)."""
    w, g, r = page.width, page.glyphs, page.rulings
    turns = None if g.turns is None else bytes(t if t == OBLIQUE else (t - 1) % 4 for t in g.turns)
    glyphs = Glyphs(
        g.text,
        list(g.y),
        [w - x for x in g.x],
        g.y0,
        [w - x for x in g.x1],
        g.y1,
        [w - x for x in g.x0],
        turns,
        g.certainty,
    )
    rulings = Rulings(
        [(w - x, y0, y1) for x, y0, y1 in r.verticals],
        [(y, w - x1, w - x0) for y, x0, x1 in r.horizontals],
        [(y0, w - x1, y1, w - x0) for x0, y0, x1, y1 in r.fills],
        r.fill_colours,
    )
    images = tuple((y0, w - x1, y1, w - x0) for x0, y0, x1, y1 in page.images)
    if turns is not None and not any(turns):
        glyphs = replace(glyphs, turns=None)
    return replace(page, width=page.height, height=page.width, glyphs=glyphs, rulings=rulings, images=images)
