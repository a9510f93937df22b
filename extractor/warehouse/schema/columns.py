"""Columns, keys and references that several of the model's tables share."""

from __future__ import annotations

from typing import get_args

from extractor.warehouse.schema.table_spec import Column, SqlType

DECIMAL: SqlType = "DECIMAL(38, 10)"


def number_of(name: str, zh: str, doc: str = "", *, null: bool = False) -> Column:
    """A key, or what refers to one."""
    return Column(name, "BIGINT", zh, doc, null)


def text(name: str, zh: str, doc: str = "", *, null: bool = True) -> Column:
    """A text column."""
    return Column(name, "TEXT", zh, doc, null)


def exact(name: str, zh: str, doc: str = "") -> Column:
    """An exact decimal."""
    return Column(name, DECIMAL, zh, doc or "exact; NULL also where it has more digits than DECIMAL(38, 10)")


def whole(name: str, zh: str, doc: str = "", *, null: bool = True) -> Column:
    """A small whole number."""
    return Column(name, "INTEGER", zh, doc, null)


def among(column: str, choices: object) -> str:
    """The condition that a column holds one of a ``Literal``'s choices."""
    return f"{column} IN ({', '.join(repr(choice) for choice in get_args(choices))})"


LOAD = number_of("load_id", "入库批次", "load that brought the row")
TO_LOAD = (("load_id",), "load", ("load_id",))
VERSION = number_of("version_id", "版本编号", "version of the document; names its rules version and its load")
FORM_NO = whole("form_no", "表序号", "form within the document, from 1", null=False)
ORDINAL = number_of("ordinal", "序号", "within the form, from 1")
YEAR = Column("fiscal_year", "BIGINT", "预算年度")
PROJECT = number_of("project_id", "项目编号")
UNIT = number_of("unit_id", "实施单位编号", "NULL where the form names none", null=True)
TO_FORM = (("version_id", "form_no"), "form", ("version_id", "form_no"))
TO_PROJECT = (("project_id",), "project", ("project_id",))
TO_UNIT = (("unit_id",), "unit", ("unit_id",))
WHERE = (
    Column("page", "BIGINT", "页码", "page number from 1"),
    Column("table_no", "BIGINT", "表格序号", "table within the form, from 0"),
    Column("row_no", "BIGINT", "行号", "grid row within that table, from 0"),
    Column("line_no", "BIGINT", "文本行号", "line of a text source, from 1"),
    text("bbox", "位置框", "JSON list x0, y0, x1, y1; points from the top left of the page"),
)
FACT_KEY = (VERSION, FORM_NO, ORDINAL, PROJECT, UNIT, YEAR)
FACT_FOREIGN = (TO_FORM, TO_PROJECT, TO_UNIT)
