"""``jixiao sql``: a question to the warehouse."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from extractor.cli.command import Argument, Option
from extractor.cli.exits import exit_codes, plain
from extractor.cli.load import DEFAULT, Debug, Warehouse

if TYPE_CHECKING:
    from extractor.warehouse.database import Rows

_SHOWN_ROWS = 200
_WIDTH_WITHOUT_TERMINAL = 160


class SqlFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


Query = Annotated[str, Argument(metavar="QUERY", help="One SQL query; - reads it from standard input.")]
Style = Annotated[SqlFormat, Option("--format", "-f", help="How to print the answer; json: an object a line.")]


def sql(query: Query, warehouse: Warehouse = DEFAULT, style: Style = SqlFormat.TABLE, debug: Debug = False) -> None:
    """Ask the warehouse; it is opened for reading alone."""
    with exit_codes(debug=debug):
        from extractor.cli.stdout import data_stream
        from extractor.warehouse.ask.present import write_rows
        from extractor.warehouse.ask.queries import ask

        rows = ask(sys.stdin.read() if query == "-" else query, warehouse)
        text = table_text(rows) if style == SqlFormat.TABLE else write_rows(rows, style.value)
        with data_stream() as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))


def table_text(rows: Rows) -> str:
    """A table for a terminal: no more than 200 rows, and how many there are."""
    import io

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

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
