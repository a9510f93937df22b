"""``jixiao schema``."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Literal

from extractor.cli.command import Option
from extractor.cli.exits import exit_codes
from extractor.cli.one_file import Debug
from extractor.cli.stdout import data_stream


class DictionaryFormat(StrEnum):
    """How the data dictionary is printed."""

    MARKDOWN = "markdown"
    CSV = "csv"


Dictionary = Annotated[bool, Option("--dictionary", help="Print the data dictionary instead: every field and column.")]
Style = Annotated[DictionaryFormat, Option("--format", "-f", help="How to print the dictionary.")]


def schema(dictionary: Dictionary = False, style: Style = DictionaryFormat.MARKDOWN, debug: Debug = False) -> None:
    """Print the JSON Schema of a record, or the data dictionary."""
    with exit_codes(debug=debug):
        if dictionary:
            print_dictionary(style.value)
        else:
            print_schema()


def print_schema() -> None:
    """The JSON Schema on standard output."""
    from extractor.model.schema import json_schema

    _print(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")


def print_dictionary(style: Literal["markdown", "csv"]) -> None:
    """The data dictionary on standard output."""
    from extractor.model.dictionary import render

    _print(render(style))


def _print(text: str) -> None:
    with data_stream() as stream:
        stream.write(text.encode())
