"""The characters of a page, read in a handful of batched calls."""

from __future__ import annotations

import ctypes
import math
from array import array
from operator import add

from extractor.model.page import OBLIQUE, Glyphs
from extractor.model.patterns import compiled
from extractor.native.calls import Calls, Handle
from extractor.readers.pdf.display import Display
from extractor.readers.pdf.drawing import Drawing
from extractor.readers.pdf.geometry import ABOVE, BELOW, rotation
from extractor.readers.pdf.symbols import symbol

_MAX_GLYPHS = 200_000
_SCAN = 0.25
"""Share of the page from which pictures make unprinted text the text layer of a scan."""
_PRIVATE = compiled("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_UNKNOWN = "\ufffd"
_BLANKS = (0x20, 0xA0)
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What PDFium gives for a hyphen at the end of a line."""
_HYPHEN_MARKS = compiled("[\x02\ufffe]")


def read_glyphs(calls: Calls, page: Handle, drawing: Drawing, display: Display) -> tuple[Glyphs, int]:
    """Read the glyphs of a loaded page and count those whose character is not known."""
    lib = calls.lib
    text_page = lib.FPDFText_LoadPage(page)
    if not text_page:
        return Glyphs(), 0
    try:
        count = min(lib.FPDFText_CountChars(text_page), _MAX_GLYPHS)
        if count <= 0:
            return Glyphs(), 0
        text = _text(calls, text_page, count)
        if _PRIVATE.search(text):
            text = _with_symbols(calls, text_page, text)
        text, unknown = _without_guesses(calls, text_page, text)
        text, turns = _special(calls, text_page, text, drawing, display)
        if turns is None and display.rotation == 0 and not drawing.skew:
            ux0, uy0, ux1, uy1, baselines = calls.upright_glyphs(text_page, count, display.left, display.top)
            return Glyphs(text, ux0, baselines, ux0, uy0, ux1, uy1), unknown
        left, top, right, bottom = calls.gather_at(lib.FPDFText_GetLooseCharBox, text_page, range(count), "f", 4, out=1)
        x, y = calls.gather_at(lib.FPDFText_GetCharOrigin, text_page, range(count), "d", 2)
        sizes = calls.glyph_sizes(text_page, count)
    finally:
        lib.FPDFText_ClosePage(text_page)
    if drawing.skew:
        x, y, left, bottom, right, top = _straightened(drawing.skew, display, x, y, (left, bottom, right, top))
    xs, ys = display.points(x, y)
    boxes = display.boxes(left, bottom, right, top)
    _fit_heights(boxes, xs, ys, sizes, turns)
    origins_x, origins_y, x0, y0, x1, y1 = (array("d", column) for column in (xs, ys, *boxes))
    return Glyphs(text, origins_x, origins_y, x0, y0, x1, y1, turns), unknown


def _fit_heights(
    boxes: tuple[list[float], list[float], list[float], list[float]],
    xs: list[float],
    ys: list[float],
    sizes: list[float],
    turns: bytes | None,
) -> None:
    """Make each box as high as its font, as it is on its baseline; text at an oblique angle keeps its box."""
    x0, y0, x1, y1 = boxes
    for i, (turn, x, y, size) in enumerate(zip(turns or bytes(len(xs)), xs, ys, sizes, strict=True)):
        if turn == 0:
            y0[i], y1[i] = y - ABOVE * size, y + BELOW * size
        elif turn == 1:
            x0[i], x1[i] = x - BELOW * size, x + ABOVE * size
        elif turn == 2:
            y0[i], y1[i] = y - BELOW * size, y + ABOVE * size
        elif turn == 3:
            x0[i], x1[i] = x - ABOVE * size, x + BELOW * size


def _straightened(
    skew: float, display: Display, xs: list[float], ys: list[float], boxes: tuple[list[float], ...]
) -> tuple[list[float], ...]:
    """Origins and boxes turned back about the page's middle; a box keeps its size, its middle is turned."""
    middle = (display.left + display.right) / 2, (display.bottom + display.top) / 2
    a, b, c, d, e, f = rotation(-skew, *middle)
    left, bottom, right, top = boxes
    centres = [((x0 + x1) / 2, (y0 + y1) / 2) for x0, y0, x1, y1 in zip(left, bottom, right, top, strict=True)]
    shifts_x = [a * x + c * y + e - x for x, y in centres]
    shifts_y = [b * x + d * y + f - y for x, y in centres]
    return (
        [a * x + c * y + e for x, y in zip(xs, ys, strict=True)],
        [b * x + d * y + f for x, y in zip(xs, ys, strict=True)],
        list(map(add, left, shifts_x)),
        list(map(add, bottom, shifts_y)),
        list(map(add, right, shifts_x)),
        list(map(add, top, shifts_y)),
    )


def _with_symbols(calls: Calls, text_page: Handle, text: str) -> str:
    """Replace private-use codes of well-known symbol fonts by what they print."""
    chars = list(text)
    for match in _PRIVATE.finditer(text):
        index = match.start()
        font = _font_name(calls, text_page, index)
        before_digit = text[index + 1 : index + 2].isdigit()
        chars[index] = symbol(match[0], font, before_digit=before_digit) or match[0]
    return "".join(chars)


def _font_name(calls: Calls, text_page: Handle, index: int) -> str:
    lib = calls.lib
    length = lib.FPDFText_GetFontInfo(text_page, index, None, 0, None)
    buffer = ctypes.create_string_buffer(max(1, length))
    lib.FPDFText_GetFontInfo(text_page, index, buffer, length, None)
    return buffer.value.decode("utf-8", "replace")


def _without_guesses(calls: Calls, text_page: Handle, text: str) -> tuple[str, int]:
    """Put U+FFFD where a font does not say what it prints, instead of the code, and count the glyphs without a character.

    Private-use codes have none either.
    """
    lib = calls.lib
    flags = calls.integers_at(lib.FPDFText_HasUnicodeMapError, text_page, len(text))
    if any(flags):
        text = "".join(
            _UNKNOWN if flag and lib.FPDFText_GetUnicode(text_page, i) not in _BLANKS else char
            for i, (char, flag) in enumerate(zip(text, flags, strict=True))
        )
    return text, len(_PRIVATE.findall(text))


def _text(calls: Calls, text_page: Handle, count: int) -> str:
    buffer = array("H", bytes(4 * (count + 1)))
    written = calls.lib.FPDFText_GetText(text_page, 0, count, buffer.buffer_info()[0])
    text = buffer[: max(0, written - 1)].tobytes().decode("utf-16-le", "replace")
    if len(text) != count:  # characters that PDFium leaves out of the running text still have an index
        codes = calls.integers_at(calls.lib.FPDFText_GetUnicode, text_page, count)
        text = "".join(
            " " if code == 0 else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            for code in codes
        )
    return _HYPHEN_MARKS.sub(lambda match: _HYPHENS[ord(match[0])], text)


def _special(
    calls: Calls, text_page: Handle, text: str, drawing: Drawing, display: Display
) -> tuple[str, bytes | None]:
    """Blank out what is not meant to be read and find how each glyph is turned.

    Glyphs of hidden or pale text objects become blanks, unless they are all the text there is (the text layer under a
    scan); those of layers that are off always do.
    """
    special = drawing.special_texts
    if not special:
        return (text, None) if display.rotation == 0 else (text, bytes([_turned(0, display.rotation)]) * len(text))
    objects = calls.children(calls.lib.FPDFText_GetTextObject, text_page, len(text))
    owners = [calls.address(item) for item in objects]
    kinds = [special.get(owner) for owner in owners]
    unseen = _unseen(drawing, display)
    if len(unseen) >= drawing.text_count:
        unseen = set()
    unseen |= {owner for owner, kind in special.items() if kind == "off"}
    if unseen:
        text = "".join(" " if owner in unseen else char for owner, char in zip(owners, text, strict=True))
    if all(kind in (None, "pale", "off") for kind in kinds) and display.rotation == 0:
        return text, None
    turns = bytearray([_turned(0, display.rotation)]) * len(text)
    for i, kind in enumerate(kinds):
        if kind in ("turned", "hidden"):
            turns[i] = _turned(calls.lib.FPDFText_GetCharAngle(text_page, i), display.rotation)
    return text, bytes(turns) if any(turns) else None


def _unseen(drawing: Drawing, display: Display) -> set[int | None]:
    """Text objects that are not meant to be read: unprinted ones, unless a picture shows what they say, and pale ones."""
    scan = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in drawing.images) > _SCAN * display.area
    return {
        owner
        for owner, kind in drawing.special_texts.items()
        if (kind == "hidden" and not scan) or (kind == "pale" and not _on_dark(owner, drawing))
    }


def _on_dark(owner: int | None, drawing: Drawing) -> bool:
    """Whether a nearly white text is on an area that was painted before it in a colour, or on a picture."""
    known = drawing.text_boxes.get(owner)
    if known is None:
        return True
    box, order = known
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    under = [
        fill
        for fill in drawing.fills
        if fill.order < order and fill.box[0] <= x <= fill.box[2] and fill.box[1] <= y <= fill.box[3]
    ]
    if under:
        return not under[-1].pale
    return any(image[0] <= x <= image[2] and image[1] <= y <= image[3] for image in drawing.images)


def _turned(angle: float, rotation: int) -> int:
    """Clockwise quarter turns of a glyph as displayed, from PDFium's clockwise angle in radians."""
    degrees = math.degrees(angle) % 360
    quarters = round(degrees / 90)
    if abs(degrees - 90 * quarters) > 4:
        return OBLIQUE
    return (rotation + quarters) % 4
