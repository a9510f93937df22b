"""``jixiao reparse``: everything that is kept, read again by today's rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from click.exceptions import Exit

from extractor.cli import options as opt
from extractor.cli.command import Option

if TYPE_CHECKING:
    from extractor.batch.reparse import Reparse

DryRun = Annotated[bool, Option("--dry-run", help="Only tell what would change.")]
Yes = Annotated[bool, Option("--yes", "-y", help="Do not ask before the new documents are put in force.")]


def reparse(
    directory: opt.Directory,
    rules: opt.RulesDir = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    excel: opt.Excel = False,
    password: opt.Password = None,
    jobs: opt.Jobs = None,
    timeout: opt.Timeout = None,
    memory: opt.Memory = None,
    max_pages: opt.MaxPages = None,
    log_format: opt.Log = "text",
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Read everything that is kept again, by today's rules; say first what would change."""
    from extractor.batch.reparse import reparse as library
    from extractor.cli.outcome import describe, say
    from extractor.cli.progress import EventLog, observing, say_interrupted
    from extractor.cli.summary import Tally
    from extractor.errors import ExitCode, PartialFailure

    tally = Tally()
    log = EventLog() if log_format == "json" else None
    asks = sys.stdin.isatty() and sys.stderr.isatty() and not (yes or dry_run or log)
    try:
        with observing(tally, log, quiet=quiet, debug=debug) as observer:
            outcome = library(
                directory,
                rules_dir=Path(rules) if rules else None,
                password=password,
                jobs=jobs,
                limits=opt.limits_of(timeout, memory, max_pages),
                dry_run=dry_run,
                confirm=_ask if asks else None,
                excel=excel,
                observer=observer,
            )
    except KeyboardInterrupt:
        say_interrupted(tally, log)
        raise Exit(ExitCode.INTERRUPTED) from None
    code = PartialFailure.exit_code if outcome.failed else 0
    if log is not None:
        log.write("ended", **_numbers(outcome), fields=outcome.fields, exit_code=code)
    elif not quiet:
        say(_told(outcome))
        say(f"{'put in force' if outcome.written else 'nothing was changed'}; report: {outcome.report}")
    if code and log is None:
        say(describe(PartialFailure(f"{outcome.failed} of {outcome.kept} cannot be read now; they stay as they were.")))
    raise Exit(code)


def _ask(outcome: Reparse) -> bool:
    from click import confirm

    from extractor.cli.outcome import say

    say(_told(outcome))
    say(f"report: {outcome.report}")
    return confirm("Put the new documents in force?", err=True)


def _told(outcome: Reparse) -> str:
    counts = _numbers(outcome)
    kept = counts.pop("kept")
    return f"{kept} kept = " + " + ".join(f"{number} {name}" for name, number in counts.items())


def _numbers(outcome: Reparse) -> dict[str, int]:
    names = ("kept", "current", "same", "changed", "recovered", "still", "failed")
    return {name: getattr(outcome, name) for name in names}
