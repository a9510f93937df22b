"""Tables drawn with characters: Markdown pipes, ``+---+`` grids, box-drawing lines, and cells that only end in a bar.

Web pages copied as text end every cell in a bar: a row a line (``项目名称 | 道路养护 ||``), the cells under a span left out and
bars put behind instead, or a cell a line (``项目名称 |``) with lines of bars alone for what is blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extractor.layout.aligned.grid import Field
from extractor.layout.aligned.left_out import PrintedRow, with_left_out
from extractor.layout.labels import Labels
from extractor.model.page import RawLine
from extractor.model.patterns import compiled
from extractor.model.table import Block

_BARS = str.maketrans(dict.fromkeys("│┃║｜", "|"))
_BARRED = "|│┃║｜"
_RULE = compiled(r"[\s|+:=\-─━═┄┅┈┉┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├-╋╌-╬╭-╰]+$")
_FRAME = "|│┃║｜+┌┍┎┏├┝┞┟┠┡┢┣└┕┖┗╔╠╚╭╰╒╞╘"
_BETWEEN = " | "
_FEWEST_MARKS = 3
_ESCAPED = compiled(r"(?<!\\)\|")
_GRID_RULES = 4  # top, header, bottom and at least one more: then each row has its own rule and may have several lines
_ONE_CELL = 0.9  # share of the lines of a table a cell a line that hold one cell at most
_MOST_OPEN = 30
"""Lines of one row that line breaks within its cells have cut."""
_PAD = 1
"""Characters of a cell that only fills a row up; a blank cell has a blank on either side."""


def is_drawn(text: str) -> bool:
    """Whether a line is a row or a rule of a table drawn with characters: it ends with a bar, or has several between blanks."""
    text = text.strip()
    if not text:
        return False
    bars = text.translate(_BARS)
    if bars[-1] == "|" or bars.count(_BETWEEN) > 1:
        return True
    return is_rule(text) and text[0] in _FRAME


def _opens_cells(text: str) -> bool:
    """Whether a line's bars each are before a cell, and none behind the last."""
    text = text.strip().translate(_BARS)
    return text[:1] == "|" and text.count("|") > 1 and text[-1] != "|"


def is_rule(text: str) -> bool:
    """Whether a line only draws; ═ or -- in a cell that begins with no bar is what is printed there."""
    text = text.strip()
    if _RULE.match(text) is None:
        return False
    return sum(map(text.count, "-─━═=")) >= (1 if text[0] in _FRAME else _FEWEST_MARKS)


def drawn_lines(lines: Sequence[RawLine], start: int) -> int:
    """How many lines from ``start`` on are drawn as one table; 0 where that is less than two."""
    stop = start
    while stop < len(lines) and _opens_cells(lines[stop].text):
        stop += 1
    if stop - start > 1:
        return stop - start
    stop = start
    while stop < len(lines):
        if is_drawn(lines[stop].text) or (stop > start and _BETWEEN in lines[stop].text.translate(_BARS)):
            stop += 1
            continue
        if stop == start or "|" not in lines[stop].text.translate(_BARS):
            break
        # A row whose cell has a line break in it goes on up to the line that ends in a bar.
        closed = next((n for n in range(stop + 1, min(stop + _MOST_OPEN, len(lines))) if is_drawn(lines[n].text)), None)
        if closed is None:
            break
        stop = closed + 1
    return stop - start if stop - start > 1 else 0


def drawn_cells(lines: Sequence[RawLine]) -> list[RawLine] | None:
    """The cells of drawn lines that hold one each, without their bars; ``None`` where rows are on a line."""
    parts = [[part.strip() for part in _ESCAPED.split(line.text.translate(_BARS))] for line in lines]
    filled = [sum(map(bool, row)) for row in parts]
    if any(is_rule(line.text) for line in lines) or sum(map(bool, filled)) < 2:
        return None
    if sum(count <= 1 for count in filled) < _ONE_CELL * len(lines):
        return None
    return [replace(line, text=text) for line, row in zip(lines, parts, strict=True) for text in row if text]


def drawn_table(lines: Sequence[RawLine], labels: Labels) -> list[Block]:
    """The table that consecutive drawn lines make (see :func:`with_left_out`); nothing for a frame without content."""
    rules = sum(is_rule(line.text) for line in lines)
    drawn = [line.text.lstrip() for line in lines if not is_rule(line.text)]
    # Where most lines begin with a cell, a bar in front closes a blank one.
    framed = sum(text[:1] in _BARRED for text in drawn) * 2 > len(drawn)
    groups = _groups(lines, joined=rules >= _GRID_RULES)
    rows = [row for group in groups if (row := _row(group, framed=framed)).fields]
    return [*with_left_out(rows, labels)]


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
            group.append(line)
            if is_drawn(line.text) or _opens_cells(line.text):
                yield group
                group = []
    if group:
        yield group


def _row(group: Sequence[RawLine], *, framed: bool) -> PrintedRow:
    """The row that some lines make, each cell's lines from bar to bar; a line without an end goes on in the next one's cell."""
    columns: dict[int, list[tuple[str, RawLine]]] = {}
    width = column = 0
    for line in group:
        parts = _ESCAPED.split(line.text.strip().translate(_BARS))
        closed = len(parts) > 1 and not parts[-1].strip()
        parts = parts[:-1] if closed else parts
        if framed and parts and not parts[0].strip() and line.text.strip()[0] in _BARRED:
            parts = parts[1:]
        for part in parts:
            for piece in part.replace("\\|", "|").replace("<br/>", "<br>").split("<br>"):
                if piece.strip():
                    columns.setdefault(column, []).append((piece, line))
            width = max(width, column + 1 if len(part) > _PAD else 0)
            column += 1
        column = 0 if closed else column - 1
    fields = tuple(
        Field(column, tuple(piece for piece, _ in pieces), pieces[0][1].number, pieces[0][1].page)
        for column, pieces in sorted(columns.items())
    )
    return PrintedRow(fields, max(width, fields[-1].column + 1 if fields else 0))
