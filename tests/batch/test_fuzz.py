"""Documents mutated at random end in a record or in an error of ours, in time."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.batch.documents import good_pdf
from benchmarks.batch.fuzz import _mutate_stream, fuzz_chunk


@pytest.mark.slow
@pytest.mark.parametrize("seed", [101, 202])
def test_mutated_documents_break_nothing(tmp_path, seed):
    done = list(fuzz_chunk(seed, 150, tmp_path))
    assert [run.number for run in done] == list(range(150))
    assert [(run.outcome, run.wrong) for run in done if run.wrong] == []


def test_streams_are_mutated_inside_and_stay_streams(tmp_path):
    rng = Random(7)
    original = good_pdf(rng)
    changed = [data for data in (_mutate_stream(original, rng) for _ in range(20)) if data is not None]
    assert len(changed) == 20
    assert original not in changed
    assert {data.count(b"stream") for data in changed} == {original.count(b"stream")}
