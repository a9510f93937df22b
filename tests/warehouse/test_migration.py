"""A schema of another release: refused with what to do, or migrated when asked, on every database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.errors import WarehouseError
from extractor.warehouse.ask.queries import ask
from extractor.warehouse.connect import open_database
from extractor.warehouse.loading.load import load
from extractor.warehouse.schema.versions import check_schema
from extractor.warehouse.schema.views import view_names
from tests.warehouse.conftest import ask_count, form, short


def test_a_schema_of_another_version_is_refused_with_what_to_do(database, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1", [])]))
    load(database, [str(output)])
    database.execute("UPDATE warehouse_meta SET value = '99'")
    with pytest.raises(
        WarehouseError, match=r"version 99, this release's is 1\. Use a release that knows it: pip install"
    ):
        load(database, [str(output)])
    database.execute("UPDATE warehouse_meta SET value = '0' WHERE key = 'schema_version'")
    with pytest.raises(WarehouseError, match=r"version 0, this release's is 1\. Load into a new database: jixiao load"):
        load(database, [str(output)], migrate=True)
    with pytest.raises(WarehouseError, match="version 0"):
        check_schema(database)


def test_a_schema_without_a_newer_column_is_migrated_when_asked(database, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1", [])]))
    load(database, [str(output)])
    for view in reversed(view_names()):
        database.execute(f"DROP VIEW {view}")
    database.execute("ALTER TABLE stg_findings DROP COLUMN suggestion")
    output.write(short("b" * 64, 2026, [form("乙", "中心", "2", [])]), "b.json")
    with pytest.raises(WarehouseError, match=r"stg_findings\.suggestion is not there.*jixiao load --migrate --to"):
        load(database, [str(output)])
    assert load(database, [str(output)], migrate=True).new == 1
    assert database.query("SELECT project_name FROM current_forms ORDER BY 1").rows == [("乙",), ("甲",)]


def test_a_column_of_another_type_and_other_views_are_migrated_when_asked(url, database, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1.50", [])]))
    load(database, [str(output)])
    for view in reversed(view_names()):
        database.execute(f"DROP VIEW {view}")
    database.execute("CREATE VIEW current_forms AS SELECT 1 AS old")
    database.execute("ALTER TABLE stg_findings ALTER COLUMN category TYPE TEXT")
    database.execute("UPDATE warehouse_meta SET value = 'another' WHERE key = 'views'")
    says = r"stg_findings\.category is of another type; its views are another release's\. Bring .* jixiao load --migrate --to"
    with pytest.raises(WarehouseError, match=says):
        load(database, [str(output)])
    report = load(database, [str(output)], migrate=True)
    assert (report.unchanged, report.load_id) == (1, None)
    assert database.tables()["stg_findings"]["category"] == "BIGINT"
    assert database.query("SELECT project_name, annual_total FROM current_forms").rows == [("甲", Decimal("1.5"))]
    assert database.query("SELECT count(*) FROM PM_PROJECT_INFO").rows == [(1,)]
    database.close()
    with open_database(url) as again:
        assert load(again, [str(output)]).load_id is None
        with pytest.raises(WarehouseError, match="a key or a constraint forbids it"):
            again.execute("INSERT INTO document VALUES (9, 'short', 1)")


def test_a_value_that_does_not_fit_the_new_type_leaves_everything_as_it_was(database, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1.50", [])]))
    load(database, [str(output)])
    for view in reversed(view_names()):
        database.execute(f"DROP VIEW {view}")
    database.execute("ALTER TABLE stg_funding ALTER COLUMN page TYPE TEXT")
    database.execute("UPDATE stg_funding SET page = 'three'")
    with pytest.raises(WarehouseError, match="three"):
        load(database, [str(output)], migrate=True)
    assert database.query("SELECT page FROM stg_funding").rows == [("three",)]
    assert database.query("SELECT count(*) FROM fact_funding").rows == [(1,)]


def test_a_table_that_a_release_gained_is_made(database, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1.50", [])]))
    load(database, [str(output)])
    for view in reversed(view_names()):
        database.execute(f"DROP VIEW {view}")
    database.execute("DROP TABLE fact_execution")
    with pytest.raises(WarehouseError, match="fact_execution is not there"):
        load(database, [str(output)])
    load(database, [str(output)], migrate=True)
    assert database.query("SELECT count(*) FROM fact_execution").rows == [(0,)]


def test_a_report_needs_this_release_s_views_and_a_query_does_not(url, database, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1.50", [])]))
    load(database, [str(output)])
    database.execute("DROP VIEW PM_PROJECT_INFO; DROP VIEW BGT_PM_ANNUAL; DROP VIEW official_projects")
    with pytest.raises(
        WarehouseError, match=r"older than this release: official_projects, PM_PROJECT_INFO, BGT_PM_ANNUAL is not"
    ):
        check_schema(database)
    database.close()
    assert ask("SELECT count(*) FROM form", url).rows == [(1,)]


def test_a_newer_schema_is_refused_even_when_asked_to_migrate(database, output):
    output.write(short("a" * 64, 2026, [form("甲", "中心", "1.50", [])]))
    load(database, [str(output)])
    database.execute("ALTER TABLE stg_findings ADD COLUMN article TEXT")
    for migrate in (False, True):
        with pytest.raises(
            WarehouseError, match=r"newer than this release: stg_findings\.article .* pip install --upgrade"
        ):
            load(database, [str(output)], migrate=migrate)
    assert ask_count(database) == 1
