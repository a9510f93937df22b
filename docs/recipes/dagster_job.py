"""A Dagster asset with its check and schedule: the tables of an output folder.

``dagster dev -f dagster_job.py``, with ``nightly.py`` beside it. A run that is killed and started again goes on where it was.
"""

from __future__ import annotations

from nightly import as_record, needs_a_person, read_submissions

INBOX = "/srv/submissions"
OUTPUT = "/srv/performance"


def materialize() -> dict[str, object]:
    """The asset's work; what it returns is its metadata."""
    return as_record(read_submissions(INBOX, OUTPUT))


def quarantine_is_empty() -> tuple[bool, dict[str, object]]:
    """The asset's check: whether it passed, and its metadata."""
    waiting = needs_a_person(OUTPUT)
    return not waiting, {"waiting": len(waiting), "reasons": sorted({one["reason"] for one in waiting})}


try:
    import dagster
except ImportError:  # without Dagster this file is only its two functions
    pass
else:

    @dagster.asset
    def performance_tables() -> dagster.MaterializeResult:
        """Documents, tables and report of everything submitted so far."""
        return dagster.MaterializeResult(metadata=materialize())

    @dagster.asset_check(asset=performance_tables)
    def nothing_waits() -> dagster.AssetCheckResult:
        """Whether the quarantine is empty."""
        passed, metadata = quarantine_is_empty()
        return dagster.AssetCheckResult(passed=passed, metadata=metadata)

    nightly_job = dagster.define_asset_job("nightly", selection=[performance_tables])
    defs = dagster.Definitions(
        assets=[performance_tables],
        asset_checks=[nothing_waits],
        jobs=[nightly_job],
        schedules=[
            dagster.ScheduleDefinition(job=nightly_job, cron_schedule="30 1 * * *", execution_timezone="Asia/Shanghai")
        ],
    )
