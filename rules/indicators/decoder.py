"""The best path of a flattened table's rows through its level-2 labels, and how sure each step is.

The rows are cut into segments, one a state; a state is a level-2 label in the order in which the form prints it (an
unprinted one where it would be). A segment pays for how far its label slid, a row for what its name says against the
state. Everything is summed over all segmentations too, which gives the posterior of each row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from rules.indicators.names import NameEvidence
from rules.labels import Level2, Vocabulary, canonical_or_none

Anchor: TypeAlias = Literal["first", "centre"]

# Costs in nats, set on simulated slides (benchmarks/slides); `trust` scales what a printed label weighs.
SLIDE_FIRST, SLIDE_NEXT = 1.5, 0.7  # a label one row off its segment, and each row more
LOST, SKIPPED = 2.2, 4.5  # a level 2 that is not printed; a printed one without rows
MISPLACED = 1.0  # an unprinted level 2 among its family, but not where the canonical order has it
WRONG_PARENT = 1.3  # a level-1 label printed in the row says otherwise
STRAY_MARK = 1.5  # a repeated label outside its segment
UNKNOWN_PLACE = 1.0  # what a name says against a label that the lexicon does not know
NAME_WEIGHT = 1.6  # of what a name says, whose probabilities are those of names not seen before
HALF_ROW = 0.6  # a centred label half a row off, as it is over an even number of rows


class Mark(Struct, frozen=True):
    """A level label printed in flattened text.

    Attributes:
        level: 1 or 2.
        canonical: the canonical label it stands for.
        printed: as printed.
        row: index of the indicator row it is in (from 0); ``i - 0.5`` when it is between rows ``i - 1`` and ``i``.
        line: where it is in the text, in lines; ``None`` where only the row is known.
    """

    level: int
    canonical: str
    printed: str
    row: float
    line: float | None = None


class Scale(Struct, frozen=True):
    """How a label's place is compared with the rows of its segment, in rows."""

    anchor: Anchor
    trust: float
    edges: tuple[float, ...]
    rows: int

    def off(self, mark: Mark, first: int, stop: int) -> float:
        """How many rows a label is off the segment of rows ``first`` up to ``stop``."""
        if self.anchor == "first":
            # A label on a line of its own speaks for the row below it.
            return float(abs(math.ceil(mark.row) - first))
        if mark.line is None or not self.edges:
            return abs(mark.row - (first + stop - 1) / 2)
        height = (self.edges[-1] - self.edges[0]) / self.rows or 1.0
        return abs(mark.line - (self.edges[first] + self.edges[stop]) / 2) / height

    def row(self, mark: Mark) -> int:
        """The row in which a label is."""
        if self.anchor == "first" or mark.line is None or not self.edges:
            return math.ceil(mark.row)
        return next((i for i in range(self.rows) if mark.line < self.edges[i + 1]), self.rows - 1)


class State(Struct, frozen=True):
    """A level 2 that rows may belong to, its level 1, and where the form prints it.

    ``extra`` adds to the cost of a label that was lost.
    """

    level2: str
    parent: str
    marks: tuple[Mark, ...]  # () where the form does not print it
    extra: float = 0.0


def states_of(marks: Sequence[Mark], vocabulary: Vocabulary) -> list[State]:
    """The level-2 labels in the order in which the form prints them, the unprinted ones where they would be."""
    printed: list[tuple[str, list[Mark]]] = []
    for mark in sorted((m for m in marks if m.level == 2), key=lambda m: m.row):
        if printed and printed[-1][0] == mark.canonical:
            printed[-1][1].append(mark)
        else:
            printed.append((mark.canonical, [mark]))
    levels = vocabulary.levels
    states = [State(label, levels[label].parent, tuple(found)) for label, found in printed]
    first_mark: dict[str, float] = {}
    for mark in marks:
        if mark.level == 1:
            first_mark.setdefault(mark.canonical, mark.row)
    parents = list(dict.fromkeys(level.parent for level in levels.values()))
    present = {state.level2 for state in states}
    for level in sorted(levels.values(), key=lambda item: item.rank):
        if level.label in present or not level.mapped:
            continue
        canonical = _place_of(level, states, levels, parents, first_mark)
        # A family in an order of its own may have lost a label anywhere among its own.
        gaps = {canonical} | {i + side for i, s in enumerate(states) if s.parent == level.parent for side in (0, 1)}
        for place in sorted(gaps, reverse=True):
            states.insert(place, State(level.label, level.parent, (), 0.0 if place == canonical else MISPLACED))
    return states


def _place_of(
    level: Level2,
    states: Sequence[State],
    levels: Mapping[str, Level2],
    parents: Sequence[str],
    first_mark: Mapping[str, float],
) -> int:
    """Where an unprinted level 2 belongs among the states: beside its own family, else where that family would be."""
    siblings = [i for i, state in enumerate(states) if state.parent == level.parent and not state.extra]
    if siblings:
        before = [i for i in siblings if levels[states[i].level2].rank < level.rank]
        return before[-1] + 1 if before else siblings[0]
    row = first_mark.get(level.parent)
    if row is not None:
        return next((i for i, state in enumerate(states) if state.marks and state.marks[0].row >= row), len(states))
    rank = parents.index(level.parent)
    earlier = [i for i, state in enumerate(states) if parents.index(state.parent) < rank]
    return earlier[-1] + 1 if earlier else 0


def decode(
    evidence: Sequence[NameEvidence],
    states: Sequence[State],
    marks: Sequence[Mark],
    scale: Scale,
) -> tuple[list[int], list[dict[int, float]]]:
    """Best path and posteriors over segmentations of the rows into states in order.

    ``best[k][b]`` is the cost of having covered rows before ``b`` with states before ``k``; state ``k`` then takes
    either no row or the rows ``b`` up to some ``c``.
    """
    n, m = len(evidence), len(states)
    trust = scale.trust
    row_cost = _row_costs(evidence, states, marks, scale)
    infinite = math.inf
    best = [[infinite] * (n + 1) for _ in range(m + 1)]
    mass = [[0.0] * (n + 1) for _ in range(m + 1)]
    back: list[list[int]] = [[-1] * (n + 1) for _ in range(m + 1)]
    best[0][0], mass[0][0] = 0.0, 1.0
    segments: list[list[tuple[int, int, float]]] = []
    for k, state in enumerate(states):
        skip = SKIPPED * trust if state.marks else 0.0
        skip_weight = math.exp(-skip)
        for b in range(n + 1):
            if best[k][b] < infinite:
                best[k + 1][b] = best[k][b] + skip
                back[k + 1][b] = b
            mass[k + 1][b] = mass[k][b] * skip_weight
        taken: list[tuple[int, int, float]] = []
        costs = row_cost[k]
        for a in range(n):
            if best[k][a] == infinite:
                continue
            total = 0.0
            for c in range(a + 1, n + 1):
                total += costs[c - 1]
                if total > 60.0:
                    break
                cost = total + _segment_cost(state, a, c, scale)
                weight = math.exp(-cost)
                taken.append((a, c, weight))
                mass[k + 1][c] += mass[k][a] * weight
                if best[k][a] + cost < best[k + 1][c]:
                    best[k + 1][c] = best[k][a] + cost
                    back[k + 1][c] = a
        segments.append(taken)
    return _path(back, n, m), _posterior(mass, segments, states, n, trust)


def _row_costs(
    evidence: Sequence[NameEvidence], states: Sequence[State], marks: Sequence[Mark], scale: Scale
) -> list[list[float]]:
    """Per state the cost of each row: what the name says, and a level-1 label in the row."""

    def cost(item: NameEvidence, state: State) -> float:
        # The lexicon knows nothing of labels outside the canonical vocabulary.
        said = NAME_WEIGHT * item.cost(state.level2)
        return said if canonical_or_none(state.level2) else min(UNKNOWN_PLACE, said)

    lowest = [min(cost(item, state) for state in states) for item in evidence]
    table = [[cost(item, state) - low for item, low in zip(evidence, lowest, strict=True)] for state in states]
    for mark in marks:
        if mark.level == 1 and 0 <= (row := scale.row(mark)) < len(evidence):
            for costs, state in zip(table, states, strict=True):
                if state.parent != mark.canonical:
                    costs[row] += WRONG_PARENT * scale.trust
    return table


def _segment_cost(state: State, first: int, stop: int, scale: Scale) -> float:
    if not state.marks:
        return (LOST + state.extra) * scale.trust
    off = min(scale.off(mark, first, stop) for mark in (state.marks if scale.anchor == "centre" else state.marks[:1]))
    cost = off * HALF_ROW if off <= 0.5 else SLIDE_FIRST + SLIDE_NEXT * (off - 1)
    cost += sum(STRAY_MARK for mark in state.marks[1:] if not first - 1 < mark.row < stop)
    return cost * scale.trust


def _path(back: Sequence[Sequence[int]], n: int, m: int) -> list[int]:
    path = [0] * n
    stop = n
    for k in range(m, 0, -1):
        start = back[k][stop]
        for row in range(start, stop):
            path[row] = k - 1
        stop = start
    return path


def _posterior(
    mass: Sequence[Sequence[float]],
    segments: Sequence[Sequence[tuple[int, int, float]]],
    states: Sequence[State],
    n: int,
    trust: float,
) -> list[dict[int, float]]:
    """For each row the probability of each state, from the sums over all paths."""
    m = len(states)
    after = [[0.0] * (n + 1) for _ in range(m + 1)]
    after[m][n] = 1.0
    for k in range(m - 1, -1, -1):
        skip = math.exp(-SKIPPED * trust) if states[k].marks else 1.0
        row = [value * skip for value in after[k + 1]]
        for a, c, weight in segments[k]:
            row[a] += weight * after[k + 1][c]
        after[k] = row
    total = mass[m][n] or 1.0
    posterior: list[dict[int, float]] = [{} for _ in range(n)]
    for k, taken in enumerate(segments):
        change = [0.0] * (n + 1)
        for a, c, weight in taken:
            share = mass[k][a] * weight * after[k + 1][c] / total
            change[a] += share
            change[c] -= share
        level = 0.0
        for i in range(n):
            level += change[i]
            if level > 1e-6:
                posterior[i][k] = level
    return posterior
