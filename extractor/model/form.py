"""The output contract, version 1: one document in, one JSON object out.

Records of msgspec, so that reading a document never pays for importing pydantic, whose the JSON Schema is, over these same
classes (see :mod:`extractor.model.schema`).

Amounts and numbers are exact decimals written as strings; dates are ISO 8601 strings; what the form leaves blank is
``None``. Boxes are points from the top left of the page as displayed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from msgspec import field

from extractor.model.json import to_json, to_jsonable, written
from extractor.model.labels import Label
from extractor.model.record import Record
from extractor.model.table import BBox

if TYPE_CHECKING:
    import pandas

SCHEMA_VERSION = "1"

DocumentFormat: TypeAlias = Literal[
    "pdf", "text", "docx", "xlsx", "xls", "doc", "rtf", "odt", "ods", "html", "mht", "csv", "image", "ofd"
]
Status: TypeAlias = Literal["ok", "partial", "no_forms", "failed"]
FormKind: TypeAlias = Literal["target", "self_evaluation", "monitoring", "department_target", "transfer_target"]
ValueKind: TypeAlias = Literal[
    "quantity",
    "range",
    "duration",
    "deadline",
    "period",
    "frequency",
    "grade",
    "boolean",
    "text",
    "placeholder",
    "missing",
]
Operator: TypeAlias = Literal["≥", ">", "=", "<", "≤"]
Direction: TypeAlias = Literal["up", "down", "point", "none"]
AttainmentRule: TypeAlias = Literal[
    "actual / target", "target / actual", "range", "date", "grade", "wording", "same wording"
]  # fmt: skip
Severity: TypeAlias = Literal["error", "warning", "info"]
JudgedBy: TypeAlias = Literal["cell", "span", "order", "name"]
FundingScope: TypeAlias = Literal["project", "annual"]
FundingItem: TypeAlias = Literal[
    "total", "fiscal", "appropriation", "carryover", "other", "general_budget", "government_fund", "state_capital",
    "special_account", "unit_funds", "central", "local", "own", "superior",
]  # fmt: skip
TableName: TypeAlias = Literal["documents", "forms", "funding", "indicators", "findings"]


class CellProvenance(Record, frozen=True):
    """Where one value stood."""

    page: Annotated[int | None, Label("页码", "page number from 1")] = None
    bbox: Annotated[BBox | None, Label("位置框", "x0, y0, x1, y1 from the top left", "points")] = None
    table: Annotated[int | None, Label("表序号", "table within the form, from 0")] = None
    row: Annotated[int | None, Label("行号", "grid row within that table, from 0")] = None
    line: Annotated[int | None, Label("文本行号", "line of a text source, from 1")] = None


class IndicatorProvenance(Record, frozen=True):
    """Where an indicator's row and its cells stood."""

    page: Annotated[int | None, Label("页码", "page number from 1")] = None
    bbox: Annotated[BBox | None, Label("位置框", "box of the whole row", "points")] = None
    table: Annotated[int | None, Label("表序号", "table within the form, from 0")] = None
    row: Annotated[int | None, Label("行号", "grid row within that table, from 0")] = None
    line: Annotated[int | None, Label("文本行号", "line of a text source, from 1")] = None
    cells: Annotated[dict[str, BBox | None], Label("单元格位置", "box per cell: name, value, …", "points")] = field(
        default_factory=dict
    )


class FormProvenance(Record, frozen=True):
    """Where a form stood."""

    pages: Annotated[tuple[int, ...], Label("页码", "pages from 1")] = ()
    bbox: Annotated[BBox | None, Label("位置框", "box on the first of its pages", "points")] = None
    lines: Annotated[tuple[int, int] | None, Label("文本行", "first and last line of a text source, from 1")] = None


class Canonical(Record, frozen=True, omit_defaults=True):
    """A value in canonical spelling: scales multiplied out, units unified, dates ISO."""

    number: Annotated[str | None, Label("标准数值", "exact decimal, scales such as 万 multiplied out")] = written(None)
    unit: Annotated[str | None, Label("标准单位", "canonical unit; % stays %")] = written(None)
    low: Annotated[str | None, Label("下限", "lower bound of a range", optional=True)] = None
    high: Annotated[str | None, Label("上限", "upper bound of a range", optional=True)] = None
    date: Annotated[str | None, Label("日期", "ISO date of a deadline, as exact as printed", optional=True)] = None
    start: Annotated[str | None, Label("起始日期", "ISO start of a period", optional=True)] = None
    end: Annotated[str | None, Label("结束日期", "ISO end of a period", optional=True)] = None


class Value(Record, frozen=True, omit_defaults=True):
    """What an indicator aims at or reached."""

    raw: Annotated[str | None, Label("原文", "printed text, spaces of line wraps removed; null when missing")]
    kind: Annotated[ValueKind, Label("类型", "kind of value")]
    operator: Annotated[Operator | None, Label("计算符号", "printed, or implied by a word; never invented")] = written(
        None
    )
    operator_code: Annotated[int | None, Label("计算符号代码", "1 ≥, 2 >, 3 =, 4 <, 5 ≤, 6 qualitative")] = written(
        None
    )
    number: Annotated[str | None, Label("数值", "as printed, exact decimal")] = written(None)
    low: Annotated[str | None, Label("下限", "lower bound of a range, as printed")] = written(None)
    high: Annotated[str | None, Label("上限", "upper bound of a range, as printed")] = written(None)
    unit: Annotated[str | None, Label("计量单位", "as printed, without brackets")] = written(None)
    canonical: Annotated[Canonical | None, Label("标准值", "canonical number and unit")] = written(None)
    direction: Annotated[Direction, Label("指标方向", "up: more is better; down; point: exactly; none")] = written(
        "none"
    )
    confidence: Annotated[float, Label("置信度", "0 to 1")] = written(1.0)
    basis: Annotated[
        str | None, Label("比较基准", "what a growth is measured against, as printed (上年, 同比)", optional=True)
    ] = None


class Attainment(Record, frozen=True):
    """How far a result reached its target."""

    rate: Annotated[str | None, Label("完成率", "share of the target reached, exact decimal", "%")]
    met: Annotated[bool, Label("是否完成", "whether the target is met")]
    rule: Annotated[AttainmentRule, Label("计算规则", "how it was computed")]


class Judgement(Record, frozen=True):
    """Why a level was judged as it was."""

    by: Annotated[JudgedBy, Label("依据", "the evidence that decided")]
    confidence: Annotated[float, Label("置信度", "0 to 1")]
    reason: Annotated[str, Label("理由", "one sentence for a reviewer")]
    rule: Annotated[str | None, Label("规则", "id of the rule that decided")] = None


class PrintedLevels(Record, frozen=True):
    """What the level cells themselves say."""

    level1: Annotated[str | None, Label("一级指标(印刷)", "as printed")] = None
    level2: Annotated[str | None, Label("二级指标(印刷)", "as printed")] = None


class Target(Record, frozen=True):
    """A further target of an indicator: of another year, another place, the whole period."""

    label: Annotated[str, Label("印刷标签", "head of its column as printed")]
    value: Annotated[Value, Label("指标值", "the target")]
    horizon: Annotated[
        Literal["medium_term", "annual", "year"] | None, Label("期间", "what its head says of the time it is for")
    ] = None
    year: Annotated[int | None, Label("年度", "year that its head names")] = None


class Grade(Record, frozen=True):
    """What an indicator must reach for one grade."""

    grade: Annotated[str, Label("等级", "优, 良, 中, 差")]
    label: Annotated[str, Label("印刷标签", "head of its column as printed")]
    value: Annotated[Value, Label("指标值", "the threshold")]


class Indicator(Record, frozen=True, omit_defaults=True):
    """One performance indicator."""

    ordinal: Annotated[int, Label("序号", "within the form, from 1")]
    level1: Annotated[str | None, Label("一级指标", "canonical")]
    level2: Annotated[str | None, Label("二级指标", "canonical")]
    name: Annotated[str | None, Label("三级指标", "the indicator's name")]
    printed: Annotated[PrintedLevels, Label("印刷层级", "labels as printed")]
    judgement: Annotated[dict[str, Judgement], Label("层级判断", "evidence per level")]
    value: Annotated[Value, Label("指标值", "the target")]
    baseline: Annotated[Value | None, Label("基期值", "value before, or of last year")] = written(None)
    actual: Annotated[Value | None, Label("实际完成值", "value reached")] = written(None)
    weight: Annotated[str | None, Label("权重", "weight or full score, exact decimal")] = written(None)
    score: Annotated[str | None, Label("得分", "score given, exact decimal")] = written(None)
    deviation_reason: Annotated[str | None, Label("偏差原因", "why the target was missed, and the remedy")] = written(
        None
    )
    standard: Annotated[str | None, Label("绩效标准", "standard or basis of the target")] = written(None)
    explanation: Annotated[str | None, Label("指标解释", "what the indicator means")] = written(None)
    is_core: Annotated[bool | None, Label("是否核心指标", "core indicator")] = written(None)
    horizon: Annotated[
        Literal["medium_term", "annual"] | None,
        Label("期间", "which panel of a form with a medium-term and an annual one", optional=True),
    ] = None
    attainment: Annotated[
        Attainment | None, Label("完成情况", "of a self-evaluation, where it can be computed", optional=True)
    ] = None
    targets: Annotated[tuple[Target, ...], Label("其他指标值", "further targets of the same row", optional=True)] = ()
    grades: Annotated[
        tuple[Grade, ...], Label("分级指标值", "graded targets; value is the best grade's", optional=True)
    ] = ()
    extra: Annotated[
        dict[str, str], Label("其他列", "columns that no role fits: printed head to text", optional=True)
    ] = field(default_factory=dict)
    provenance: Annotated[IndicatorProvenance, Label("出处", "where it stood")] = written(IndicatorProvenance())


class FundingLine(Record, frozen=True):
    """One amount of the funding block."""

    scope: Annotated[FundingScope, Label("范围", "project: whole life; annual: this year's request")]
    item: Annotated[FundingItem, Label("资金项目", "canonical funding item")]
    label: Annotated[str, Label("印刷标签", "label as printed")]
    raw: Annotated[str | None, Label("原文", "amount as printed")]
    amount: Annotated[str | None, Label("金额", "exact decimal", "yuan")]
    provenance: Annotated[CellProvenance, Label("出处", "where it stood")] = CellProvenance()


class Funding(Record, frozen=True):
    """The funding block."""

    money_unit: Annotated[Literal["元", "万元", "亿元"] | None, Label("金额单位", "unit the form declares")] = None
    lines: Annotated[tuple[FundingLine, ...], Label("资金明细", "one entry an amount")] = ()


class Project(Record, frozen=True):
    """The header fields."""

    name: Annotated[str | None, Label("项目名称")] = None
    code: Annotated[str | None, Label("项目代码")] = None
    nature: Annotated[str | None, Label("项目性质")] = None
    category: Annotated[str | None, Label("项目类别")] = None
    attribute: Annotated[str | None, Label("项目属性")] = None
    department: Annotated[str | None, Label("主管部门")] = None
    department_code: Annotated[str | None, Label("主管部门代码")] = None
    unit: Annotated[str | None, Label("实施单位")] = None
    unit_code: Annotated[str | None, Label("单位代码")] = None
    start_date: Annotated[str | None, Label("计划开始日期", "ISO date")] = None
    end_date: Annotated[str | None, Label("计划完成日期", "ISO date")] = None
    contact: Annotated[str | None, Label("联系人")] = None
    extra: Annotated[
        dict[str, str], Label("其他字段", "printed label to printed value, for labels without a field")
    ] = field(default_factory=dict)


class Goals(Record, frozen=True):
    """The goal texts."""

    overall: Annotated[str | None, Label("项目总目标")] = None
    annual: Annotated[str | None, Label("年度总体目标")] = None
    medium_term: Annotated[str | None, Label("中期目标")] = None
    actual: Annotated[str | None, Label("目标实际完成情况")] = None


class Finding(Record, frozen=True):
    """Something that looks wrong. A finding never changes the data."""

    code: Annotated[str, Label("代码", "stable code, see docs")]
    severity: Annotated[Severity, Label("严重程度")]
    path: Annotated[str, Label("数据路径", "JSON path of what it is about")]
    message: Annotated[str, Label("说明(英文)")]
    message_zh: Annotated[str, Label("说明")]
    evidence: Annotated[dict[str, Any], Label("证据", "the figures and texts compared")] = field(default_factory=dict)
    category: Annotated[int | None, Label("审核意见类别", "1 to 11, the categories reviewers use")] = None
    suggestion: Annotated[str | None, Label("建议")] = None
    provenance: Annotated[CellProvenance | None, Label("出处", "where it stands")] = None


class ExecutionLine(Record, frozen=True):
    """One row of a self-evaluation's budget execution."""

    item: Annotated[FundingItem, Label("资金项目")]
    budget_initial: Annotated[str | None, Label("年初预算数", "exact decimal", "yuan")] = None
    budget_current: Annotated[str | None, Label("全年预算数", "exact decimal", "yuan")] = None
    executed: Annotated[str | None, Label("全年执行数", "exact decimal", "yuan")] = None
    rate: Annotated[str | None, Label("执行率", "exact decimal", "%")] = None
    weight: Annotated[str | None, Label("分值", "exact decimal")] = None
    score: Annotated[str | None, Label("得分", "exact decimal")] = None
    raw: Annotated[dict[str, str], Label("原文", "printed text per column")] = field(default_factory=dict)


class Score(Record, frozen=True):
    """A self-evaluation's result."""

    total: Annotated[str | None, Label("总分", "exact decimal")] = None
    grade: Annotated[str | None, Label("等级")] = None


class Form(Record, frozen=True, omit_defaults=True):
    """One performance form."""

    form_id: Annotated[str, Label("表编号", "first 12 of the document's sha256, a dash, ordinal from 1")]
    profile: Annotated[str, Label("表样", "form family that matched")]
    kind: Annotated[FormKind, Label("表类型")]
    title: Annotated[str | None, Label("表名")] = written(None)
    fiscal_year: Annotated[int | None, Label("预算年度")] = written(None)
    project: Annotated[Project, Label("项目信息")] = field(default_factory=Project)
    funding: Annotated[Funding, Label("项目资金")] = written(Funding())
    goals: Annotated[Goals, Label("绩效目标")] = written(Goals())
    indicators: Annotated[tuple[Indicator, ...], Label("绩效指标")] = written(())
    execution: Annotated[tuple[ExecutionLine, ...] | None, Label("预算执行情况", optional=True)] = None
    score: Annotated[Score | None, Label("评价结果", optional=True)] = None
    findings: Annotated[tuple[Finding, ...], Label("审核发现")] = written(())
    provenance: Annotated[FormProvenance, Label("出处")] = written(FormProvenance())


class Document(Record, frozen=True):
    """The document itself."""

    source: Annotated[str, Label("来源文件")]
    sha256: Annotated[str, Label("内容哈希")]
    format: Annotated[DocumentFormat | None, Label("格式", "null when it could not be told")]
    pages: Annotated[int | None, Label("页数", "null for formats without pages")]
    title: Annotated[str | None, Label("文件标题", "where one stands before the forms")]
    producer: Annotated[str | None, Label("生成程序")]
    tool_version: Annotated[str, Label("工具版本")]
    rules_version: Annotated[str, Label("规则版本")]


class DocumentResult(Record, frozen=True):
    """Everything that was read from one document."""

    schema_version: Annotated[str, Label("契约版本")]
    document: Annotated[Document, Label("文件")]
    status: Annotated[Status, Label("状态", "partial: some form has an error-severity finding of its own reading")]
    forms: Annotated[tuple[Form, ...], Label("绩效表")] = ()
    findings: Annotated[tuple[Finding, ...], Label("文件级发现")] = ()

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object as plain dicts, lists, strings and numbers."""
        result: dict[str, Any] = to_jsonable(self)
        return result

    def to_json(self, *, indent: int | None = None) -> str:
        """The contract's JSON object as text; one line unless ``indent`` is given."""
        return to_json(self, indent=indent)

    def to_pandas(self, table: TableName = "indicators") -> pandas.DataFrame:
        """One of the contract's tables as a data frame (every column text, integer or boolean; decimals stay text).

        Raises:
            ValueError: ``table`` is not one of the contract's tables.
        """
        from importlib import import_module

        tables = import_module("extractor.model.tables")  # made of these records, and so not known to this module
        frame: pandas.DataFrame = tables.to_frame(table, tables.rows_of(self, table))
        return frame
