"""The columns of the contract's tables.

A column is a name and the path of what it holds, seen from its row: ``item.value.number`` is the target's number of the
indicator that the row is about. Types, labels and units follow from the records' annotations, so that the tables, the
data dictionary and the JSON cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

from extractor.model.fields import FieldInfo, field_at
from extractor.model.form import DocumentResult, Finding, Form, FundingLine, Indicator, TableName
from extractor.model.labels import Label

ColumnType: TypeAlias = Literal["text", "integer", "boolean", "number", "json"]
Scalar: TypeAlias = str | int | float | bool | None
TABLES: tuple[TableName, ...] = get_args(TableName)


class RowContext(Struct, frozen=True):
    """What one row may draw on: its document, its form (if any) and the item it is about."""

    result: DocumentResult
    form: Form | None
    item: FundingLine | Indicator | Finding | None
    ordinal: int


class Column(Struct, frozen=True):
    """One column of a table.

    Attributes:
        name: header, unique within the table.
        path: path from :class:`RowContext`, or ``""`` for a computed column.
        compute: gives a computed column's value.
        label: label of a computed column, ``None`` where the path's own annotation says it.
        computed_type: type of a computed column.
    """

    name: str
    path: str = ""
    compute: Callable[[RowContext], Scalar] | None = None
    label: Label | None = None
    computed_type: ColumnType = "integer"


def _by_path(*pairs: str) -> tuple[Column, ...]:
    """Columns from ``name=path`` pairs."""
    return tuple(Column(name, path) for name, _, path in (pair.partition("=") for pair in pairs))


def _value_columns(prefix: str, path: str) -> tuple[Column, ...]:
    plain = ("raw", "kind", "operator", "operator_code", "number", "low", "high", "unit")
    canonical = ("number", "unit", "low", "high", "date", "start", "end")
    return (
        *(Column(f"{prefix}_{name}", f"{path}.{name}") for name in plain),
        *(Column(f"{prefix}_canonical_{name}", f"{path}.canonical.{name}") for name in canonical),
        Column(f"{prefix}_direction", f"{path}.direction"),
        Column(f"{prefix}_basis", f"{path}.basis"),
        Column(f"{prefix}_confidence", f"{path}.confidence"),
    )


_JUDGEMENT: tuple[tuple[str, str, str, ColumnType], ...] = (
    ("by", "判断依据", "the evidence that decided", "text"),
    ("confidence", "判断置信度", "0 to 1", "number"),
    ("reason", "判断理由", "one sentence for a reviewer", "text"),
    ("rule", "判断规则", "id of the rule that decided", "text"),
)


def _judgement_columns(level: str, zh: str) -> Iterator[Column]:
    def of(name: str) -> Callable[[RowContext], Scalar]:
        def compute(row: RowContext) -> Scalar:
            assert isinstance(row.item, Indicator)
            judgement = row.item.judgement.get(level)
            value: Scalar = getattr(judgement, name) if judgement else None
            return value

        return compute

    for name, label, doc, kind in _JUDGEMENT:
        yield Column(f"{level}_{name}", compute=of(name), label=Label(zh + label, doc), computed_type=kind)


def _counted(name: str, compute: Callable[[RowContext], Scalar], zh: str, doc: str) -> Column:
    return Column(name, compute=compute, label=Label(zh, doc))


def _count(severity: str, of: Callable[[RowContext], Iterable[Finding]], zh: str) -> Column:
    def compute(row: RowContext) -> Scalar:
        return sum(finding.severity == severity for finding in of(row))

    return _counted(f"{severity}_count", compute, zh, f"findings of severity {severity}")


def _counts(of: Callable[[RowContext], Iterable[Finding]]) -> tuple[Column, ...]:
    return _count("error", of, "错误数"), _count("warning", of, "警告数"), _count("info", of, "提示数")


def all_findings(result: DocumentResult) -> Iterator[Finding]:
    """The document's own findings, then those of its forms."""
    yield from result.findings
    for form in result.forms:
        yield from form.findings


def _form_of(row: RowContext) -> Form:
    assert row.form is not None
    return row.form


def _funding_total(scope: str, zh: str, doc: str) -> Column:
    def compute(row: RowContext) -> Scalar:
        lines = _form_of(row).funding.lines
        return next((line.amount for line in lines if line.scope == scope and line.item == "total"), None)

    return Column(f"{scope}_total", compute=compute, label=Label(zh, doc, "yuan"), computed_type="text")


_ORDINAL = Column("ordinal", compute=lambda row: row.ordinal, label=Label("序号", "within its owner, from 1"))
_DOCUMENT = Column("document_sha256", "result.document.sha256")
_FORM = Column("form_id", "form.form_id")
_PROJECT = _by_path(
    "fiscal_year=form.fiscal_year",
    "project_name=form.project.name",
    "project_code=form.project.code",
    "department=form.project.department",
    "unit=form.project.unit",
)
_INDICATOR = ("weight", "score", "deviation_reason", "standard", "explanation", "is_core")
_FINDING = ("code", "severity", "category", "path", "message", "message_zh", "suggestion", "evidence")
_WHERE = ("page", "table", "row", "line", "bbox")

COLUMNS: dict[TableName, tuple[Column, ...]] = {
    "documents": (
        _DOCUMENT,
        *_by_path(
            "source=result.document.source",
            "format=result.document.format",
            "pages=result.document.pages",
            "title=result.document.title",
            "producer=result.document.producer",
            "status=result.status",
        ),
        _counted("form_count", lambda row: len(row.result.forms), "绩效表数", "forms read"),
        _counted(
            "indicator_count", lambda row: sum(len(form.indicators) for form in row.result.forms), "指标数", "read"
        ),
        *_counts(lambda row: all_findings(row.result)),
        *_by_path(
            "schema_version=result.schema_version",
            "tool_version=result.document.tool_version",
            "rules_version=result.document.rules_version",
        ),
    ),
    "forms": (
        _DOCUMENT,
        _FORM,
        _ORDINAL,
        *_by_path(
            "profile=form.profile",
            "kind=form.kind",
            "title=form.title",
            "fiscal_year=form.fiscal_year",
            "project_name=form.project.name",
            "project_code=form.project.code",
            "project_nature=form.project.nature",
            "project_category=form.project.category",
            "project_attribute=form.project.attribute",
            "department=form.project.department",
            "department_code=form.project.department_code",
            "unit=form.project.unit",
            "unit_code=form.project.unit_code",
            "start_date=form.project.start_date",
            "end_date=form.project.end_date",
            "contact=form.project.contact",
            "extra=form.project.extra",
            "money_unit=form.funding.money_unit",
        ),
        _funding_total("project", "项目资金总额", "exact decimal, whole life of the project"),
        _funding_total("annual", "年度资金总额", "exact decimal, this year's request"),
        *_by_path(
            "goal_overall=form.goals.overall",
            "goal_annual=form.goals.annual",
            "goal_medium_term=form.goals.medium_term",
            "goal_actual=form.goals.actual",
            "execution=form.execution",
            "score_total=form.score.total",
            "score_grade=form.score.grade",
        ),
        _counted("indicator_count", lambda row: len(_form_of(row).indicators), "指标数", "indicators read"),
        *_counts(lambda row: _form_of(row).findings),
        *_by_path("pages=form.provenance.pages", "lines=form.provenance.lines", "bbox=form.provenance.bbox"),
    ),
    "funding": (
        _DOCUMENT,
        _FORM,
        _ORDINAL,
        *_PROJECT,
        *_by_path("scope=item.scope", "item=item.item", "label=item.label", "raw=item.raw", "amount=item.amount"),
        Column("money_unit", "form.funding.money_unit"),
        *(Column(name, f"item.provenance.{name}") for name in _WHERE),
    ),
    "indicators": (
        _DOCUMENT,
        _FORM,
        _ORDINAL,
        *_PROJECT,
        *_by_path("profile=form.profile", "kind=form.kind"),
        *(Column(name, f"item.{name}") for name in ("level1", "level2", "name")),
        *_by_path("printed_level1=item.printed.level1", "printed_level2=item.printed.level2"),
        *_judgement_columns("level1", "一级指标"),
        *_judgement_columns("level2", "二级指标"),
        *_value_columns("value", "item.value"),
        *_value_columns("baseline", "item.baseline"),
        *_value_columns("actual", "item.actual"),
        *(Column(name, f"item.{name}") for name in _INDICATOR),
        *(Column(name, f"item.provenance.{name}") for name in _WHERE),
    ),
    "findings": (
        _DOCUMENT,
        _FORM,
        _ORDINAL,
        *_PROJECT,
        *(Column(name, f"item.{name}") for name in _FINDING),
        *(Column(name, f"item.provenance.{name}") for name in _WHERE),
    ),
}

_ITEM_CLASSES: dict[TableName, type] = {"funding": FundingLine, "indicators": Indicator, "findings": Finding}


@cache
def column_info(table: TableName) -> tuple[FieldInfo, ...]:
    """Type, label and unit of each column of a table, in the columns' order."""
    roots = {"result": DocumentResult, "form": Form, "item": _ITEM_CLASSES.get(table, DocumentResult)}
    return tuple(_info(column, roots) for column in COLUMNS[table])


def _info(column: Column, roots: dict[str, type]) -> FieldInfo:
    if column.label is not None:
        return FieldInfo(column.name, column.computed_type, column.label)
    root, _, path = column.path.partition(".")
    found = field_at(roots[root], path)
    return FieldInfo(column.name, found.type, found.label, found.choices)
