"""Documents that hang, eat memory or crash cost themselves and nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.batch.documents import raw_pdf
from extractor.batch import Failure, Limits, extract_many
from extractor.batch.pool import worker_pool
from extractor.errors import CrashedError
from tests.batch.conftest import FORM, TIGHT, heavy_text

ROOT = Path(__file__).parents[2]


def test_workers_give_what_this_process_gives_in_the_same_order(submit, damaged):
    folder = submit(5)
    inputs = [folder, damaged, folder.parent / "missing.pdf"]
    here, there = list(extract_many(inputs)), list(extract_many(inputs, jobs=2))
    assert there == here or [_told(one) for one in there] == [_told(one) for one in here]
    assert [type(one).__name__ for one in there] == ["DocumentResult"] * 5 + ["Failure"] * 2


def _told(outcome):
    if isinstance(outcome, Failure):
        return outcome.source, outcome.error.code, outcome.error.message, outcome.error.remedy, outcome.sha256
    return outcome


def test_a_document_that_takes_too_long_is_given_up_and_the_others_are_read(submit):
    folder = submit(3)
    (folder / "000-slow.txt").write_text(heavy_text(), encoding="utf-8")
    outcomes = list(extract_many(folder, jobs=1, limits=Limits(seconds=TIGHT)))
    assert [one.error.code if isinstance(one, Failure) else one.status for one in outcomes] == [
        "TIME_LIMIT",
        "ok",
        "ok",
        "ok",
    ]
    assert str(outcomes[0].error) == (
        f"{folder}/000-slow.txt: reading it took longer than {TIGHT} s. Give it more time with --timeout, or split the document."
    )
    assert (outcomes[0].result.status, len(outcomes[0].sha256)) == ("failed", 64)


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS")
def test_a_document_that_eats_memory_ends_its_worker_only(submit):
    folder = submit(2)
    (folder / "000-greedy.pdf").write_bytes(raw_pdf(b"1 1 m 9 1 l S\n" * 6_000_000))
    outcomes = list(extract_many(folder, jobs=1, limits=Limits(memory_mb=700, seconds=60)))
    greedy, *others = outcomes
    assert greedy.error.code in ("CRASHED", "MEMORY_LIMIT")
    assert "700 MB" in greedy.error.message or greedy.error.code == "MEMORY_LIMIT"
    assert [one.status for one in others] == ["ok", "ok"]


def test_too_many_pages_are_refused_before_they_are_read(tmp_path):
    (tmp_path / "long.pdf").write_bytes(raw_pdf(b"", pages=30))
    (failure,) = extract_many(tmp_path, jobs=1, limits=Limits(pages=29))
    assert (failure.error.code, failure.error.message) == ("PAGE_LIMIT", "it has 30 pages; the limit is 29.")


def _end(number: int) -> int:
    if number < 0:
        os.kill(os.getpid(), -number)
    return number


def test_a_worker_that_dies_is_replaced():
    with worker_pool(2, Limits(documents_per_worker=3)) as workers:
        items = [1, -signal.SIGSEGV, 2, -signal.SIGKILL, 3, 4, -signal.SIGABRT, 5]
        outcomes = [outcome for _, outcome in workers.map(_end, items, 30.0, ordered=True)]
    assert [type(one).__name__ for one in outcomes] == [
        "int", "ProcessExpired", "int", "ProcessExpired", "int", "int", "ProcessExpired", "int",
    ]  # fmt: skip
    assert [one for one in outcomes if isinstance(one, int)] == [1, 2, 3, 4, 5]


def test_the_error_of_a_crash_names_its_signal():
    from extractor.batch.pool import _blame

    with worker_pool(1, Limits()) as workers:
        ((_, outcome),) = workers.map(_end, [-signal.SIGSEGV], 30.0)
    error = _blame(outcome, "a.pdf", Limits(memory_mb=512))
    assert isinstance(error, CrashedError)
    assert error.message == "the process that read it ended (SIGSEGV); its memory limit was 512 MB."


SCRIPT = """
from extractor.batch import extract_many
print([one.status for one in extract_many(FOLDER, jobs=2)])
"""


@pytest.mark.parametrize("how", ["stdin", "file"])
def test_callers_need_no_main_guard(submit, tmp_path, how):
    code = SCRIPT.replace("FOLDER", repr(str(submit(3))))
    script = tmp_path / "unguarded.py"
    script.write_text(code, encoding="utf-8")
    call = [sys.executable, "-"] if how == "stdin" else [sys.executable, str(script)]
    ended = subprocess.run(
        call,
        input=code,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (ended.stdout, ended.stderr) == ("['ok', 'ok', 'ok']\n", "")


def test_limits_are_above_zero():
    with pytest.raises(ValueError, match="above zero"):
        Limits(seconds=0)


def test_one_form_is_read_alike_with_or_without_a_worker(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text(FORM, encoding="utf-8")
    assert list(extract_many(path, jobs=1)) == list(extract_many(path))
