"""One page and its records on one sheet, for pictures: the legend on top, the page on the left, the records beside it.

A sheet is a list of boxes and texts in points; :mod:`extractor.views.page.svg` and :mod:`extractor.views.page.png` paint it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.text_table import wrap
from extractor.views.page.records import Line, Panel
from extractor.views.page.roles import OUTLINED, STYLES, Role
from extractor.views.page.view import PageView, ShownCell

MARGIN = 16.0
LEGEND = 34.0
GAP = 18.0
PANEL = 430.0
_INK, _SOFT, _RULING = "#1b2430", "#5b6675", "#e11d48"
_SEVERITY = {"error": "#dc2626", "warning": "#d97706", "info": "#0284c7"}
_NO_FONT = "The records are left out: no Chinese font was found. The HTML and the SVG have them."
_LATIN = 0.58
"""Width of a Latin letter in ems, on the safe side; an ideograph has one."""


class Box(Struct, frozen=True):
    """A rectangle; ``fill`` and ``stroke`` are ``#rrggbb`` or ``None``, opacities 0 to 1."""

    x0: float
    y0: float
    x1: float
    y1: float
    fill: str | None = None
    fill_opacity: float = 1.0
    stroke: str | None = None
    stroke_opacity: float = 1.0
    stroke_width: float = 0.8


class Text(Struct, frozen=True):
    """A line of text whose baseline begins at (``x``, ``y``); it ends there with ``right``, is centred with ``middle``."""

    x: float
    y: float
    size: float
    text: str
    colour: str = _INK
    bold: bool = False
    right: bool = False
    middle: bool = False


Item: TypeAlias = Box | Text


class Sheet(Struct, frozen=True):
    """What is to be painted.

    Attributes:
        width, height: points.
        page: box of the page's picture.
        items: boxes and texts, bottom up, over the picture.
    """

    width: float
    height: float
    page: tuple[float, float, float, float]
    items: tuple[Item, ...]


def lay_out(page: PageView, panels: Sequence[Panel], *, with_records: bool = True) -> Sheet:
    """The sheet of one page.

    Args:
        panels: the records to show beside it.
        with_records: leave the records and every Chinese word out, where there is no font to write them.
    """
    left, top = MARGIN, MARGIN + LEGEND
    items: list[Item] = [*_legend(page, chinese=with_records), *_page(page, left, top)]
    width, height = left + page.width, top + page.height
    if with_records:
        column = _Column(width + GAP + 10, top + 6, PANEL - 20)
        for panel in panels:
            column.panel(panel)
        height = max(height, column.y)
        items += [Box(width + GAP, top, width + GAP + PANEL, height, fill="#ffffff"), *column.items]
        width += GAP + PANEL
    else:
        items = [replace(item, text=item.text.replace("×", "x")) if isinstance(item, Text) else item for item in items]
        items.append(Text(MARGIN, height + 11, 8, _NO_FONT, _SOFT))
    return Sheet(width + MARGIN, height + MARGIN, (left, top, left + page.width, top + page.height), tuple(items))


def _legend(page: PageView, *, chinese: bool) -> Iterator[Item]:
    used = {shown.role for shown in page.cells if shown.cell.text}
    x = y = MARGIN
    for role, style in STYLES.items():
        if role not in used:
            continue
        text = f"{style.zh} {style.en}" if chinese else style.en
        if x > MARGIN and x + 20 + width_of(text, 8) > MARGIN + page.width + (GAP + PANEL if chinese else 0):
            x, y = MARGIN, y + 14
        yield _role_box(role, (x, y, x + 9, y + 9), blank=False)
        yield Text(x + 12, y + 7.6, 8, text)
        x += 26 + width_of(text, 8)


def _page(page: PageView, left: float, top: float) -> Iterator[Item]:
    for shown in page.cells:
        yield _role_box(shown.role, _moved(shown, left, top), blank=not shown.cell.text)
    for y, x0, x1 in page.horizontals:
        yield _ruling(left + x0, top + y, left + x1, top + y)
    for x, y0, y1 in page.verticals:
        yield _ruling(left + x, top + y0, left + x, top + y1)
    for shown in page.cells:
        yield from _badges(shown, left, top)
    for number, box, what in page.tables:
        yield Text(left + box[0], top + box[1] - 2, 6, f"T{number} {what}", _SOFT)
    for x0, y0, x1, y1 in page.titles:
        yield Box(left + x0, top + y0, left + x1, top + y1, stroke=STYLES[Role.TITLE].colour)


def _moved(shown: ShownCell, left: float, top: float) -> tuple[float, float, float, float]:
    box = shown.cell.bbox
    assert box is not None
    return left + box[0], top + box[1], left + box[2], top + box[3]


def _role_box(role: Role, box: tuple[float, float, float, float], *, blank: bool) -> Box:
    colour = STYLES[role].colour
    filled = not blank and role not in OUTLINED
    return Box(
        *box, fill=colour if filled else None, fill_opacity=0.2, stroke=colour, stroke_opacity=0.4 if blank else 0.85
    )


def _ruling(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0, y0, x1, y1, stroke=_RULING, stroke_opacity=0.5, stroke_width=0.35)


def _badges(shown: ShownCell, left: float, top: float) -> Iterator[Item]:
    cell = shown.cell
    x0, y0, x1, y1 = _moved(shown, left, top)
    if (cell.rowspan > 1 or cell.colspan > 1) and shown.role is not Role.REPEATED:
        text = f"{cell.rowspan}×{cell.colspan}"
        width = width_of(text, 4.6)
        yield Box(x1 - 2 - width, y0 - 2, x1 - 1, y0 + 2.4, fill="#ffffff", fill_opacity=0.85)
        yield Text(x1 - 1.5, y0 + 1.7, 4.6, text, _INK, right=True)
    if shown.mark:
        y = (y0 + y1) / 2
        half = max(3.6, width_of(shown.mark, 5.4) / 2 + 1.2)
        yield Box(x0 - 1 - 2 * half, y - 3.4, x0 - 1, y + 3.4, fill=STYLES[Role.NAME].colour)
        yield Text(x0 - 1 - half, y + 1.9, 5.4, shown.mark, "#ffffff", bold=True, middle=True)


class _Column:
    """The records, one below the other."""

    def __init__(self, x: float, y: float, width: float) -> None:
        self.x, self.y, self.width = x, y, width
        self.items: list[Item] = []

    def panel(self, panel: Panel) -> None:
        """A heading, the facts in one line, and the sections."""
        self._text(panel.title, 12, 0, bold=True)
        self._text("　".join(f"{label} {text}" for label, text in panel.facts), 7.5, 0, _SOFT)
        for section in panel.sections:
            self.y += 5
            self._text(f"{section.title}（{len(section.lines)}）", 8, 0, _SOFT, bold=True)
            for line in section.lines:
                self._record(line)
        self.y += 14

    def _record(self, line: Line) -> None:
        top = self.y
        colour = _SEVERITY[line.severity] if line.severity else STYLES[line.role].colour
        indent = 7.0
        if line.tag:
            width = width_of(line.tag, 7) + 5
            self.items.append(Box(self.x + indent, top + 2.2, self.x + indent + width, top + 12, fill=colour))
            self.items.append(Text(self.x + indent + 2.5, top + 9.6, 7, line.tag, "#ffffff"))
            indent += width + 5
        if line.severity or line.role is Role.GOAL:
            self._text(line.head, 8.5, indent, _SOFT)
            self._text(line.body, 9, indent)
        else:
            self._pair(line, indent)
        notes = line.notes or ("",) if line.confidence else line.notes
        for number, note in enumerate(notes):
            sure = " · ".join(f"{what} {value:.2f}" for what, value in line.confidence) if number == 0 else ""
            self._text(f"{note}　置信度 {sure}" if sure else note, 7, indent, _SOFT)
        self.y += 2
        self.items.append(Box(self.x, top + 1, self.x + 2.4, self.y - 1, fill=colour))

    def _pair(self, line: Line, indent: float) -> None:
        """Head and body side by side."""
        split = 0.5 * self.width
        top = self.y
        self._text(line.head, 9, indent, _INK if line.role is Role.NAME else _SOFT, limit=split - indent - 6)
        below, self.y = self.y, top
        self._text(line.body, 9, split, bold=line.role is Role.NAME)
        self.y = max(below, self.y)

    def _text(
        self, text: str, size: float, indent: float, colour: str = _INK, *, bold: bool = False, limit: float = 0.0
    ) -> None:
        for line in wrap(text, limit or self.width - indent, lambda part: width_of(part, size)):
            self.y += size * 1.4
            self.items.append(Text(self.x + indent, self.y - size * 0.32, size, line, colour, bold))


def width_of(text: str, size: float) -> float:
    """How wide a text is at most, in points."""
    return size * sum(map(_ems, text))


def _ems(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else _LATIN
