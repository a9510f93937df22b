"""The objects of an OFD page to the page record that the layout takes."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from extractor.model.page import OBLIQUE, Glyphs, Page
from extractor.model.patterns import compiled
from extractor.model.table import BBox
from extractor.readers.ofd.paths import outline_of
from extractor.readers.ofd.resources import PageParts, Resources, numbers
from extractor.readers.pdf.display import Display
from extractor.readers.pdf.drawing import THIN, Drawing, Fill
from extractor.readers.pdf.geometry import Matrix, concat, intersect, transform_box
from extractor.readers.pdf.outlines import shapes_of
from extractor.readers.pdf.paint import NEARLY_CLEAR, NEARLY_WHITE
from extractor.readers.pdf.rulings import visible_rulings
from extractor.readers.pdf.symbols import symbol
from extractor.readers.xml import child, local

POINTS = 72 / 25.4
"""Of a millimetre."""
_DEEPEST = 8
_MOST_GLYPHS = 200_000
_LINE_WIDTH = 0.353  # millimetres, by the standard
_ASCENT, _DESCENT = 0.88, 0.12  # of the font's size, as Chinese fonts have them
_WIDE = compiled(
    "[\u1100-\u115f\u2014-\u2027\u2030-\u2043\u2190-\u2bff\u2e80-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
_PRIVATE = compiled("[\ue000-\uf8ff\ufffd]")
_BREAK = compiled(r"[ \t]*[\r\n]+[ \t]*")  # that the XML was laid out with
_STRAIGHT = 0.02
_BLACK = (0, 0, 0)


def page_of(parts: PageParts, number: int) -> Page:
    """Read one page."""
    left, top, width, height = parts.box
    display = Display(0.0, 0.0, width * POINTS, height * POINTS, 0)
    reader = _Reader(parts.resources, display)
    # To points, the origin at the bottom left as PDF has it: what is drawn is then judged by the same code.
    base = (POINTS, 0.0, 0.0, -POINTS, -left * POINTS, (height + top) * POINTS)
    for layer in parts.layers:
        reader.walk(layer, base, 0)
    return Page(
        number=number,
        width=display.right,
        height=display.top,
        glyphs=reader.glyphs(),
        rulings=visible_rulings(reader.drawing, display),
        images=tuple(display.box(*box) for box in reader.drawing.images),
        unmapped=reader.unmapped,
    )


class _Reader:
    """Gathers the characters and drawn things of a page in painting order."""

    def __init__(self, resources: Resources, display: Display) -> None:
        self._resources = resources
        self._display = display
        self._order = 0.0
        self._text: list[str] = []
        self._columns: tuple[array[float], ...] = tuple(array("d") for _ in range(6))
        self._turns = bytearray()
        self.drawing = Drawing()
        self.unmapped = 0

    def glyphs(self) -> Glyphs:
        """The characters as the layout takes them."""
        turns = bytes(self._turns) if any(self._turns) else None
        x, y, x0, y0, x1, y1 = self._columns
        return Glyphs("".join(self._text), x, y, x0, y0, x1, y1, turns)

    def walk(self, element: Element, outer: Matrix, depth: int) -> None:
        """Read the objects inside a layer or block."""
        for one in element:
            self._order += 1
            kind = local(one)
            if one.get("Visible") in ("false", "0"):
                continue
            if kind == "TextObject":
                self._texts(one, self._matrix(one, outer))
            elif kind == "PathObject":
                self._path(one, self._matrix(one, outer), outer)
            elif kind == "ImageObject":
                self._image(one, outer)
            elif kind == "CompositeObject" and depth < _DEEPEST:
                unit = self._resources.composites.get(one.get("ResourceID", ""))
                content = None if unit is None else child(unit, "Content")
                if content is not None:
                    self.walk(content, self._matrix(one, outer), depth + 1)
            elif kind in ("Layer", "PageBlock", "Content") and depth < _DEEPEST:
                self.walk(one, outer, depth + 1)

    def _matrix(self, element: Element, outer: Matrix) -> Matrix:
        """From an object's own space to the page: its CTM, then its place."""
        boundary, own = numbers(element.get("Boundary")), numbers(element.get("CTM"))
        x, y = boundary[:2] if len(boundary) == 4 else (0.0, 0.0)
        a, b, c, d, e, f = own if len(own) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return concat((a, b, c, d, e + x, f + y), outer)

    def _texts(self, element: Element, matrix: Matrix) -> None:
        size = (numbers(element.get("Size")) or [0.0])[0]
        if size <= 0 or not self._is_painted(element, "FillColor", "Fill", default=True):
            return
        stretch = (numbers(element.get("HScale")) or [1.0])[0]
        quarter = int((numbers(element.get("CharDirection")) or [0.0])[0]) // 90 % 4
        pale = self._pale(element, "FillColor")
        font = self._resources.fonts.get(element.get("Font", ""), "")
        x = y = 0.0
        for code in element:
            if local(code) != "TextCode":
                continue
            x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
            text = _BREAK.sub("", code.text or "")
            for char, at, below, width in _placed(text, x, y, size * stretch, code):
                self._glyph(_readable(char, font), (at, below, width, size), matrix, quarter, pale=pale)

    def _glyph(
        self, char: str, place: tuple[float, float, float, float], matrix: Matrix, quarter: int, *, pale: bool
    ) -> None:
        x, y, width, size = place
        if len(self._text) >= _MOST_GLYPHS:
            return
        a, b, _, d, _, _ = matrix
        box = transform_box(matrix, (x, y - _ASCENT * size, x + width, y + _DESCENT * size))
        x0, y0, x1, y1 = self._display.box(*box)
        if (
            x1 < 0
            or y1 < 0
            or x0 > self._display.right
            or y0 > self._display.top
            or (pale and not self._on_colour(box))
        ):
            return
        (origin_x, origin_y) = matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
        (gx,), (gy,) = self._display.points((origin_x,), (origin_y,))
        if _PRIVATE.match(char):
            self.unmapped += 1
        self._text.append(char)
        self._turns.append(_turn(a, b, d, quarter))
        for column, value in zip(self._columns, (gx, gy, x0, y0, x1, y1), strict=True):
            column.append(value)

    def _on_colour(self, box: BBox) -> bool:
        """Whether white characters are on a coloured ground."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(
            not fill.pale and fill.box[0] <= x <= fill.box[2] and fill.box[1] <= y <= fill.box[3]
            for fill in self.drawing.fills
        )

    def _path(self, element: Element, matrix: Matrix, outer: Matrix) -> None:
        data = child(element, "AbbreviatedData")
        if data is None or not data.text:
            return
        outline = outline_of(data.text, matrix)
        clip = self._boundary(element, outer)
        if self._is_painted(element, "FillColor", "Fill", default=False):
            self._shapes(element, "FillColor", shapes_of(outline, filled=True, thin=THIN), clip)
        if self._is_painted(element, "StrokeColor", "Stroke", default=True):
            self._shapes(element, "StrokeColor", shapes_of(outline, filled=False, thin=THIN), clip)

    def _shapes(self, element: Element, name: str, shapes: Sequence[tuple[str, BBox]], clip: BBox | None) -> None:
        pale, rgb = self._pale(element, name), self._colour(element, name)
        for kind, shape in shapes:
            box = shape if clip is None else intersect(shape, clip)
            if box is None:
                continue
            x0, y0, x1, y1 = box
            if x0 == x1 and y0 == y1:  # where a closed path ends in its first point
                continue
            if kind == "area" and x1 - x0 > THIN and y1 - y0 > THIN:
                opaque = self._alpha(element, name) >= 250
                red, green, blue = rgb
                self.drawing.fills.append(Fill(box, self._order, pale, opaque, red << 16 | green << 8 | blue))
                continue
            if x1 - x0 >= y1 - y0 or y1 - y0 < 1.0:
                self.drawing.horizontals.append(((y0 + y1) / 2, x0, x1, self._order, pale))
            if y1 - y0 >= x1 - x0 or x1 - x0 < 1.0:
                self.drawing.verticals.append(((x0 + x1) / 2, y0, y1, self._order, pale))

    def _image(self, element: Element, outer: Matrix) -> None:
        box = self._boundary(element, outer)
        page = (0.0, 0.0, self._display.right, self._display.top)
        if box is not None and (seen := intersect(box, page)) is not None:
            self.drawing.images.append(seen)

    def _boundary(self, element: Element, outer: Matrix) -> BBox | None:
        """What is seen of an object; half a line's width more, since lines are drawn along the edge."""
        values = numbers(element.get("Boundary"))
        if len(values) != 4:
            return None
        x, y, width, height = values
        more = (numbers(self._resources.attribute(element, "LineWidth")) or [_LINE_WIDTH])[0] / 2
        return transform_box(outer, (x - more, y - more, x + width + more, y + height + more))

    def _is_painted(self, element: Element, colour: str, switch: str, *, default: bool) -> bool:
        said = element.get(switch)
        wanted = default if said is None else said in ("true", "1")
        return wanted and self._alpha(element, colour) > NEARLY_CLEAR

    def _alpha(self, element: Element, name: str) -> float:
        colour = self._resources.inherited(element, name)
        own = numbers(element.get("Alpha")) or [255.0]
        return min(own[0], (numbers(colour.get("Alpha")) or [255.0])[0]) if colour is not None else own[0]

    def _pale(self, element: Element, name: str) -> bool:
        return min(self._colour(element, name)) >= NEARLY_WHITE

    def _colour(self, element: Element, name: str) -> tuple[int, int, int]:
        """Red, green and blue; grey has one value, CMYK four, a pattern or shading counts as black."""
        colour = self._resources.inherited(element, name)
        values = numbers(colour.get("Value")) if colour is not None else []
        if len(values) == 1:
            values = values * 3
        elif len(values) == 4:
            values = [255 - min(255.0, ink + values[3]) for ink in values[:3]]
        if len(values) != 3:
            return _BLACK
        red, green, blue = (int(max(0.0, min(255.0, value))) for value in values)
        return red, green, blue


def _placed(text: str, x: float, y: float, size: float, code: Element) -> Iterator[tuple[str, float, float, float]]:
    """Each character with its place and width: steps from the arrays, where they end from what fonts have."""
    right, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
    for index, char in enumerate(text):
        own = size if _WIDE.match(char) else size / 2
        step = right[index] if index < len(right) else None
        below = down[index] if index < len(down) else 0.0
        width = own
        if step is not None and step > 0 and not below:
            width = min(step, size) if step <= 1.5 * own else own
        yield char, x, y, width
        x += (0.0 if down and not right else own) if step is None else step
        y += below


def _deltas(text: str | None) -> list[float]:
    """An array of steps: numbers, and ``g 3 1.5`` for three of the same."""
    steps: list[float] = []
    pieces = (text or "").split()
    index = 0
    try:
        while index < len(pieces) and len(steps) < _MOST_GLYPHS:
            if pieces[index] == "g":
                steps += [float(pieces[index + 2])] * max(0, min(int(pieces[index + 1]), _MOST_GLYPHS))
                index += 3
            else:
                steps.append(float(pieces[index]))
                index += 1
    except (ValueError, IndexError, OverflowError):
        pass  # what was read so far holds
    return [step for step in steps if math.isfinite(step)]


def _readable(char: str, font: str) -> str:
    if _PRIVATE.match(char):
        return symbol(char, font) or char
    return char


def _turn(a: float, b: float, d: float, quarter: int) -> int:
    """Clockwise quarter turns of a character, :data:`OBLIQUE` for other angles; user space has y upwards."""
    if abs(b) <= _STRAIGHT * abs(a) and a > 0:
        return quarter
    if abs(a) <= _STRAIGHT * abs(b):
        return ((1 if b < 0 else 3) + quarter) % 4
    if abs(b) <= _STRAIGHT * abs(a):
        return (2 + quarter) % 4
    return OBLIQUE
