"""Flatten a table of known truth the way real documents are: spans lost, labels slid or gone, last cells cut off."""

from __future__ import annotations

import random
from collections.abc import Sequence

from msgspec import Struct


class TrueRow(Struct, frozen=True):
    """One indicator as it is meant; ``value`` is never ``None``."""

    level1: str
    level2: str
    name: str
    value: str


class Flattened(Struct, frozen=True):
    """A damaged table.

    Attributes:
        lines: tab-separated lines, header row included.
        values: per row the value that is still printed, ``None`` where it was cut off.
    """

    lines: tuple[str, ...]
    values: tuple[str | None, ...]


HEADER = "\t一级指标\t二级指标\t三级指标\t年度(/项目)指标值\t"


def flatten(rows: Sequence[TrueRow], rate: float, rng: random.Random) -> Flattened:
    """One table with each label damaged at ``rate`` and each row's end at a quarter of it.

    A damaged label slides one row (60 %), slides two rows (10 %), is lost (20 %) or stands in another column (10 %). A
    label never slides onto a row that already has one of its level.
    """
    places: dict[int, dict[int, str]] = {1: {}, 2: {}}
    shifted: set[tuple[int, int]] = set()
    for level in (1, 2):
        starts = [
            (index, row.level1 if level == 1 else row.level2)
            for index, row in enumerate(rows)
            if index == 0
            or (row.level1, row.level2 if level == 2 else "")
            != (rows[index - 1].level1, rows[index - 1].level2 if level == 2 else "")
        ]
        for index, label in starts:
            target: int | None = index
            if rng.random() < rate:
                target = _slide(index, len(rows), rng, shifted, level)
            if target is not None and target not in places[level]:
                places[level][target] = label
            elif target is not None and index not in places[level]:
                places[level][index] = label
    lines, values = [HEADER], []
    for index, row in enumerate(rows):
        cells = [
            "绩效指标" if index == 0 else "",
            places[1].get(index, ""),
            places[2].get(index, ""),
            row.name,
            row.value,
            "",
        ]
        if (1, index) in shifted or (2, index) in shifted:
            cells.insert(0, "")
            cells.pop()
        value: str | None = row.value
        if rng.random() < rate / 4:
            cells, value = ["", *cells[: cells.index(row.value)]], None
        lines.append("\t".join(cells))
        values.append(value)
    return Flattened(tuple(lines), tuple(values))


def _slide(index: int, count: int, rng: random.Random, shifted: set[tuple[int, int]], level: int) -> int | None:
    kind = rng.random()
    if kind < 0.2:
        return None
    if kind < 0.3:
        shifted.add((level, index))
        return index
    step = rng.choice((-1, 1)) * (2 if kind < 0.4 else 1)
    return min(max(index + step, 0), count - 1)
