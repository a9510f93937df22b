"""Text that lost its tables: tab-separated rows without spans, with the slides real files show, and one cell a line.

A label stands only in the first row of its span. What a form's ``damage`` list says happens to its indicator rows, and
nothing else: a value never leaves the row of its indicator, it can only be cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from samples.make.grid import COLUMNS, build_grid, year_line
from samples.make.spec import ROW_CELLS, Damage, FormSpec, RowCell

_CJK_BEFORE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])")
_COMMA = re.compile(r",(?! )")

RowCells = dict[RowCell, tuple[int, str]]  # cell → (column, text)


class Printed(Struct, frozen=True):
    """What the flattened text shows of one indicator: labels carried down from the rows above, value or ``None``.

    ``name`` is ``None`` where even the name was lost.
    """

    level1: str | None
    level2: str | None
    name: str | None
    value: str | None


def flatten(forms: Iterable[FormSpec], title: str | None = None, *, damaged: bool = True) -> str:
    """Forms as tab-separated text, damaged as their specifications say (or not at all with ``damaged=False``).

    Raises:
        ValueError: a form's damage would print two cells in one place.
    """
    blocks = ["\n".join(["", title]) if title else None]
    for form in forms if damaged else (replace(form, damage=()) for form in forms):
        blocks.extend([*form.prose, "\n".join("\t".join(row) for row in flat_rows(form))])
    return "\n\n".join(block for block in blocks if block is not None) + "\n"


def one_cell_a_line(forms: Iterable[FormSpec], title: str | None = None) -> str:
    """Forms as text with every non-blank cell on a line of its own, as a copy out of a viewer gives it. Undamaged."""
    blocks = [title] if title else []
    for form in forms:
        cells = [cell.text for cell in build_grid(form).cells if cell.text]
        blocks.extend([*form.prose, "\n".join([form.title, year_line(form), *cells])])
    return "\n\n".join(blocks) + "\n"


def flat_rows(form: FormSpec) -> list[list[str]]:
    """Title, year line and table rows of one form, each as long as the grid is wide."""
    grid = build_grid(form)
    blank = [""] * (grid.columns - 1)
    rows = [[form.title, *blank], [year_line(form), *blank], *([""] * grid.columns for _ in range(grid.rows))]
    for cell in grid.cells:
        if cell.row < grid.first_indicator_row or cell.role == "side":
            rows[2 + cell.row][cell.column] = _space_goal(cell.text, form) if cell.role == "goal" else cell.text
    for row, cells in zip(rows[2 + grid.first_indicator_row :], damaged_rows(form), strict=True):
        for column, text in cells.values():
            row[column] = text
    return [[form.style.wraps.get(text, text) for text in row] for row in rows]


def damaged_rows(form: FormSpec) -> list[RowCells]:
    """The cells that remain of every indicator row, with their columns.

    Raises:
        ValueError: two cells would stand in one column, or a damage names a row that is not there.
    """
    rows = _sound_rows(form)
    for damage in form.damage:
        if not 1 <= damage.row <= len(rows):
            raise ValueError(f"{form.project.name}: damage to row {damage.row} of {len(rows)}")
        for cell in damage.lose:
            rows[damage.row - 1].pop(cell, None)
    _slide(rows, form.damage)
    for damage in form.damage:
        row = rows[damage.row - 1]
        for cell, (column, text) in list(row.items()):
            row[cell] = (damage.move.get(cell, column + damage.shift), text)
    width = len(COLUMNS[form.style.grid].widths)
    for number, row in enumerate(rows, 1):
        for cell in [cell for cell, (column, _) in row.items() if not 0 <= column < width]:
            del row[cell]
        taken = [column for column, _ in row.values()] + (
            [0] if number == 1 and not form.style.label_over_header else []
        )
        if len(set(taken)) != len(taken):
            raise ValueError(f"{form.project.name}: two cells in one column of indicator row {number}")
    return rows


def printed(form: FormSpec) -> list[Printed]:
    """What the flattened text shows of every indicator: the nearest label of each level at or above its row.

    A new level 1 without a level 2 in its row leaves level 2 open.
    """
    level1: str | None = None
    level2: str | None = None
    result = []
    for row in damaged_rows(form):
        if "level1" in row:
            level1, level2 = row["level1"][1], None
        if "level2" in row:
            level2 = row["level2"][1]
        name, value = row.get("name"), row.get("value")
        result.append(Printed(level1, level2, name[1] if name else None, value[1] if value else None))
    return result


def _sound_rows(form: FormSpec) -> list[RowCells]:
    spans = dict(zip(ROW_CELLS, COLUMNS[form.style.grid].indicators, strict=True))
    by_column = {span[0]: cell for cell, span in spans.items()}
    grid = build_grid(form)
    rows: list[RowCells] = [{} for _ in form.indicators]
    for cell in grid.cells:
        at = cell.row - grid.first_indicator_row
        if at >= 0 and cell.text and cell.column in by_column:
            rows[at][by_column[cell.column]] = (cell.column, cell.text)
    return rows


def _slide(rows: list[RowCells], damages: Sequence[Damage]) -> None:
    """Move labels to other rows, all at once, so that one slide never carries another's label along."""
    moved: list[tuple[int, RowCell, tuple[int, str]]] = []
    for damage in damages:
        if damage.slide:
            row = rows[damage.row - 1]
            moved += [(damage.row - 1 + damage.slide, cell, row.pop(cell)) for cell in damage.cells if cell in row]
    for at, cell, content in moved:
        if not 0 <= at < len(rows) or cell in rows[at]:
            raise ValueError(f"{content[1]} slides onto another label or out of the table")
        rows[at][cell] = content


def _space_goal(text: str, form: FormSpec) -> str:
    if form.style.spaced_goal:
        return _CJK_BEFORE_NUMBER.sub(" ", _COMMA.sub(", ", text))
    if step := form.style.wrapped_goal:
        return " ".join(text[i : i + step] for i in range(0, len(text), step))
    return text
