"""Loading: exact rows, nothing twice, history kept, all or nothing; the same on both databases."""

from __future__ import annotations

import copy
import gc
import json
import signal
import subprocess
import sys
from decimal import Decimal

import pytest

import extractor
from extractor.errors import InputMissingError, UsageError, WarehouseError
from extractor.model.columns import COLUMNS
from extractor.model.schema import validate_json
from extractor.model.tables import rows_of
from extractor.warehouse.connect import open_database
from extractor.warehouse.loading.load import load
from extractor.warehouse.loading.rows import StagingRows
from extractor.warehouse.schema.staging import staging_name
from tests.warehouse.conftest import ROOT, form, short, target

SHA = {letter: letter * 64 for letter in "abcdef"}
COUNTS = ("document", "document_version", "form", "fact_funding", "fact_indicator", "finding")


def counts(database):
    return tuple(database.query(f"SELECT count(*) FROM {table}").rows[0][0] for table in COUNTS)


def floor(number="90.00", name="市民满意度"):
    return target("满意度指标", "服务对象满意度指标", name, "≥", number, "%")


def test_staging_holds_the_contract_s_rows(database, output, sample, sample_json):
    output.write(sample)
    load(database, [str(output)])
    result = validate_json(sample_json)
    for table, columns in COLUMNS.items():
        names = [column.name for column in columns]
        chosen = ", ".join(f'"{name}"' for name in names)
        key = "version_id" if table == "documents" else "form_no" if table == "forms" else "form_no, ordinal"
        rows = database.query(f"SELECT {chosen} FROM {staging_name(table)} ORDER BY {key}").rows
        assert rows == [tuple(row.values()) for row in rows_of(result, table)]


@pytest.mark.parametrize(
    "name", ["self-evaluation-flattened.txt", "central-2015-flattened.txt", "value-kinds-flattened.txt"]
)
def test_rows_by_the_column_are_the_contract_s_rows(name):
    result = extractor.extract(ROOT / "samples" / name)
    staging = StagingRows()
    staging.add(1, result)
    found = {table: rows.to_pylist() for table, rows in staging.take()}
    for table, columns in COLUMNS.items():
        rows = sorted(
            found.get(staging_name(table), []), key=lambda row: (row.get("form_no", 0), row.get("ordinal", 0))
        )
        assert [{column.name: row[column.name] for column in columns} for row in rows] == rows_of(result, table)
    assert len(found["stg_indicators"]) == sum(len(one.indicators) for one in result.forms) > 0


def test_facts_are_exact_and_say_where_they_come_from(database, output, sample):
    output.write(sample)
    report = load(database, [str(output)])
    assert (report.found, report.new, report.versions, report.unchanged) == (1, 1, 0, 0)
    assert report.rows["form"] == 10
    assert report.rows["fact_indicator"] == 107
    row = database.query(
        "SELECT project_name, unit_name, level2, target_operator, target_operator_code, target_number, target_unit,"
        " target_canonical_number, target_canonical_unit, page, document_sha256, rules_version, load_id, is_current"
        " FROM all_indicators WHERE name = '敬老卡制作数量'"
    ).rows
    assert row == [
        ("敬老卡制作费", "上海市社会保障卡服务中心", "数量指标", "≥", 1, Decimal("30"), "万张", Decimal("300000"), "张", 3,
         sample["document"]["sha256"], sample["document"]["rules_version"], 1, True)
    ]  # fmt: skip
    total = database.query("SELECT sum(amount) FROM current_funding WHERE scope = 'annual' AND item = 'total'").rows
    amounts = [line["amount"] for one in sample["forms"] for line in one["funding"]["lines"]
               if line["scope"] == "annual" and line["item"] == "total"]  # fmt: skip
    assert total == [(sum(map(Decimal, amounts)),)]


def test_the_same_output_twice_changes_nothing(database, output, sample):
    output.write(sample)
    load(database, [str(output)])
    before = counts(database)
    again = load(database, [str(output)])
    assert (again.unchanged, again.load_id, again.rows) == (1, None, {})
    moved = copy.deepcopy(sample)
    moved["document"]["source"] = "elsewhere/b.pdf"
    output.write(moved, "b.json")
    renamed = load(database, [str(output)])
    assert (renamed.found, renamed.unchanged, renamed.load_id) == (2, 2, None)
    assert counts(database) == before
    assert database.query('SELECT count(*) FROM "load"').rows == [(1,)]


def test_the_same_record_spelt_otherwise_is_the_same(database, output, sample):
    path = output.write(sample)
    load(database, [str(output)])
    for text in (
        json.dumps(sample, ensure_ascii=False, indent=2),
        "\ufeff" + json.dumps(sample, ensure_ascii=False, separators=(",", ":")),
        json.dumps({name: sample[name] for name in reversed(sample)}),
    ):
        path.write_text(text, encoding="utf-8")
        report = load(database, [str(output)])
        assert (report.unchanged, report.load_id) == (1, None)


def test_another_reading_is_another_version_and_becomes_current(database, output):
    record = short(SHA["a"], 2026, [form("制卡费", "中心", "100.00", [floor("90.00")])])
    output.write(record)
    load(database, [str(output)])
    again = copy.deepcopy(record)
    again["document"]["rules_version"] = "r2"
    again["forms"][0]["indicators"][0]["name"] = "持卡人满意度"
    output.write(again)
    report = load(database, [str(output)])
    assert (report.new, report.versions, report.load_id) == (0, 1, 2)
    versions = database.query(
        "SELECT version_no, rules_version, is_current, load_id FROM document_versions ORDER BY 1"
    ).rows
    assert versions == [(1, "r1", False, 1), (2, "r2", True, 2)]
    assert database.query("SELECT name, is_current FROM all_indicators ORDER BY version_no").rows == [
        ("市民满意度", False), ("持卡人满意度", True),
    ]  # fmt: skip
    output.write(record)
    back = load(database, [str(output)])
    assert (back.unchanged, back.versions, back.restored, back.load_id) == (1, 0, 1, 3)
    assert database.query("SELECT name FROM current_indicators").rows == [("市民满意度",)]
    assert counts(database) == (1, 2, 2, 2, 2, 0)


def test_of_several_records_of_one_document_the_last_written_is_current(database, output):
    old = short(SHA["a"], 2026, [form("制卡费", "中心", "100.00", [])])
    new = short(SHA["a"], 2026, [form("制卡费", "中心", "200.00", [])], rules_version="r2")
    output.write(old, "z.json")
    output.write(new, "a.json")
    load(database, [str(output)])
    assert database.query("SELECT annual_total FROM current_forms").rows == [(Decimal("200"),)]
    assert load(database, [str(output)]).load_id is None


def test_a_failed_reading_does_not_displace_a_good_one(database, output):
    good = short(SHA["a"], 2026, [form("制卡费", "中心", "100.00", [])])
    output.write(good)
    load(database, [str(output)])
    output.write({**short(SHA["a"], 2026, []), "status": "failed"})
    report = load(database, [str(output)])
    assert (report.versions, report.kept) == (1, 1)
    assert database.query("SELECT project_name FROM current_forms").rows == [("制卡费",)]
    assert load(database, [str(output)]).load_id is None
    output.write({**short(SHA["b"], 2026, []), "status": "failed"}, "b.json")
    assert load(database, [str(output)]).new == 1
    assert database.query("SELECT status FROM document_versions WHERE is_current ORDER BY 1").rows == [
        ("failed",),
        ("ok",),
    ]


def test_a_project_is_the_same_over_years_where_its_key_says_so(database, output):
    full = "51000021R000000019951"
    output.write(short(SHA["a"], 2025, [
        form("2025年制卡费", "卡 中心", "1.00", []), form("运维", "中心", "1", [], code=full), form("绿化", "甲局", "1", [], code="001"),
        form("一期工程", "中心", "1", []), form("义务教育", None, "1", []), form(None, "甲局", "1", []),
    ]), "a.json")  # fmt: skip
    output.write(short(SHA["b"], 2026, [
        form("2026年制卡费", "卡中心", "2.00", []), form("运行维护", "中心二", "1", [], code=full), form("绿化", "乙局", "1", [], code="001"),
        form("二期工程", "中心", "1", []), form("义务教育", None, "1", []), form(None, "甲局", "1", []),
    ]), "b.json")  # fmt: skip
    load(database, [str(output)])
    rows = database.query(
        "SELECT p.key_kind, count(*), count(DISTINCT f.fiscal_year) FROM form f JOIN project p ON p.project_id = f.project_id"
        " GROUP BY p.project_key, p.key_kind ORDER BY p.key_kind, 2"
    ).rows
    assert rows == [
        ("code", 2, 2), ("document", 1, 1), ("document", 1, 1), ("document", 1, 1), ("document", 1, 1),
        ("unit_code", 1, 1), ("unit_code", 1, 1), ("unit_name", 1, 1), ("unit_name", 1, 1), ("unit_name", 2, 2),
    ]  # fmt: skip


def test_near_duplicates_are_proposed_with_a_score_and_never_merged(database, output):
    output.write(
        short(SHA["a"], 2025, [form("信息化系统运行维护费", "中心", "1", []), form("设备改造一期", "中心", "1", [])])
    )
    load(database, [str(output)])
    output.write(short(SHA["b"], 2026, [
        form("信息化系统运维费", "中心", "1", []), form("设备改造二期", "中心", "1", []), form("信息化系统运行维护费", "别的中心", "1", []),
    ]), "b.json")  # fmt: skip
    load(database, [str(output)])
    rows = database.query(
        "SELECT a.name, b.name, c.score, c.reason FROM project_candidate c JOIN project a ON a.project_id = c.project_id"
        " JOIN project b ON b.project_id = c.other_project_id ORDER BY 1"
    ).rows
    assert rows == [
        ("信息化系统运行维护费", "信息化系统运维费", 88.9, "alike in the same unit"),
        ("设备改造一期", "设备改造二期", 83.3, "alike in the same unit, but for a number, which may well tell them apart"),
    ]  # fmt: skip
    assert database.query("SELECT count(*) FROM project").rows == [(5,)]


def test_numbers_that_do_not_fit_stay_text_and_are_never_rounded(database, output):
    exact = "1234567890123456789012345678.0123456789"
    output.write(short(SHA["a"], 2026, [
        form("甲", "中心", exact, []), form("乙", "中心", "0.12345678901", []), form("丙", "中心", "9" * 29, []),
        form("丁", "中心", "5.10000000000000", []),
    ]))  # fmt: skip
    load(database, [str(output)])
    rows = database.query("SELECT project_name, annual_total FROM form ORDER BY form_no").rows
    assert rows == [("甲", Decimal(exact)), ("乙", None), ("丙", None), ("丁", Decimal("5.1"))]
    assert database.query("SELECT amount FROM stg_funding ORDER BY form_no").rows == [
        (exact,), ("0.12345678901",), ("9" * 29,), ("5.10000000000000",),
    ]  # fmt: skip


def test_text_that_no_database_takes_is_spelt_out_and_counted(database, output):
    output.write(short(SHA["a"], 2026, [form("制\x00卡\ud800费", "中心", "1", [])]))
    report = load(database, [str(output)])
    assert report.replaced_characters == 2
    assert database.query("SELECT project_name FROM form").rows == [("制\\u0000卡\\ud800费",)]
    assert load(database, [str(output)]).load_id is None


def test_sql_in_a_document_is_text(database, output):
    name = "'); DROP TABLE form; -- \" ; $1 ? %s {first} exact(x)"
    output.write(short(SHA["a"], 2026, [form(name, name, "1", [floor(name=name)], code="x1' OR '1'='1")], source=name))
    load(database, [str(output)])
    assert database.query("SELECT f.project_name, f.unit_name, i.name FROM form f, indicator i").rows == [
        (name, name, name)
    ]
    assert database.query("SELECT source FROM document_version WHERE source = ?", [name]).rows == [(name,)]


def test_a_document_with_a_key_twice_is_refused_and_nothing_is_loaded(database, output):
    good = short(SHA["a"], 2026, [form("甲", "中心", "1", [])])
    output.write(good)
    bad = short(SHA["b"], 2026, [form("乙", "中心", "1", []), form("丙", "中心", "1", [])])
    bad["forms"][1]["form_id"] = bad["forms"][0]["form_id"]
    output.write(bad, "b.json")
    with pytest.raises(WarehouseError, match=r"b\.json: two of its forms have the key 'bbbbbbbbbbbb-1'"):
        load(database, [str(output)])
    assert counts(database) == (0, 0, 0, 0, 0, 0)


def test_ordinals_that_repeat_do_not_clash(database, output):
    record = short(SHA["a"], 2026, [form("甲", "中心", "1", [floor(), floor("95.00", "职工满意度")])])
    for one in record["forms"][0]["indicators"]:
        one["ordinal"] = 7
    output.write(record)
    load(database, [str(output)])
    assert database.query("SELECT ordinal, target_raw FROM fact_indicator ORDER BY 1").rows == [
        (1, "≥90.00(%)"),
        (2, "≥95.00(%)"),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "no record of a document"),
        ("[1]", "no record of a document"),
        ('{"schema_version": "1"}', "no record of a document"),
        ("\ufeffx", "no record of a document"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(database, output, text, what):
    (output.directory / "documents" / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(WarehouseError, match=what) as caught:
        load(database, [str(output)])
    assert caught.value.source.endswith("x.json")


def test_a_record_of_another_contract_is_refused(database, output, sample):
    output.write({**sample, "schema_version": "2"})
    with pytest.raises(WarehouseError, match="schema_version is '2'"):
        load(database, [str(output)])
    output.write({**sample, "unknown": 1})
    with pytest.raises(WarehouseError, match="unknown"):
        load(database, [str(output)])


def test_a_place_without_records_is_said(database, tmp_path):
    with pytest.raises(InputMissingError, match="holds no records"):
        load(database, [str(tmp_path)])
    with pytest.raises(InputMissingError):
        load(database, [str(tmp_path / "nowhere")])


def test_json_lines_load_as_files_do(database, output, tmp_path, sample_json):
    path = tmp_path / "all.jsonl"
    other = short(SHA["a"], 2026, [form("甲", "中心", "1", [])])
    path.write_text(sample_json + "\n\n" + json.dumps(other) + "\n", encoding="utf-8")
    assert load(database, [str(path)]).new == 2
    output.write(other)
    assert load(database, [str(output), str(path)]).unchanged == 3


def test_corrections_are_kept_beside_the_data(database, output):
    output.write(short(SHA["a"], 2026, [form("甲", "中心", "1", [])]))
    one = {"document": SHA["a"], "form_id": "aaaaaaaaaaaa-1", "path": "project.name", "old": "甲", "new": "乙", "who": "审核员",
           "when": "2026-11-23"}  # fmt: skip
    (output.directory / "corrections").mkdir()
    (output.directory / "corrections" / "a.json").write_text(json.dumps([one, one]), encoding="utf-8")
    assert load(database, [str(output)]).corrections == 1
    assert load(database, [str(output)]).load_id is None
    assert database.query(
        "SELECT path, old_value, new_value, corrected_by, corrected_at, load_id FROM correction"
    ).rows == [("project.name", '"甲"', '"乙"', "审核员", "2026-11-23", 1)]
    (output.directory / "corrections" / "b.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="no file of corrections"):
        load(database, [str(output)])


def test_execution_of_a_self_evaluation(database, output):
    one = form("甲", "中心", "1", [])
    one["kind"] = "self_evaluation"
    one["execution"] = [{"item": "total", "budget_initial": "100.00", "budget_current": "120.50", "executed": "60.25",
                         "rate": "50.00", "weight": "10", "score": "5.00", "raw": {"年初预算数": "100.00"}}]  # fmt: skip
    one["score"] = {"total": "88.5", "grade": "良"}
    output.write(short(SHA["a"], 2025, [one]))
    load(database, [str(output)])
    rows = database.query("SELECT REPLY_AMT, CUR_AMT, YEAR_EXE_AMT, EXE_AMT_RATE, EXE_SCORE FROM PM_PERF_SELF_BGT").rows
    assert rows == [tuple(map(Decimal, ("100", "120.5", "60.25", "50", "5")))]
    assert database.query("SELECT EVAL_SCORE, EVAL_GRADE FROM PM_PERF_SELF_EVAL").rows == [(Decimal("88.5"), "良")]


def test_a_process_that_is_killed_in_the_middle_leaves_the_old_state(url, output):
    output.write(short(SHA["a"], 2026, [form("甲", "中心", "1", [])]))
    with open_database(url) as database:
        load(database, [str(output)])
        before = counts(database)
    for letter in "bcd":
        output.write(short(SHA[letter], 2026, [form("乙", "中心", "1", [floor()])]), f"{letter}.json")
    code = (
        "import os, signal, sys; from extractor.warehouse.loading import load; from extractor.warehouse.connect import open_database\n"
        "load.BATCH_ROWS = 1\n"
        "def kill(done, total):\n    if done == total: os.kill(os.getpid(), signal.SIGKILL)\n"
        "with open_database(sys.argv[1]) as database:\n    load.load(database, [sys.argv[2]], progress=kill)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, url, str(output)], check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_database(url) as database:
        assert counts(database) == before
        assert load(database, [str(output)]).new == 3
        assert counts(database) == (4, 4, 4, 4, 3, 0)


def test_what_cannot_be_loaded_leaves_no_empty_warehouse(tmp_path):
    place = tmp_path / "w.duckdb"
    (tmp_path / "bad.json").write_text('{"a": 1}', encoding="utf-8")
    with open_database(str(place)) as database, pytest.raises(InputMissingError):
        load(database, [str(tmp_path / "nothing")])
    assert not place.exists()
    with open_database(str(place)) as database, pytest.raises(WarehouseError, match="no record of a document"):
        load(database, [str(tmp_path / "bad.json")])
    with open_database(str(place)) as database:
        assert database.query("SELECT count(*) FROM document").rows == [(0,)]


def test_of_many_alike_projects_the_likeliest_few_are_proposed(database, output):
    names = [f"第{number}号监测井运行维护费" for number in range(40)]
    output.write(short(SHA["a"], 2026, [form(name, "中心", "1", []) for name in names]))
    load(database, [str(output)])
    found = database.query(
        "SELECT max(n), sum(n) FROM (SELECT count(*) AS n FROM project_candidate GROUP BY other_project_id) x"
    ).rows
    assert [tuple(map(int, row)) for row in found] == [(10, 345)]


def test_the_collector_runs_again_after_a_load_that_failed(tmp_path):
    (tmp_path / "bad.json").write_text("[", encoding="utf-8")
    with open_database(str(tmp_path / "w.duckdb")) as database, pytest.raises(WarehouseError):
        load(database, [str(tmp_path / "bad.json")])
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("field", "bad", "says"),
    [("confidence", 1.5, "confidence of indicators[1].value"), ("confidence", float("nan"), "JSON is malformed"),
     ("operator_code", 99, "operator_code of indicators[1].value")],
)  # fmt: skip
def test_what_a_constraint_would_refuse_is_refused_by_its_document_s_name(database, output, field, bad, says):
    record = short(SHA["a"], 2026, [form("甲", "中心", "1", [floor(), floor("95.00", "群众满意度")])])
    record["forms"][0]["indicators"][1]["value"][field] = bad
    output.write(short(SHA["b"], 2026, []), "good.json")
    output.write(record, "bad.json")
    with pytest.raises(WarehouseError, match=r"bad\.json: it is no record of a document") as caught:
        load(database, [str(output)])
    assert says in str(caught.value)
    assert counts(database) == (0, 0, 0, 0, 0, 0)
