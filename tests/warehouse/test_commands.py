"""``jixiao load``, ``sql``, ``compare``, ``trend``, ``export`` and ``extract --to`` as a user calls them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.cli.conftest import FORM, jixiao  # noqa: F401 -- a fixture
from tests.warehouse.conftest import form, short, target

FLOOR = ("满意度指标", "服务对象满意度指标", "市民满意度", "≥")


@pytest.fixture
def loaded(jixiao, output, tmp_path):  # noqa: F811
    output.write(short("a" * 64, 2025, [form("制卡费", "中心", "100.00", [target(*FLOOR, "85.00", "%")])]), "a.json")
    output.write(short("b" * 64, 2026, [form("制卡费", "中心", "120.50", [target(*FLOOR, "90.00", "%")])]), "b.json")
    url = f"duckdb:///{tmp_path / 'w.duckdb'}"
    ended = jixiao("load", output, "--to", url)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == (
        f"loaded into {url}: 2 records: 2 new, 0 new versions, 0 unchanged; rows added: 2 form, 2 fact_funding, 2 fact_indicator,"
        " 0 fact_execution, 0 finding\n"
    )
    return url


def test_loading_again_adds_nothing(jixiao, loaded, output):  # noqa: F811
    ended = jixiao("load", output, "--to", loaded)
    assert ended.err == f"loaded into {loaded}: 2 records: 0 new, 0 new versions, 2 unchanged; nothing to add\n"
    assert jixiao("load", output, "--to", loaded, "-q").err == ""


def test_sql_in_every_style(jixiao, loaded):  # noqa: F811
    query = "SELECT fiscal_year, project_name, annual_total FROM project_years ORDER BY 1"
    ended = jixiao("sql", query, "-w", loaded)
    lines = [line.split() for line in ended.out.splitlines() if line.strip()]
    assert lines[0] == ["fiscal_year", "project_name", "annual_total"]
    assert lines[1:] == [["2025", "制卡费", "100"], ["2026", "制卡费", "120.5"], ["2", "rows"]]
    assert (
        jixiao("sql", query, "-w", loaded, "-f", "csv").out
        == "fiscal_year,project_name,annual_total\n2025,制卡费,100\n2026,制卡费,120.5\n"
    )
    assert [
        json.loads(line)
        for line in jixiao("sql", "-", "-w", loaded, "-f", "json", stdin=query.encode()).out.splitlines()
    ] == [
        {"fiscal_year": 2025, "project_name": "制卡费", "annual_total": "100"},
        {"fiscal_year": 2026, "project_name": "制卡费", "annual_total": "120.5"},
    ]
    markdown = jixiao("sql", query, "-w", loaded, "-f", "markdown").out
    assert markdown.splitlines()[2] == "| 2025 | 制卡费 | 100 |"
    assert "<td>制卡费</td>" in jixiao("sql", query, "-w", loaded, "-f", "html").out


def test_sql_that_fails_ends_with_the_warehouse_s_code(jixiao, loaded, tmp_path):  # noqa: F811
    ended = jixiao("sql", "SELECT nothing FROM nowhere", "-w", loaded)
    assert (ended.code, ended.out) == (20, "")
    assert ended.err.startswith(
        f"jixiao: WAREHOUSE 数据仓库操作失败: {loaded}: Catalog Error: Table with name nowhere does not exist"
    )
    assert jixiao("sql", "DELETE FROM form", "-w", loaded).code == 20
    assert jixiao("sql", "SELECT 1", "-w", f"duckdb:///{tmp_path / 'none.duckdb'}").code == 20
    assert jixiao("sql", "SELECT 1", "-w", "oracle://h/d").code == 2


def test_compare_and_trend_to_files(jixiao, loaded, tmp_path):  # noqa: F811
    page = tmp_path / "years.html"
    assert jixiao("compare", "2025", "2026", "-w", loaded, "-o", page).code == 0
    assert "<h1>2025 and 2026</h1>" in page.read_text(encoding="utf-8")
    text = jixiao("compare", "2025", "2026", "-w", loaded).out
    assert "| raised | 制卡费 | 服务对象满意度指标 | 市民满意度 | ≥85.00(%) | ≥90.00(%) | +5 % | yes |  |  |" in text
    assert "| continued | 制卡费 | 中心 | 100 | 120.5 | 20.5 | 20.5 |  |" in text
    assert "| 制卡费 | 市民满意度 | 85 | 90 |" in jixiao("trend", "-w", loaded).out
    ended = jixiao("compare", "2025", "2031", "-w", loaded)
    assert ended.code == 2
    assert "It has: 2025, 2026, rules:r1." in ended.err


def test_export_says_what_was_written(jixiao, loaded, tmp_path):  # noqa: F811
    ended = jixiao("export", "-f", "jsonl", "-w", loaded, "-o", tmp_path / "out")
    assert ended.code == 0
    assert ended.err.startswith(f"written: {tmp_path / 'out' / 'documents.jsonl'}, ")
    assert len((tmp_path / "out" / "indicators.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_extract_loads_in_one_go(jixiao, tmp_path):  # noqa: F811
    source = tmp_path / "form.txt"
    source.write_text(FORM, encoding="utf-8")
    url = f"duckdb:///{tmp_path / 'w.duckdb'}"
    assert jixiao("extract", source, "-o", tmp_path / "out", "--to", url, "-q").code == 0
    assert jixiao("sql", "SELECT count(*) AS n FROM current_indicators", "-w", url, "-f", "csv").out == "n\n6\n"
    ended = jixiao("extract", source, "-o", "-", "--to", url)
    assert (ended.code, ended.out) == (2, "")
    assert jixiao("extract", source, "-o", tmp_path / "other", "--to", "mysql://x").code == 2
    assert not (tmp_path / "other").exists()


def test_what_is_heavy_is_imported_only_when_it_is_needed():
    code = "import sys, extractor.cli.app; print([n for n in ('duckdb', 'psycopg', 'pyarrow', 'rapidfuzz') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
