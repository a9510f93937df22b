"""What is drawn over a page's picture, as SVG: cells in their roles' colours, rulings, spans and ordinals."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from extractor.output.html import text_of
from extractor.views.page.roles import STYLES, Role
from extractor.views.page.view import PageView, ShownCell


def data_uri(png: bytes) -> str:
    """A picture inside the document."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def page_layers(page: PageView) -> Iterator[str]:
    """What is drawn over a page's picture, bottom up, in points; classes carry the colours."""
    yield '<g class="cells">'
    for shown in page.cells:
        yield _cell(shown)
    yield "</g>"
    if rulings := _rulings(page):
        yield f'<path class="rulings" d="{rulings}"/>'
    for x0, y0, x1, y1 in page.titles:
        yield f'<rect class="line r-title" x="{number(x0)}" y="{number(y0)}" {_size(x1 - x0, y1 - y0)}/>'
    yield '<g class="badges">'
    for shown in page.cells:
        yield from _badges(shown)
    for table, box, what in page.tables:
        yield f'<text class="table" x="{number(box[0])}" y="{number(box[1] - 2)}">T{table} {text_of(what)}</text>'
    yield "</g>"


def _cell(shown: ShownCell) -> str:
    box, cell = shown.cell.bbox, shown.cell
    assert box is not None
    spans = f"{cell.rowspan}×{cell.colspan}" if cell.rowspan > 1 or cell.colspan > 1 else ""
    style = STYLES[shown.role]
    attributes = {
        "data-role": f"{style.zh} {style.en}",
        "data-place": f"T{shown.table} · {cell.row}, {cell.column}",
        "data-span": spans,
        "data-text": cell.text,
    }
    more = "".join(f' {name}="{text_of(value)}"' for name, value in attributes.items())
    blank = "" if cell.text else " blank"
    return (
        f'<rect id="{shown.id}" class="cell r-{shown.role}{blank}" x="{number(box[0])}" y="{number(box[1])}" '
        f"{_size(box[2] - box[0], box[3] - box[1])}{more}/>"
    )


def _badges(shown: ShownCell) -> Iterator[str]:
    """Rows × columns in the corner of a spanned cell; the indicator's ordinal beside its name."""
    box, cell = shown.cell.bbox, shown.cell
    assert box is not None
    if (cell.rowspan > 1 or cell.colspan > 1) and shown.role is not Role.REPEATED:
        yield f'<text class="span" x="{number(box[2] - 1.5)}" y="{number(box[1] + 1.7)}">{cell.rowspan}×{cell.colspan}</text>'
    if shown.mark:
        x, y = box[0] - 4, (box[1] + box[3]) / 2
        yield f'<circle class="mark" cx="{number(x)}" cy="{number(y)}" r="4"/>'
        yield f'<text class="mark" x="{number(x)}" y="{number(y + 1.8)}">{text_of(shown.mark)}</text>'


def _rulings(page: PageView) -> str:
    parts = [f"M{number(x0)} {number(y)}H{number(x1)}" for y, x0, x1 in page.horizontals]
    parts += [f"M{number(x)} {number(y0)}V{number(y1)}" for x, y0, y1 in page.verticals]
    return "".join(parts)


def _size(width: float, height: float) -> str:
    return f'width="{number(width)}" height="{number(height)}"'


def number(value: float) -> str:
    """A coordinate to two decimals, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def role_css() -> str:
    """The colour of each role, for cells and for the records' marks."""
    return "\n".join(f".r-{role}{{--c:{style.colour}}}" for role, style in STYLES.items())
