"""Printed labels in aligned text: made whole where they wrap, and set beside the rows they speak for.

A merged label is printed once, usually in the middle of its rows and often between two of them. Its first row is found by
cutting the rows into as many consecutive groups as there are labels, each group centred on (or topped, or closed by) its
label; where no such cut fits the lines, the label stays where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.layout.text_pieces import Piece
from extractor.layout.text_words import MAX_LABEL, begins_label, is_label
from extractor.model.text import label_key

_REACH = 3  # lines down to the next part of a wrapped label
_TAILS = frozenset({"(元)", "(万元)", "(亿元)", "(单位:元)", "(单位:万元)", "元)", "万元)"})
_MODES = ("middle", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Label:
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


def find_labels(rows: Sequence[Sequence[Piece]]) -> list[Label]:
    """The structural labels among the pieces of consecutive lines, in reading order; each piece is used once."""
    used: set[tuple[int, int]] = set()
    labels = []
    for row in rows:
        for piece in row:
            if (piece.line, piece.left) in used or len(piece.text) > 2 * MAX_LABEL:
                continue
            parts = _complete((piece,), rows, used)
            if parts:
                used.update((part.line, part.left) for part in parts)
                labels.append(Label(parts))
    return labels


def _complete(
    parts: tuple[Piece, ...], rows: Sequence[Sequence[Piece]], used: set[tuple[int, int]]
) -> tuple[Piece, ...]:
    text = "".join(part.text for part in parts)
    if is_label(text):
        tail = next((piece for piece in _below(parts, rows, used) if label_key(piece.text) in _TAILS), None)
        return parts if tail is None else (*parts, tail)
    if len(parts) > 3 or not begins_label(text):
        return ()
    for piece in _below(parts, rows, used):
        if whole := _complete((*parts, piece), rows, used):
            return whole
    return ()


def _below(parts: Sequence[Piece], rows: Sequence[Sequence[Piece]], used: set[tuple[int, int]]) -> list[Piece]:
    """Unused short pieces that could go on with a label: right behind it or in the next lines below it, nearest first."""
    last = parts[-1]
    found: list[tuple[float, Piece]] = []
    for line in range(last.line, min(last.line + _REACH + 1, len(rows))):
        for piece in rows[line]:
            if (piece.line, piece.left) in used or piece in parts or len(piece.text) > MAX_LABEL:
                continue
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


def first_rows(labels: Sequence[Label], rows: Sequence[tuple[int, int]], starts: frozenset[int]) -> list[int] | None:
    """The index of the first row that each label speaks for, or ``None`` where the lines do not show it.

    Args:
        labels: labels of one column, top to bottom.
        rows: first and last line of each row, in order.
        starts: rows at which a group of the column to the left begins: a group must not reach over one. Row 0 is always one.
    """
    if not labels or len(labels) > len(rows) or len(rows) > 400:
        return None
    pitch = (rows[-1][1] - rows[0][0] + 1) / len(rows)
    fits = [_fit(labels, rows, starts, mode, max(1.0, pitch / 2)) for mode in _MODES]
    best = min((fit for fit in fits if fit is not None), default=None)
    return None if best is None else list(best[1])


def _fit(
    labels: Sequence[Label], rows: Sequence[tuple[int, int]], starts: frozenset[int], mode: str, tolerance: float
) -> tuple[float, tuple[int, ...]] | None:
    """The cheapest cut of all rows into one group per label; rows above the first group may belong to a page before."""
    count = len(rows)
    none = (float("inf"), ())
    # done[stop]: the cheapest way to give the labels so far the rows up to (not including) ``stop``.
    done: list[tuple[float, tuple[int, ...]]] = [(0.0 if not stop else 0.5 + stop / 8, ()) for stop in range(count + 1)]
    for label in labels:
        following = [none] * (count + 1)
        for start in range(count):
            if done[start][0] == none[0]:
                continue
            for stop in range(start + 1, count + 1):
                if stop - 1 > start and stop - 1 in starts:
                    break
                off = _offset(label, rows[start], rows[stop - 1], mode)
                if off <= tolerance:
                    cost = done[start][0] + off
                    if cost < following[stop][0]:
                        following[stop] = (cost, (*done[start][1], start))
        done = following
    return None if done[count][0] == none[0] else done[count]


def _offset(label: Label, first: tuple[int, int], last: tuple[int, int], mode: str) -> float:
    if mode == "top":
        return abs(label.first - first[0])
    if mode == "bottom":
        return abs(label.last - last[1])
    return abs((label.first + label.last) - (first[0] + last[1])) / 2
