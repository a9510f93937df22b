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
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from extractor.cli.outcome import plain
    from extractor.warehouse.ask.present import cell_text, is_number

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    shown = rows.rows[:_SHOWN_ROWS]
    for place, name in enumerate(rows.columns):
        numeric = any(is_number(row[place]) for row in shown)
        table.add_column(Text(plain(name)), justify="right" if numeric else "left", overflow="fold")
    for row in shown:
        table.add_row(*(Text(plain(cell_text(cell))) for cell in row))
    width = os.get_terminal_size(1).columns if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, color_system=None)
    console.print(table)
    more = f", the first {_SHOWN_ROWS} shown" if len(rows.rows) > _SHOWN_ROWS else ""
    out.write(f"{len(rows.rows)} row{'' if len(rows.rows) == 1 else 's'}{more}\n")
    return out.getvalue()
