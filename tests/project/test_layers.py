"""Imports run downwards only."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_layer_contracts_are_kept():
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
    assert "Contracts: 3 kept, 0 broken." in ended.stdout


def test_the_wheel_holds_both_packages_and_the_rules_data():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["extractor", "rules"]
    assert (ROOT / "extractor" / "py.typed").is_file()
    assert (ROOT / "rules" / "py.typed").is_file()
