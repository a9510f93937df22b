"""The body of a nightly job, whoever starts it: read what has come in, say what needs a person, fail only when it must.

    python docs/recipes/nightly.py /srv/submissions /srv/performance

With cron (a line of ``crontab -e``; flock keeps two nights from meeting)::

    30 1 * * * flock -n /srv/performance.lock python /opt/jixiao/nightly.py /srv/submissions /srv/performance 2>> /var/log/jixiao.log
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from msgspec.structs import asdict

from extractor import JixiaoError
from extractor.batch import Limits, RunSummary, quarantined, run_batch

LIMITS = Limits(seconds=300, memory_mb=4096)


def read_submissions(inbox: str | Path, output: str | Path, *, jobs: int | None = None) -> RunSummary:
    """Read everything in the inbox that is not read yet; what cannot be read is in the quarantine."""
    return run_batch(inbox, output, jobs=jobs, limits=LIMITS)


def as_record(summary: RunSummary) -> dict[str, object]:
    """The summary as plain values, for logs and for the metadata of a scheduler."""
    return {name: value for name, value in asdict(summary).items() if isinstance(value, int | float | str)}


def needs_a_person(output: str | Path) -> list[dict[str, str]]:
    """What is in the quarantine: name, reason, remedy."""
    return [{"name": one.name, "reason": one.reason, "remedy": one.remedy} for one in quarantined(output)]


def main(arguments: list[str]) -> int:
    """One line of JSON a night; the exit code is 0, 14 when files wait in the quarantine, or that of what broke the run."""
    inbox, output = arguments
    try:
        summary = read_submissions(inbox, output)
    except JixiaoError as error:
        sys.stdout.write(json.dumps({"error": error.code, "message": str(error)}, ensure_ascii=False) + "\n")
        return error.exit_code
    waiting = needs_a_person(output)
    sys.stdout.write(json.dumps({**as_record(summary), "quarantine": waiting}, ensure_ascii=False) + "\n")
    return 14 if waiting else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
