"""Rows of the tables: exact values, fixed columns, one row an item."""

from __future__ import annotations

import json

import pytest

from extractor.model.columns import TABLES, column_info
from extractor.model.form import Value
from extractor.model.tables import column_names, rows_of, to_frame
from tests.model.full_record import EMPTY, FORM_ID, FULL, SHA

EXPECTED_ROWS = {"documents": 1, "forms": 2, "funding": 2, "indicators": 2, "findings": 2}


@pytest.mark.parametrize("table", TABLES)
def test_one_row_an_item_with_the_columns_of_the_table(table):
    rows = rows_of(FULL, table)
    assert len(rows) == EXPECTED_ROWS[table]
    assert [list(row) for row in rows] == [column_names(table)] * len(rows)
    assert len(set(column_names(table))) == len(column_names(table))


def test_indicator_row_stands_alone():
    first, second = rows_of(FULL, "indicators")
    expected = {
        "document_sha256": SHA, "form_id": FORM_ID, "ordinal": 1, "fiscal_year": 2026,
        "project_name": "制卡设备维护费", "project_code": "310000210000000012345", "department": "市公安局", "unit": "卡中心",
        "profile": "shanghai-2021", "kind": "self_evaluation",
        "level1": "产出指标", "level2": "时效指标", "name": "批准到制发时限(10个工作日)合规率",
        "printed_level1": "效益指标", "printed_level2": "社会效益指标",
        "level1_by": "order", "level1_confidence": 0.9, "level1_reason": "follows level 2", "level1_rule": None,
        "level2_by": "name", "level2_confidence": 0.97, "level2_reason": "the name speaks of a time limit",
        "level2_rule": "lexicon.deadline",
        "value_raw": "=100.00(%)", "value_kind": "quantity", "value_operator": "=", "value_operator_code": 3,
        "value_number": "100.00", "value_low": None, "value_high": None, "value_unit": "%",
        "value_canonical_number": "100", "value_canonical_unit": "%", "value_direction": "point", "value_confidence": 0.99,
        "baseline_raw": "2026年1月-3月", "baseline_canonical_low": "1", "baseline_canonical_high": "3",
        "baseline_canonical_date": "2026-03", "baseline_canonical_start": "2026-01-01", "baseline_canonical_end": "2026-03-31",
        "actual_low": "-5", "actual_high": "8", "actual_unit": "万元", "actual_canonical_number": None,
        "weight": "10", "score": "-5", "deviation_reason": "+2 days; see note", "standard": "计划标准",
        "explanation": '以"批准"为准,\n逐日计算', "is_core": True,
        "page": 2, "table": 0, "row": 12, "line": None, "bbox": "[1.0, 2.0, 3.0, 4.0]",
    }  # fmt: skip
    assert {key: first[key] for key in expected} == expected
    kept = {"document_sha256", "form_id", "ordinal", "fiscal_year", "project_name", "project_code", "department", "unit",
            "profile", "kind", "value_kind", "value_direction", "value_confidence"}  # fmt: skip
    assert {key for key, value in second.items() if value is not None} == kept
    assert second["value_kind"] == "missing"


@pytest.mark.parametrize("prefix", ["value", "baseline", "actual"])
def test_every_field_of_a_value_has_its_column(prefix):
    flat = {f"{prefix}_{name}" for name in Value.__struct_fields__} - {f"{prefix}_canonical"}
    assert flat <= set(column_names("indicators"))


def test_document_row_counts_what_was_read():
    (row,) = rows_of(FULL, "documents")
    assert row == {
        "document_sha256": SHA, "source": "a.pdf", "format": "pdf", "pages": 3, "title": "2026年度项目绩效目标汇总表",
        "producer": "LibreOffice 7.4", "status": "partial", "form_count": 2, "indicator_count": 2,
        "error_count": 1, "warning_count": 0, "info_count": 1,
        "schema_version": "1", "tool_version": "0.1.0", "rules_version": "r1",
    }  # fmt: skip


def test_form_row():
    row, bare = rows_of(FULL, "forms")
    assert (row["ordinal"], row["project_total"], row["annual_total"], row["money_unit"]) == (
        1,
        None,
        "955500.00",
        "万元",
    )
    assert (row["pages"], row["lines"], row["error_count"]) == ("[2, 3]", "[1, 40]", 1)
    assert row["extra"] == '{"立项依据": "=文件〔2025〕1号"}'
    assert json.loads(str(row["execution"]))[0]["rate"] == "75"
    assert (row["score_total"], row["score_grade"]) == ("97.5", "优")
    assert (bare["ordinal"], bare["pages"], bare["extra"], bare["execution"], bare["score_total"]) == (
        2,
        None,
        None,
        None,
        None,
    )


def test_findings_of_the_document_come_first_and_have_no_form():
    first, second = rows_of(FULL, "findings")
    assert (first["form_id"], first["ordinal"], first["code"], first["evidence"]) == (
        None,
        1,
        "MONEY_UNIT_UNKNOWN",
        None,
    )
    assert (second["form_id"], second["ordinal"], second["code"], second["page"]) == (FORM_ID, 1, "FUNDING_SUM", 2)
    assert second["evidence"] == '{"parts": ["900.00"], "total": "955.50"}'


def test_unknown_table_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(
        ValueError, match="no table 'indicator'; the tables are documents, forms, funding, indicators, findings"
    ):
        rows_of(FULL, "indicator")


@pytest.mark.parametrize("table", TABLES)
def test_column_types_hold_for_every_cell(table):
    python = {"text": str, "json": str, "integer": int, "boolean": bool, "number": float}
    for row in rows_of(FULL, table):
        for info in column_info(table):
            cell = row[info.path]
            assert cell is None or type(cell) is python[info.type], (info.path, cell)
            assert cell is None or not info.choices or cell in info.choices


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_chinese_label(table):
    assert [info.path for info in column_info(table) if not info.label.zh] == []


def test_frame_keeps_decimals_as_text_and_blanks_as_na():
    frame = FULL.to_pandas("indicators")
    assert list(frame.columns) == column_names("indicators")
    assert frame["value_number"].tolist()[0] == "100.00"
    assert {name: str(frame[name].dtype) for name in ("value_number", "ordinal", "is_core", "value_confidence")} == {
        "value_number": "string", "ordinal": "Int64", "is_core": "boolean", "value_confidence": "Float64",
    }  # fmt: skip
    assert frame["value_number"].isna().tolist() == [False, True]
    assert frame["is_core"].isna().tolist() == [False, True]


def test_frame_of_nothing_has_all_columns():
    frame = to_frame("funding", rows_of(EMPTY, "funding"))
    assert list(frame.columns) == column_names("funding")
    assert len(frame) == 0
    assert str(frame["amount"].dtype) == "string"
