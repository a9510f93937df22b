"""Planted faults that are data: rows to add (``rows.yaml``) and texts to print (``variants.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

Row = tuple[str, str | None, str]
"""Name, value (``None`` for a blank cell) and level 2."""


class RowFaults(Struct, frozen=True):
    """What one check is tried on.

    Attributes:
        cell: the cell in which the fault stands.
        also: codes that such a row may show besides.
    """

    fires: tuple[Row, ...]
    silent: tuple[Row, ...]
    cell: str
    also: frozenset[str]


@cache
def row_faults() -> dict[str, RowFaults]:
    """Every check that one row can show, by its code."""
    return {
        code: RowFaults(
            tuple(map(_row, entry["fires"])),
            tuple(map(_row, entry["silent"])),
            entry.get("cell", "value"),
            frozenset(entry.get("also", ())),
        )
        for code, entry in _read("rows.yaml").items()
    }


def variants(name: str) -> Any:
    """Return what the variants of a check print, in their order."""
    return _read("variants.yaml")[name]


@cache
def _read(file: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(
        Path(__file__).with_name(file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return data


def _row(line: str) -> Row:
    name, value, level2 = (part.strip() for part in line.split("|"))
    return name, value or None, level2
