"""Folders that are no tidy heaps of documents: strange names, things that are no files, damaged ledgers, lost bytes."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.batch import (
    Failure,
    Limits,
    extract_many,
    find_inputs,
    quarantined,
    reparse,
    retry_quarantined,
    run_batch,
)
from extractor.batch.inputs import display_name, path_spelt
from extractor.batch.pool import worker_pool
from extractor.errors import OutputError
from extractor.pipeline import ExtractOptions
from tests.batch.conftest import FORM, documents

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and pipes of POSIX")


def _write(folder: Path, name: bytes, content: bytes) -> None:
    path = os.path.join(os.fsencode(folder), name)
    with open(path, "wb") as handle:
        handle.write(content)


def _form(number: int) -> bytes:
    return FORM.replace("档案库房", f"第{number}库房").encode()


NAMES = {
    b"bad\xff\xfe.txt": "bad\\xff\\xfe.txt",
    b"bad\\xff\\xfe.txt": "bad\\x5cxff\\x5cxfe.txt",
    b"new\nline.txt": "new\nline.txt",
    "绩效 目标(2026).txt".encode(): "绩效 目标(2026).txt",
    b"-q.txt": "-q.txt",
    b"star*[1]?.txt": "star*[1]?.txt",
    b"x" * 251 + b".txt": "x" * 251 + ".txt",
}


def test_no_name_is_lost_mixed_up_or_cut(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        _write(folder, name, _form(number))
    summary = run_batch(folder, out, overlays=0)
    assert (summary.found, summary.ok) == (7, 7)
    told = {record["document"]["source"]: record["forms"][0]["project"]["name"] for record in documents(out).values()}
    assert told == {f"{folder}/{spelt}": f"第{number}库房恒温设备维护" for number, spelt in enumerate(NAMES.values())}
    assert run_batch(folder, out, overlays=0).unchanged == 7


def test_bytes_are_found_again_under_a_name_that_is_no_text(tmp_path):
    folder, out, rules = tmp_path / "in", tmp_path / "out", tmp_path / "rules" / "vocabulary"
    folder.mkdir()
    rules.mkdir(parents=True)
    _write(folder, b"\xb2\xc6\xd5\xfe.txt", _form(1))
    run_batch(folder, out, archive=False)
    (rules / "fields.yaml").write_text("contact: [档案代号]\n", encoding="utf-8")
    told = reparse(out, rules_dir=rules.parent)
    assert (told.kept, told.same, told.failed) == (1, 1, 0)


def test_a_broken_file_with_an_endless_ending_is_quarantined(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    path = folder / ("a." + "附件" * 40)
    path.write_bytes(b"%PDF-1.4 broken")
    (folder / "b\n.pdf").write_bytes(b"%PDF-1.4 broken too")
    assert run_batch([path, folder / "b\n.pdf"], out).quarantined == 2
    hashes = [hashlib.sha256(one.read_bytes()).hexdigest()[:12] for one in (path, folder / "b\n.pdf")]
    assert sorted(one.name for one in (out / "quarantine").iterdir()) == [
        f"a-{hashes[0]}", f"a-{hashes[0]}.json", f"b_-{hashes[1]}.json", f"b_-{hashes[1]}.pdf",
    ]  # fmt: skip
    path.unlink()
    assert retry_quarantined(out, [hashes[0]]).quarantined == 1


@given(st.binary(min_size=1, max_size=12).filter(lambda data: b"\0" not in data))
def test_a_spelt_name_is_text_and_reads_back(data):
    path = os.fsdecode(data)
    name = display_name(path)
    assert path_spelt(name) == path
    assert name.encode().decode() == name


@pytest.fixture
def strange(tmp_path, monkeypatch):
    """A folder with one form and six things that cannot be read as files."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "form.txt").write_text(FORM, encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as unix:
        monkeypatch.chdir(folder)  # the path of a socket must be short
        unix.bind("socket.pdf")
    (folder / "device.pdf").symlink_to("/dev/zero")
    (folder / "nowhere.pdf").symlink_to("gone.pdf")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "sub" / "up").symlink_to("..")
    return folder


EXPECTED = {
    "device.pdf": "it is no file, but a pipe, a socket or a device.",
    "nowhere.pdf": "no such file.",
    "pipe.txt": "it is no file, but a pipe, a socket or a device.",
    "self.txt": "it cannot be read (Too many levels of symbolic links).",
    "socket.pdf": "it is no file, but a pipe, a socket or a device.",
}


def test_what_is_no_file_is_told_and_nothing_waits_for_it(strange, tmp_path):
    out = tmp_path / "out"
    summary = run_batch(strange, out)
    assert (summary.found, summary.ok, summary.quarantined) == (6, 1, 5)
    assert {Path(one.name).name: one.message for one in quarantined(out)} == EXPECTED
    for jobs in (None, 1):
        outcomes = list(extract_many(strange, jobs=jobs))
        failures = [one for one in outcomes if isinstance(one, Failure)]
        assert {Path(one.source).name: one.error.message for one in failures} == EXPECTED
        assert len(outcomes) == 6
    assert run_batch(strange / "pipe.txt", tmp_path / "other").quarantined == 1
    assert [type(one).__name__ for one in find_inputs([f"{strange}/*.txt"])] == ["Failure", "PosixPath"]


def test_a_folder_that_may_not_be_entered_is_told_and_the_others_are_read(submit, tmp_path):
    folder, out = submit(2), tmp_path / "out"
    (folder / "locked").mkdir()
    (folder / "locked").chmod(0)
    # The superuser may enter every folder, unless without that privilege.
    unprivileged = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    try:
        command = [*unprivileged, sys.executable, "-m", "extractor.cli.main", "extract", folder, "-o", out, "-q"]
        assert subprocess.run(command, capture_output=True).returncode == 14
    finally:
        (folder / "locked").chmod(0o700)
    (one,) = quarantined(out)
    assert (one.name, one.message) == (str(folder / "locked"), "this directory cannot be read (Permission denied).")
    assert len(documents(out)) == 2


@pytest.mark.parametrize("how", ["cut", "no database", "newer", "column gone"])
def test_a_ledger_that_is_none_is_refused_and_what_was_read_stays(submit, tmp_path, how):
    folder, out = submit(2), tmp_path / "out"
    run_batch(folder, out)
    before = documents(out)
    ledger = out / ".jixiao" / "ledger.sqlite"
    data = ledger.read_bytes()
    if how == "cut":
        ledger.write_bytes(data[: len(data) // 2])
    elif how == "no database":
        ledger.write_bytes(b"x" * len(data))
    else:
        statement = "PRAGMA user_version = 99" if how == "newer" else "ALTER TABLE reading DROP COLUMN settings"
        with sqlite3.connect(ledger) as db:
            db.execute(statement)
        db.close()
    told = {
        "cut": "malformed", "no database": "file is not a database", "newer": "written by a later release",
        "column gone": "its table reading has no column settings",
    }  # fmt: skip
    with pytest.raises(OutputError, match=told[how]):
        run_batch(folder, out)
    assert documents(out) == before
    for path in ledger.parent.glob("ledger.sqlite*"):
        path.unlink()
    assert run_batch(folder, out).ok == 2
    assert documents(out) == before


def test_a_moved_folder_is_gone_on_with(submit, tmp_path):
    folder, out, moved = submit(2), tmp_path / "out", tmp_path / "elsewhere" / "moved"
    run_batch(folder, out)
    moved.parent.mkdir()
    out.rename(moved)
    assert run_batch(folder, moved).unchanged == 2
    assert reparse(moved, dry_run=True).current == 2


def test_an_archive_whose_link_was_written_into_is_mended(submit, tmp_path):
    folder, out = submit(1), tmp_path / "out"
    path = folder / "000.txt"
    first = path.read_bytes()
    run_batch(folder, out)
    with path.open("wb") as handle:  # into the same file, which the archive is linked to
        handle.write(_form(99))
    summary = run_batch(folder, out)
    assert (summary.found, summary.ok, len(documents(out))) == (1, 1, 2)
    (folder / "again.txt").write_bytes(first)
    summary = run_batch(folder / "again.txt", out, options=ExtractOptions(encoding="utf-8"))
    assert (summary.ok, summary.quarantined) == (1, 0)
    sha256 = hashlib.sha256(first).hexdigest()
    assert (out / ".jixiao" / "archive" / sha256[:2] / sha256).read_bytes() == first


def _end_the_server(number: int) -> int:
    if number < 0:
        os.kill(os.getppid(), signal.SIGKILL)
        signal.pause()  # until this process is ended with its server
    return number


@pytest.mark.skipif(sys.platform != "linux", reason="workers end with their server there")
def test_the_end_of_all_workers_at_once_costs_no_document():
    with worker_pool(2, Limits()) as workers:
        outcomes = [
            outcome
            for _, outcome in workers.map(
                _end_the_server, [1, 2, -1, 3, 4, 5], 20.0, lambda item, outcome: abs(item) if outcome != item else None
            )
        ]
    assert sorted(outcomes) == [1, 1, 2, 3, 4, 5]
