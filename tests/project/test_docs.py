"""The documentation is true: every command, option and exit code is described, every name in it exists."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import click
import pytest

import extractor
from extractor import errors
from extractor.cli.app import app
from extractor.model.tables import rows_of
from rules.finding_types import finding_types

ROOT = Path(__file__).parents[2]
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}


def _commands(group, path=""):
    """Every command by its full name with the help that its group has for it, those of groups among them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command, inner = group.get_command(context, name), f"{path}{name}"
        if isinstance(command, click.Group):
            yield from _commands(command, f"{inner} ")
        else:
            yield inner, (command, group.entries[name].help)


_LISTED = dict(_commands(app))
COMMANDS = {name: command for name, (command, _) in _LISTED.items()}
ERRORS = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, errors.JixiaoError)]
CODES = sorted(errors.ExitCode)


def _section(command: str) -> str:
    return re.split(r"^## ", CLI.partition(f"\n## jixiao {command}")[2], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command):
    section = _section(command)
    options = [name for param in COMMANDS[command].params for name in param.opts if name.startswith("-")]
    assert options != []
    assert [name for name in options if f"`{name}" not in section and name not in ("--help", "-h")] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_of_commands_says_what_the_command_says_itself(command):
    assert _LISTED[command][1] == COMMANDS[command].help.partition("\n")[0]


def test_no_option_is_documented_that_does_not_exist():
    known = {
        name
        for command in COMMANDS.values()
        for param in command.params
        for name in (*param.opts, *param.secondary_opts)
    }
    assert set(re.findall(r"`(--?[a-z][a-z-]*)", CLI)) - known == set()


@pytest.mark.parametrize("name", READMES)
def test_options_in_the_readme_exist(name):
    known = {
        name
        for command in COMMANDS.values()
        for param in command.params
        for name in (*param.opts, *param.secondary_opts)
    }
    used = {
        option
        for line in READMES[name].splitlines()
        if "jixiao extract" in line or "jixiao schema" in line
        for option in re.findall(r"(?<=\s)(--?[a-z][a-z-]*)", line)
    }
    assert used - known == set()


def _documented_codes(text: str) -> list[int]:
    return [int(code) for code in re.findall(r"^\| (\d+) \|", text, flags=re.MULTILINE)]


def test_every_exit_code_is_documented_once():
    assert _documented_codes(CLI) == CODES


@pytest.mark.parametrize("name", READMES)
def test_readme_lists_the_same_exit_codes(name):
    assert _documented_codes(READMES[name]) == CODES


def test_exit_codes_of_errors_are_their_own():
    codes = [cls.exit_code for cls in ERRORS]
    assert sorted(codes) == list(range(1, 22))
    assert len({cls.code for cls in ERRORS}) == len(ERRORS)
    assert [cls.__name__ for cls in ERRORS if not (cls.remedy and cls.message_zh)] == []
    assert {cls.__name__ for cls in ERRORS} <= set(extractor.__all__)


@pytest.mark.parametrize("name", READMES)
def test_python_in_the_readme_compiles_and_imports_what_exists(name):
    blocks = re.findall(r"```python\n(.*?)```", READMES[name], flags=re.DOTALL)
    assert blocks != []
    for block in blocks:
        compile(block, name, "exec")
        for names in re.findall(r"from extractor import (.+)", block):
            assert [one for one in re.split(r",\s*", names.strip()) if not hasattr(extractor, one)] == []


@pytest.mark.parametrize("path", [*READMES, "docs/architecture.md", "docs/cli.md", "docs/findings.md", "CHANGELOG.md"])
def test_links_and_named_files_exist(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / path).parent.joinpath(link).exists()] == []
    named = re.findall(r"`((?:extractor|rules|samples|docs|benchmarks)/[\w./-]+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def _is_part_of(part: object, whole: object) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and _is_part_of(value, whole[key]) for key, value in part.items())
    return part == whole


@pytest.mark.parametrize("name", READMES)
def test_the_json_in_the_readme_is_what_comes_out(name):
    (block,) = re.findall(r"```json\n(.*?)```", READMES[name], flags=re.DOTALL)
    result = extractor.extract(ROOT / "samples" / "shanghai-2026-calc.pdf")
    assert _is_part_of(json.loads(block), result.to_dict()["forms"][2]["indicators"][1])


@pytest.mark.parametrize("name", READMES)
def test_the_rows_in_the_readme_are_what_comes_out(name):
    lines = READMES[name].partition("| name | ")[2].splitlines()
    columns = ["name", *lines[0].strip("| ").split(" | ")]
    shown = [dict(zip(columns, line.strip("| ").split(" | "), strict=True)) for line in lines[2:4]]
    rows = rows_of(extractor.extract(ROOT / "samples" / "shanghai-2026-flattened.txt"), "indicators")
    real = [{column: row[column] for column in columns} for row in rows if str(row["form_id"]).endswith("-3")]
    assert [row for row in shown if row not in real] == []


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    described = re.findall(r"^([a-z]+):.*## \S", makefile, flags=re.MULTILINE)
    assert sorted(described) == sorted(phony.split())


def test_version_has_one_source():
    assert 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", extractor.__version__)


def test_every_finding_code_is_documented():
    """Tests of the registry keep it complete."""
    codes = list(finding_types())
    assert {"NO_FORMS", "PAGES_NEED_OCR"} <= set(codes)
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert sorted(code for code in codes if f"`{code}`" not in text) == []
