"""What a writer prints of a form: lines of text and tables, in order, whatever the form's layout."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, field

from samples.make.grid import Grid, build_grid, year_line
from samples.make.spec import FormSpec, Style

LineKind: TypeAlias = Literal["prose", "title", "year", "note"]


class Line(Struct, frozen=True):
    """Text outside the tables. ``prose`` is a paragraph, ``title`` and ``year`` are centred, ``note`` stands at the left."""

    text: str
    kind: LineKind


Block: TypeAlias = Line | Grid


class DrawnForm(Struct, frozen=True):
    """A form of any layout, laid out already. Writers take it wherever they take a :class:`FormSpec`."""

    blocks: tuple[Block, ...]
    style: Style = field(default_factory=Style)


Printable: TypeAlias = FormSpec | DrawnForm


def blocks_of(form: Printable) -> tuple[Block, ...]:
    """The lines and tables of one form, in the order in which they are printed."""
    if isinstance(form, DrawnForm):
        return form.blocks
    prose = tuple(Line(text, "prose") for text in form.prose)
    return (*prose, Line(form.title, "title"), Line(year_line(form), "year"), build_grid(form))
