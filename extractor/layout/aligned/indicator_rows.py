"""The indicator rows of an aligned form.

The merged labels of levels and blocks are taken out first: they are no evidence for rows, and drift with the widths of what
is beside them. The rows follow from names and values alone; then each label is set to the first row it speaks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from msgspec.structs import replace

from extractor.layout.aligned.bands import Band, Row, beside, full_widths, grid_of, owners, row_of, without
from extractor.layout.aligned.columns import Column, assign, fit_columns, seed_columns, split_straddling
from extractor.layout.aligned.heads import leaf_order
from extractor.layout.aligned.labels import Label, first_rows
from extractor.layout.aligned.pieces import Piece, is_quantity, text_width
from extractor.layout.aligned.rows import RowRules, cut_rows, may_wrap
from extractor.layout.labels import Labels
from extractor.model.patterns import compiled
from extractor.model.text import label_key

_GROUPS = ("level1", "level2")
_LEVEL = compiled(r"(?:指标|目标)(?:\([^()]*\))?:?$")
_ASTRAY = 3.0  # distance from its column beyond which a piece may belong elsewhere
_WRAPPING = 16  # display columns of a text that surely wraps when its column is full
_YEAR = compiled(r"20\d{2}年?度?(?:目标|计划|预期|指标)?值?")
_SIDE = 0
_NEAR = 4
_GROUP = 5.0  # less than what two pieces in one column cost: a label in no vocabulary stays in its column
_EMPTY_LINE = 0.8
_FREE = 3  # columns before the first where no header says which: side label, level 1, level 2


def header_at(label: Label, by_line: Mapping[int, Sequence[Label]], known: Labels) -> tuple[Label, ...]:
    """The labels of the indicator header that begins with this one, left to right; none where it begins no header."""
    if known.column_role(label.text) is None:
        return ()
    lines = range(label.first, label.last + 2)
    near = [other for line in lines for other in by_line.get(line, ())]
    heads = [other for other in near if known.column_role(other.text) is not None]
    if not heads_columns([head.text for head in heads], known):
        return ()
    return tuple(sorted(heads, key=lambda head: head.box.centre))


def heads_columns(texts: Sequence[str], known: Labels) -> bool:
    """Whether labels in a line head an indicator table, though its head may go on in other lines."""
    roles = {known.column_role(text) for text in texts}
    return len(roles - {None}) > 1 and (not roles.isdisjoint(_GROUPS) or known.heads_indicators(texts))


def indicator_rows(band: Band) -> list[Row]:
    """The header row and the indicator rows below it, with the level labels beside the rows they speak for."""
    known = band.known
    sides = [label for label in (*band.labels, *band.header) if known.is_side(label.text)]
    header = [head for head in band.header if head not in sides]
    levels = _levels(band, sides, header)
    rest = without(band.pieces, [*sides, *header, *levels])
    limit = max((label.box.right for label in (*levels, *sides)), default=0)
    parts = [Label((p,)) for row in rest for p in row if p.centre < limit and known.is_level_part(p.text)]
    rest = [[replace(piece, label=False) for piece in row] for row in without(rest, parts)]
    if header:
        header, over = _whole_header(header, rest, band.start, known)
        rest = without(rest, [*header, *over])
    shift, groups = _group_columns(header, levels, known)
    leaves = shift + next((i for i in range(len(header)) if shift + i not in groups), 0)
    seeds = [_column(head, known) for head in header] or seed_columns(rest)
    columns = fit_columns(rest, seeds, grow=not header)
    rest = split_straddling(rest, columns, band.ruler)
    grid = grid_of(rest, columns, shift) if columns else [{} for _ in rest]
    leaf_grid = [{column: piece for column, piece in line.items() if column >= leaves} for line in grid]
    leaf_grid = _drawn_back(leaf_grid, columns, shift)
    rules = RowRules(
        complete=lambda cells: leaves in cells and len(cells) > 1,
        owner=owners(label for label in band.labels if label not in levels),
        tied=frozenset(),
        full=full_widths(leaf_grid),
        wrapping=frozenset(next(iter(line)) for line in leaf_grid if len(line) == 1),
        empty_line=_EMPTY_LINE,
    )
    spans = cut_rows(leaf_grid, band.broken, rules)
    rows = [row_of(leaf_grid, span, band.start) for span in spans]
    rows = _displaced(rows, leaves, rules.full)
    rows = _grouped(rows, _by_level(levels, header, groups, known), band.numbers, not header)
    loose = [(column, Label((piece,))) for line in grid for column, piece in line.items() if column < leaves]
    rows = beside(rows, [*loose, *((_SIDE, side) for side in sides)])
    rows = _with_parts(rows, parts, groups)
    if not header:
        return rows
    first = min(head.first for head in header)
    cells = {shift + index: head.pieces for index, head in enumerate(header)}
    side = next((row for row in rows if set(row.cells) == {_SIDE} and row.first <= first), None)
    if side is not None:
        rows.remove(side)
        cells[_SIDE] = side.cells[_SIDE]
    return [Row(first, first, cells), *rows]


def _levels(band: Band, sides: Sequence[Label], header: Sequence[Label]) -> list[Label]:
    """The labels of levels: those that say so (产出指标), and others (数量) in a column of levels.

    Elsewhere they are names of indicators. Without a header a column of levels holds mostly their labels.
    """
    known = band.known
    labels = [label for label in band.labels if known.is_level(label.text)]
    if all(_says_level(label.text) for label in labels):
        return labels
    rows = without(band.pieces, [*sides, *header])
    heads = [Column(head.box.left, head.box.centre, head.box.right) for head in header]
    columns = fit_columns(rows, heads or seed_columns(rows), grow=not header)
    members: list[list[Piece]] = [[] for _ in columns]
    for row in rows:
        for piece, column in zip(row, assign(row, columns), strict=True):
            members[column].append(piece)
    if header:
        leaf = next((i for i, head in enumerate(header) if known.column_role(head.text) not in _GROUPS), 0)
        ours = [piece for group in members[:leaf] for piece in group]
    else:
        ours = [piece for group in members if _are_levels(group, known) for piece in group]
    return [label for label in labels if _says_level(label.text) or label.pieces[0] in ours]


def _are_levels(pieces: Sequence[Piece], known: Labels) -> bool:
    """Whether more than half of some pieces are labels of levels or parts of these."""
    return 2 * sum(known.is_level(piece.text) or known.is_level_part(piece.text) for piece in pieces) > len(pieces)


def _says_level(text: str) -> bool:
    return _LEVEL.search(label_key(text)) is not None


def _with_parts(rows: Sequence[Row], parts: Sequence[Label], columns: Sequence[int]) -> list[Row]:
    """Parts of labels whose other parts are on another page, beside the nearest row that has room: they say nothing."""
    result = list(rows)
    for part in parts:
        near = sorted(range(len(result)), key=lambda index: abs(result[index].first - part.first))[:_NEAR]
        free = [(index, column) for index in near for column in columns if column not in result[index].cells]
        if not free:
            result = beside(result, [(columns[-1], part)])
            continue
        index, column = free[0]
        row = result[index]
        result[index] = Row(row.first, row.last, {**row.cells, column: part.pieces})
    return result


def _drawn_back(grid: list[dict[int, Piece]], columns: Sequence[Column], shift: int) -> list[dict[int, Piece]]:
    """Lone pieces that are well in no column put below the cell whose full line they go on, or beside the one above them.

    ``pdftotext`` draws to the left what is printed alone on its line.
    """
    full = full_widths(grid)
    result: list[dict[int, Piece]] = []
    for line in grid:
        above = result[-1] if result else {}
        if len(line) == 1 and above:
            (column, piece), last = next(iter(line.items())), max(above)
            wraps = {c: text_width(p.text) >= _WRAPPING and may_wrap(p.text, full[c]) for c, p in above.items()}
            astray = columns[column - shift].distance(piece) > _ASTRAY
            aside = column in above and piece.left >= above[column].right
            if (astray and last > column and wraps[last] and not wraps.get(column, False)) or (
                aside and column + 1 - shift < len(columns)
            ):
                line = {max(last, column + 1): piece}
        result.append(line)
    return result


def _whole_header(
    header: Sequence[Label], rest: Sequence[Sequence[Piece]], start: int, known: Labels
) -> tuple[list[Label], list[Label]]:
    """The heads right over the rows, those of no vocabulary on the main line and years below it included, and the heads over them."""
    lines = [head.first for head in header]
    main = max(set(lines), key=lines.count)
    heads = [*header, *(Label((piece,)) for piece in rest[main - start])]
    below = rest[main - start + 1] if main - start + 1 < len(rest) else ()
    years = [Label((piece,)) for piece in below if _YEAR.fullmatch(label_key(piece.text))]
    if len(years) == len(below) > 1:
        middle = sum(year.box.centre for year in years) / len(years)
        wide = min(heads, key=lambda head: abs(head.box.centre - middle))
        leaves = [*(head for head in heads if head is not wide), *years]
    else:
        ordered = sorted(heads, key=lambda head: (head.first, head.left))
        leaves = [ordered[place] for place in leaf_order([head.text for head in ordered], known)]
    over = [head for head in heads if head not in leaves]
    return sorted(leaves, key=lambda head: head.box.centre), over


def _group_columns(header: Sequence[Label], levels: Sequence[Label], known: Labels) -> tuple[int, tuple[int, int]]:
    """How many columns are left free before the header's first, and the columns of level 1 and level 2.

    Where all labels of levels are under the first of two heads, the second heads what is of them.
    """
    keys = [known.column_role(head.text) for head in header]
    shift = 1 if all(group in keys for group in _GROUPS) else _FREE
    first, second = (
        shift + keys.index(group) if group in keys else default for default, group in enumerate(_GROUPS, 1)
    )
    if all(group in keys for group in _GROUPS) and levels:
        one, two = (header[keys.index(group)].box.centre for group in _GROUPS)
        if all(abs(label.box.centre - one) < abs(label.box.centre - two) for label in levels):
            second = first
    return shift, (first, second)


def _column(head: Label, known: Labels) -> Column:
    """The column below a title; names are far to the side of a centred one, but not below that of a level."""
    box = head.box
    return Column(box.left, box.centre, box.right, handicap=_GROUP if known.column_role(head.text) in _GROUPS else 0.0)


def _by_level(
    levels: Sequence[Label], header: Sequence[Label], columns: tuple[int, int], known: Labels
) -> list[tuple[int, list[Label]]]:
    """The labels of level 1 and of level 2 with their columns; where the wording leaves it open, the place decides."""
    centres: list[float | None] = []
    for level, group in enumerate(_GROUPS, 1):
        places = [label.box.centre for label in levels if known.level_of(label.text) == level]
        places += [head.box.centre for head in header if known.column_role(head.text) == group]
        centres.append(median(places) if places else None)
    by_level: tuple[list[Label], list[Label]] = ([], [])
    for label in levels:
        level = known.level_of(label.text) or _level_beside(label, levels)
        if not level:
            off = [abs(label.box.centre - centre) if centre is not None else float("inf") for centre in centres]
            level = 1 if off[0] <= off[1] else 2
        by_level[level - 1].append(label)
    return [(column, group) for column, group in zip(columns, by_level, strict=True) if group]


def _level_beside(label: Label, levels: Sequence[Label]) -> int:
    """The level that another label on the same lines leaves for this one: 1 to the left of it, 2 to its right."""
    for other in levels:
        if other is not label and other.first <= label.last and label.first <= other.last:
            return 1 if label.box.centre < other.box.centre else 2
    return 0


def _displaced(rows: Sequence[Row], name: int, full: Mapping[int, int]) -> list[Row]:
    """Rows whose values ``pdftotext`` printed some lines off their names, set right again.

    Seen as consecutive lines with a name alone first and a value alone last, or a number alone right above a name alone. Names
    and values keep their order, so they are paired in order; but only where nothing is left open: as many names as values, none
    that could be the rest of the one above it, and complete rows around.
    """
    result: list[Row] = []
    index = 0
    while index < len(rows):
        stop = _balanced(rows, index, name, full)
        around = (not result or len(result[-1].cells) > 1) and (stop == len(rows) or len(rows[stop].cells) > 1)
        if stop == index or not around:
            result.append(rows[index])
            index += 1
            continue
        run = rows[index:stop]
        names = [(row, row.cells[name]) for row in run if name in row.cells]
        values = [_values(row, name) for row in run if set(row.cells) != {name}]
        for (row, pieces), value in zip(names, values, strict=True):
            result.append(Row(row.first, row.last, {name: pieces, **value}))
        index = stop
    return result


def _values(row: Row, name: int) -> dict[int, tuple[Piece, ...]]:
    return {column: pieces for column, pieces in row.cells.items() if column != name}


def _balanced(rows: Sequence[Row], start: int, name: int, full: Mapping[int, int]) -> int:
    """Where the run that begins at ``start`` has as many values as names; ``start`` where it never has."""
    if len(rows[start].cells) > 1:
        return start
    if name not in rows[start].cells:
        following = rows[start + 1 : start + 2]
        texts = [piece.text for pieces in rows[start].cells.values() for piece in pieces]
        alone = bool(following) and set(following[0].cells) == {name} and following[0].first == rows[start].last + 1
        return start + 2 if alone and len(texts) == 1 and is_quantity(texts[0]) else start
    balance = 0
    for index in range(start, len(rows)):
        row = rows[index]
        if row.first != row.last or row.first != rows[start].first + index - start or len(row.cells) > 2:
            return start
        balance += (name in row.cells) - (set(row.cells) != {name})
        if not balance:
            return index + 1 if name not in row.cells else start
        below = rows[index + 1].cells if index + 1 < len(rows) else {}
        texts = [
            cell[-1].text
            for column, cell in row.cells.items()
            if column in below and may_wrap(cell[-1].text, full[column])
        ]
        if not all(map(is_quantity, texts)):
            return start
    return start


def _grouped(
    rows: list[Row], by_level: Sequence[tuple[int, list[Label]]], numbers: Sequence[int], goes_on: bool
) -> list[Row]:
    """Set each label into the first of its rows, where the lines show which that is; else where it is."""
    spans = [(numbers[row.first], numbers[row.last]) for row in rows]
    labels = [[(numbers[label.first], numbers[label.last]) for label in group] for _, group in by_level]
    placed = list(rows)
    left: list[tuple[int, Label]] = []
    for (column, group), found in zip(by_level, first_rows(labels, spans, goes_on=goes_on), strict=True):
        if found is None:
            left += [(column, label) for label in group]
            continue
        for index, label in zip(found, group, strict=True):
            row = placed[index]
            placed[index] = Row(row.first, row.last, {**row.cells, column: label.pieces})
    return beside(placed, left)
