"""The texts of rows that have lost their columns, cut where a cell may end, with what each cut is worth.

What a cut is worth depends on how the text was made: a cell a line, cells with a blank between and wrapped lines
(``pdftotext -raw``), cells with nothing between (a name, its operator, number and unit), or a row a line with known cells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from extractor.layout.aligned.pieces import text_width
from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Row
from rules.indicators.cell_roles import VALUES, role_score, text_kind
from rules.indicators.header import LEVEL_ROLES
from rules.indicators.names import Lexicon
from rules.indicators.row_sequence import Step
from rules.indicators.running_text import parted
from rules.labels import Vocabulary

_NEVER = math.inf
_FIRST = Step(0.0, 0.0, _NEVER)
# A row a line: its cells are known, and so is where it ends.
_ROW, _CELL = Step(0.3, _NEVER, _NEVER), Step(_NEVER, 0.0, _NEVER)
# A cell a line: any line may begin a row, or go on with the cell above.
_LINE = Step(0.3, 0.0, 1.8)
# Cells with blanks between: rows begin with a line; a blank inside a cell is rarer than the end of a line.
_LINE_OF_SEVERAL, _BLANK = Step(0.3, 0.4, 1.5), Step(6.0, 0.0, 2.2)
# No line ends at all: a row may begin anywhere.
_ENDLESS = Step(0.5, 0.0, 2.2)
_GLUED = Step(8.0, 0.0, 1.5, glued=True)
_WHOLE = frozenset({"level", "quantity", "number", "operator"})
_MUCH, _STOPS_SHORT = 2, 1.5
"""Display columns by which a line is much shorter than the next, and what that says against a wrap between them."""
_BLANK_LINES = 1.0
"""What more blank lines than usual say against going on."""
_APART, _LABEL_APART = 2.5, 6.0
_LONGEST_TREND, _SHORT_UNIT = 5, 2
_LEVEL_ENDS = ("指标", "目标")
_WORDY, _OPEN_LEVEL, _NO_HEAD = 0.6, 0.5, -4.0
_SEVERAL, _FEWEST_SEVERAL = 0.15, 2
"""Share of the lines that hold several cells, where cells have blanks between, and the fewest such lines."""
_MANY_GLUED = 0.4
"""Share of the cells that are no values, from which those that end with figures show that values are glued to names."""
_FEWEST_COUNTED, _MOST_APART = 3, 3
"""Rows that are counted, and how many times the usual distance two of them may be apart."""
_BEGINS_ROW = frozenset({"level", "phrase", "word", "prose"})
_DIGITS = compiled(r"\d+(?:\.\d+)?$")
_SPLIT = compiled(r"(?P<sign>[≥≤≧≦=＝>＞<＜═]{1,2}|定性|定量)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)?\s*(?P<unit>\D{1,8})?")


class Tokens(Struct, frozen=True):
    """Pieces of text in reading order, each with its row and with what it costs after the one before."""

    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    steps: tuple[Step, ...]

    def worded(self) -> list[int]:
        """The cells that were cut off a name although they are no figures."""
        return [
            index
            for index, (cell, step) in enumerate(zip(self.cells, self.steps, strict=True))
            if step.glued and not any(char.isdigit() for char in cell.text) and len(cell.text) > _SHORT_UNIT
        ]


_Cut: TypeAlias = tuple[Row, Cell, Step]


def tokens_of(rows: Sequence[Row], roles: Sequence[str], vocabulary: Vocabulary) -> Tokens:
    """The pieces that the rows of a text are made of."""
    pieces = [(row, cell) for row in rows for cell in row.filled if vocabulary.zones.get(cell.text) != "indicators"]
    pieces = _without_counters(pieces, vocabulary)
    if any(cell.column for _, cell in pieces):
        cuts = _rows_a_line(pieces)
    else:
        spaced = _is_spaced([cell for _, cell in pieces], roles, vocabulary)
        cuts = _lines(_parted(pieces, vocabulary) if spaced else pieces, roles, spaced)
    cuts = cuts[: _end([cell.text for _, cell, _ in cuts], vocabulary)]
    if _is_glued([cell for _, cell, _ in cuts], vocabulary):
        cuts = [cut for one in cuts for cut in _unglued(one, roles, vocabulary)]
    return Tokens(*(tuple(each) for each in zip(*cuts, strict=True))) if cuts else Tokens((), (), ())


def _end(texts: Sequence[str], vocabulary: Vocabulary) -> int:
    """Where the rows end: at a sum with its points, 总分 100."""
    ends = (
        index
        for index, (text, following) in enumerate(pairwise(texts))
        if index and vocabulary.zones.get(text) == "end" and _DIGITS.fullmatch(following)
    )
    return next(ends, len(texts))


def fit_of(text: str, role: str, vocabulary: Vocabulary, lexicon: Lexicon) -> float:
    """Return how well a text fits a column, in nats (see :func:`role_score`).

    Words say less for a value here than under a head that has its place; the word of a head itself (具体指标) is where a
    blank form leaves a level open.
    """
    score = role_score(text, role, vocabulary, lexicon)
    if text in vocabulary.columns and text.endswith(_LEVEL_ENDS) and not vocabulary.is_level(text):
        return _OPEN_LEVEL if role in LEVEL_ROLES else min(score, _NO_HEAD)
    kind = text_kind(text, vocabulary)
    if role == "unit" and len(text) <= _SHORT_UNIT and kind in ("word", "phrase"):
        return 0.5  # units are an open class of short nouns
    if kind == "word" and len(text) > _LONGEST_TREND and role in ("name", *VALUES):
        return 0.0  # a trend (稳步增长), or what a rate of growth is called
    return score - _WORDY if role in VALUES and kind in ("phrase", "prose") else score


def apart_of(text: str, vocabulary: Vocabulary) -> float:
    """Return what speaks against a text as part of a longer cell: it is a cell of its own."""
    kind = text_kind(text, vocabulary)
    return _LABEL_APART if kind == "level" else _APART if kind in _WHOLE else 0.0


def is_whole(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a cell of its own and hardly a part of one: a level's label, an operator, a number, a quantity."""
    return text_kind(text, vocabulary) in _WHOLE


def _without_counters(pieces: Sequence[tuple[Row, Cell]], vocabulary: Vocabulary) -> list[tuple[Row, Cell]]:
    """The cells without those that do nothing but count the rows: 1 before the first, 2 before the second and so on."""
    counters: list[int] = []
    for index, (_, cell) in enumerate(pieces[:-1]):
        counts = cell.text == str(len(counters) + 1) and text_kind(pieces[index + 1][1].text, vocabulary) in _BEGINS_ROW
        if counts and (counters or index == 0):
            counters.append(index)
    if len(counters) < _FEWEST_COUNTED:
        return list(pieces)
    gaps = [after - before for before, after in pairwise([*counters, len(pieces)])]
    if max(gaps) > _MOST_APART * median(gaps):
        return list(pieces)
    return [piece for index, piece in enumerate(pieces) if index not in counters]


def _rows_a_line(pieces: Sequence[tuple[Row, Cell]]) -> list[_Cut]:
    cuts: list[_Cut] = []
    before: Row | None = None
    for row, cell in pieces:
        cuts.append((row, cell, _CELL if row is before else _ROW))
        before = row
    return cuts


def _is_spaced(cells: Sequence[Cell], roles: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether lines hold several cells with blanks between: no cell by themselves, but made of such."""
    lines: dict[int | None, list[str]] = {}
    for cell in cells:
        lines.setdefault(cell.line, []).extend(_words(cell, vocabulary))
    split = not {"operator", "unit"}.isdisjoint(roles)  # then ≥ 95 % are three cells
    several = sum(
        len(words) > 1
        and any(is_whole(word, vocabulary) for word in words)
        and (split or not is_whole("".join(words), vocabulary))
        for words in lines.values()
    )
    return several >= max(min(_FEWEST_SEVERAL, len(lines)), _SEVERAL * len(lines))


def _parted(pieces: Sequence[tuple[Row, Cell]], vocabulary: Vocabulary) -> list[tuple[Row, Cell]]:
    """The cells cut at their blanks."""
    return [(row, replace(cell, text=word, lines=(word,))) for row, cell in pieces for word in _words(cell, vocabulary)]


def _lines(pieces: Sequence[tuple[Row, Cell]], roles: Sequence[str], spaced: bool) -> list[_Cut]:
    """The cells of lines, each with what it costs behind the one before: on the same line, or at the beginning of another."""
    endless = len(pieces) > 2 * len(roles) * len({cell.line for _, cell in pieces})
    line, blank = _LINE_OF_SEVERAL if spaced else _LINE, _ENDLESS if endless else _BLANK
    gaps = [_gap(one, other) for (_, one), (_, other) in pairwise(pieces) if one.line != other.line]
    usual = median(gaps) if gaps else 1
    cuts: list[_Cut] = []
    before: Cell | None = None
    for row, cell in pieces:
        if before is not None and cell.line is not None and cell.line == before.line:
            step = blank
        else:
            step = line
            if before is not None and text_width(before.text) + _MUCH < text_width(cell.text):
                step = replace(step, join=step.join + _STOPS_SHORT)  # what wraps fills its line
            if before is not None and _gap(before, cell) > usual:
                step = replace(step, row=step.row + _BLANK_LINES, join=step.join + _BLANK_LINES)
        cuts.append((row, cell, step))
        before = cell
    return cuts


def _gap(before: Cell, cell: Cell) -> int:
    """How many lines below the last line of a cell another begins."""
    return (cell.line or 0) - (before.line or 0) - len(before.lines) + 1


def _words(cell: Cell, vocabulary: Vocabulary) -> list[str]:
    """The words of a cell as printed, for its text has no blanks beside ideographs; a level's label stays whole."""
    return [cell.text] if vocabulary.is_level(cell.text) else " ".join(cell.lines).split()


def _is_glued(cells: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether the values are glued to the names: many of the cells that are none themselves end with figures."""
    texts = [cell.text for cell in cells if text_kind(cell.text, vocabulary) in ("phrase", "prose")]
    figures = [text for text in texts if any(char.isdigit() for char in text)]
    ending = sum("".join(part or "" for part in parted(text, vocabulary.values)) == text for text in figures)
    return ending >= max(1, _MANY_GLUED * len(texts))


def _unglued(cut: _Cut, roles: Sequence[str], vocabulary: Vocabulary) -> list[_Cut]:
    """A cell cut into a name and the values that it ends with; these into operator, number and unit where they have columns."""
    row, cell, step = cut
    if is_whole(cell.text, vocabulary):
        return [cut]
    name, *values = _name_and_values(cell.text, vocabulary)
    split = _SPLIT.fullmatch(values[0]) if values and not {"operator", "unit"}.isdisjoint(roles) else None
    if split is not None:
        values[:1] = [part.strip() for part in split.groups() if part]
    return [
        (row, replace(cell, text=text, lines=(text,)), _GLUED if index else step)
        for index, text in enumerate([name, *values])
    ]


def _name_and_values(text: str, vocabulary: Vocabulary) -> list[str]:
    """The name that a text begins with and what it ends with: several figures behind each other, or one value."""
    said = vocabulary.values.mentions(text)
    ends: list[str] = []
    stop = len(text)
    if (bare := _DIGITS.search(text)) is not None and all(mention.end <= bare.start() for mention in said):
        stop = bare.start()
        ends = [text[stop:]]
    for mention in reversed(said):
        if mention.end != stop or mention.start == 0:
            break
        stop = mention.start
        ends.insert(0, text[stop : mention.end])
    if len(ends) > 1:
        return [text[:stop], *ends]
    name, value = parted(text, vocabulary.values)
    return [name, value] if value and name + value == text else [text]
