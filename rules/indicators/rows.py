"""One indicator row before its values are parsed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell
from rules.grid import Row
from rules.indicators.header import Column, Horizon
from rules.indicators.levels import Levels
from rules.labels import Vocabulary


class IndicatorRow(Struct, frozen=True):
    """One indicator.

    Attributes:
        row: where it is.
        cells: role to its first cell (``name``, ``value``, ``weight``, …); a role without a cell is missing.
        texts: role to text; where a role covers several cells, joined.
        levels: judged and printed levels.
        horizon: which of two panels it is in.
        columns: role to its column, for what a column's head and certainty say.
        sure: how sure it is that these cells are one row, 0 to 1; its values are no surer.
    """

    row: Row
    cells: Mapping[str, Cell]
    texts: Mapping[str, str]
    levels: Levels
    horizon: Horizon | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    sure: float = 1.0


# A blank form's own counters: 指标1:, 指标2:… before the name, …… for more rows.
_COUNTER = compiled(r"^指标\s*\d{1,2}\s*[:：]\s*")
# A level's share of the score, (50分), may fall into a row of its own.
_BLANK_NAME = compiled(
    r"(?:[\\/／]|指标\s*\d{1,2}\s*[:：]?|[.…·—_*-]+|\d{1,2}[.、]?|其[他它](?:指标)?|[(（]\s*\d{1,3}\s*分\s*[)）])"
)


_NUMBERING = compiled(r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.、．](?!\d)|[①-⑳]|指标\s*\d{1,2}\s*[:：])\s*")
_FEWEST_NUMBERED = 3
_DASHES = " -—–－_/／\\"


def without_counter(name: str) -> str:
    """An indicator's name without the counter that the blank form prints before it."""
    return _COUNTER.sub("", name) or name


_FILLING = "….。·、,，-—_*＊Xx× \u3000"
"""Marks that fill a blank form's cells."""


def without_numbers(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """The rows, the numbers before their names left out where most names have one: they count and name nothing."""
    names = [row.texts.get("name", "") for row in rows]
    numbered = [_NUMBERING.match(name) is not None for name in names]
    if sum(numbered) < _FEWEST_NUMBERED or sum(numbered) * 2 <= len(rows):
        return list(rows)
    return [
        replace(row, texts={**row.texts, "name": _NUMBERING.sub("", name) or name}) if counted else row
        for row, name, counted in zip(rows, names, numbered, strict=True)
    ]


def is_blank_row(texts: Mapping[str, str]) -> bool:
    """Whether a row was left as the blank form printed it: a counter, dots or 其他 for a name, and no value but a dash."""
    name, value = texts.get("name"), texts.get("value", "")
    return name is not None and _BLANK_NAME.fullmatch(name.strip()) is not None and not value.strip(_DASHES)


def is_unfilled(texts: Mapping[str, str], vocabulary: Vocabulary) -> bool:
    """Whether a row holds nothing but labels and dots, as a blank form prints them."""
    return all(_is_form_text(text, vocabulary) for text in texts.values())


def _is_form_text(text: str, vocabulary: Vocabulary) -> bool:
    bare = text.strip(_FILLING)
    known = (vocabulary.columns, vocabulary.zones, vocabulary.level1, vocabulary.level2)
    return not bare or any(bare in labels for labels in known) or vocabulary.is_header_label(bare)
