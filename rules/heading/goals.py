"""The goal texts: beside their label, or in the row below a row of labels."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from extractor.model.form import CellProvenance, Goals
from extractor.model.table import Cell
from extractor.model.text import join_lines
from rules.grid import Grid, Row, cell_provenance
from rules.heading.meanings import OUTCOME, classify, numbered_goal
from rules.heading.pairs import Pair
from rules.labels import Vocabulary, plain_label

_COMPLETION = "完成情况"


class GoalTexts(Struct, frozen=True):
    """The goals, the place of each and the cells that hold its text."""

    goals: Goals
    places: dict[str, CellProvenance] = field(default_factory=dict)
    cells: dict[str, tuple[Cell, ...]] = field(default_factory=dict)


def read_goals(grid: Grid, rows: Sequence[Row], pairs: Sequence[Pair], vocabulary: Vocabulary) -> GoalTexts:
    """Goal texts from the pairs of the rows above the indicator table."""
    texts: dict[str, str] = {}
    places: dict[str, CellProvenance] = {}
    kept: dict[str, tuple[Cell, ...]] = {}

    def put(meaning: str, cells: Sequence[Cell], row: Row, *, further: bool = False) -> None:
        if cells and (further or meaning not in texts):
            # A text whose lines fell into several rows is read in the order of its lines.
            ordered = (*kept.get(meaning, ()), *sorted(cells, key=lambda cell: cell.line or 0))
            texts[meaning] = join_lines([cell.text for cell in ordered])
            places.setdefault(meaning, cell_provenance(row, cells[0]))
            kept[meaning] = ordered

    waiting: list[Pair] = []
    pairs = [pair for pair in pairs if not _is_column_of_tasks(pair, pairs)]
    for pair in pairs:
        if pair.kind == "goal" and pair.values:
            further = numbered_goal(pair.label.text, vocabulary) is not None
            put(pair.meaning, pair.values, pair.row, further=further)
        elif pair.kind == "goal" and not grid.has_spans(pair.row):
            waiting.append(pair)
    if waiting:
        for label, cells, row in _texts_below(grid, rows, waiting, vocabulary):
            put(label.meaning, cells, row)
    if not texts:
        for pair in pairs:
            if pair.kind == "goal_block" and pair.values:
                put("annual", pair.values, pair.row)
    return GoalTexts(Goals(**texts), places, kept)


def _is_column_of_tasks(pair: Pair, pairs: Sequence[Pair]) -> bool:
    """Whether 完成情况 is without another goal's label in its row: then it is of something else, such as tasks."""
    if pair.kind != "goal" or plain_label(pair.label.text) != _COMPLETION:
        return False
    return not any(other is not pair and other.kind == "goal" and other.row is pair.row for other in pairs)


def _ends_goals(text: str, vocabulary: Vocabulary) -> bool:
    kind = classify(text, vocabulary)
    return text in vocabulary.columns or (kind is not None and kind[0] != "goal_block")


def _is_side_label(text: str, vocabulary: Vocabulary) -> bool:
    return text in vocabulary.zones or text in vocabulary.goal_block


def _texts_below(
    grid: Grid, rows: Sequence[Row], labels: Sequence[Pair], vocabulary: Vocabulary
) -> list[tuple[Pair, list[Cell], Row]]:
    """In flattened text the goals are in the rows after their labels: each text belongs to the label it is under.

    A text left of every label but the first is the first label's; with one column for all, the last label (the annual
    goal, which no form may leave blank) takes a lone text.
    """
    last = max(rows.index(pair.row) for pair in labels)
    found: list[tuple[Cell, Row]] = []
    previous = rows[last].position
    for row in rows[last + 1 :]:
        if row.position != previous + 1:
            break  # the indicators stand between: what follows them is no goal
        previous = row.position
        if any(_ends_goals(text, vocabulary) for text in row.texts):
            break
        found.extend((cell, row) for cell in row.filled if not _is_side_label(cell.text, vocabulary))
    if not found:
        return []
    columns = sorted(labels, key=lambda pair: pair.label.column)
    out: dict[int, tuple[Pair, list[Cell], Row]] = {}
    last_goal = max((n for n, pair in enumerate(labels) if pair.meaning != OUTCOME), default=len(labels) - 1)
    one_column = len({pair.label.column for pair in labels}) == 1
    for number, (cell, row) in enumerate(found):
        if one_column:
            index = last_goal if len(found) == 1 else min(number, len(labels) - 1)
            owner = list(labels)[index]
        else:
            owner = min(columns, key=lambda pair: abs(pair.label.column - cell.column))
        entry = out.setdefault(id(owner), (owner, [], row))
        entry[1].append(cell)
    return list(out.values())
