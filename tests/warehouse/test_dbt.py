"""The dbt project of docs/dbt, built by dbt itself over a warehouse of two years."""

from __future__ import annotations

import os
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.warehouse.connect import open_database
from extractor.warehouse.loading.load import load
from tests.warehouse.conftest import form, short, target

ROOT = Path(__file__).parents[2]
DBT = Path(os.environ.get("JIXIAO_DBT", ROOT / ".venv-dbt" / "bin" / "dbt"))


@pytest.mark.skipif(not DBT.exists() and not os.environ.get("CI"), reason="dbt is not there; make test installs it")
def test_the_marts_build_and_their_tests_pass(tmp_path, output):
    floor = target("满意度指标", "服务对象满意度指标", "市民满意度", "≥", "85.00", "%")
    output.write(
        short("a" * 64, 2025, [form("制卡费", "中心", "100.00", [floor]), form("运维费", "中心", "10.50", [])]),
        "a.json",
    )
    output.write(short("b" * 64, 2026, [form("制卡费", "中心", "120.00", [])]), "b.json")
    with open_database(f"duckdb:///{tmp_path / 'w.duckdb'}") as database:
        load(database, [str(output)])
    own = {"JIXIAO_WAREHOUSE": tmp_path / "w.duckdb", "JIXIAO_MARTS": tmp_path / "marts.duckdb",
           "DBT_TARGET_PATH": tmp_path / "target", "DBT_LOG_PATH": tmp_path / "logs", "HOME": tmp_path}  # fmt: skip
    command = [
        DBT,
        "--no-use-colors",
        "build",
        "--project-dir",
        ROOT / "docs" / "dbt",
        "--profiles-dir",
        ROOT / "docs" / "dbt",
    ]
    ended = subprocess.run(
        command,
        env={**os.environ, **{key: str(value) for key, value in own.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
    assert "PASS=21 WARN=0 ERROR=0 SKIP=0" in ended.stdout
    with open_database(str(tmp_path / "marts.duckdb")) as marts:
        rows = marts.query(
            "SELECT body, fiscal_year, projects, annual_total, lowest_satisfaction_floor FROM unit_year ORDER BY 2"
        )
        assert rows.rows == [
            ("中心", 2025, 2, Decimal("110.5"), Decimal(85)), ("中心", 2026, 1, Decimal(120), None),
        ]  # fmt: skip
        change = marts.query(
            "SELECT project_name, year_before, difference FROM project_year_change WHERE year_before IS NOT NULL"
        )
        assert change.rows == [("制卡费", 2025, Decimal(20))]
