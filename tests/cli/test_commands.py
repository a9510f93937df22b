"""The other commands, usage errors, and what the command costs to start."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import jsonschema
import pytest

from extractor import __version__
from extractor.model.dictionary import HEADER, entries, render
from extractor.model.schema import json_schema


def test_version(jixiao):
    ended = jixiao("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"jixiao {__version__}\n", "")


def test_schema(jixiao):
    ended = jixiao("schema")
    assert ended.code == 0
    schema = json.loads(ended.out)
    assert schema == json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)


def test_dictionary(jixiao):
    assert jixiao("schema", "--dictionary").out == render("markdown")
    rows = list(csv.reader(io.StringIO(jixiao("schema", "--dictionary", "--format", "csv").out)))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == len(list(entries())) + 1


@pytest.mark.parametrize(
    "args", [(), ("extract",), ("extract", "--nope", "x"), ("extract", "x", "-f", "pdf"), ("nope",)]
)
def test_usage_errors(jixiao, args):
    ended = jixiao(*args)
    assert ended.code == 2
    assert "Usage: jixiao" in ended.out + ended.err
    assert "Traceback" not in ended.err


HEAVY = ("pandas", "numpy", "pydantic", "rich", "pypdfium2", "pdfplumber", "camelot", "yaml", "regex")


@pytest.mark.parametrize(
    "code",
    [
        "import extractor",
        "import sys; sys.argv = ['jixiao', '--help']\nfrom extractor.cli.main import run\ntry: run()\nexcept SystemExit: pass",
        "from extractor.cli import extract, options, outcome, progress, stdout, summary",
    ],
)
def test_starting_imports_nothing_heavy(code):
    tail = f"\nimport sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"
