"""Lines of text to pieces: what is printed between gaps, with its place on the line.

Two rulers are in use. ``pdftotext -layout`` gives every character one column, whatever its width; people and terminals
align by display width, where an ideograph takes two. The ruler of a stretch of lines is the one by which more of its
pieces begin or end below each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from extractor.layout.labels import MAX_LABEL, Labels
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.text import display_width, label_key

_WORD = compiled(r"[^\s\u3000]+")
_SPACED_LETTERS = compiled(r"(?<![^\s\u3000])[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff])+(?![^\s\u3000])")
_OPERATOR = compiled(r"[≥≤≧≦=<>＝＞＜]")
_ENDS_CELL = compiled(r"[\u4e00-\u9fff)）%％\d]$")
_ENDS_TEXT = compiled(r"[\u4e00-\u9fff)）]$")
_OPEN_BRACKET = compiled(r"[(（][^()（）]*$")
_CLOSED = compiled(r"[)）]")
_IDEOGRAPH = compiled(r"[\u4e00-\u9fff]")
_TELLING_PREFIX = 3
_QUANTITY = compiled(r"[≥≤≧≦=<>＝＞＜]?\s*[-+]?\d[\d,.]*\s*(?:[%％]|[(（][^()（）]*[)）]|[^\d\s(（,，、。;；]{1,6})?")
_CELL_END = compiled(r"(?<=[\u4e00-\u9fff)）]) (?=[\u4e00-\u9fff]{2})")
_BEFORE_NUMBER = compiled(r"(?<=[\u4e00-\u9fff)）]) (?=\d)")
MAX_PIECES = 60
MAX_WORDS = 400  # a longer line is no row of a form

Ruler: TypeAlias = Callable[[str], int]


class Piece(Struct, frozen=True):
    """Text between two gaps of a line.

    Attributes:
        text: as printed.
        left, right: columns on the ruler of its stretch, from 0; ``right`` is exclusive.
        line: index of the line within the stretch.
        label: whether it is a label of a form.
    """

    text: str
    left: int
    right: int
    line: int
    label: bool = False

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def text_width(text: str) -> int:
    """Display width without spaces: word processors put some of their own between ideographs and figures."""
    return display_width("".join(text.split()))


def has_gap(text: str) -> bool:
    """Whether a line has a run of two spaces or a full-width one between two texts, beyond those of a s p a c e d  word."""
    text = text.strip()
    if "  " not in text and "\u3000" not in text:
        return False
    return _SPACED_LETTERS.fullmatch(text) is None


def line_pieces(text: str, labels: Labels, line: int = 0, ruler: Ruler = len) -> list[Piece]:
    """Cut a line where a cell certainly ends: at gaps of two columns and around structural labels."""
    words = _words(text, labels)
    groups: list[list[tuple[int, int]]] = []
    for start, end in words:
        if groups and not _parted(text, groups[-1], start, end, labels):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    pieces = []
    for group in groups:
        first, last = group[0][0], group[-1][1]
        left = ruler(text[:first])
        own = text[first:last]
        pieces.append(Piece(own, left, left + ruler(own), line, labels.is_label(own)))
    if len(pieces) > MAX_PIECES:
        return [Piece(text.strip(), pieces[0].left, pieces[-1].right, line)]
    return pieces


def is_quantity(text: str) -> bool:
    """Whether a text is a number with its operator and unit, which never wraps."""
    return _QUANTITY.fullmatch(text) is not None


def cell_ends(text: str) -> list[int]:
    """The single spaces at which cells end in text that has none inside cells: between ideographs, before a last number."""
    ends = [match.start() for match in _CELL_END.finditer(text)]
    ends += [match.start() for match in _BEFORE_NUMBER.finditer(text) if is_quantity(text[match.end() :])]
    return sorted(ends)


def _words(text: str, labels: Labels) -> list[tuple[int, int]]:
    """Words with the letters of a spaced word held together: ``项  目  名  称`` is one where it makes a label or is long."""
    if len(text) > 100_000:
        return [(0, len(text.rstrip()))]
    held = [
        match.span()
        for match in _SPACED_LETTERS.finditer(text)
        if match.end() - match.start() <= 5 * MAX_LABEL
        and (labels.is_label(match.group()) or len(match.group().split()) > 3)
    ]
    spans = [match.span() for match in _WORD.finditer(text)]
    for start, end in held:
        spans = [span for span in spans if not start <= span[0] < end] + [(start, end)]
    spans.sort()
    return spans if len(spans) <= MAX_WORDS else [(spans[0][0], spans[-1][1])]


def _parted(text: str, group: Sequence[tuple[int, int]], start: int, end: int, labels: Labels) -> bool:
    before_start, before_end = group[0][0], group[-1][1]
    gap = text[before_end:start]
    if len(gap) > 1 or "\u3000" in gap:
        return True
    before, word = text[before_start:before_end], text[start:end]
    if _OPEN_BRACKET.search(before) and labels.is_label(before) and not _CLOSED.search(word):
        return True  # 项目资金( above 元)
    if labels.is_label(before + word) and not labels.is_label(word):
        return False  # 其中: 财政 …
    if labels.is_label(word) and label_key(before).rstrip(":") == "其中":
        return False
    if labels.is_label(before) or labels.is_label(word):
        return True
    if _OPERATOR.match(word) is not None and _ENDS_CELL.search(before) is not None:
        return True
    # The first line of a wrapped label, such as 可持续影响 before a name or 计划完成日 behind a date.
    if len(word) > _TELLING_PREFIX and labels.begins_label(word) and not labels.begins_label(before + word):
        return True
    return len(before) >= _TELLING_PREFIX and labels.begins_label(before) and not labels.begins_label(before + word)


def best_ruler(lines: Sequence[RawLine], labels: Labels) -> Ruler:
    """The ruler by which more pieces of the lines are below each other."""
    return max((len, display_width), key=lambda ruler: _alignment(lines, ruler, labels))


def _alignment(lines: Sequence[RawLine], ruler: Ruler, labels: Labels) -> int:
    lefts: Counter[int] = Counter()
    centres: Counter[int] = Counter()
    for line in lines[:400]:
        for piece in line_pieces(line.text[:2000], labels, ruler=ruler)[1:]:
            lefts[piece.left] += 1
            centres[piece.left + piece.right] += 1
    return sum(count * count for counter in (lefts, centres) for count in counter.values())


def split_at_columns(rows: Sequence[Sequence[Piece]], ruler: Ruler, labels: Labels) -> list[list[Piece]]:
    """Cut pieces at single spaces between ideographs where other lines prove that a column begins or ends there."""
    lefts = Counter(piece.left for row in rows if len(row) > 1 for piece in row)
    rights = Counter(piece.right for row in rows if len(row) > 1 for piece in row[:-1])
    result = []
    for row in rows:
        cut: list[Piece] = []
        for piece in row:
            cut += [piece] if piece.label else _cut(piece, lefts, rights, ruler, labels)
        result.append(cut)
    return result


def _cut(piece: Piece, lefts: Counter[int], rights: Counter[int], ruler: Ruler, labels: Labels) -> list[Piece]:
    if " " not in piece.text:
        return [piece]
    words = piece.text.split(" ")
    pieces = [words[0]]
    for word in words[1:]:
        before = " ".join(pieces)
        right = piece.left + ruler(before)
        proven = sum(lefts[right + 1 + shift] for shift in (-1, 0, 1)) + sum(
            rights[right + shift] for shift in (-1, 0, 1)
        )
        if proven >= 3 and _between_ideographs(pieces[-1], word):
            pieces.append(word)
        else:
            pieces[-1] += " " + word
    cut, left = [], piece.left
    for text in pieces:
        right = left + ruler(text)
        cut.append(Piece(text, left, right, piece.line, labels.is_label(text)))
        left = right + 1
    return cut


def _between_ideographs(before: str, word: str) -> bool:
    return (
        bool(word)
        and _ENDS_TEXT.search(before) is not None
        and _IDEOGRAPH.match(word) is not None
        and (len(word) > 1 or len(before) > 1)
    )
