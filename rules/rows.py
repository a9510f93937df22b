"""One indicator row before its values are parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.model.records import Cell
from rules.columns import Horizon
from rules.grid import Row
from rules.hierarchy import Levels


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator.

    Attributes:
        row: where it stands.
        cells: role to its first cell (``name``, ``value``, ``weight``, …); a role without a cell is missing.
        texts: role to text; where a role covers several cells, joined.
        levels: judged and printed levels.
        horizon: which of two panels it stands in.
    """

    row: Row
    cells: Mapping[str, Cell]
    texts: Mapping[str, str]
    levels: Levels
    horizon: Horizon | None = None
