"""Tables drawn with characters: Markdown pipes, ``+---+`` grids and box-drawing lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.layout.aligned.grid import Field, table
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Block, Origin

_BARS = str.maketrans(dict.fromkeys("│┃║｜", "|"))
_RULE = compiled(r"[\s|+:=\-─━═┄┅┈┉┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├-╋╌-╬╭-╰]+$")
_ESCAPED = compiled(r"(?<!\\)\|")
_GRID_RULES = 4  # top, header, bottom and at least one more: then each row has its own rule and may have several lines


def is_drawn(text: str) -> bool:
    """Whether a line is a row or a rule of a table drawn with characters."""
    text = text.strip()
    if len(text) < 2:
        return False
    bars = text.translate(_BARS)
    if bars[0] == "|" and bars[-1] == "|":
        return True
    return is_rule(text) and text[0] in "+┌┍┎┏├┝┞┟┠┡┢┣└┕┖┗╔╠╚╭╰╒╞╘"


def is_rule(text: str) -> bool:
    """Whether a line only draws."""
    return _RULE.match(text.strip()) is not None and any(mark in text for mark in "-─━═=")


def drawn_table(lines: Sequence[RawLine]) -> list[Block]:
    """The table that consecutive drawn lines make; nothing for a frame without content."""
    rules = sum(is_rule(line.text) for line in lines)
    rows = [row for group in _groups(lines, joined=rules >= _GRID_RULES) if (row := _row(group))]
    return [table(rows, Origin.TABBED)] if rows else []


def _groups(lines: Sequence[RawLine], *, joined: bool) -> Iterator[list[RawLine]]:
    group: list[RawLine] = []
    for line in lines:
        if is_rule(line.text):
            if group:
                yield group
            group = []
        elif joined:
            group.append(line)
        else:
            yield [line]
    if group:
        yield group


def _row(group: Sequence[RawLine]) -> list[Field]:
    columns: dict[int, list[tuple[str, RawLine]]] = {}
    for line in group:
        inner = line.text.strip().translate(_BARS)
        for column, part in enumerate(_ESCAPED.split(inner)[1:-1]):
            for piece in part.replace("\\|", "|").replace("<br/>", "<br>").split("<br>"):
                if piece.strip():
                    columns.setdefault(column, []).append((piece, line))
    return [
        Field(column, tuple(piece for piece, _ in pieces), pieces[0][1].number, pieces[0][1].page)
        for column, pieces in sorted(columns.items())
    ]
