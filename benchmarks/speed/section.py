"""What a part of the benchmark gives: Markdown, and the plots that belong to it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field


class Section(Struct, frozen=True):
    """A part's outcome.

    Attributes:
        name: of the part; the markers in the document carry it.
        markdown: tables and what to know about them.
        plots: SVG texts by file name, to lie beside the document.
    """

    name: str
    markdown: str
    plots: Mapping[str, str] = field(default_factory=dict)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, labels: int = 1) -> str:
    """A Markdown table; the first ``labels`` columns are text, the others are numbers."""
    marks = ["---"] * labels + ["---:"] * (len(head) - labels)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, marks, *rows])


def write_section(section: Section, document: Path) -> None:
    """Renew a section between its markers in a document, and its plots beside it.

    Raises:
        ValueError: the document has no such markers, or not in this order.
    """
    text = document.read_text(encoding="utf-8")
    opening, closing = f"<!-- speed: {section.name} -->", f"<!-- end of speed: {section.name} -->"
    start, end = text.find(opening), text.find(closing)
    if start < 0 or end < start:
        raise ValueError(f"{document} has no {opening} … {closing}")
    renewed = f"{text[: start + len(opening)]}\n\n{section.markdown.strip()}\n\n{text[end:]}"
    document.write_text(renewed, encoding="utf-8")
    for name, plot in section.plots.items():
        (document.parent / name).write_text(plot, encoding="utf-8")


def say(text: str) -> None:
    """Progress, on standard error."""
    print(text, file=sys.stderr, flush=True)
