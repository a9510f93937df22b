"""How a table is written down: columns with their Chinese labels, keys and constraints, and the SQL they become."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from extractor.warehouse.database import literal, quoted

SqlType: TypeAlias = Literal["TEXT", "BIGINT", "INTEGER", "BOOLEAN", "DECIMAL(38, 10)", "DATE", "TIMESTAMP", "FLOAT8"]
Names: TypeAlias = tuple[str, ...]


class Column(Struct, frozen=True):
    """One column: its name, SQL type, Chinese label and meaning."""

    name: str
    type: SqlType
    zh: str
    doc: str = ""
    null: bool = True


class Table(Struct, frozen=True):
    """One table.

    Attributes:
        name: table name.
        zh: Chinese label.
        doc: what a row is.
        columns: in order.
        primary: primary key.
        unique: further keys.
        foreign: ``(columns, table, its columns)``.
        checks: SQL conditions every row keeps.
    """

    name: str
    zh: str
    doc: str
    columns: tuple[Column, ...]
    primary: Names
    unique: tuple[Names, ...] = ()
    foreign: tuple[tuple[Names, str, Names], ...] = ()
    checks: tuple[str, ...] = ()


def create_table(table: Table) -> str:
    """``CREATE TABLE`` with every key and constraint, the same for both kinds of database."""
    lines = [f"{quoted(column.name)} {column.type}{'' if column.null else ' NOT NULL'}" for column in table.columns]
    lines.append(f"PRIMARY KEY ({_list(table.primary)})")
    lines += [f"UNIQUE ({_list(names)})" for names in table.unique]
    lines += [
        f"FOREIGN KEY ({_list(names)}) REFERENCES {quoted(other)} ({_list(keys)})"
        for names, other, keys in table.foreign
    ]
    lines += [f"CHECK ({check})" for check in table.checks]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _list(names: Names) -> str:
    return ", ".join(map(quoted, names))


def comments(table: Table) -> Iterator[str]:
    """``COMMENT ON`` the table and each column: Chinese label, then the meaning."""
    yield f"COMMENT ON TABLE {quoted(table.name)} IS {literal(_comment(table.zh, table.doc))}"
    for column in table.columns:
        yield column_comment(table.name, column)


def column_comment(table: str, column: Column) -> str:
    """``COMMENT ON COLUMN``."""
    return f"COMMENT ON COLUMN {quoted(table)}.{quoted(column.name)} IS {literal(_comment(column.zh, column.doc))}"


def _comment(zh: str, doc: str) -> str:
    return f"{zh}: {doc}" if doc else zh
