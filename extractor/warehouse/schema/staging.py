"""The staging tables: the contract's tables as they are, each row with the version of the document it belongs to."""

from __future__ import annotations

from functools import cache

from extractor.model.columns import TABLES, column_info
from extractor.model.fields import FieldInfo
from extractor.model.form import TableName
from extractor.output.headings import TABLES_ZH, description
from extractor.warehouse.schema.table_spec import Column, Names, SqlType, Table

PREFIX = "stg_"
_TYPES: dict[str, SqlType] = {
    "text": "TEXT",
    "json": "TEXT",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "number": "FLOAT8",
}
_VERSION = Column("version_id", "BIGINT", "版本编号", "version of the document that the row was read in", null=False)
_FORM_NO = Column(
    "form_no", "INTEGER", "表序号", "form within the document, from 1; 0: the document as a whole", null=False
)
# What the model needs of an indicator and the contract's table does not carry.
_INDICATOR_EXTRA = (
    Column("horizon", "TEXT", "期间", "medium_term or annual, of a form that has a panel for each"),
    Column("name_key", "TEXT", "指标名称(归一)", "the name as it is compared: folded, without spaces and signs"),
)
KEYS: dict[TableName, Names] = {
    "documents": ("version_id",),
    "forms": ("version_id", "form_no"),
    "funding": ("version_id", "form_no", "ordinal"),
    "indicators": ("version_id", "form_no", "ordinal"),
    "findings": ("version_id", "form_no", "ordinal"),
}
_VERSION_KEY = (("version_id",), "document_version", ("version_id",))


def staging_name(table: TableName) -> str:
    """Name of a contract table's staging table."""
    return PREFIX + table


@cache
def technical_columns(table: TableName) -> tuple[Column, ...]:
    """The columns that a staging table has before the contract's, none that the contract has itself."""
    columns = (_VERSION, *(() if table == "documents" else (_FORM_NO,)))
    extra = _INDICATOR_EXTRA if table == "indicators" else ()
    known = {info.path for info in column_info(table)}
    return (*columns, *(column for column in extra if column.name not in known))


def contract_columns(table: TableName) -> tuple[Column, ...]:
    """The contract's columns with SQL types."""
    return tuple(_column(info) for info in column_info(table))


def _column(info: FieldInfo) -> Column:
    return Column(info.path, _TYPES[info.type], info.label.zh, description(info))


@cache
def staging_tables() -> tuple[Table, ...]:
    """The staging tables, and the keys that loading works out for each form."""
    contract = [
        Table(
            staging_name(table),
            TABLES_ZH[table] + "(原始)",
            f"the contract's table {table}, all versions",
            (*technical_columns(table), *contract_columns(table)),
            KEYS[table],
            foreign=(_VERSION_KEY,),
        )
        for table in TABLES
    ]
    return (*contract, _FORM_KEYS, _EXECUTION)


_FORM_KEYS = Table(
    "stg_form_keys",
    "绩效表主键",
    "what each form's project and bodies are known by, worked out when it is loaded",
    (
        _VERSION,
        _FORM_NO,
        Column("project_key", "TEXT", "项目键", "see project.project_key", null=False),
        Column("project_key_kind", "TEXT", "项目键类型", "see project.key_kind", null=False),
        Column("project_name_key", "TEXT", "项目名称(归一)"),
        Column("unit_key", "TEXT", "单位键", "of the body that carries the project out"),
        Column("unit_name_key", "TEXT", "单位名称(归一)"),
        Column("department_key", "TEXT", "主管部门键"),
        Column("department_name_key", "TEXT", "主管部门名称(归一)"),
        Column("start_date", "DATE", "计划开始日期", "where it is a date of the calendar"),
        Column("end_date", "DATE", "计划完成日期", "where it is a date of the calendar"),
    ),
    ("version_id", "form_no"),
    foreign=(_VERSION_KEY,),
)
_EXECUTION = Table(
    "stg_execution",
    "预算执行(原始)",
    "a self-evaluation's budget execution, one row an item",
    (
        _VERSION,
        _FORM_NO,
        Column("ordinal", "BIGINT", "序号", "within the form, from 1", null=False),
        Column("item", "TEXT", "资金项目"),
        Column("budget_initial", "TEXT", "年初预算数", "exact decimal; in yuan"),
        Column("budget_current", "TEXT", "全年预算数", "exact decimal; in yuan"),
        Column("executed", "TEXT", "全年执行数", "exact decimal; in yuan"),
        Column("rate", "TEXT", "执行率", "exact decimal; in %"),
        Column("weight", "TEXT", "分值", "exact decimal"),
        Column("score", "TEXT", "得分", "exact decimal"),
        Column("raw", "TEXT", "原文", "printed text per column, JSON"),
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=(_VERSION_KEY,),
)
