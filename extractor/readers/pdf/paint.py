"""Colours of drawn objects: what can be seen, and what only on a coloured ground."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from extractor.native.calls import Calls, Function, Handle

NEARLY_WHITE = 243
"""Colours whose every part is at least this (of 255) cannot be seen on white paper."""
NEARLY_CLEAR = 20
"""Opacity (of 255) below which nothing can be seen."""
_OPAQUE = 250
_BLACK = (0, 0, 0, 255)


class Paint(Struct):
    """Colours of many objects.

    Attributes:
        shown: per object whether it is painted at all, and not clear.
        colours: red, green, blue, opacity (0–255), each per object; empty when nothing is painted.
        all_seen: whether every object is painted in a colour that shows on white paper.
    """

    shown: list[bool]
    colours: list[list[int]]
    all_seen: bool

    @classmethod
    def of(cls, calls: Calls, function: Function, objects: list[Handle], painted: Iterable[int]) -> Paint:
        """Ask for the colours of ``objects`` of which some are ``painted``; a pattern counts as black."""
        wanted = list(map(bool, painted))
        if not any(wanted):
            return cls(wanted, [], all_seen=True)
        colours = calls.gather(function, objects, "I", 4, unset=_BLACK)
        if max(colours[0]) < NEARLY_WHITE and min(colours[3]) > NEARLY_CLEAR:
            return cls(wanted, colours, all_seen=True)
        shown = [want and alpha > NEARLY_CLEAR for want, alpha in zip(wanted, colours[3], strict=True)]
        return cls(shown, colours, all_seen=False)

    def pale(self, index: int) -> bool:
        """Whether an object is painted nearly white."""
        return not self.all_seen and min(part[index] for part in self.colours[:3]) >= NEARLY_WHITE

    def rgb(self, index: int) -> int:
        """The colour of an object as 0xRRGGBB."""
        red, green, blue = (part[index] for part in self.colours[:3])
        return red << 16 | green << 8 | blue

    def opaque(self, index: int) -> bool:
        """Whether an object hides what is under it."""
        return self.colours[3][index] >= _OPAQUE
