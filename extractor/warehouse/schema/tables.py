"""The model: documents and their versions, bodies, projects and indicators, and the facts about them."""

from __future__ import annotations

from functools import cache

from extractor.warehouse.schema.columns import (
    FORM_NO,
    LOAD,
    PROJECT,
    TO_LOAD,
    TO_PROJECT,
    TO_UNIT,
    UNIT,
    VERSION,
    YEAR,
    exact,
    number_of,
    text,
    whole,
)
from extractor.warehouse.schema.facts import EXECUTION, FINDING, FUNDING, INDICATORS
from extractor.warehouse.schema.staging import staging_tables
from extractor.warehouse.schema.table_spec import Column, Table

SCHEMA_VERSION = "1"
_META = Table(
    "warehouse_meta",
    "仓库信息",
    "what the schema is; one row a key",
    (text("key", "键", null=False), text("value", "值", null=False)),
    ("key",),
)
_LOADS = Table(
    "load",
    "入库批次",
    "one load that changed something",
    (
        LOAD,
        Column("loaded_at", "TIMESTAMP", "入库时间", "UTC", null=False),
        text("source", "来源", "what was loaded, as it was called", null=False),
        text("tool_version", "工具版本", "version of jixiao that loaded", null=False),
        whole("documents", "文件数", "document versions added", null=False),
        whole("restored", "恢复数", "earlier versions made current again", null=False),
        whole("replaced_characters", "替换字符数", "NUL and half surrogates spelt out", null=False),
    ),
    ("load_id",),
)
_DOCUMENT = Table(
    "document",
    "文件",
    "a document, known by its bytes",
    (
        number_of("document_id", "文件编号"),
        text("document_sha256", "内容哈希", "SHA-256 of its bytes", null=False),
        LOAD,
    ),
    ("document_id",),
    unique=(("document_sha256",),),
    foreign=(TO_LOAD,),
    checks=("length(document_sha256) = 64",),
)
_DOCUMENT_VERSION = Table(
    "document_version",
    "文件解析版本",
    "one reading of a document; another with other content is another version",
    (
        VERSION,
        number_of("document_id", "文件编号"),
        whole("version_no", "版本号", "within the document, from 1", null=False),
        text("record_sha256", "记录哈希", "SHA-256 of the record without the name of its source", null=False),
        text("file_sha256", "记录文件哈希", "SHA-256 of the JSON as it was loaded", null=False),
        text("source", "来源文件", null=False),
        text("format", "格式"),
        Column("pages", "BIGINT", "页数"),
        text("title", "文件标题"),
        text("producer", "生成程序"),
        text("status", "状态", "ok, partial, no_forms or failed", null=False),
        text("schema_version", "契约版本", null=False),
        text("tool_version", "工具版本", null=False),
        text("rules_version", "规则版本", null=False),
        LOAD,
    ),
    ("version_id",),
    unique=(("document_id", "version_no"), ("document_id", "record_sha256"), ("document_id", "version_id")),
    foreign=((("document_id",), "document", ("document_id",)), TO_LOAD),
    checks=("version_no >= 1",),
)
_CURRENT = Table(
    "current_version",
    "当前版本",
    "which version of a document is current: one, by its key",
    (number_of("document_id", "文件编号"), VERSION),
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
        number_of("unit_id", "单位编号"),
        text("unit_key", "单位键", "code:… where a code is printed, else name:…", null=False),
        text("code", "单位代码"),
        text("name", "单位名称", "as first seen"),
        text("name_key", "单位名称(归一)", "folded, without spaces and signs"),
        LOAD,
    ),
    ("unit_id",),
    unique=(("unit_key",),),
    foreign=(TO_LOAD,),
)
_PROJECTS = Table(
    "project",
    "项目",
    "a project, the same over years and documents",
    (
        PROJECT,
        text("project_key", "项目键", "what makes it the same project", null=False),
        text(
            "key_kind",
            "项目键类型",
            "code: the 21-character code; unit_code: another code, within its unit; unit_name: unit and normalised name;"
            " unit: a department's form as a whole; document: none of these, so this form alone",
            null=False,
        ),
        text("code", "项目代码"),
        text("name", "项目名称", "as first seen"),
        text("name_key", "项目名称(归一)", "folded, without spaces, signs and the form's own year"),
        text("unit_name_key", "单位名称(归一)", "of the unit, else of the department"),
        LOAD,
    ),
    ("project_id",),
    unique=(("project_key",),),
    foreign=(TO_LOAD,),
    checks=("key_kind IN ('code', 'unit_code', 'unit_name', 'unit', 'document')",),
)
_CANDIDATES = Table(
    "project_candidate",
    "疑似同一项目",
    "two projects that may be one; proposed, never merged",
    (
        number_of("project_id", "项目编号", "the one seen first"),
        number_of("other_project_id", "疑似项目编号"),
        Column("score", "FLOAT8", "相似度", "0 to 100, of the normalised names", null=False),
        text("reason", "理由", null=False),
        LOAD,
    ),
    ("project_id", "other_project_id"),
    foreign=(TO_PROJECT, (("other_project_id",), "project", ("project_id",)), TO_LOAD),
    checks=("project_id < other_project_id", "score BETWEEN 0 AND 100"),
)
_INDICATOR = Table(
    "indicator",
    "指标",
    "an indicator: level 1, level 2 and normalised name",
    (
        number_of("indicator_id", "指标编号"),
        text("indicator_key", "指标键", "level 1, level 2 and name_key", null=False),
        text("level1", "一级指标", "canonical"),
        text("level2", "二级指标", "canonical"),
        text("name", "三级指标", "as first seen"),
        text("name_key", "三级指标(归一)", "folded, without spaces and signs"),
        LOAD,
    ),
    ("indicator_id",),
    unique=(("indicator_key",),),
    foreign=(TO_LOAD,),
)
_FORM = Table(
    "form",
    "绩效表",
    "one form of one version of a document",
    (
        VERSION,
        FORM_NO,
        text("form_id", "表编号", "first 12 of the document's hash, a dash, number of the form", null=False),
        PROJECT,
        UNIT,
        number_of("department_id", "主管部门编号", null=True),
        YEAR,
        text("profile", "表样", "form family that matched", null=False),
        text("kind", "表类型", null=False),
        text("title", "表名"),
        text("project_name", "项目名称", "as printed"),
        text("project_code", "项目代码", "as printed"),
        text("unit_name", "实施单位", "as printed"),
        text("unit_code", "单位代码", "as printed"),
        text("department_name", "主管部门", "as printed"),
        text("department_code", "主管部门代码", "as printed"),
        text("project_nature", "项目性质"),
        text("project_category", "项目类别"),
        text("project_attribute", "项目属性"),
        Column("start_date", "DATE", "计划开始日期"),
        Column("end_date", "DATE", "计划完成日期"),
        text("contact", "联系人"),
        text("money_unit", "金额单位", "unit the form declares; amounts here are yuan"),
        exact("project_total", "项目资金总额", "yuan, whole life of the project"),
        exact("annual_total", "年度资金总额", "yuan, this year's request"),
        text("goal_overall", "项目总目标"),
        text("goal_annual", "年度总体目标"),
        text("goal_medium_term", "中期目标"),
        text("goal_actual", "目标实际完成情况"),
        exact("score_total", "总分"),
        text("score_grade", "等级"),
        text("pages", "页码", "JSON list of pages from 1"),
        text("lines", "文本行", "JSON list: first and last line of a text source"),
        text("bbox", "位置框", "JSON list x0, y0, x1, y1 on the first of its pages; points from the top left"),
    ),
    ("version_id", "form_no"),
    unique=(("version_id", "form_id"),),
    foreign=(
        (("version_id",), "document_version", ("version_id",)),
        TO_PROJECT,
        TO_UNIT,
        (("department_id",), "unit", ("unit_id",)),
    ),
)
_CORRECTION = Table(
    "correction",
    "人工更正",
    "what a person corrected, whether or not it could be applied; findings CORRECTED… say what became of it",
    (
        text("correction_id", "更正编号", "SHA-256 of the correction", null=False),
        text("document_sha256", "内容哈希", null=False),
        text("form_id", "表编号"),
        text("path", "数据路径", "JSON path within the form or the document", null=False),
        text("old_value", "原值", "as it was read when it was corrected, JSON"),
        text("new_value", "更正值", "JSON"),
        text("note", "说明"),
        text("corrected_by", "更正人"),
        text("corrected_at", "更正时间", "as given"),
        LOAD,
    ),
    ("correction_id",),
    foreign=(TO_LOAD,),
)


@cache
def all_tables() -> tuple[Table, ...]:
    """Every table, in an order in which they can be made."""
    return (
        _META, _LOADS, _DOCUMENT, _DOCUMENT_VERSION, _CURRENT, *staging_tables(),
        _UNITS, _PROJECTS, _CANDIDATES, _INDICATOR, _FORM, FUNDING, INDICATORS, EXECUTION, FINDING, _CORRECTION,
    )  # fmt: skip
