"""Tables for their own sake, as JSON, HTML, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import starmap
from typing import Any

from extractor.model.table import BBox, Cell, Table
from extractor.output.cells import csv_cell
from extractor.output.html import html_page, text_of

_MARKDOWN = re.compile(r"([\\`*_{}\[\]|~#])")


def table_to_dict(table: Table) -> dict[str, Any]:
    """One table as plain values.

    Returns:
        ``page`` (from 1), ``bbox``, ``origin``, ``rows``, ``columns`` and ``cells``, each with ``row``, ``column`` (from 0),
        ``rowspan``, ``colspan``, ``text`` and ``bbox``. Boxes are ``[x0, y0, x1, y1]`` in points from the top left of the
        page as displayed, to two decimals, ``None`` where the source has no geometry. A cell that is on another page
        than its table begins on (a table joined over pages) also has ``page``, one printed on several lines its ``lines``.
    """
    return {
        "page": table.page,
        "bbox": _box(table.bbox),
        "origin": table.origin.value,
        "rows": table.rows,
        "columns": table.columns,
        "cells": [_cell(cell, table) for cell in table.cells],
    }


def _cell(cell: Cell, table: Table) -> dict[str, Any]:
    record = {
        "row": cell.row,
        "column": cell.column,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "text": cell.text,
        "bbox": _box(cell.bbox),
    }
    if len(cell.lines) > 1:
        record["lines"] = list(cell.lines)
    return record if cell.page == table.page else {**record, "page": cell.page}


def _box(box: BBox | None) -> list[float] | None:
    return None if box is None else [round(number, 2) for number in box]


def table_to_rows(table: Table) -> list[list[str]]:
    """``rows`` lists of ``columns`` texts: a spanned cell's text is in its first unit, the others are blank."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def to_json(tables: Iterable[Table]) -> str:
    """A JSON array with an object a table, a line a cell."""
    return "[" + ",".join(map(_json_table, tables)) + "\n]\n"


def _json_table(table: Table) -> str:
    record = table_to_dict(table)
    cells = record.pop("cells")
    head = json.dumps(record, ensure_ascii=False)[:-1]
    return f'\n{head}, "cells": [' + ",".join("\n  " + json.dumps(cell, ensure_ascii=False) for cell in cells) + "\n]}"


def to_csv(tables: Iterable[Table], *, excel: bool = False) -> str:
    """The tables one below the other with an empty line between them; no cell is one that a spreadsheet would run.

    Args:
        excel: begin with a byte order mark, end lines as Excel does, and keep long codes from being rounded.
    """
    out = io.StringIO()
    end = "\r\n" if excel else "\n"
    writer = csv.writer(out, lineterminator=end)
    for number, table in enumerate(tables):
        if number:
            out.write(end)
        writer.writerows([csv_cell(text, excel) for text in row] for row in table_to_rows(table))
    return ("\ufeff" if excel else "") + out.getvalue()


def to_markdown(tables: Iterable[Table]) -> str:
    """Pipe tables under a heading each; Markdown has no spans, so a spanned cell's text is once."""
    return "\n".join(_markdown_table(number, table) for number, table in enumerate(tables, 1))


def _markdown_table(number: int, table: Table) -> str:
    head, *body = ("| " + " | ".join(_markdown_text(text) for text in row) + " |" for row in table_to_rows(table))
    rule = "|" + " --- |" * table.columns
    return "\n".join((f"## {_caption(number, table)}", "", head, rule, *body, ""))


def _markdown_text(text: str) -> str:
    lines = _MARKDOWN.sub(r"\\\1", text).splitlines()
    return "<br>".join(escape(line, quote=False) for line in lines)


def to_html(tables: Iterable[Table]) -> str:
    """One page with a ``<table>`` a table, spans as ``rowspan`` and ``colspan``."""
    return "".join(html_page("tables", starmap(_html_table, enumerate(tables, 1))))


def _html_table(number: int, table: Table) -> str:
    where = "" if table.bbox is None else f' data-bbox="{" ".join(map(str, _box(table.bbox) or ()))}"'
    rows = "".join(f"<tr>{row}</tr>\n" for row in html_rows(table))
    return (
        f'<table data-page="{table.page}" data-origin="{table.origin}"{where}>'
        f"<caption>{_caption(number, table)}</caption>\n{rows}</table>\n"
    )


def html_rows(table: Table, attributes: Callable[[Cell], str] = lambda cell: "") -> list[str]:
    """The inside of each ``<tr>``: a ``<td>`` a cell, and an empty one for a grid unit that no cell covers.

    Args:
        attributes: more attributes of a cell's ``<td>``, escaped, with a blank before them.
    """
    units: set[tuple[int, int]] = set()
    for cell in table.cells:
        units.update(
            (row, column)
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        )
    rows: list[dict[int, str]] = [
        {column: "<td></td>" for column in range(table.columns) if (row, column) not in units}
        for row in range(table.rows)
    ]
    for cell in table.cells:
        spans = "".join(
            f' {name}="{span}"' for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if span > 1
        )
        text = "<br>".join(map(text_of, cell.text.splitlines()))
        rows[cell.row][cell.column] = f"<td{spans}{attributes(cell)}>{text}</td>"
    return ["".join(row[column] for column in sorted(row)) for row in rows]


def _caption(number: int, table: Table) -> str:
    return f"table {number}, page {table.page}, {table.rows} × {table.columns}, {table.origin}"


def write_tables(tables: Sequence[Table], form: str, *, excel: bool = False) -> str:
    """The tables in one of the formats ``json``, ``html``, ``csv`` or ``markdown``."""
    if form == "csv":
        return to_csv(tables, excel=excel)
    return {"json": to_json, "html": to_html, "markdown": to_markdown}[form](tables)
