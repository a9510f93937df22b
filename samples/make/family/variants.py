"""One label of a form reworded, moved or missing: what a reader meets in the next district or year.

Labels carry the key of what they speak of (:class:`samples.make.grid.GridCell`), so that a variant knows which field may
suffer. What the form says stays the same, so its truth does too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from samples.make.blocks import Block, DrawnForm
from samples.make.family.synonyms import rewordings
from samples.make.grid import Grid, GridCell

VariantKind: TypeAlias = Literal["reworded", "moved", "missing"]
_FIXED = frozenset({"column.level1", "column.level2"})  # the levels stand left of what they speak of
_SHORT_HEADS = frozenset(
    {"execution.*.weight", "execution.*.score"}
)  # other words for 分值 and 得分 speak of indicators
_SPLIT_VALUE = ("value", "operator", "number", "unit", "direction")


class Variant(Struct, frozen=True):
    """A document of which one form has one label changed.

    Attributes:
        form: which sheet was changed, from 0.
        label: the label as it was printed.
        affects: the truth's paths that may suffer, ``project.name`` or ``indicators.*.actual``; a moved or reworded label should
            leave even these right.
        detail: the new wording, or the label it changed places with.
        forms: the whole document, ready for a writer.
    """

    kind: VariantKind
    form: int
    label: str
    affects: tuple[str, ...]
    detail: str
    forms: tuple[DrawnForm, ...]


def variants_of(forms: Sequence[DrawnForm]) -> Iterator[Variant]:
    """Every variant of every labelled cell: each rewording known for it, its absence, and its exchange with the next."""
    for number, form in enumerate(forms):
        for at, block in enumerate(form.blocks):
            if isinstance(block, Grid):
                for kind, label, keys, detail, changed in _grid_variants(block):
                    blocks: tuple[Block, ...] = (*form.blocks[:at], changed, *form.blocks[at + 1 :])
                    document = (*forms[:number], replace(form, blocks=blocks), *forms[number + 1 :])
                    affects = tuple(path for key in keys for path in _paths(key))
                    if "元)" in label and kind == "missing":
                        affects += (
                            "money_unit",
                            "funding",
                            "execution",
                        )  # no other label may say what the amounts are in
                    yield Variant(kind, number, label, affects, detail, document)


def _grid_variants(grid: Grid) -> Iterator[tuple[VariantKind, str, tuple[str, ...], str, Grid]]:
    labels = _labels(grid)
    neighbours: dict[str, list[GridCell]] = {}
    for cell in labels:
        key = cell.key or ""
        for text in () if key in _SHORT_HEADS else rewordings(cell.text):
            yield "reworded", cell.text, (key,), text, _with_text(grid, cell, text)
        yield "missing", cell.text, (key,), "", _with_text(grid, cell, "")
        neighbours.setdefault(key.rpartition(".")[0], []).append(cell)
    for cell, other in chain.from_iterable(pairwise(cells) for cells in neighbours.values()):
        changed = _exchanged(grid, cell, other)
        if changed is not None:
            yield "moved", cell.text, (cell.key or "", other.key or ""), other.text, changed


def _labels(grid: Grid) -> list[GridCell]:
    """The label cells with a key, in reading order; of a column's cells only the head is one."""
    seen: set[str] = set()
    labels = []
    for cell in grid.cells:
        if cell.role == "label" and cell.key and cell.key not in ("level", *seen) and cell.text:
            seen.add(cell.key)
            labels.append(cell)
    return labels


def _with_text(grid: Grid, cell: GridCell, text: str) -> Grid:
    return replace(grid, cells=tuple(replace(one, text=text) if one is cell else one for one in grid.cells))


def _exchanged(grid: Grid, first: GridCell, second: GridCell) -> Grid | None:
    """Two labels of one block change places with all that belongs to them; ``None`` where their cells differ in shape."""
    ours, theirs = ([one for one in grid.cells if one.key == cell.key] for cell in (first, second))
    if {first.key, second.key} & _FIXED or (first.key or "").startswith("execution."):
        return None
    if [one.role == "label" for one in ours] != [one.role == "label" for one in theirs]:
        return None
    if (first.key or "").startswith("column.") and [one.row for one in ours] != [one.row for one in theirs]:
        return None
    swap = {id(mine): other for mine, other in zip(ours, theirs, strict=True)}
    swap |= {id(other): mine for mine, other in zip(ours, theirs, strict=True)}
    cells = [_filled(one, swap[id(one)]) if id(one) in swap else one for one in grid.cells]
    return replace(grid, cells=tuple(cells))


def _filled(place: GridCell, content: GridCell) -> GridCell:
    return replace(place, text=content.text, role=content.role, key=content.key)


def _paths(key: str) -> tuple[str, ...]:
    """The truth's paths for a label's key."""
    part, _, rest = key.partition(".")
    if key == "project.period":
        return ("project.start_date", "project.end_date")
    if part == "project" and rest in ("name", "department", "unit"):
        return (key, "project.code" if rest == "name" else f"{key}_code")
    if part == "column":
        return tuple(f"indicators.*.{name}" for name in _of_column(rest.rpartition(".")[2]))
    return (f"unplaced.{rest}",) if part == "amounts" else (key,)


def _of_column(role: str) -> tuple[str, ...]:
    """What the truth of an indicator calls the content of a column."""
    if role in _SPLIT_VALUE:
        return ("value_raw", *_SPLIT_VALUE[1:])
    if role in ("level1", "level2"):
        return ("level1", "level2", "printed_level1", "printed_level2")
    if role.startswith("grade"):
        return ("value_raw", "standard")
    return (f"{role}_raw",) if role in ("actual", "baseline", "forecast", "amount") else (role,)
