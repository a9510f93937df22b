"""How the columns of the contract's tables are headed, described and typed in every kind of file."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.fields import FieldInfo
from extractor.model.form import TableName
from extractor.output.sinks import Language

TABLES_ZH: dict[TableName, str] = {
    "documents": "文件",
    "forms": "绩效表",
    "funding": "资金明细",
    "indicators": "绩效指标",
    "findings": "审核发现",
}
AMOUNTS = frozenset({"amount", "project_total", "annual_total"})
_DECIMALS = AMOUNTS | {"weight", "score", "score_total"}
_DECIMAL_ENDINGS = ("_number", "_low", "_high")
# What DECIMAL(38, 10) holds exactly; anything else stays text and its number is NULL, never rounded.
EXACT = r"^[-+]?[0-9]{1,28}(\.[0-9]{1,10}0*)?$"


def is_decimal(column: FieldInfo) -> bool:
    """Whether a text column holds exact decimals."""
    return column.path in _DECIMALS or (column.type == "text" and column.path.endswith(_DECIMAL_ENDINGS))


def headings(columns: Sequence[FieldInfo], language: Language) -> list[str]:
    """Return the headings of a table: the contract's names, or Chinese labels, equal ones told apart by the names."""
    labels = [column.label.zh or column.path if language == "zh" else column.path for column in columns]
    return [
        label if labels.count(label) == 1 else f"{label}({column.path})"
        for label, column in zip(labels, columns, strict=True)
    ]


def description(column: FieldInfo) -> str:
    """Return what a column holds, its unit and its only values, as one line."""
    choices = f"one of {', '.join(column.choices)}" if column.choices else ""
    unit = f"in {column.label.unit}" if column.label.unit else ""
    return "; ".join(part for part in (column.label.doc, unit, choices) if part)
