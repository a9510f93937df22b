"""The scheduler recipes of the documentation do what they say."""

from __future__ import annotations

import ast
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import extractor.batch

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "recipes"


@pytest.fixture
def recipe(monkeypatch):
    """Run a recipe as its scheduler loads it: its folder first on the path."""

    def call(name: str) -> dict:
        monkeypatch.syspath_prepend(str(RECIPES))
        return runpy.run_path(str(RECIPES / name))

    return call


def test_cron(submit, damaged, tmp_path):
    def night() -> tuple[int, dict]:
        call = [sys.executable, str(RECIPES / "nightly.py"), str(tmp_path / "in"), str(tmp_path / "out")]
        ended = subprocess.run(
            call, cwd=ROOT, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}
        )
        assert ended.stderr == ""
        return ended.returncode, json.loads(ended.stdout)

    submit(2)
    code, first = night()
    assert (code, first["found"], first["ok"], first["quarantine"]) == (0, 2, 2, [])
    damaged.rename(tmp_path / "in" / "damaged.pdf")
    code, second = night()
    assert (code, second["found"], second["skipped"], second["quarantined"]) == (14, 3, 2, 1)
    assert [one["reason"] for one in second["quarantine"]] == ["DAMAGED"]
    (tmp_path / "out" / ".jixiao" / "ledger.sqlite").write_bytes(b"no database" * 100)
    code, third = night()
    assert (code, third["error"]) == (12, "OUTPUT_NOT_WRITABLE")


def test_airflow(recipe, submit, damaged, tmp_path):
    dag = recipe("airflow_dag.py")
    dag["read"].__globals__.update(INBOX=submit(2), OUTPUT=tmp_path / "out")
    first = dag["read"]()
    assert (first["found"], first["ok"], first["quarantined"]) == (2, 2, 0)
    assert dag["check"]() == 0
    damaged.rename(tmp_path / "in" / "damaged.pdf")
    dag["read"]()
    with pytest.raises(RuntimeError, match="1 files wait in the quarantine: DAMAGED"):
        dag["check"]()


def test_dagster(recipe, submit, tmp_path):
    job = recipe("dagster_job.py")
    job["materialize"].__globals__.update(INBOX=submit(1), OUTPUT=tmp_path / "out")
    metadata = job["materialize"]()
    assert (metadata["found"], metadata["ok"]) == (1, 1)
    assert all(isinstance(value, int | float | str) for value in metadata.values())
    assert job["quarantine_is_empty"]() == (True, {"waiting": 0, "reasons": []})


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.py")), ids=lambda path: path.name)
def test_recipes_use_what_is_public(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("extractor"):
            assert node.module in ("extractor", "extractor.batch")
            assert [
                name.name for name in node.names if name.name not in getattr(sys.modules[node.module], "__all__", ())
            ] == []
    assert "run_batch" in extractor.batch.__all__


def test_the_documented_recipes_exist():
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    assert [path.name for path in RECIPES.glob("*.py") if path.name not in text] == []
