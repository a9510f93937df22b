"""``jixiao sql``: a question to the warehouse."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Literal

from extractor.cli.command import Argument, Option
from extractor.cli.options import WAREHOUSE, Warehouse

if TYPE_CHECKING:
    from extractor.warehouse.database import Rows

_SHOWN_ROWS = 200
_WIDTH_WITHOUT_TERMINAL = 160


Query = Annotated[str, Argument(metavar="QUERY", help="One SQL query; - reads it from standard input.")]
Format = Annotated[
    Literal["table", "markdown", "csv", "json", "html"],
    Option("--format", "-f", help="How to print the answer; json: an object a line."),
]


def sql(query: Query, warehouse: Warehouse = WAREHOUSE, style: Format = "table") -> None:
    """Ask the warehouse; it is opened for reading alone."""
    from extractor.cli.stdout import emit
    from extractor.warehouse.ask.present import write_rows
    from extractor.warehouse.ask.queries import ask

    rows = ask(sys.stdin.read() if query == "-" else query, warehouse)
    emit(table_text(rows) if style == "table" else write_rows(rows, style))


def table_text(rows: Rows) -> str:
    """A table for a terminal: no more than 200 rows, and how many there are."""
    from extractor.cli.outcome import plain
    from extractor.model.text_table import text_table
    from extractor.warehouse.ask.present import cell_text, is_number

    shown = rows.rows[:_SHOWN_ROWS]
    names = [plain(name) for name in rows.columns]
    texts = [[plain(cell_text(cell)) for cell in row] for row in shown]
    right = [place for place in range(len(names)) if any(is_number(row[place]) for row in shown)]
    width = os.get_terminal_size(1).columns if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL
    more = f", the first {_SHOWN_ROWS} shown" if len(rows.rows) > _SHOWN_ROWS else ""
    table = text_table(names, texts, width=width, right=right) or "  ".join(names) + "\n"
    return f"{table}{len(rows.rows)} row{'' if len(rows.rows) == 1 else 's'}{more}\n"
