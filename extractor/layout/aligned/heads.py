"""The head of an indicator table in cells without columns: which cells make it, made whole where they wrap, in the order of the columns."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.labels import Labels
from extractor.model.table import Cell
from extractor.model.text import join_lines

_MOST_LINES = 4
"""Lines of one head."""
_MOST_HEADS = 60
_LONGEST_UNKNOWN, _MOST_UNKNOWN = 12, 2
_MOST_BEFORE_LEVEL = 4
_UNDER_VALUE = frozenset({"operator", "value", "unit", "direction"})
"""What is printed below a head of values that is drawn over several columns."""

Group = tuple[int, int]
"""The first cell of a head and the one behind its last."""


def head_run(cells: Sequence[Cell], start: int, labels: Labels) -> list[Group]:
    """The heads that begin with the cell ``start``, each as the cells of its lines; none where they head no indicators.

    The fewest lines are joined that make all of them known.
    """
    found: list[Group] = []
    at = start
    while at < len(cells) and len(found) < _MOST_HEADS:
        used = [labels.column_role(text_of(cells, group)) for group in found]
        stop = _head(cells, at, used, labels)
        if stop is None and found and _is_unknown(cells, at, labels):
            stop = at + 1
        if stop is None:
            break
        found.append((at, stop))
        at = stop
    while found and labels.is_side(text_of(cells, found[-1])):
        found.pop()  # it stands beside the rows below
    if not labels.heads_indicators([text_of(cells, group) for group in found]):
        return []
    levels = [labels.column_role(text_of(cells, group)) in ("level1", "level2") for group in found]
    return found + _rest_of_line(cells, found[-1][1], labels, levels_first=levels[0] or not any(levels))


def text_of(cells: Sequence[Cell], group: Group) -> str:
    """The text of the cells of a group."""
    first, stop = group
    return (
        cells[first].text
        if stop == first + 1
        else join_lines([line for cell in cells[first:stop] for line in cell.lines])
    )


def _head(cells: Sequence[Cell], start: int, used: Sequence[str | None], labels: Labels) -> int | None:
    """Where the head that begins with a cell ends: the shortest that is known, behind which another may begin.

    度量 is no head and 度量单位 is one. 实际完成 and 值(B) are heads too, but with a value's before them they are 实际完成值(B).
    """
    ends = _ends(cells, start, labels)
    for stop, role in ends[:-1]:
        following = _ends(cells, stop, labels)
        before = (*used, role)
        if stop < len(cells) and labels.is_level(cells[stop].text):
            return stop
        if following and (following[0][1] not in before or _opens_panel(following[0][1], before)):
            return stop
    return ends[-1][0] if ends else None


def _opens_panel(role: str, before: Sequence[str | None]) -> bool:
    """Whether a role comes again in another panel: a level or a name, or the value of a further name."""
    return role in ("level1", "level2", "name") or (role == "value" and before.count("name") > before.count("value"))


def _ends(cells: Sequence[Cell], start: int, labels: Labels) -> list[tuple[int, str]]:
    """Where the heads end that may begin with a cell, shortest first, each with its role."""
    last = min(start + _MOST_LINES, len(cells))
    number = next((at for at in range(start + 1, last) if cells[at].text.isdigit()), last)
    stops = range(start + 1, number + 1)  # a number begins a row that is counted
    roles = ((stop, labels.column_role(text_of(cells, (start, stop)))) for stop in stops)
    return [(stop, role) for stop, role in roles if role is not None]


def _is_unknown(cells: Sequence[Cell], at: int, labels: Labels) -> bool:
    """Whether a cell is a head that no rule knows, between two that are known."""
    text = cells[at].text
    if len(text) > _LONGEST_UNKNOWN or labels.is_level(text) or at + 1 >= len(cells):
        return False
    return not labels.is_level(cells[at + 1].text) and bool(_ends(cells, at + 1, labels))


def _rest_of_line(cells: Sequence[Cell], start: int, labels: Labels, *, levels_first: bool) -> list[Group]:
    """The few heads that no rule knows at the end of a line of known ones, or between these and the first level.

    Args:
        levels_first: whether rows begin with the labels of their levels.
    """
    stop = next(
        (at for at in range(start, min(start + _MOST_BEFORE_LEVEL, len(cells))) if labels.is_level(cells[at].text)),
        start,
    )
    if levels_first and stop > start and all(_is_short(cell, labels) for cell in cells[start:stop]):
        return [(index, index + 1) for index in range(start, stop)]
    line = cells[start - 1].line
    if line is None or start < 2 or cells[start - 2].line != line:
        return []
    stop = start
    while stop < len(cells) and cells[stop].line == line:
        stop += 1
    rest = cells[start:stop]
    heads = len(rest) <= _MOST_UNKNOWN and all(_is_short(cell, labels) for cell in rest)
    return [(index, index + 1) for index in range(start, stop)] if heads else []


def _is_short(cell: Cell, labels: Labels) -> bool:
    return len(cell.text) <= _LONGEST_UNKNOWN and not labels.is_level(cell.text) and not cell.text.isdigit()


def leaf_order(texts: Sequence[str], labels: Labels) -> list[int]:
    """The heads that are right over the rows, in the order of their columns: those below a head take its place.

    Heads of two rows follow each other row by row: 绩效指标 | 年度指标值 | 分值 and then what is printed below the first two of them.
    """
    roles = [labels.column_role(text) for text in texts]
    stop = _second_row(texts, roles, labels)
    if stop is None:
        return list(range(len(texts)))
    below = list(range(stop, len(texts)))
    values = [index for index in below if roles[index] in _UNDER_VALUE]
    others = [index for index in below if index not in values]
    order: list[int] = []
    for index in range(stop):
        if labels.is_side(texts[index]):
            order += others
            others = []
        elif roles[index] == "value" and values:
            order += values
            values = []
        else:
            order.append(index)
    return [*others, *order, *values]


def _second_row(texts: Sequence[str], roles: Sequence[str | None], labels: Labels) -> int | None:
    """Where the second row of heads begins; ``None`` where there is one row."""
    if "level1" in roles[1:]:
        first = roles.index("level1", 1)
        above = {role for text, role in zip(texts[:first], roles, strict=False) if not labels.is_side(text)}
        return first if above - {None, "level1", "level2"} and roles.count("level1") == 1 else None
    if roles.count("value") == 2 and roles.count("name") == 1:
        stop = len(roles)
        while roles[stop - 1] in _UNDER_VALUE:
            stop -= 1
        return stop if "value" in roles[:stop] and "value" in roles[stop:] else None
    return None
