"""Glyphs to runs to visual lines.

A run is a chain of glyphs on one baseline without a gap. Lines are grouped by baseline, never by box: ``一`` sits high in its
box and would jump to the line above. Runs live in their reading frame: for text turned by quarter turns the frame is
turned back, so that every run reads left to right and its lines follow each other downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from extractor.model.boxes import around
from extractor.model.page import OBLIQUE, Glyphs
from extractor.model.patterns import compiled
from extractor.model.table import BBox
from extractor.native.lattice import loops

_PRINTED = compiled("[^\x00-\x20\x7f\x85\xa0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u3000\ufeff]+")
"""Everything between blanks."""
_BASELINE = attrgetter("baseline")
_START = attrgetter("start")
_SIZE = attrgetter("size")
_OF_NUMBERS = frozenset("0123456789.,:/-%")
_NARROWEST_SPACE = 0.24
"""What a blank between the characters of a number is at least wide, in font heights: less is letter-spacing."""
_FEWEST_SPREAD = 3
_SMALL = 0.75
"""Exponents and footnote marks are at most this share of the size of their line; Word's are 0.65, LibreOffice's 0.58."""
_RAISED = 0.7
"""Above this share of its line's size a small text is on a line of its own."""
_TOUCHING = 0.25
_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


class Run(Struct):
    """A chain of glyphs.

    Attributes:
        baseline, start, end: in the reading frame.
        size: font height.
        text: the characters, as many as glyphs.
        first: index of the first glyph on the page.
        spaced: whether a blank character stood before it.
        turn: clockwise quarter turns of the text.
    """

    baseline: float
    start: float
    end: float
    size: float
    text: str
    first: int
    spaced: bool
    turn: int

    @property
    def middle(self) -> float:
        """Height of the middle of the characters, in the reading frame."""
        return self.baseline - 0.35 * self.size

    @property
    def bbox(self) -> BBox:
        """The box on the page."""
        top, bottom = self.baseline - 0.85 * self.size, self.baseline + 0.15 * self.size
        if self.turn == 0:
            return self.start, top, self.end, bottom
        if self.turn == 1:
            return -bottom, self.start, -top, self.end
        if self.turn == 2:
            return -self.end, -bottom, -self.start, -top
        return top, -self.end, bottom, -self.start


def runs_of(glyphs: Glyphs, *, pure: bool = False) -> list[Run]:
    """All runs of a page, in content order; text at an oblique angle (watermarks, seals) is left out.

    Args:
        pure: leave the compiled loops unused, even where they were built; what comes out is the same.
    """
    if glyphs.turns is None:
        compiled = loops(pure=pure)
        found = None if compiled is None else compiled.runs(glyphs)
        if found is None:
            return _runs(glyphs, 0, None)
        text = glyphs.text
        return [
            Run(baseline, start, end, size, text[first:stop], first, spaced > 0, 0)
            for baseline, start, end, size, first, stop, spaced in found
        ]
    return [run for turn in range(OBLIQUE) if turn in glyphs.turns for run in _runs(glyphs, turn, glyphs.turns)]


def _frame(glyphs: Glyphs, turn: int) -> tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]:
    """Baselines, starts, ends and heights in the reading frame of one turn."""
    g = glyphs
    if turn == 0:
        return g.y, g.x0, g.x1, [b - a for a, b in zip(g.y0, g.y1, strict=True)]
    if turn == 1:
        return [-x for x in g.x], g.y0, g.y1, [b - a for a, b in zip(g.x0, g.x1, strict=True)]
    if turn == 2:
        return (
            [-y for y in g.y],
            [-x for x in g.x1],
            [-x for x in g.x0],
            [b - a for a, b in zip(g.y0, g.y1, strict=True)],
        )
    return g.x, [-y for y in g.y1], [-y for y in g.y0], [b - a for a, b in zip(g.x0, g.x1, strict=True)]


def _runs(glyphs: Glyphs, turn: int, turns: bytes | None) -> list[Run]:
    text = glyphs.text
    if turns is not None:
        text = "".join([char if own == turn else " " for char, own in zip(text, turns, strict=True)])
    baselines, starts, ends, heights = _frame(glyphs, turn)
    runs: list[Run] = []
    for match in _PRINTED.finditer(text):
        first, stop = match.span()
        blank = True
        while first < stop:
            baseline, start, size = baselines[first], starts[first], heights[first]
            limit = ends[first] - start
            limit = 0.3 * (size if size > limit else limit)
            end = first + 1
            while (
                end < stop and -limit < starts[end] - ends[end - 1] < limit and -0.5 < baselines[end] - baseline < 0.5
            ):
                end += 1
            if end - first < 2 or size != heights[end - 1]:
                # Boxes may be tight: the tallest or widest glyph tells the size.
                size = max(max(heights[first:end]), ends[first] - start)
            runs.append(Run(baseline, start, ends[end - 1], size, text[first:end], first, blank, turn))
            blank = False
            first = end
    return runs


def cut_run(run: Run, glyphs: Glyphs, at: int) -> tuple[Run, Run]:
    """Cut a run before its glyph number ``at`` (from 1)."""
    baselines, starts, ends, heights = _frame_at(glyphs, run.turn, run.first + at - 1, run.first + at)
    left = Run(run.baseline, run.start, ends[0], run.size, run.text[:at], run.first, run.spaced, run.turn)
    right = Run(baselines[1], starts[1], run.end, heights[1], run.text[at:], run.first + at, False, run.turn)
    return left, right


def spans_of(run: Run, glyphs: Glyphs) -> list[tuple[float, float]]:
    """Start and end of every glyph of a run, in its reading frame."""
    _, starts, ends, _ = _frame_at(glyphs, run.turn, run.first, run.first + len(run.text) - 1)
    return list(zip(starts, ends, strict=True))


def _frame_at(
    glyphs: Glyphs, turn: int, first: int, last: int
) -> tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]:
    part = slice(first, last + 1)
    g = glyphs
    return _frame(Glyphs(g.text[part], g.x[part], g.y[part], g.x0[part], g.y0[part], g.x1[part], g.y1[part]), turn)


def texts_of(runs: list[Run], glyphs: Glyphs) -> tuple[str, ...]:
    """The visual lines of one cell as text."""
    if len(runs) == 1:
        return (runs[0].text,)
    if any(run.turn for run in runs):
        return tuple([line.text for line in lines_of(runs, glyphs)])
    return tuple([_text(group, glyphs) for group in baselines_of(runs)])


class VisualLine(Struct):
    """Runs that share a baseline, left to right."""

    text: str
    bbox: BBox


def lines_of(runs: list[Run], glyphs: Glyphs, *, split: float | None = None) -> list[VisualLine]:
    """Group runs into visual lines, top to bottom, each read left to right.

    Args:
        split: begin a new line where a gap along a line is wider than this many font heights.
    """
    if len(runs) == 1:
        return [VisualLine(runs[0].text, runs[0].bbox)]
    turns = {run.turn for run in runs}
    if len(turns) > 1:
        if turns == {0, 1} and _is_stack(runs):
            return [VisualLine(run.text, run.bbox) for run in sorted(runs, key=lambda run: run.bbox[1])]
        return [
            line
            for turn in sorted(turns)
            for line in lines_of([r for r in runs if r.turn == turn], glyphs, split=split)
        ]
    result: list[VisualLine] = []
    for group in baselines_of(runs):
        parts = _parts(group, split)
        result.extend(VisualLine(_text(part, glyphs), around([run.bbox for run in part])) for part in parts)
    return result


def _is_stack(runs: list[Run]) -> bool:
    """Whether upright and turned runs are in one column: vertical writing with turned brackets or digits."""
    centres = [(b[0] + b[2]) / 2 for b in (run.bbox for run in runs)]
    return max(centres) - min(centres) <= max(run.size for run in runs)


def baselines_of(runs: list[Run]) -> list[list[Run]]:
    """Groups of runs on one line, top to bottom, each left to right."""
    ordered = sorted(runs, key=_BASELINE)
    group = [ordered[0]]
    groups = [group]
    size = ordered[0].size
    for run in ordered[1:]:
        if run.size > size:
            size = run.size
        if run.baseline - group[-1].baseline <= 0.45 * size and run.baseline - group[0].baseline <= 0.6 * size:
            group.append(run)
        else:
            group = [run]
            groups.append(group)
            size = run.size
    if len(groups) > 1 and min(map(_SIZE, runs)) <= _SMALL * max(map(_SIZE, runs)):
        groups = _with_raised(groups)
    for group in groups:
        if len(group) > 1:
            group.sort(key=_START)
    return groups


def _with_raised(groups: list[list[Run]]) -> list[list[Run]]:
    """Groups with those that hold nothing but raised characters (exponents, footnote marks) put to the line that they touch."""
    joined = groups[:1]
    for group in groups[1:]:
        if all(_is_raised(run, group) for run in joined[-1]):
            joined[-1] = [*joined[-1], *group]
        else:
            joined.append(group)
    return joined


def _is_raised(run: Run, line: list[Run]) -> bool:
    """Whether a small run is beside a larger one of a line, within its height."""
    return any(
        run.size <= _SMALL * other.size
        and other.baseline - run.baseline <= _RAISED * other.size
        and min(abs(run.start - other.end), abs(other.start - run.end)) <= _TOUCHING * other.size
        for other in line
    )


def _parts(group: list[Run], split: float | None) -> list[list[Run]]:
    if split is None:
        return [group]
    parts = [[group[0]]]
    end = group[0].end
    for run in group[1:]:
        if run.start - end > split * run.size:
            parts.append([run])
        else:
            parts[-1].append(run)
        end = max(end, run.end)
    return parts


def _text(group: list[Run], glyphs: Glyphs) -> str:
    if len(group) == 1:
        return group[0].text
    group = _without_doubles(group, glyphs)
    if _is_distributed(group):
        return "".join(run.text for run in group)
    main = max(group, key=lambda run: (run.size, len(run.text)))
    previous = group[0]
    out = previous.text
    for run in group[1:]:
        text = run.text
        if run.size <= _SMALL * main.size and main.baseline - run.baseline >= 0.15 * main.size:
            text = text.translate(_SUPERSCRIPT)
        gap = run.start - previous.end
        follows = run.first == previous.first + len(previous.text)
        least = _NARROWEST_SPACE if out[-1] in _OF_NUMBERS and text[0] in _OF_NUMBERS else 0.08
        if (run.spaced and gap > least * run.size) or gap > (0.5 if follows else 0.3) * run.size:
            out += " "
        out += text
        previous = run
    return out


def _is_distributed(group: list[Run]) -> bool:
    """Whether the characters of a line are spread evenly over its width, each by itself."""
    if len(group) < _FEWEST_SPREAD or any(len(run.text) > 1 for run in group):
        return False
    gaps = [right.start - left.end for left, right in pairwise(group)]
    return max(gaps) - min(gaps) <= 0.1 * group[0].size


def _without_doubles(group: list[Run], glyphs: Glyphs) -> list[Run]:
    """Drop glyphs drawn again on the same spot (bold by printing twice)."""
    if all(b.start >= a.end - 0.25 * a.size for a, b in pairwise(group)):
        return group
    singles: list[Run] = []
    for run in group:
        for offset, (start, end) in enumerate(spans_of(run, glyphs)):
            spaced = run.spaced if offset == 0 else False
            singles.append(
                Run(run.baseline, start, end, run.size, run.text[offset], run.first + offset, spaced, run.turn)
            )
    singles.sort(key=lambda run: run.start)
    kept: list[Run] = []
    for run in singles:
        near = [
            k
            for k in kept[-4:]
            if k.text == run.text and abs(run.start - k.start) < 0.35 * max(k.end - k.start, 0.3 * k.size)
        ]
        if near and abs(near[-1].baseline - run.baseline) < 0.2 * run.size:
            continue
        kept.append(run)
    return kept
