"""Rows to look at, or to hand on: a table on a terminal, Markdown, CSV, JSON, HTML."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from extractor.output.cells import guard
from extractor.output.html import html_page, text_of
from extractor.warehouse.database import Rows


def plain_number(number: Decimal) -> str:
    """A decimal without an exponent and without zeros that say nothing: 90.0000000000 is ``90``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell_text(cell: Any) -> str:
    """One cell as text; ``""`` for NULL."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain_number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list | dict | tuple):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)


def is_number(cell: Any) -> bool:
    """Whether a cell is set to the right."""
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def to_markdown(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A pipe table."""

    def line(cells: Sequence[str]) -> str:
        return (
            "| "
            + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in cells)
            + " |"
        )

    numbers = [all(is_number(row[n]) or row[n] is None for row in rows) and bool(rows) for n in range(len(columns))]
    rule = "|" + "|".join(" ---: " if number else " --- " for number in numbers) + "|"
    return "\n".join([line(columns), rule, *(line([cell_text(cell) for cell in row]) for row in rows)]) + "\n"


def to_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """CSV in which no cell is one that a spreadsheet would run; numbers are left as they are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guard(column) for column in columns])
    writer.writerows([cell_text(cell) if is_number(cell) else guard(cell_text(cell)) for cell in row] for row in rows)
    return out.getvalue()


def to_json_lines(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A JSON object a line; decimals as strings, so that no digit is lost."""
    return "".join(
        json.dumps(dict(zip(columns, map(_json_cell, row), strict=True)), ensure_ascii=False) + "\n" for row in rows
    )


def _json_cell(cell: Any) -> Any:
    if isinstance(cell, Decimal | date):
        return cell_text(cell)
    if isinstance(cell, str | int | float | bool | list | dict) or cell is None:
        return cell
    return str(cell)


def to_html_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """One ``<table>``."""
    head = "".join(f"<th>{text_of(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(map(_html_cell, row)) + "</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"


def _html_cell(cell: Any) -> str:
    kind = ' class="number"' if is_number(cell) else ""
    return f"<td{kind}>{text_of(cell_text(cell)).replace(chr(10), '<br>')}</td>"


def html_tables(title: str, body: str) -> str:
    """One page that needs no network."""
    return "".join(html_page(title, [f"<h1>{text_of(title)}</h1>\n{body}"]))


def write_rows(rows: Rows, style: str) -> str:
    """An answer as ``markdown``, ``csv``, ``json`` (lines) or ``html``."""
    if style == "html":
        return html_tables("jixiao", to_html_table(rows.columns, rows.rows))
    return {"markdown": to_markdown, "csv": to_csv, "json": to_json_lines}[style](rows.columns, rows.rows)
