"""A web page's elements to flow: lines of text and grids, as a browser shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, field

from extractor.errors import UnsafeError
from extractor.model.patterns import compiled
from extractor.readers.declared import Flow, Grid, GridCell
from extractor.readers.web.styles import Styles, is_hidden, is_ruled

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DEEPEST = 200
"""Elements inside each other. Pages saved by office programs have thirty; Python's own stack ends near 1,000 calls."""
_MOST_SPAN = 1_000  # what browsers allow for columns
_MOST_ROWS = 65_534
_SPACE = compiled(r"[ \t\r\n\f]+")
_SKIPPED = frozenset({
    "head", "script", "style", "template", "noscript", "iframe", "frame", "frameset", "noframes", "object", "embed", "svg",
    "math", "audio", "video", "canvas", "map", "area", "datalist", "col", "colgroup", "rp", "rt",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "ul",
})  # fmt: skip
_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


class Left(Struct):
    """What of a page was left out: texts that are not shown, deletions of tracked changes."""

    hidden: list[str] = field(default_factory=list)
    changes: int = 0


class PageWalker:
    """Walks through the elements of one page.

    Args:
        styles: of the page.
        source: name of the document, for messages.
        counts_hidden_rows: whether spans count rows that are not shown, as Excel writes them.
    """

    def __init__(self, styles: Styles, source: str, *, counts_hidden_rows: bool) -> None:
        self._styles = styles
        self._source = source
        self._counts_hidden_rows = counts_hidden_rows
        self.left = Left()

    def flow(self, node: LexborNode, depth: int = 0, *, keeps_lines: bool = False) -> Flow:
        """What an element holds.

        Raises:
            UnsafeError: elements are nested deeper than any page needs.
        """
        lines = _Lines()
        self._walk(node, lines, depth, keeps_lines=keeps_lines)
        return lines.done()

    def _walk(self, node: LexborNode, lines: _Lines, depth: int, *, keeps_lines: bool) -> None:
        if depth > _DEEPEST:
            raise UnsafeError(f"The page nests more than {_DEEPEST} elements.", source=self._source)
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                lines.add(child.text_content or "", keeps_lines=keeps_lines)
            elif tag not in _SKIPPED and not tag.startswith("-"):
                self._element(child, tag, lines, depth, keeps_lines=keeps_lines)

    def _element(self, node: LexborNode, tag: str, lines: _Lines, depth: int, *, keeps_lines: bool) -> None:
        style = self._style(node, tag)
        if self._is_hidden(node, style):
            self._leave(node)
        elif tag == "br":
            lines.end()
        elif tag == "table":
            lines.put(self._table(node, depth))
        elif tag in ("input", "select", "textarea"):
            lines.add(_entered(node, tag), keeps_lines=tag == "textarea")
        elif tag == "del":
            self.left.changes += 1
        elif tag == "sup":
            inner = self.flow(node, depth + 1)
            lines.add("".join(item.translate(_SUPERSCRIPT) for item in inner if isinstance(item, str)))
        else:
            own = tag in ("pre", "textarea") or style.get("white-space", "").startswith("pre") or keeps_lines
            if tag in _BLOCKS:
                lines.end()
            if tag == "li":
                lines.add(_number(node))
            self._walk(node, lines, depth + 1, keeps_lines=own)
            if tag in _BLOCKS:
                lines.end()

    def _style(self, node: LexborNode, tag: str) -> dict[str, str]:
        attributes = node.attributes
        return self._styles.of(tag, attributes.get("class") or "", attributes.get("style") or "")

    def _is_hidden(self, node: LexborNode, style: dict[str, str]) -> bool:
        return "hidden" in node.attributes or is_hidden(style)

    def _leave(self, node: LexborNode) -> None:
        if text := _SPACE.sub(" ", node.text(deep=True) or "").strip():
            self.left.hidden.append(text[:60])

    def _table(self, table: LexborNode, depth: int) -> Grid:
        """The cells of a table in the places that HTML gives them."""
        framed = (table.attributes.get("border") or "0") not in ("0", "")
        cells: list[GridCell] = []
        taken: dict[int, int] = {}  # column: the row up to which a cell from above reaches
        number = 0
        for group in _row_groups(table):
            bottom = number + len(group)
            for row in group:
                if self._is_hidden(row, self._style(row, "tr")):
                    self._leave(row)
                    number += self._counts_hidden_rows
                    continue
                self._row(row, number, bottom, cells, taken, depth, framed=framed)
                number += 1
        return Grid(cells)

    def _row(
        self,
        row: LexborNode,
        number: int,
        bottom: int,
        cells: list[GridCell],
        taken: dict[int, int],
        depth: int,
        *,
        framed: bool,
    ) -> None:
        column = 0
        for node in row.iter():
            tag = node.tag or ""
            if tag not in ("td", "th"):
                continue
            style = self._style(node, tag)
            if self._is_hidden(node, style):
                self._leave(node)
                continue
            while taken.get(column, 0) > number:
                column += 1
            width = min(_span(node, "colspan") or 1, _MOST_SPAN)
            tall = _span(node, "rowspan")
            height = bottom - number if tall == 0 else min(tall, _MOST_ROWS)
            keeps = style.get("white-space", "").startswith("pre")
            ruled = True if framed else is_ruled(style)
            cells.append(GridCell(number, column, height, width, self.flow(node, depth + 1, keeps_lines=keeps), ruled))
            for at in range(column, column + width):
                taken[at] = number + height
            column += width


class _Lines:
    """Gathers pieces of text into lines, between what begins a new one."""

    def __init__(self) -> None:
        self._flow: Flow = []
        self._line: list[str] = []

    def add(self, text: str, *, keeps_lines: bool = False) -> None:
        """Go on in the line; line breaks of the source are blanks unless they are to be kept."""
        if keeps_lines:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._line.append(first)
            for other in others:
                self.end()
                self._line.append(other)
        else:
            self._line.append(_SPACE.sub(" ", text))

    def end(self) -> None:
        """End the line, if there is any."""
        text = "".join(self._line).strip()
        self._line = []
        if text:
            self._flow.append(text)

    def put(self, grid: Grid) -> None:
        """Add a table, which is on lines of its own."""
        self.end()
        if grid.cells:
            self._flow.append(grid)

    def done(self) -> Flow:
        """Everything gathered."""
        self.end()
        return self._flow


def _row_groups(table: LexborNode) -> Iterator[list[LexborNode]]:
    """The rows of a table by groups: its head first and its foot last, wherever they are."""
    parts: dict[str, list[list[LexborNode]]] = {"thead": [], "tbody": [], "tfoot": []}
    for node in table.iter():
        if node.tag in parts:
            parts[node.tag].append([row for row in node.iter() if row.tag == "tr"])
        elif node.tag == "tr":
            parts["tbody"].append([node])
    for groups in parts.values():
        yield from groups


def _span(node: LexborNode, name: str) -> int:
    try:
        return max(0, int((node.attributes.get(name) or "1").strip()))
    except ValueError:
        return 1


def _number(item: LexborNode) -> str:
    """The number that a browser prints before an item of an ordered list."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return ""
    before = [one for one in parent.iter() if one.tag == "li"]
    at = next((index for index, one in enumerate(before) if one == item), 0)
    return f"{at + (_span(parent, 'start') or 1)}. "


def _entered(node: LexborNode, tag: str) -> str:
    """What a field of a form shows."""
    attributes = node.attributes
    if tag == "textarea":
        return node.text(deep=True) or ""
    if tag == "select":
        options = node.css("option")
        chosen = next((one for one in options if "selected" in one.attributes), options[0] if options else None)
        return (chosen.text(deep=True) or "").strip() if chosen is not None else ""
    kind = (attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in attributes else "□"
    return (
        ""
        if kind in ("hidden", "password", "file", "image", "submit", "reset", "button")
        else attributes.get("value") or ""
    )
