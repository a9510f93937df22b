"""Text with one cell a line, grouped into rows again by what its labels mean.

A copy from a word processor or ``pdftotext -raw`` prints every cell on a line of its own. Labels and the text after
them become rows of two cells, a run of column headers becomes the header row, and the indicator part is left one cell
a row for :mod:`rules.indicators.zones`, which tells names from values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from extractor.model.table import Block, Cell, Origin, Table
from rules.heading.pairs import classify
from rules.indicators.columns import heads_indicators
from rules.labels import Vocabulary


def regroup(blocks: Iterable[Block], vocabulary: Vocabulary) -> list[Block]:
    """The same blocks, one-column text tables with their cells grouped into rows; no cell is lost or changed."""
    return [
        _regroup(block, vocabulary)
        if isinstance(block, Table) and block.columns == 1 and block.origin is Origin.TABBED
        else block
        for block in blocks
    ]


def _regroup(table: Table, vocabulary: Vocabulary) -> Table:
    cells = [cell for cell in table.cells if cell.text]
    rows: list[list[Cell]] = []
    in_indicators = False
    position = 0
    while position < len(cells):
        header = _header_run(cells, position, vocabulary)
        if header:
            rows.append(cells[position : position + header])
            in_indicators = True
            position += header
            continue
        text = cells[position].text
        kind = classify(text, vocabulary)
        if in_indicators and (kind is None or kind[0] != "field" or vocabulary.zones.get(text) == "end"):
            rows.append([cells[position]])
            position += 1
            continue
        in_indicators = False
        taken = _labelled(cells, position, vocabulary)
        rows.extend(taken)
        position += sum(map(len, taken))
    return _table(table, rows)


def _header_run(cells: Sequence[Cell], start: int, vocabulary: Vocabulary) -> int:
    """How many cells from ``start`` on are column headers that together head an indicator table; 0 for none."""
    stop = start
    while stop < len(cells) and cells[stop].text in vocabulary.columns:
        stop += 1
    return stop - start if heads_indicators([cell.text for cell in cells[start:stop]], vocabulary) else 0


def _labelled(cells: Sequence[Cell], start: int, vocabulary: Vocabulary) -> list[list[Cell]]:
    """Rows from ``start`` on: a label with its value, or several goal labels with the texts that follow them."""
    if classify(cells[start].text, vocabulary) is None:
        return [[cells[start]]]
    labels = start + 1
    goals = _is_goal(cells[start].text, vocabulary)
    while goals and labels < len(cells) and _is_goal(cells[labels].text, vocabulary):
        labels += 1
    stop = labels
    while stop < len(cells) and stop - labels < labels - start and not _is_any_label(cells[stop].text, vocabulary):
        stop += 1
    texts = list(cells[labels:stop])
    # A lone text under several goal labels is the last one's: the annual goal may not be left blank.
    offset = labels - start - len(texts)
    return [
        [label] if number < offset else [label, texts[number - offset]]
        for number, label in enumerate(cells[start:labels])
    ]


def _is_goal(text: str, vocabulary: Vocabulary) -> bool:
    kind = classify(text, vocabulary)
    return kind is not None and kind[0] == "goal"


def _is_any_label(text: str, vocabulary: Vocabulary) -> bool:
    return classify(text, vocabulary) is not None or text in vocabulary.columns or text in vocabulary.zones


def _table(table: Table, rows: Sequence[Sequence[Cell]]) -> Table:
    cells = tuple(
        replace(cell, row=row, column=column) for row, texts in enumerate(rows) for column, cell in enumerate(texts)
    )
    return replace(table, cells=cells, rows=len(rows), columns=max((len(texts) for texts in rows), default=1))
