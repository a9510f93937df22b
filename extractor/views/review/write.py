"""The review in the format asked for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from extractor.views.review.review import Review
from extractor.views.review.wording import Language

ReportFormat: TypeAlias = Literal["table", "json", "html", "sarif", "markdown"]
SUFFIXES: dict[str, ReportFormat] = {
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".sarif": "sarif",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "table",
}


def render(review: Review, form: ReportFormat, lang: Language, *, width: int = 120, colour: bool = False) -> str:
    """The review as text, ending in a line break.

    Args:
        width, colour: of a terminal, for ``table``.
    """
    if form == "json":
        from extractor.views.review.json_report import json_text

        return json_text(review, lang)
    if form == "sarif":
        from extractor.views.review.sarif import sarif_text

        return sarif_text(review, lang)
    if form == "markdown":
        from extractor.views.review.markdown import markdown

        return markdown(review, lang)
    if form == "html":
        from extractor.views.review.html import page

        return page(review, lang)
    from extractor.views.review.table import table

    return table(review, lang, width=width, colour=colour)
