"""What one try of a check is: forms, where the fault was planted, and what else it may show."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from msgspec import Struct

from benchmarks.checks.drafts import Draft, Place, Placed
from extractor.model.table import Block, TextLine
from rules.read_form import FormTrace

VARIANTS = 10


class Case(Struct, frozen=True):
    """One planted fault, or one near miss.

    Attributes:
        target: the form (from 0) in which the fault stands; its ``Placed.at`` is the cell.
        lines: text around the forms.
        blocks: tables that are no forms, with the lines before them.
        documents: how many documents the forms come from, one each; by default they are of one.
        also: codes that such a form may show besides.
        line: the text line in which the fault stands, for text without cells.
        change: what is done to a form once it has been read.
        own_row: only findings in the planted row count, for checks that are off by default.
    """

    code: str
    planted: bool
    forms: tuple[Placed, ...]
    target: int = 0
    lines: tuple[TextLine, ...] = ()
    also: frozenset[str] = frozenset()
    line: int | None = None
    change: Callable[[FormTrace], FormTrace] | None = None
    own_row: bool = False
    blocks: tuple[Block, ...] = ()
    documents: int = 1


Made: TypeAlias = "tuple[Draft, Place | None]"
Maker: TypeAlias = "Callable[[Random, int], Made]"


class FormFaults(Struct, frozen=True):
    """Makers of a form with a fault and of one near it, by the number of the variant."""

    fires: Maker
    silent: Maker
    also: frozenset[str] = frozenset()
    silent_also: frozenset[str] = frozenset()


def also(*codes: str) -> frozenset[str]:
    """Codes that a fault may show besides."""
    return frozenset(codes)
