"""The facts: amounts, indicators, execution, findings."""

from __future__ import annotations

from extractor.model.form import FundingItem, FundingScope, Severity
from extractor.warehouse.schema.columns import (
    FACT_FOREIGN,
    FACT_KEY,
    ORDINAL,
    VERSION,
    WHERE,
    among,
    exact,
    number_of,
    text,
    whole,
)
from extractor.warehouse.schema.table_spec import Column, Table

FUNDING = Table(
    "fact_funding",
    "资金事实",
    "one amount of a form's funding block",
    (
        *FACT_KEY,
        text("scope", "范围", "project: whole life; annual: this year's request", null=False),
        text("item", "资金项目", "canonical funding item", null=False),
        text("label", "印刷标签", "as printed"),
        text("raw", "原文", "amount as printed"),
        exact("amount", "金额", "yuan, exact"),
        *WHERE,
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=FACT_FOREIGN,
    checks=(among("scope", FundingScope), among("item", FundingItem)),
)


def _value(prefix: str, zh: str) -> tuple[Column, ...]:
    return (
        text(f"{prefix}_raw", f"{zh}(原文)", "as printed"),
        text(f"{prefix}_kind", f"{zh}类型"),
        text(f"{prefix}_operator", f"{zh}计算符号"),
        Column(f"{prefix}_operator_code", "BIGINT", f"{zh}计算符号代码", "1 ≥, 2 >, 3 =, 4 <, 5 ≤, 6 qualitative"),
        exact(f"{prefix}_number", f"{zh}数值", "as printed"),
        text(f"{prefix}_unit", f"{zh}计量单位", "as printed"),
        exact(f"{prefix}_canonical_number", f"{zh}标准数值", "scales such as 万 multiplied out"),
        text(f"{prefix}_canonical_unit", f"{zh}标准单位"),
        exact(f"{prefix}_low", f"{zh}下限", "of a range, canonical where that is known"),
        exact(f"{prefix}_high", f"{zh}上限", "of a range, canonical where that is known"),
    )


INDICATORS = Table(
    "fact_indicator",
    "指标事实",
    "one indicator of a form: target, baseline, actual, score",
    (
        *FACT_KEY,
        number_of("indicator_id", "指标编号"),
        text("horizon", "期间", "medium_term or annual, of a form that has a panel for each"),
        text("printed_level1", "一级指标(印刷)"),
        text("printed_level2", "二级指标(印刷)"),
        text("level2_by", "二级判断依据", "cell, span, order or name"),
        Column("level2_confidence", "FLOAT8", "二级判断置信度", "0 to 1"),
        *_value("target", "目标值"),
        text("target_date", "目标日期", "deadline, or end of a period; ISO, as exact as printed"),
        text("target_direction", "指标方向", "up, down, point or none"),
        Column("target_confidence", "FLOAT8", "目标值置信度", "0 to 1"),
        *_value("baseline", "基期值"),
        *_value("actual", "实际值"),
        exact("weight", "权重"),
        exact("score", "得分"),
        text("deviation_reason", "偏差原因"),
        text("standard", "绩效标准"),
        text("explanation", "指标解释"),
        Column("is_core", "BOOLEAN", "是否核心指标"),
        *WHERE,
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=(*FACT_FOREIGN, (("indicator_id",), "indicator", ("indicator_id",))),
    checks=("target_operator_code BETWEEN 1 AND 10", "target_confidence BETWEEN 0 AND 1"),
)
EXECUTION = Table(
    "fact_execution",
    "预算执行事实",
    "one item of a self-evaluation's budget execution",
    (
        *FACT_KEY,
        text("item", "资金项目", null=False),
        exact("budget_initial", "年初预算数", "yuan"),
        exact("budget_current", "全年预算数", "yuan"),
        exact("executed", "全年执行数", "yuan"),
        exact("rate", "执行率", "%"),
        exact("weight", "分值"),
        exact("score", "得分"),
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=FACT_FOREIGN,
    checks=(among("item", FundingItem),),
)
FINDING = Table(
    "finding",
    "审核发现",
    "something that looks wrong; it changes nothing",
    (
        VERSION,
        whole("form_no", "表序号", "form within the document, from 1; 0: the document as a whole", null=False),
        ORDINAL,
        text("code", "代码", "see docs/findings.md", null=False),
        text("severity", "严重程度", null=False),
        Column("category", "BIGINT", "审核意见类别", "1 to 11, the categories reviewers use"),
        text("path", "数据路径", "JSON path of what it is about"),
        text("message", "说明(英文)"),
        text("message_zh", "说明"),
        text("suggestion", "建议"),
        text("evidence", "证据", "JSON"),
        *WHERE,
    ),
    ("version_id", "form_no", "ordinal"),
    foreign=((("version_id",), "document_version", ("version_id",)),),
    checks=(among("severity", Severity), "form_no >= 0"),
)
