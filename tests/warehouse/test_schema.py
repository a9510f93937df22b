"""The schema: made once, commented, recognised, migrated or refused; what the databases themselves enforce."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import UsageError, WarehouseError
from extractor.warehouse.ask.queries import ask
from extractor.warehouse.connect import open_database
from extractor.warehouse.loading.load import load
from extractor.warehouse.schema.official import COLUMN_NAMES
from extractor.warehouse.schema.tables import all_tables
from extractor.warehouse.schema.versions import ensure_schema
from extractor.warehouse.schema.views import view_names
from extractor.warehouse.target import Target, parse_target
from tests.warehouse.conftest import ask_count, form, short

COMMENTS = {
    "duckdb": "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main'",
    "postgresql": (
        "SELECT c.relname, a.attname, col_description(c.oid, a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'jixiao'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
    ),
}


def test_every_table_and_column_has_a_chinese_label_and_its_meaning(database):
    ensure_schema(database)
    found = {(table, column): comment for table, column, comment in database.query(COMMENTS[database.dialect]).rows}
    for table in all_tables():
        for column in table.columns:
            comment = found[table.name, column.name]
            assert comment is not None
            assert comment.split(":")[0] == column.zh != "", (table.name, column.name)
    assert found["stg_indicators", "value_number"] == "数值: as printed, exact decimal"
    assert found["stg_funding", "amount"] == "金额: exact decimal; in yuan"


def test_views_are_there_under_the_official_names(database):
    ensure_schema(database)
    for name in view_names():
        assert database.query(f"SELECT count(*) FROM {name}").rows == [(0,)]
    columns = database.query("SELECT * FROM PM_PERF_INDICATOR").columns
    assert [name.upper() for name in columns[10:23]] == [
        "LV1_PERF_IND_CODE", "LV1_PERF_IND_NAME", "LV2_PERF_IND_CODE", "LV2_PERF_IND_NAME", "LV3_PERF_IND_CODE",
        "LV3_PERF_IND_NAME", "KPI_CONTENT", "KPI_EVALSTD", "INDEXSTANDARDS", "KPI_VAL", "COMPUTESIGN", "INDEXVAL", "METERUNIT",
    ]  # fmt: skip


def test_every_column_of_an_official_view_has_its_chinese_name(database):
    ensure_schema(database)
    found = {
        (table.upper(), column.upper()): comment
        for table, column, comment in database.query(COMMENTS[database.dialect]).rows
        if table.upper().startswith(("PM_", "BGT_", "BAS_", "PAY_"))
    }
    assert {view for view, _ in found} == {
        "PM_PROJECT_INFO", "PM_PERF_GOAL_INFO", "PM_PERF_INDICATOR", "BGT_PM_ANNUAL", "BGT_PERF_GOAL_INFO", "BGT_PERF_INDICATOR",
        "BAS_PERF_INDICATOR", "PAY_PERF_MONITOR_INFO", "PM_PERF_SELF_EVAL", "PM_SELF_EVAL_GOAL", "PM_SELF_EVAL_INDICATOR",
        "PM_PERF_SELF_BGT",
    }  # fmt: skip
    assert {column: comment for (_, column), comment in found.items()} == {
        column: comment for column, comment in COLUMN_NAMES.items() if column != "SOURCE_KIND"
    }


def test_official_rows_of_the_sample(database, output, sample):
    output.write(sample)
    load(database, [str(output)])
    rows = database.query(
        "SELECT PRO_NAME, FISCAL_YEAR, YEARFLAG, LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_NAME, KPI_VAL, COMPUTESIGN,"
        " INDEXVAL, METERUNIT, IS_DELETED FROM PM_PERF_INDICATOR WHERE LV3_PERF_IND_NAME IN ('敬老卡制作数量', '设备维护机制健全性')"
        " ORDER BY LV3_PERF_IND_NAME DESC, PRO_NAME LIMIT 2"
    ).rows
    assert rows[0] == (
        "制卡设备更新及维护费",
        2026,
        "0",
        "2",
        "效益指标",
        "可持续影响指标",
        "健全",
        "6",
        "健全",
        None,
        "2",
    )
    assert rows[1][6:10] in [("≥30.00(万张)", "1", "30.00", "万张"), ("健全", "6", "健全", None)]
    goals = database.query("SELECT count(*), min(YEARFLAG), max(YEARFLAG) FROM PM_PERF_GOAL_INFO").rows
    assert goals == [(10, "0", "0")]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO document VALUES (1, 'short', 1)",
        "INSERT INTO document VALUES (1, '{sha}', 99)",
        "INSERT INTO project VALUES (9, 'k', 'guess', NULL, NULL, NULL, NULL, 1)",
        "INSERT INTO finding (version_id, form_no, ordinal, code, severity) VALUES (1, 0, 1, 'X', 'fatal')",
        "INSERT INTO current_version VALUES (1, 1)",
        "INSERT INTO document_version SELECT 2, document_id, 1, 'r', 'f', source, format, pages, title, producer, status,"
        " schema_version, tool_version, rules_version, load_id FROM document_version",
        "DELETE FROM document_version",
        "UPDATE fact_funding SET amount = 1, scope = 'sideways'",
    ],
)
def test_keys_and_constraints_are_the_database_s(database, output, statement):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1", [])]))
    load(database, [str(output)])
    with pytest.raises(WarehouseError, match="a key or a constraint forbids it"):
        database.execute(statement.replace("{sha}", "b" * 64))


def test_a_database_of_somebody_else_is_left_alone(database, output):
    database.execute("CREATE TABLE project (name TEXT)")
    output.write(short("a" * 64, 2026, []))
    with pytest.raises(WarehouseError, match="'project' that is not the warehouse's"):
        load(database, [str(output)])
    assert sorted(database.tables()) == ["project"]


def test_reading_cannot_change_anything(url, database, output, tmp_path):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1", [])]))
    load(database, [str(output)])
    database.close()
    for statement in (
        "DELETE FROM finding",
        "CREATE TABLE x (i INTEGER)",
        "DROP VIEW current_forms",
        'INSERT INTO "load" SELECT 99, loaded_at, source, tool_version, 0, 0, 0 FROM "load"',
        "WITH gone AS (DELETE FROM finding RETURNING 1) SELECT * FROM gone",
        "EXPLAIN ANALYZE DELETE FROM finding",
        "SELECT 1; DELETE FROM finding",
        "COMMIT; DELETE FROM finding",
        "/* SELECT */ DROP TABLE finding",
    ):
        with pytest.raises(WarehouseError):
            ask(statement, url)
    with pytest.raises(WarehouseError):
        ask(f"COPY (SELECT 1) TO '{tmp_path / 'x.csv'}'", url)
    assert not (tmp_path / "x.csv").exists()
    assert ask("SELECT count(*) FROM current_forms", url).rows == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "SET default_transaction_read_only = off",
        "SET TRANSACTION READ WRITE; DELETE FROM fact_funding",
        "SET default_transaction_read_only = off; COMMIT; DELETE FROM fact_funding",
        "SELECT 1; COMMIT; BEGIN READ WRITE; DELETE FROM fact_funding; COMMIT",
        "BEGIN READ WRITE; DELETE FROM fact_funding; COMMIT",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "DO $$ BEGIN DELETE FROM fact_funding; END $$",
        "SELECT * FROM fact_funding FOR UPDATE",
        "SELECT lo_create(0)",
    ],
)
def test_no_query_makes_postgresql_s_transaction_writable(postgres_url, output, statement):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1", [])]))
    with open_database(postgres_url) as database:
        load(database, [str(output)])
    with open_database(postgres_url, read_only=True) as reader:
        with pytest.raises(WarehouseError):
            reader.query(statement)
        assert reader.query("SELECT count(*) FROM fact_funding").rows == [(1,)]
        reader.query("SELECT set_config('default_transaction_read_only', 'off', false)")
        with pytest.raises(WarehouseError, match="read-only transaction"):
            reader.query("WITH gone AS (DELETE FROM fact_funding RETURNING 1) SELECT * FROM gone")


def test_what_is_read_in_one_go_is_of_one_moment(postgres_url, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1", [])]))
    with open_database(postgres_url) as database:
        load(database, [str(output)])
        with open_database(postgres_url, read_only=True) as reader:
            output.write(short("b" * 64, 2026, [form("乙", "中心", "1", [])]), "b.json")
            load(database, [str(output)])
            assert ask_count(reader) == 1
        assert ask_count(database) == 2


@pytest.mark.parametrize(
    "query", ["-- why\n(SELECT 1 AS n)", "/* a */ /* ; */ values (1)", "table one_row", "Show server_version"]
)
def test_questions_to_postgresql(postgres_url, output, query):
    output.write(short("a" * 64, 2026, []))
    with open_database(postgres_url) as database:
        load(database, [str(output)])
        database.execute("CREATE VIEW one_row AS SELECT 1 AS n")
    assert len(ask(query, postgres_url).rows) == 1


def test_a_duckdb_query_reads_no_other_file(tmp_path, output):
    url = f"duckdb:///{tmp_path / 'w.duckdb'}"
    output.write(short("a" * 64, 2026, []))
    with open_database(url) as database:
        load(database, [str(output)])
    with pytest.raises(WarehouseError, match="disabled"):
        ask(f"SELECT * FROM read_csv('{Path(__file__)}')", url)
    with pytest.raises(WarehouseError):
        ask("SET enable_external_access = true", url)


def test_what_there_is_no_reaching(tmp_path):
    with pytest.raises(WarehouseError, match="there is no warehouse there"):
        ask("SELECT 1", f"duckdb:///{tmp_path / 'none.duckdb'}")
    with pytest.raises(WarehouseError, match="cannot be reached") as caught:
        open_database("postgresql://someone:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)
    text = tmp_path / "text.duckdb"
    text.write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(WarehouseError, match="this one is left as it is"):
        open_database(f"duckdb:///{text}")
    with pytest.raises(UsageError, match="no query"):
        ask(" ; ", f"duckdb:///{text}")


def test_a_duckdb_that_another_program_has_open(tmp_path):
    place = tmp_path / "w.duckdb"
    code = f"import duckdb, sys; c = duckdb.connect({str(place)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(WarehouseError, match="Another program has it open"):
            open_database(f"duckdb:///{place}")
        other.communicate(b"")


def test_a_user_without_the_privilege(postgres_url, output):
    import psycopg

    role = f"reader_{os.urandom(4).hex()}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN")
    limited = postgres_url.replace("postgres:@", f"{role}:@")
    with pytest.raises(WarehouseError, match=r"permission denied .*GRANT CREATE"):
        open_database(limited)
    output.write(short("a" * 64, 2026, []))
    with open_database(postgres_url) as database:
        load(database, [str(output)])
        database.execute(
            f"GRANT USAGE ON SCHEMA jixiao TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA jixiao TO {role}"
        )
        database.execute(f"REVOKE USAGE ON SCHEMA jixiao FROM {role}")
        for read_only in (False, True):
            with pytest.raises(WarehouseError, match=r"permission denied for schema jixiao\..*GRANT CREATE, USAGE"):
                open_database(limited, read_only=read_only)
        database.execute(f"GRANT USAGE ON SCHEMA jixiao TO {role}")
    output.write(short("b" * 64, 2026, []), "b.json")
    with open_database(limited) as database, pytest.raises(WarehouseError, match="permission denied"):
        load(database, [str(output)])
    assert ask("SELECT count(*) FROM document", limited).rows == [(1,)]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_a_schema_s_name_is_only_a_name(postgres_url, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1", [])]))
    hostile = 'x"; DROP SCHEMA public; --'
    target = parse_target(postgres_url)
    with open_database(Target("postgresql", target.place, hostile, "test")) as database:
        assert load(database, [str(output)]).new == 1
    with open_database(f"{postgres_url}&schema=second") as database:
        assert load(database, [str(output)]).new == 1
        names = database.query(
            "SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'second', ?) ORDER BY 1", [hostile]
        )
    assert [row[0] for row in names.rows] == ["public", "second", hostile]


@pytest.mark.parametrize(
    ("text", "dialect", "place", "schema", "label"),
    [
        ("duckdb:///output/w.duckdb", "duckdb", "output/w.duckdb", "main", "duckdb:///output/w.duckdb"),
        ("duckdb:////tmp/w.duckdb", "duckdb", "/tmp/w.duckdb", "main", "duckdb:////tmp/w.duckdb"),
        ("w.duckdb", "duckdb", "w.duckdb", "main", "w.duckdb"),
        ("postgresql://u:p@h:5433/d?schema=a%20b&sslmode=require", "postgresql", "postgresql://u:p@h:5433/d?sslmode=require",
         "a b", "postgresql://u:***@h:5433/d?schema=a%20b&sslmode=require"),
        ("postgres://h/d?password=p&user=u", "postgresql", "postgres://h/d?password=p&user=u", "jixiao",
         "postgres://h/d?password=***&user=u"),
    ],
)  # fmt: skip
def test_addresses(text, dialect, place, schema, label):
    assert parse_target(text) == Target(dialect, place, schema, label)


@pytest.mark.parametrize("text", ["", "mysql://h/d", "duckdb://", "output/warehouse", "postgresql://h/d?schema="])
def test_addresses_of_nothing(text):
    with pytest.raises(UsageError):
        parse_target(text)
