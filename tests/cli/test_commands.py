"""The other commands, usage errors, and what the command costs to start."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import jsonschema
import msgspec
import pytest

from extractor import Value, __version__, parse_value
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


def test_value_prints_the_parts_that_say_something(jixiao):
    assert jixiao("value", "≥30.00(万张)", "较上年增长5%以上").out == (
        "raw           ≥30.00(万张)\nkind          quantity\noperator      ≥\noperator_code 1\nnumber        30.00\n"
        "unit          万张\ncanonical     300000 张\ndirection     up\nconfidence    1.0\nrule          quantity\n"
        "\nraw           较上年增长5%以上\nkind          quantity\noperator      ≥\noperator_code 1\nnumber        5\n"
        "unit          %\ncanonical     5 %\ndirection     up\nconfidence    0.9\nbasis         上年\nrule          among-words\n"
    )


def test_value_as_json_is_the_record(jixiao):
    lines = jixiao("value", "-f", "json", "6航次", "--", "-5%").out.splitlines()
    assert [msgspec.json.decode(line, type=Value) for line in lines] == [parse_value("6航次"), parse_value("-5%")]
    assert "basis" not in lines[0]


def test_value_reads_by_a_users_words(jixiao, tmp_path):
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "operators.yaml").write_text("operators: {'≥': {before: [起码]}}\n", "utf-8")
    with_rules = json.loads(jixiao("value", "起码5场", "-f", "json", "--rules", tmp_path).out)
    shipped = json.loads(jixiao("value", "起码5场", "-f", "json").out)
    assert (with_rules["operator"], shipped["operator"]) == ("≥", None)


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
