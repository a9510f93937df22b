"""An Airflow DAG (2.4 or newer): read the night's submissions, then fail the second task if files wait in the quarantine.

Put this file and ``nightly.py`` into the DAGs folder. A task that is killed and tried again goes on where it was.
"""

from __future__ import annotations

from nightly import as_record, needs_a_person, read_submissions

INBOX = "/srv/submissions"
OUTPUT = "/srv/performance"


def read() -> dict[str, object]:
    """The first task; what it returns is its XCom."""
    return as_record(read_submissions(INBOX, OUTPUT))


def check() -> int:
    """The second task."""
    waiting = needs_a_person(OUTPUT)
    if waiting:
        reasons = ", ".join(sorted({one["reason"] for one in waiting}))
        raise RuntimeError(f"{len(waiting)} files wait in the quarantine: {reasons}")
    return 0


try:
    import pendulum
    from airflow.decorators import dag, task
except ImportError:  # without Airflow this file is only its two functions
    pass
else:

    @dag(
        schedule="30 1 * * *",
        start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
        catchup=False,
        max_active_runs=1,
    )
    def performance_forms() -> None:
        """Every night at half past one."""
        task(retries=2)(read)() >> task(check)()

    performance_forms()
