"""``jixiao schema``."""

from __future__ import annotations

from typing import Annotated, Literal

from extractor.cli.command import Option

Dictionary = Annotated[bool, Option("--dictionary", help="Print the data dictionary instead: every field and column.")]
Format = Annotated[Literal["markdown", "csv"], Option("--format", "-f", help="How to print the dictionary.")]


def schema(dictionary: Dictionary = False, style: Format = "markdown") -> None:
    """Print the JSON Schema of a record, or the data dictionary."""
    from extractor.cli.stdout import emit, json_text

    if dictionary:
        from extractor.model.dictionary import render

        emit(render(style))
    else:
        from extractor.model.schema import json_schema

        emit(json_text(json_schema()))
