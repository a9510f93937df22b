"""Documents mutated at random end in a record or in an error of ours, in time."""

from __future__ import annotations

import pytest

from benchmarks.batch.fuzz import fuzz_chunk


@pytest.mark.parametrize("seed", [101, 202])
def test_mutated_documents_break_nothing(tmp_path, seed):
    done = fuzz_chunk(seed, 150, tmp_path)
    assert (done.runs, done.wrong) == (150, [])
