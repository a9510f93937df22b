"""Files out of the warehouse: the contract's tables, exact."""

from __future__ import annotations

import csv
import json
from decimal import Decimal

import pytest

from extractor.errors import UsageError
from extractor.model.columns import TABLES, column_info
from extractor.model.schema import validate_json
from extractor.model.tables import column_names, rows_of
from extractor.output.cells import unguard
from extractor.output.directory import DirectoryWriter
from extractor.output.headings import is_decimal
from extractor.output.sinks import Style
from extractor.warehouse.loading.load import load
from extractor.warehouse.outgoing import export
from tests.warehouse.conftest import form, short, target


@pytest.fixture
def loaded(database, output, sample):
    output.write(sample)
    load(database, [str(output)])
    return database


def test_every_exact_decimal_of_the_contract_is_one():
    named = {(table, info.path) for table in TABLES for info in column_info(table) if "decimal" in info.label.doc}
    found = {(table, info.path) for table in TABLES for info in column_info(table) if is_decimal(info)}
    assert named <= found
    assert {column for _, column in found} - {column for _, column in named} == {
        f"{value}{part}{end}"
        for value in ("value", "baseline", "actual")
        for part in ("_", "_canonical_")
        for end in ("low", "high")
    }


def test_jsonl_is_the_contract_s_rows(loaded, sample_json, tmp_path):
    written = export(loaded, tmp_path / "out", "jsonl")
    assert [path.name for path in written] == [f"{table}.jsonl" for table in TABLES]
    result = validate_json(sample_json)
    for table, path in zip(TABLES, written, strict=True):
        assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == rows_of(result, table)


def test_csv_with_chinese_headers_is_exact_and_runs_nothing(loaded, tmp_path):
    export(loaded, tmp_path / "out", "csv", Style("zh"))
    with (tmp_path / "out" / "indicators.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    (row,) = [row for row in rows if row["三级指标"] == "敬老卡制作数量"]
    assert (row["项目名称"], row["预算年度"], row["二级指标"]) == ("敬老卡制作费", "2026", "数量指标")
    assert unguard(row["原文(value_raw)"]) == "≥30.00(万张)"
    assert [cell for row in rows for cell in row.values() if cell[:1] in "=+@" and len(cell) > 1] == []


def test_parquet_has_decimals_labels_and_a_directory_a_year(loaded, output, tmp_path):
    from pyarrow import dataset, parquet

    output.write(short("a" * 64, 2024, [form("甲", "中心", "1234567890123456.78", [
        target("产出指标", "数量指标", "发卡数", "≥", "0.10", "万张", "1000"),
    ]), form("乙", "中心", "0.12345678901", [])]), "b.json")  # fmt: skip
    load(loaded, [str(output)])
    (place,) = export(loaded, tmp_path / "out", "parquet")
    assert sorted(path.name for path in (place / "funding").iterdir()) == ["fiscal_year=2024", "fiscal_year=2026"]
    rows = (
        dataset.dataset(place / "funding", partitioning="hive")
        .to_table(filter=dataset.field("fiscal_year") == 2024)
        .to_pylist()
    )
    assert [(row["raw"], row["amount"], row["fiscal_year"]) for row in rows] == [
        ("1234567890123456.78", Decimal("1234567890123456.7800000000"), 2024), ("0.12345678901", None, 2024),
    ]  # fmt: skip
    schema = parquet.read_schema(place / "indicators" / "fiscal_year=2024" / "part-0.parquet")
    assert str(schema.field("value_number").type) == "decimal128(38, 10)"
    assert schema.field("value_number").metadata[b"label_zh"].decode() == "数值"
    assert (schema.metadata[b"jixiao.table"], schema.metadata[b"jixiao.contract"]) == (b"indicators", b"1")
    names = [name for name in column_names("indicators") if name != "fiscal_year"]
    assert schema.names == names
    assert parquet.read_table(place / "documents" / "part-0.parquet").num_rows == 2
    export(loaded, tmp_path / "out", "parquet", year=2024)
    assert [path.name for path in (place / "funding").iterdir()] == ["fiscal_year=2024"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["parquet"]


def test_xlsx_for_people(loaded, tmp_path):
    import openpyxl

    (path,) = export(loaded, tmp_path / "out", "xlsx", Style("zh"))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["文件", "绩效表", "资金明细", "绩效指标", "审核发现"]
    sheet = book["绩效指标"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0], sheet.max_row) == ("A2", "A1", 108)
    heads = [cell.value for cell in sheet[1]]
    assert (heads[:5], heads[-2:]) == (["来源文件", "实施单位", "项目名称", "序号", "预算年度"], ["表编号", "内容哈希"])
    (row,) = [row for row in sheet.iter_rows(min_row=2) if row[heads.index("三级指标")].value == "敬老卡制作数量"]
    assert row[heads.index("数值(value_number)")].value == 30
    assert row[heads.index("原文(value_raw)")].value == "≥30.00(万张)"
    findings = book["审核发现"]
    severity = [cell.value for cell in findings[1]].index("严重程度")
    colours = {row[severity].value: row[severity].fill.fgColor.rgb for row in findings.iter_rows(min_row=2)}
    known = {"error": "FFF8D7DA", "warning": "FFFFF3CD", "info": "FFE2EDF8"}
    assert colours == {name: known[name] for name in colours} != {}
    amounts = book["资金明细"]
    place = [cell.value for cell in amounts[1]].index("金额")
    assert {amounts.cell(row, place + 1).number_format for row in range(2, 5)} <= {"#,##0.00", "General"}
    assert sum(row[place].value or 0 for row in amounts.iter_rows(min_row=2)) > 0


def test_csv_and_json_lines_are_those_of_extract(loaded, sample_json, tmp_path):
    names = frozenset({"csv", "jsonl"})
    with DirectoryWriter(tmp_path / "extract", names) as writer:
        writer.write(validate_json(sample_json))
    for name in sorted(names):
        for path in export(loaded, tmp_path / "export", name):
            assert path.read_bytes() == (tmp_path / "extract" / path.name).read_bytes()


def test_the_workbook_is_that_of_extract(loaded, sample_json, tmp_path):
    import openpyxl

    def shown(place):
        book = openpyxl.load_workbook(place / "jixiao.xlsx")
        return {
            sheet.title: [[(cell.value, cell.number_format, cell.fill.fgColor.rgb) for cell in row] for row in sheet]
            for sheet in book
        }

    with DirectoryWriter(tmp_path / "extract", frozenset({"xlsx"}), Style("zh")) as writer:
        writer.write(validate_json(sample_json))
    export(loaded, tmp_path / "export", "xlsx", Style("zh"))
    assert shown(tmp_path / "export") == shown(tmp_path / "extract")


def test_only_what_is_current_and_of_the_year(loaded, output, sample, tmp_path):
    sample["document"]["rules_version"] = "another"
    sample["forms"] = sample["forms"][:1]
    output.write(sample)
    output.write(short("a" * 64, 2024, [form("甲", "中心", "1", [])]), "b.json")
    load(loaded, [str(output)])
    export(loaded, tmp_path / "out", "jsonl", year=2026)
    forms = [json.loads(line) for line in (tmp_path / "out" / "forms.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["project_name"] for one in forms] == ["制卡设备更新及维护费"]
    documents = (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["rules_version"] for line in documents] == ["another"]
    with pytest.raises(UsageError, match=r"no form of 1999\. It has: 2024, 2026"):
        export(loaded, tmp_path / "out", "csv", year=1999)
