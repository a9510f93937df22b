"""The commands of a batch: what they say and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.conftest import FORM, TIGHT, documents, heavy_text

ROOT = Path(__file__).parents[2]


def _log(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_batch_ends_with_its_report_and_its_tables(jixiao, submit, tmp_path):
    out = tmp_path / "out"
    ended = jixiao("extract", submit(2), "-o", out, "--jobs", "2", "--overlays", "0")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.splitlines()[-2:] == [
        f"report: {out}/report.html",
        f"written to {out}: documents/, documents.csv, forms.csv, funding.csv, indicators.csv, findings.csv",
    ]
    again = jixiao("extract", tmp_path / "in", "-o", out)
    assert again.code == 0
    assert "2 unchanged" in again.err


def test_one_small_file_gets_neither_worker_nor_ledger_unless_it_is_asked_for(jixiao, tmp_path):
    path, out = tmp_path / "form.txt", tmp_path / "out"
    path.write_text(FORM, encoding="utf-8")
    assert jixiao("extract", path, "-o", out, "-q").code == 0
    assert not (out / ".jixiao").exists()
    assert jixiao("extract", path, "-o", out, "-q", "--timeout", "50").code == 0
    assert (out / ".jixiao" / "ledger.sqlite").exists()
    (tmp_path / "other.txt").write_text(FORM.replace("库房", "馆"), encoding="utf-8")
    assert jixiao("extract", tmp_path / "other.txt", "-o", out, "-q").code == 0
    assert len((out / "documents.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_json_logs_are_one_object_a_line(jixiao, submit, damaged, tmp_path):
    ended = jixiao("extract", submit(1), damaged, "-o", tmp_path / "out", "--log-format", "json", "-j", "1")
    assert ended.code == 14
    log = _log(ended.err)
    assert [line["event"] for line in log] == ["started", "document", "document", "finishing", "ended"]
    assert [(line["outcome"], line["level"]) for line in log[1:3]] == [("ok", "info"), ("quarantined", "error")]
    assert (log[2]["code"], log[1]["forms"], log[1]["indicators"]) == ("DAMAGED", 1, 6)
    assert {name: log[-1][name] for name in ("found", "ok", "quarantined", "skipped", "exit_code")} == {
        "found": 2, "ok": 1, "quarantined": 1, "skipped": 0, "exit_code": 14,
    }  # fmt: skip


def test_json_logs_tell_what_ends_a_run(jixiao, submit):
    folder = submit(1)
    ended = jixiao("extract", folder, "-o", folder / "000.txt", "--log-format", "json")
    assert ended.code == 12
    assert [(line["event"], line["code"]) for line in _log(ended.err)] == [("failed", "OUTPUT_NOT_WRITABLE")]


def test_include_and_exclude(jixiao, submit, tmp_path):
    submit(3)
    ended = jixiao("extract", tmp_path / "in", "-o", "-", "-q", "--include", "00*.txt", "--exclude", "001*")
    names = [json.loads(line)["document"]["source"] for line in ended.out.splitlines()]
    assert names == [str(tmp_path / "in" / name) for name in ("000.txt", "002.txt")]
    assert jixiao("extract", tmp_path / "in" / "*.txt", "-o", tmp_path / "out", "--exclude", "*").code == 4


@pytest.mark.parametrize(("limit", "code"), [(("--max-pages", "1"), 17), (("--timeout", str(TIGHT)), 15)])
def test_a_limit_ends_a_single_document_with_its_code(jixiao, tmp_path, limit, code):
    from benchmarks.batch.documents import raw_pdf

    path = tmp_path / "a.pdf"
    path.write_bytes(raw_pdf(b"", pages=2) if code == 17 else heavy_text().encode())
    ended = jixiao("extract", path, "-o", "-", "-q", *limit)
    assert ended.code == code
    assert json.loads(ended.out)["status"] == "failed"
    assert jixiao("extract", path, "-o", tmp_path / "out", "-q", *limit).code == code


def test_quarantine(jixiao, submit, damaged, encrypted, tmp_path):
    out = tmp_path / "out"
    assert jixiao("extract", submit(1), damaged, encrypted, "-o", out, "-q").code == 14
    listed = jixiao("quarantine", "list", out)
    assert [line.split("\t")[::2] for line in listed.out.splitlines()] == [
        ["DAMAGED", str(damaged)],
        ["ENCRYPTED", str(encrypted)],
    ]
    only = json.loads(jixiao("quarantine", "list", out, "encrypted.pdf", "--format", "json").out)
    assert [(one["reason"], one["name"]) for one in only] == [("ENCRYPTED", str(encrypted))]
    assert jixiao("quarantine", "retry", out, "--reason", "ENCRYPTED", "--password", "geheim", "-q").code == 6
    assert jixiao("quarantine", "release", out, damaged.name).err == "1 released\n"
    assert jixiao("quarantine", "retry", out).err == "the quarantine is empty\n"
    assert jixiao("quarantine", "list", tmp_path).code == 3
    assert jixiao("quarantine", "release", out).code == 2


def test_reparse(jixiao, submit, tmp_path):
    out = tmp_path / "out"
    jixiao("extract", submit(2), "-o", out, "-q")
    ended = jixiao("reparse", out)
    assert ended.code == 0
    assert ended.err.splitlines() == [
        "2 kept = 2 current + 0 same + 0 changed + 0 recovered + 0 still + 0 failed",
        f"put in force; report: {out}/reparse.html",
    ]
    before = documents(out)
    (tmp_path / "rules" / "vocabulary").mkdir(parents=True)
    (tmp_path / "rules" / "vocabulary" / "fields.yaml").write_text("contact: [档案代号]\n", encoding="utf-8")
    dry = jixiao("reparse", out, "--dry-run", "--rules", tmp_path / "rules")
    assert "2 kept = 0 current + 2 same + 0 changed" in dry.err
    assert documents(out) == before
    logged = _log(jixiao("reparse", out, "--rules", tmp_path / "rules", "--log-format", "json").err)
    assert (logged[-1]["event"], logged[-1]["same"], logged[-1]["exit_code"]) == ("ended", 2, 0)


def test_standard_input_has_limits_too(tmp_path):
    call = [sys.executable, "-m", "extractor.cli.main", "extract", "-", "-o", "-", "-q", "--timeout", "60"]
    ended = subprocess.run(call, input=FORM.encode(), capture_output=True, check=False, cwd=ROOT)
    assert (ended.returncode, ended.stderr) == (0, b"")
    record = json.loads(ended.stdout)
    assert (record["document"]["source"], record["status"]) == ("-", "ok")
