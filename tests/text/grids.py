"""Readable forms of blocks for exact comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from extractor.layout.aligned.text import layout_text
from extractor.model.table import Block, Source, Table, TextLine
from extractor.model.text import clean
from extractor.readers.text import read_text, split_lines
from rules.ruleset.load import load_rules

DATA = Path(__file__).parents[1] / "data" / "text"


def blocks_of(text: str, *, delimiter: str = "\t") -> list[Block]:
    return layout_text(split_lines(text), load_rules().labels, delimiter=delimiter)


def read(name: str) -> list[Block]:
    path = DATA / name
    return layout_text(read_text(Source(path.name, path.read_bytes())), load_rules().labels)


def grid(table: Table) -> list[dict[int, str]]:
    """Each row as {column: text}."""
    return [{cell.column: cell.text for cell in row} for row in table.rows_of_cells()]


def shown(blocks: Iterable[Block]) -> list[str | list[dict[int, str]]]:
    """Text lines as strings, tables as grids."""
    return [block.text if isinstance(block, TextLine) else grid(block) for block in blocks]


def tables(blocks: Iterable[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def characters(text: str) -> Counter[str]:
    """How often each visible character occurs."""
    return Counter(char for char in clean(text) if not char.isspace())


def characters_of(blocks: Iterable[Block]) -> Counter[str]:
    found: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, TextLine):
            found += characters(block.text)
        else:
            for cell in block.cells:
                found += characters(cell.text)
    return found
