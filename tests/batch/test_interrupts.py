"""What interrupts a run waits where it would leave a lock behind."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from extractor.batch.interrupts import held_back


def test_an_interruption_waits_for_the_end_of_the_block() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt):
        with held_back():
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            done.append("block")
        done.append("after")
    assert done == ["block"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_ended_the_block_is_not_forgotten() -> None:
    with pytest.raises(KeyboardInterrupt) as caught, held_back():
        os.kill(os.getpid(), signal.SIGINT)
        raise ValueError("broken")
    assert isinstance(caught.value.__context__, ValueError)


def test_a_signal_that_would_end_the_process_is_left_alone() -> None:
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    with held_back():
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler


def test_other_threads_are_not_concerned() -> None:
    seen: list[object] = []

    def run() -> None:
        with held_back():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
