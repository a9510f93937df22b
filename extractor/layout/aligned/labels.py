"""Printed labels in aligned text: made whole where they wrap, and set beside the rows they speak for.

A merged label is printed once, usually in the middle of its rows and often between two of them. Its first row is found by
cutting the rows into as many consecutive groups as there are labels, each group centred on (or topped, or closed by) its
label; where no such cut fits the lines, the label stays where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from extractor.layout.aligned.pieces import Piece
from extractor.layout.labels import MAX_LABEL, Labels, is_whole
from extractor.model.text import label_key

_REACH = 3  # lines down to the next part of a wrapped label
# The money unit below 项目资金.
_TAILS = frozenset({"(元)", "(万元)", "(亿元)", "(单位:元)", "(单位:万元)", "元)", "万元)", ")"})
_MODES = ("middle", "top", "bottom")
_MAX_ROWS = 200
_UNFIT = 10.0  # cost of a column whose labels fit no cut of the rows

Span: TypeAlias = tuple[int, int]
_Fit: TypeAlias = tuple[float, tuple[int, ...]]


class Label(Struct, frozen=True):
    """A structural label with the pieces it is printed in, top to bottom."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def first(self) -> int:
        return self.pieces[0].line

    @property
    def last(self) -> int:
        return self.pieces[-1].line

    @property
    def left(self) -> int:
        return min(piece.left for piece in self.pieces)

    @property
    def box(self) -> Piece:
        """The label as one piece on its first line, as wide as its widest part."""
        return Piece(self.text, self.left, max(piece.right for piece in self.pieces), self.first)


def find_labels(rows: Sequence[Sequence[Piece]], known: Labels) -> list[Label]:
    """The structural labels among the pieces of consecutive lines, in reading order; each piece is used once."""
    used: set[tuple[int, int]] = set()
    labels = []
    for row in rows:
        for piece in row:
            if (piece.line, piece.left) in used or len(piece.text) > 2 * MAX_LABEL:
                continue
            parts = _complete((piece,), rows, used, known)
            if parts:
                used.update((part.line, part.left) for part in parts)
                labels.append(Label(parts))
    return labels


def _complete(
    parts: tuple[Piece, ...], rows: Sequence[Sequence[Piece]], used: set[tuple[int, int]], known: Labels
) -> tuple[Piece, ...]:
    text = "".join(part.text for part in parts)
    if known.is_label(text):
        longer = _longer(parts, text, rows, used, known)
        if longer or not known.is_side(text):
            return longer or parts
        tail = next((piece for piece in _below(parts, rows, used) if label_key(piece.text) in _TAILS), None)
        return parts if tail is None else (*parts, tail)
    if len(parts) > 3 or not known.begins_label(text):
        return ()
    for piece in _below(parts, rows, used):
        if whole := _complete((*parts, piece), rows, used, known):
            return whole
    return ()


def _longer(
    parts: tuple[Piece, ...], text: str, rows: Sequence[Sequence[Piece]], used: set[tuple[int, int]], known: Labels
) -> tuple[Piece, ...]:
    """The label that only begins with these parts (项目资金 above 总额:), if it goes on right below."""
    if not known.begins_label(text):
        return ()
    for piece in _below(parts, rows, used):
        if label_key(piece.text) in _TAILS or _is_its_own(piece, rows, known):
            continue
        if known.is_label(text + piece.text):
            return (*parts, piece)
    return ()


def _is_its_own(piece: Piece, rows: Sequence[Sequence[Piece]], known: Labels) -> bool:
    """Whether a piece is a label of its own rather than the rest of one: it never is, or it has a value."""
    before_value = any(other.left > piece.left for other in rows[piece.line])
    return is_whole(piece.text, known) or (piece.label and before_value and not known.is_level_part(piece.text))


def _below(parts: Sequence[Piece], rows: Sequence[Sequence[Piece]], used: set[tuple[int, int]]) -> list[Piece]:
    """Unused short pieces that could go on with a label: right behind it or in the next lines below it, nearest first."""
    last = parts[-1]
    found: list[tuple[float, Piece]] = []
    for line in range(last.line, min(last.line + _REACH + 1, len(rows))):
        for piece in rows[line]:
            if (piece.line, piece.left) in used or piece in parts or len(piece.text) > MAX_LABEL:
                continue
            if piece.text.isdigit():
                continue  # 指标值 over 35
            if line == last.line:
                if last.right < piece.left <= last.right + 4:
                    found.append((1.5, piece))
                continue
            aside = min(abs(piece.centre - part.centre) for part in parts)
            aside = min(aside, *(abs(piece.left - part.left) for part in parts))
            if aside <= 4 and piece.left < max(part.right for part in parts) + 2:
                found.append((line - last.line + aside / 4, piece))
    found.sort(key=lambda item: item[0])
    return [piece for _, piece in found]


def first_rows(columns: Sequence[Sequence[Span]], rows: Sequence[Span], *, goes_on: bool) -> list[list[int] | None]:
    """For each column of labels the first row that each speaks for; ``None`` where the lines do not show it.

    All columns are taken to be aligned alike: by the middle, the top or the bottom of their rows.

    Args:
        columns: for each column, outermost first, the first and last line number of each label, top to bottom. A group of an
            inner column does not reach over the beginning of a group of an outer one.
        rows: first and last line number of each row, in order.
        goes_on: whether the table goes on from the page before, so that rows above the first label may be that page's.
    """
    none: list[list[int] | None] = [None for _ in columns]
    if not rows or len(rows) > _MAX_ROWS:
        return none
    pitch = (rows[-1][1] - rows[0][0] + 1) / len(rows)
    best, lowest = none, float("inf")
    for mode in _MODES:
        for order in (range(len(columns)), range(len(columns) - 1, -1, -1)):
            found, cost = list(none), 0.0
            inner: frozenset[int] | None = None  # where groups of the column to the right begin
            outer: frozenset[int] = frozenset()  # where groups of the column to the left begin
            for index in order:
                rules = _Rules(mode, max(1.0, pitch / 2), outer, inner, goes_on)
                fit = _fit(columns[index], rows, rules)
                cost += _UNFIT if fit is None else fit[0]
                if fit is not None:
                    found[index] = list(fit[1])
                    starts = frozenset(fit[1])
                    outer, inner = (starts, None) if order.step > 0 else (frozenset(), starts)
            if cost < lowest:
                best, lowest = found, cost
    return best


class _Rules(Struct, frozen=True):
    """How the labels of one column may share out the rows.

    Attributes:
        mode: which part of a label and of its rows share a line.
        tolerance: lines by which they may miss each other.
        ends: rows which a group must not reach over, for a group of an outer column begins there.
        starts: rows at which a group may begin (where one of an inner column does); ``None`` for all.
        goes_on: whether rows above the first label may be without one.
    """

    mode: str
    tolerance: float
    ends: frozenset[int]
    starts: frozenset[int] | None
    goes_on: bool


def _fit(spans: Sequence[Span], rows: Sequence[Span], rules: _Rules) -> _Fit | None:
    """The cheapest cut of all rows into one group per label."""
    count = len(rows)
    if len(spans) > count:
        return None
    # done[stop]: the cheapest way to give the labels so far the rows up to (not including) ``stop``.
    done: list[_Fit | None] = [
        (0.0, ()),
        *((0.1 + stop / 50, ()) if rules.goes_on else None for stop in range(1, count + 1)),
    ]
    for span in spans:
        following: list[_Fit | None] = [None] * (count + 1)
        for start in range(count):
            so_far = done[start]
            if so_far is None or (rules.starts is not None and start not in rules.starts):
                continue
            for stop in range(start + 1, count + 1):
                if stop - 1 > start and stop - 1 in rules.ends:
                    break
                if any(_overlap(other, rows[stop - 1]) for other in spans if other is not span):
                    break  # that row stands beside another label
                off = _offset(span, rows[start], rows[stop - 1], rules.mode)
                if off > rules.tolerance:
                    continue
                cost, old = so_far[0] + off * off, following[stop]
                if old is None or cost < old[0]:
                    following[stop] = (cost, (*so_far[1], start))
        done = following
    return done[count]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _offset(label: Span, first: Span, last: Span, mode: str) -> float:
    if mode == "top":
        return abs(label[0] - first[0])
    if mode == "bottom":
        return abs(label[1] - last[1])
    return abs((label[0] + label[1]) - (first[0] + last[1])) / 2
