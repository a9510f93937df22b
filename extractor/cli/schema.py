"""``jixiao schema``."""

from __future__ import annotations

import json
from typing import Literal

from extractor.cli.stdout import data_stream


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
