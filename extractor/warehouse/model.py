"""The model: documents and their versions, bodies, projects and indicators, and the facts about them."""

from __future__ import annotations

from functools import cache
from typing import get_args

from extractor.model.contract import FundingItem, FundingScope, Severity
from extractor.warehouse.spec import Column, SqlType, Table
from extractor.warehouse.staging import staging_tables

SCHEMA_VERSION = "1"
_DECIMAL: SqlType = "DECIMAL(38, 10)"


def _id(name: str, zh: str, doc: str = "", *, null: bool = False) -> Column:
    return Column(name, "BIGINT", zh, doc, null)


def _text(name: str, zh: str, doc: str = "", *, null: bool = True) -> Column:
    return Column(name, "TEXT", zh, doc, null)


def _exact(name: str, zh: str, doc: str = "") -> Column:
    return Column(name, _DECIMAL, zh, doc or "exact; NULL also where it has more digits than DECIMAL(38, 10)")


def _whole(name: str, zh: str, doc: str = "", *, null: bool = True) -> Column:
    return Column(name, "INTEGER", zh, doc, null)


def _among(column: str, choices: object) -> str:
    return f"{column} IN ({', '.join(repr(choice) for choice in get_args(choices))})"


_LOAD = _id("load_id", "入库批次", "load that brought the row")
_TO_LOAD = (("load_id",), "load", ("load_id",))
_VERSION = _id("version_id", "版本编号", "version of the document; names its rules version and its load")
_FORM_NO = _whole("form_no", "表序号", "form within the document, from 1", null=False)
_ORDINAL = _id("ordinal", "序号", "within the form, from 1")
_YEAR = Column("fiscal_year", "BIGINT", "预算年度")
_PROJECT = _id("project_id", "项目编号")
_UNIT = _id("unit_id", "实施单位编号", "NULL where the form names none", null=True)
_TO_FORM = (("version_id", "form_no"), "form", ("version_id", "form_no"))
_TO_PROJECT = (("project_id",), "project", ("project_id",))
_TO_UNIT = (("unit_id",), "unit", ("unit_id",))
_WHERE = (
    Column("page", "BIGINT", "页码", "page number from 1"),
    Column("table_no", "BIGINT", "表格序号", "table within the form, from 0"),
    Column("row_no", "BIGINT", "行号", "grid row within that table, from 0"),
    Column("line_no", "BIGINT", "文本行号", "line of a text source, from 1"),
    _text("bbox", "位置框", "JSON list x0, y0, x1, y1; points from the top left of the page"),
)
_FACT_KEY = (_VERSION, _FORM_NO, _ORDINAL, _PROJECT, _UNIT, _YEAR)
_FACT_FOREIGN = (_TO_FORM, _TO_PROJECT, _TO_UNIT)

_META = Table(
    "warehouse_meta",
    "仓库信息",
    "what the schema is; one row a key",
    (_text("key", "键", null=False), _text("value", "值", null=False)),
    ("key",),
)
_LOADS = Table(
    "load",
    "入库批次",
    "one load that changed something",
    (
        _LOAD,
        Column("loaded_at", "TIMESTAMP", "入库时间", "UTC", null=False),
        _text("source", "来源", "what was loaded, as it was called", null=False),
        _text("tool_version", "工具版本", "version of jixiao that loaded", null=False),
        _whole("documents", "文件数", "document versions added", null=False),
        _whole("restored", "恢复数", "earlier versions made current again", null=False),
        _whole("replaced_characters", "替换字符数", "NUL and half surrogates spelt out", null=False),
    ),
    ("load_id",),
)
_DOCUMENT = Table(
    "document",
    "文件",
    "a document, known by its bytes",
    (
        _id("document_id", "文件编号"),
        _text("document_sha256", "内容哈希", "SHA-256 of its bytes", null=False),
        _LOAD,
    ),
    ("document_id",),
    unique=(("document_sha256",),),
    foreign=(_TO_LOAD,),
    checks=("length(document_sha256) = 64",),
)
_DOCUMENT_VERSION = Table(
    "document_version",
    "文件解析版本",
    "one reading of a document; another with other content is another version",
    (
        _VERSION,
        _id("document_id", "文件编号"),
        _whole("version_no", "版本号", "within the document, from 1", null=False),
        _text("record_sha256", "记录哈希", "SHA-256 of the record without the name of its source", null=False),
        _text("file_sha256", "记录文件哈希", "SHA-256 of the JSON as it was loaded", null=False),
        _text("source", "来源文件", null=False),
        _text("format", "格式"),
        Column("pages", "BIGINT", "页数"),
        _text("title", "文件标题"),
        _text("producer", "生成程序"),
        _text("status", "状态", "ok, partial, no_forms or failed", null=False),
        _text("schema_version", "契约版本", null=False),
        _text("tool_version", "工具版本", null=False),
        _text("rules_version", "规则版本", null=False),
        _LOAD,
    ),
    ("version_id",),
    unique=(("document_id", "version_no"), ("document_id", "record_sha256"), ("document_id", "version_id")),
    foreign=((("document_id",), "document", ("document_id",)), _TO_LOAD),
    checks=("version_no >= 1",),
)
_CURRENT = Table(
    "current_version",
    "当前版本",
    "which version of a document is current: one, by its key",
    (_id("document_id", "文件编号"), _VERSION),
    ("document_id",),
    foreign=(
        (("document_id",), "document", ("document_id",)),
        (("document_id", "version_id"), "document_version", ("document_id", "version_id")),
    ),
)
_UNITS = Table(
    "unit",
    "单位",
    "an administrative body: department or implementing unit; its names over time: view unit_names",
    (
        _id("unit_id", "单位编号"),
        _text("unit_key", "单位键", "code:… where a code is printed, else name:…", null=False),
        _text("code", "单位代码"),
        _text("name", "单位名称", "as first seen"),
        _text("name_key", "单位名称(归一)", "folded, without spaces and signs"),
        _LOAD,
    ),
    ("unit_id",),
    unique=(("unit_key",),),
    foreign=(_TO_LOAD,),
)
_PROJECTS = Table(
    "project",
    "项目",
    "a project, the same over years and documents",
    (
        _PROJECT,
        _text("project_key", "项目键", "what makes it the same project", null=False),
        _text(
            "key_kind",
            "项目键类型",
            "code: the 21-character code; unit_code: another code, within its unit; unit_name: unit and normalised name;"
            " unit: a department's form as a whole; document: none of these, so this form alone",
            null=False,
        ),
        _text("code", "项目代码"),
        _text("name", "项目名称", "as first seen"),
        _text("name_key", "项目名称(归一)", "folded, without spaces, signs and the form's own year"),
        _text("unit_name_key", "单位名称(归一)", "of the unit, else of the department"),
        _LOAD,
    ),
    ("project_id",),
    unique=(("project_key",),),
    foreign=(_TO_LOAD,),
    checks=("key_kind IN ('code', 'unit_code', 'unit_name', 'unit', 'document')",),
)
_CANDIDATES = Table(
    "project_candidate",
    "疑似同一项目",
    "two projects that may be one; proposed, never merged",
    (
        _id("project_id", "项目编号", "the one seen first"),
        _id("other_project_id", "疑似项目编号"),
        Column("score", "FLOAT8", "相似度", "0 to 100, of the normalised names", null=False),
        _text("reason", "理由", null=False),
        _LOAD,
    ),
    ("project_id", "other_project_id"),
    foreign=(_TO_PROJECT, (("other_project_id",), "project", ("project_id",)), _TO_LOAD),
    checks=("project_id < other_project_id", "score BETWEEN 0 AND 100"),
)
_INDICATOR = Table(
    "indicator",
    "指标",
    "an indicator: level 1, level 2 and normalised name",
    (
        _id("indicator_id", "指标编号"),
        _text("indicator_key", "指标键", "level 1, level 2 and name_key", null=False),
        _text("level1", "一级指标", "canonical"),
        _text("level2", "二级指标", "canonical"),
        _text("name", "三级指标", "as first seen"),
        _text("name_key", "三级指标(归一)", "folded, without spaces and signs"),
        _LOAD,
    ),
    ("indicator_id",),
    unique=(("indicator_key",),),
    foreign=(_TO_LOAD,),
)
_FORM = Table(
    "form",
    "绩效表",
    "one form of one version of a document",
    (
        _VERSION,
        _FORM_NO,
        _text("form_id", "表编号", "first 12 of the document's hash, a dash, number of the form", null=False),
        _PROJECT,
        _UNIT,
        _id("department_id", "主管部门编号", null=True),
        _YEAR,
        _text("profile", "表样", "form family that matched", null=False),
        _text("kind", "表类型", null=False),
        _text("title", "表名"),
        _text("project_name", "项目名称", "as printed"),
        _text("project_code", "项目代码", "as printed"),
        _text("unit_name", "实施单位", "as printed"),
        _text("unit_code", "单位代码", "as printed"),
        _text("department_name", "主管部门", "as printed"),
        _text("department_code", "主管部门代码", "as printed"),
        _text("project_nature", "项目性质"),
        _text("project_category", "项目类别"),
        _text("project_attribute", "项目属性"),
        Column("start_date", "DATE", "计划开始日期"),
        Column("end_date", "DATE", "计划完成日期"),
        _text("contact", "联系人"),
        _text("money_unit", "金额单位", "unit the form declares; amounts here are yuan"),
        _exact("project_total", "项目资金总额", "yuan, whole life of the project"),
        _exact("annual_total", "年度资金总额", "yuan, this year's request"),
        _text("goal_overall", "项目总目标"),
        _text("goal_annual", "年度总体目标"),
        _text("goal_medium_term", "中期目标"),
        _text("goal_actual", "目标实际完成情况"),
        _exact("score_total", "总分"),
        _text("score_grade", "等级"),
        _text("pages", "页码", "JSON list of pages from 1"),
        _text("lines", "文本行", "JSON list: first and last line of a text source"),
        _text("bbox", "位置框", "JSON list x0, y0, x1, y1 on the first of its pages; points from the top left"),
    ),
    ("version_id", "form_no"),
    unique=(("version_id", "form_id"),),
    foreign=(
        (("version_id",), "document_version", ("version_id",)),
        _TO_PROJECT,
        _TO_UNIT,
        (("department_id",), "unit", ("unit_id",)),
    ),
)
_FUNDING = Table(
    "fact_funding",
    "资金事实",
    "one amount of a form's funding block",
    (
        *_FACT_KEY,
        _text("scope", "范围", "project: whole life; annual: this year's request", null=False),
        _text("item", "资金项目", "canonical funding item", null=False),
        _text("label", "印刷标签", "as printed"),
        _text("raw", "原文", "amount as printed"),
        _exact("amount", "金额", "yuan, exact"),
        *_WHERE,
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=_FACT_FOREIGN,
    checks=(_among("scope", FundingScope), _among("item", FundingItem)),
)


def _value(prefix: str, zh: str) -> tuple[Column, ...]:
    return (
        _text(f"{prefix}_raw", f"{zh}(原文)", "as printed"),
        _text(f"{prefix}_kind", f"{zh}类型"),
        _text(f"{prefix}_operator", f"{zh}计算符号"),
        Column(f"{prefix}_operator_code", "BIGINT", f"{zh}计算符号代码", "1 ≥, 2 >, 3 =, 4 <, 5 ≤, 6 qualitative"),
        _exact(f"{prefix}_number", f"{zh}数值", "as printed"),
        _text(f"{prefix}_unit", f"{zh}计量单位", "as printed"),
        _exact(f"{prefix}_canonical_number", f"{zh}标准数值", "scales such as 万 multiplied out"),
        _text(f"{prefix}_canonical_unit", f"{zh}标准单位"),
        _exact(f"{prefix}_low", f"{zh}下限", "of a range, canonical where that is known"),
        _exact(f"{prefix}_high", f"{zh}上限", "of a range, canonical where that is known"),
    )


_INDICATORS = Table(
    "fact_indicator",
    "指标事实",
    "one indicator of a form: target, baseline, actual, score",
    (
        *_FACT_KEY,
        _id("indicator_id", "指标编号"),
        _text("horizon", "期间", "medium_term or annual, of a form that has a panel for each"),
        _text("printed_level1", "一级指标(印刷)"),
        _text("printed_level2", "二级指标(印刷)"),
        _text("level2_by", "二级判断依据", "cell, span, order or name"),
        Column("level2_confidence", "FLOAT8", "二级判断置信度", "0 to 1"),
        *_value("target", "目标值"),
        _text("target_date", "目标日期", "deadline, or end of a period; ISO, as exact as printed"),
        _text("target_direction", "指标方向", "up, down, point or none"),
        Column("target_confidence", "FLOAT8", "目标值置信度", "0 to 1"),
        *_value("baseline", "基期值"),
        *_value("actual", "实际值"),
        _exact("weight", "权重"),
        _exact("score", "得分"),
        _text("deviation_reason", "偏差原因"),
        _text("standard", "绩效标准"),
        _text("explanation", "指标解释"),
        Column("is_core", "BOOLEAN", "是否核心指标"),
        *_WHERE,
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=(*_FACT_FOREIGN, (("indicator_id",), "indicator", ("indicator_id",))),
    checks=("target_operator_code BETWEEN 1 AND 10", "target_confidence BETWEEN 0 AND 1"),
)
_EXECUTION = Table(
    "fact_execution",
    "预算执行事实",
    "one item of a self-evaluation's budget execution",
    (
        *_FACT_KEY,
        _text("item", "资金项目", null=False),
        _exact("budget_initial", "年初预算数", "yuan"),
        _exact("budget_current", "全年预算数", "yuan"),
        _exact("executed", "全年执行数", "yuan"),
        _exact("rate", "执行率", "%"),
        _exact("weight", "分值"),
        _exact("score", "得分"),
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=_FACT_FOREIGN,
    checks=(_among("item", FundingItem),),
)
_FINDING = Table(
    "finding",
    "审核发现",
    "something that looks wrong; it changes nothing",
    (
        _VERSION,
        _whole("form_no", "表序号", "form within the document, from 1; 0: the document as a whole", null=False),
        _ORDINAL,
        _text("code", "代码", "see docs/findings.md", null=False),
        _text("severity", "严重程度", null=False),
        Column("category", "BIGINT", "审核意见类别", "1 to 11, the categories reviewers use"),
        _text("path", "数据路径", "JSON path of what it is about"),
        _text("message", "说明(英文)"),
        _text("message_zh", "说明"),
        _text("suggestion", "建议"),
        _text("evidence", "证据", "JSON"),
        *_WHERE,
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=((("version_id",), "document_version", ("version_id",)),),
    checks=(_among("severity", Severity), "form_no >= 0"),
)
_CORRECTION = Table(
    "correction",
    "人工更正",
    "what a person corrected; the data as read stay beside it",
    (
        _text("correction_id", "更正编号", "SHA-256 of the correction", null=False),
        _text("document_sha256", "内容哈希", null=False),
        _text("form_id", "表编号"),
        _text("path", "数据路径", "JSON path within the form or the document", null=False),
        _text("old_value", "原值"),
        _text("new_value", "更正值"),
        _text("reason", "理由"),
        _text("corrected_by", "更正人"),
        _text("corrected_at", "更正时间", "ISO 8601, as given"),
        _LOAD,
    ),
    ("correction_id",),
    foreign=(_TO_LOAD,),
)


@cache
def all_tables() -> tuple[Table, ...]:
    """Every table, in an order in which they can be made."""
    return (
        _META, _LOADS, _DOCUMENT, _DOCUMENT_VERSION, _CURRENT, *staging_tables(),
        _UNITS, _PROJECTS, _CANDIDATES, _INDICATOR, _FORM, _FUNDING, _INDICATORS, _EXECUTION, _FINDING, _CORRECTION,
    )  # fmt: skip
