"""A batch: what is written, what is not read twice, what is left after a kill."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from extractor.batch import Limits, run_batch
from extractor.errors import OutputError
from extractor.model.form import DocumentResult
from extractor.model.schema import validate_json
from extractor.pipeline import ExtractOptions
from tests.batch.conftest import FORM, TIGHT, documents, heavy_text, rows

ROOT = Path(__file__).parents[2]


def _counts(summary):
    return summary.found, summary.ok, summary.partial, summary.no_forms, summary.quarantined, summary.skipped


def test_everything_is_written_and_counted(submit, damaged, encrypted, tmp_path):
    folder = submit(4)
    (folder / "copy.txt").write_bytes((folder / "001.txt").read_bytes())
    (folder / "prose.txt").write_text("一份没有表格的说明。\n", encoding="utf-8")
    out = tmp_path / "out"
    events = []
    summary = run_batch(
        [folder, damaged, encrypted, tmp_path / "none.pdf"], out, jobs=2, overlays=1, observer=events.append
    )
    assert _counts(summary) == (9, 4, 0, 1, 3, 1)
    assert (summary.duplicates, summary.unchanged, summary.forms, summary.indicators) == (1, 0, 4, 24)
    records = documents(out)
    assert sorted(record["status"] for record in records.values()) == [
        "failed",
        "failed",
        "no_forms",
        "ok",
        "ok",
        "ok",
        "ok",
    ]
    assert [row["source"] for row in rows(out, "documents")] == [
        record["document"]["source"] for record in records.values()
    ]
    assert len(rows(out, "indicators")) == 24
    assert [event.kind for event in events] == ["found"] + ["document"] * 9 + ["finishing"]
    assert (out / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [path.suffix for path in (out / "overlays").iterdir()] == [".html"]
    assert [str(path) for path in out.rglob("*.part")] == []


def test_the_same_content_is_not_read_twice_whatever_its_name(submit, tmp_path):
    folder, out = submit(3), tmp_path / "out"
    run_batch(folder, out)
    before = {name: (out / "documents" / name).stat().st_mtime_ns for name in documents(out)}
    (folder / "000.txt").rename(folder / "renamed.txt")
    (folder / "more.txt").write_text(FORM, encoding="utf-8")
    summary = run_batch(folder, out)
    assert _counts(summary) == (4, 1, 0, 0, 0, 3)
    assert summary.unchanged == 3
    after = {name: (out / "documents" / name).stat().st_mtime_ns for name in documents(out)}
    assert {name: after[name] for name in before} == before
    assert len(after) == 4
    with sqlite3.connect(out / ".jixiao" / "ledger.sqlite") as ledger:
        names = [name for (name,) in ledger.execute("SELECT name FROM name ORDER BY name")]
    assert names == [str(folder / name) for name in ("000.txt", "001.txt", "002.txt", "more.txt", "renamed.txt")]


def test_other_options_and_lost_documents_are_read_again(submit, tmp_path):
    folder, out = submit(2), tmp_path / "out"
    run_batch(folder, out)
    (gone, *_) = sorted((out / "documents").iterdir())
    gone.unlink()
    assert _counts(run_batch(folder, out)) == (2, 1, 0, 0, 0, 1)
    assert gone.exists()
    assert _counts(run_batch(folder, out, options=ExtractOptions(encoding="utf-8"))) == (2, 2, 0, 0, 0, 0)
    assert _counts(run_batch(folder, out, options=ExtractOptions(encoding="utf-8", password="x"))) == (2, 0, 0, 0, 0, 2)


def test_a_damaged_record_is_told_left_out_and_read_again(submit, tmp_path):
    folder, out = submit(2), tmp_path / "out"
    run_batch(folder, out)
    (first, second) = sorted((out / "documents").iterdir())
    first.write_bytes(first.read_bytes()[:100])
    summary = run_batch(folder, out)
    assert summary.damaged == (first.name,)
    assert [row["source"] for row in rows(out, "documents")] == [str(folder / "001.txt")]
    assert run_batch(folder, out).ok == 1
    assert [row["source"] for row in rows(out, "documents")] == [str(folder / "000.txt"), str(folder / "001.txt")]
    assert validate_json(second.read_bytes()).status == "ok"


@pytest.mark.slow
def test_what_is_quarantined_stays_so_until_its_limit_is_raised(submit, encrypted, tmp_path):
    folder, out = submit(1), tmp_path / "out"
    (folder / "slow.txt").write_text(heavy_text(), encoding="utf-8")
    tight = Limits(seconds=TIGHT)
    assert _counts(run_batch([folder, encrypted], out, limits=tight)) == (3, 1, 0, 0, 2, 0)
    assert _counts(run_batch([folder, encrypted], out, limits=tight)) == (3, 0, 0, 0, 2, 1)
    summary = run_batch([folder, encrypted], out, limits=Limits(seconds=100), options=ExtractOptions(password="geheim"))
    assert (summary.found, summary.quarantined, summary.skipped) == (3, 0, 1)
    assert list((out / "quarantine").iterdir()) == []


def test_a_quarantined_file_lies_there_with_its_reason(damaged, tmp_path):
    out = tmp_path / "out"
    run_batch([damaged, tmp_path / "none.txt"], out, limits=Limits(seconds=7, memory_mb=900, pages=5))
    sha256 = hashlib.sha256(damaged.read_bytes()).hexdigest()
    note = json.loads((out / "quarantine" / f"damaged-{sha256[:12]}.json").read_bytes())
    kept = out / "quarantine" / note["file"]
    assert kept.name == f"damaged-{sha256[:12]}.pdf"
    assert os.path.samefile(kept, damaged)
    assert (note["reason"], note["sha256"], note["names"]) == ("DAMAGED", sha256, [str(damaged)])
    assert note["limits"] == {"seconds": 7, "memory_mb": 900, "pages": 5, "documents_per_worker": 100}
    assert note["remedy"] == "Open it in its program (a PDF in a viewer) and save it again, or ask for the file anew."


def test_contents_are_archived_under_their_hash_and_linked(submit, tmp_path):
    folder, out = submit(1), tmp_path / "out"
    run_batch(folder, out)
    sha256 = hashlib.sha256((folder / "000.txt").read_bytes()).hexdigest()
    assert os.path.samefile(out / ".jixiao" / "archive" / sha256[:2] / sha256, folder / "000.txt")
    other = tmp_path / "other"
    run_batch(folder, other, archive=False)
    assert not (other / ".jixiao" / "archive").exists()


def test_the_output_folder_is_never_read(submit, damaged, tmp_path):
    folder = submit(2)
    out = folder / "out"
    run_batch([folder, damaged], out)
    assert _counts(run_batch(folder, out)) == (2, 0, 0, 0, 0, 2)


def test_two_runs_do_not_write_into_one_folder(submit, tmp_path):
    folder, out = submit(1), tmp_path / "out"

    def meddle(event):
        if event.kind == "document":
            with pytest.raises(OutputError, match="another run is writing into this directory"):
                run_batch(folder, out)

    assert run_batch(folder, out, observer=meddle).ok == 1


def test_an_interrupted_run_is_gone_on_with(submit, tmp_path):
    folder, out = submit(6), tmp_path / "out"

    def interrupt(event):
        if event.kind == "document":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(folder, out, jobs=1, observer=interrupt)
    assert len(documents(out)) == 1
    assert not (out / "documents.csv").exists()
    assert _counts(run_batch(folder, out)) == (6, 5, 0, 0, 0, 1)
    with sqlite3.connect(out / ".jixiao" / "ledger.sqlite") as ledger:
        assert [state for (state,) in ledger.execute("SELECT state FROM run ORDER BY started_at")] == [
            "interrupted",
            "done",
        ]


def _descendants(pid: int) -> list[int]:
    """The processes that a process has started, and theirs; none where there is no /proc."""
    found = []
    for listed in Path("/proc", str(pid), "task").glob("*/children"):
        for child in map(int, listed.read_text().split()):
            found += [child, *_descendants(child)]
    return found


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_run_loses_and_doubles_nothing(submit, tmp_path, sent):
    folder, out = submit(40), tmp_path / "out"
    (folder / "039.txt").write_text(heavy_text(100_000), encoding="utf-8")
    call = [
        sys.executable,
        "-m",
        "extractor.cli.main",
        "extract",
        str(folder),
        "-o",
        str(out),
        "-q",
        "--timeout",
        "60",
        "-j",
        "2",
    ]
    with subprocess.Popen(call, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        while len(list((out / "documents").glob("*.json"))) < 20:
            assert process.poll() is None
            time.sleep(0.02)
        family = _descendants(process.pid)
        process.send_signal(sent)
        error = process.stderr.read()
    deadline = time.monotonic() + 30
    while any(Path("/proc", str(pid)).exists() for pid in family) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in family if Path("/proc", str(pid)).exists()] == []
    assert process.returncode == (-signal.SIGKILL if sent == signal.SIGKILL else 130)
    if sent != signal.SIGKILL:
        assert "jixiao: interrupted after " in error
        assert error.endswith(" inputs, which are kept; run the same command again to go on.\n")
    assert all(validate_json((out / "documents" / name).read_bytes()).status == "ok" for name in documents(out))
    (folder / "039.txt").write_text(FORM, encoding="utf-8")
    summary = run_batch(folder, out, jobs=2)
    assert (summary.found, summary.ok + summary.skipped, summary.quarantined) == (40, 40, 0)
    assert summary.skipped >= 19  # one document may be in its place and not yet in the ledger when the run is killed
    assert len(rows(out, "documents")) == len(documents(out)) == 40
    assert len(rows(out, "indicators")) == 240


def test_tables_are_those_of_the_documents_in_parts_too(submit, tmp_path):
    folder, out = submit(140), tmp_path / "out"
    run_batch(folder, out, jobs=2, overlays=0, formats=frozenset({"csv", "xlsx"}))
    records = documents(out)
    names = [row["project_name"] for row in rows(out, "indicators")]
    assert names == [
        form["project"]["name"] for record in records.values() for form in record["forms"] for _ in range(6)
    ]
    assert (out / "jixiao.xlsx").stat().st_size > 10_000
    excel = tmp_path / "excel"
    run_batch(folder, excel, jobs=2, overlays=0, excel=True, language="zh")
    data = (excel / "forms.csv").read_bytes()
    assert (data.count(b"\xef\xbb\xbf"), data.count(b"\r\n"), data.count("内容哈希".encode())) == (1, 141, 1)


def test_results_are_those_of_a_single_reading(submit, tmp_path):
    from extractor import extract

    folder, out = submit(2), tmp_path / "out"
    run_batch(folder, out)
    for record in documents(out).values():
        alone: DocumentResult = extract(record["document"]["source"])
        assert record == replace(alone).to_dict()
