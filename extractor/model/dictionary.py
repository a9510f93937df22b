"""The data dictionary: every field of the JSON and every column of the tables, as Markdown or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from extractor.model.columns import TABLES, column_info
from extractor.model.fields import FieldInfo, walk
from extractor.model.form import DocumentResult

HEADER = ("place", "field", "type", "unit", "label_zh", "description")


class Entry(Struct, frozen=True):
    """One line of the dictionary: ``place`` is ``json`` or a table's name."""

    place: str
    field: str
    type: str
    unit: str
    label_zh: str
    description: str


def entries() -> Iterator[Entry]:
    """Every JSON field in the JSON's order, then every table's columns in the columns' order."""
    yield from (_entry("json", info) for info in walk(DocumentResult))
    for table in TABLES:
        yield from (_entry(table, info) for info in column_info(table))


def _entry(place: str, info: FieldInfo) -> Entry:
    choices = f"one of {', '.join(info.choices)}" if info.choices else ""
    description = "; ".join(part for part in (info.label.doc, choices) if part)
    kind = "text (JSON)" if info.type == "json" else info.type
    return Entry(place, info.path, kind, info.label.unit, info.label.zh, description)


def render(style: Literal["markdown", "csv"]) -> str:
    """The dictionary as text, ending in a line break."""
    return _markdown() if style == "markdown" else _csv()


def _row(entry: Entry) -> tuple[str, ...]:
    return (entry.place, entry.field, entry.type, entry.unit, entry.label_zh, entry.description)


def _csv() -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_row(entry) for entry in entries())
    return out.getvalue()


def _markdown() -> str:
    lines: list[str] = ["# Data dictionary"]
    place = None
    for entry in entries():
        if entry.place != place:
            place = entry.place
            heading = "JSON" if place == "json" else f"Table `{place}`"
            lines += ["", f"## {heading}", "", "| field | type | unit | 中文 | description |", "|---|---|---|---|---|"]
        cells = (f"`{entry.field}`", entry.type, entry.unit, entry.label_zh, entry.description)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
