"""``jixiao quarantine``: what could not be read, listed, tried again, or let go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from click.exceptions import Exit

from extractor.cli import options as opt
from extractor.cli.command import Argument, Option

if TYPE_CHECKING:
    from extractor.batch.quarantine import Quarantined


What = Annotated[Literal["list", "retry", "release"], Argument(metavar="list|retry|release", help="What to do.")]
Select = Annotated[list[str], Argument(metavar="[NAME|HASH]", help="Only these; default all.")]
Reason = Annotated[str | None, Option("--reason", metavar="CODE", help="Only those that failed with this code.")]


def quarantine(
    action: What,
    directory: opt.Directory,
    select: Select = [],  # noqa: B006 -- a list is made of it
    reason: Reason = None,
    style: opt.Style = "text",
    password: opt.Password = None,
    rules: opt.RulesDir = None,
    jobs: opt.Jobs = None,
    timeout: opt.Timeout = None,
    memory: opt.Memory = None,
    max_pages: opt.MaxPages = None,
    log_format: opt.Log = "text",
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """List what could not be read, try it again, or let it go."""
    from extractor.batch import quarantine as library
    from extractor.cli.outcome import say

    if action == "list":
        _print(library.quarantined(directory, select, reason), style)
        return
    if action == "release":
        gone = library.release_quarantined(directory, select, reason=reason)
        if not quiet:
            say(f"{len(gone)} released")
        return
    from extractor.cli.progress import show_run

    if not library.quarantined(directory, select, reason):
        if not quiet:
            say("the quarantine is empty")
        return
    code = show_run(
        lambda observer: library.retry_quarantined(
            directory,
            select,
            reason=reason,
            password=password,
            rules_dir=Path(rules) if rules else None,
            jobs=jobs,
            limits=opt.limits_of(timeout, memory, max_pages),
            observer=observer,
        ),
        quiet=quiet,
        debug=debug,
        log_format=log_format,
    )
    raise Exit(code)


def _print(found: list[Quarantined], style: str) -> None:
    from msgspec.structs import asdict

    from extractor.cli.outcome import plain
    from extractor.cli.stdout import emit, json_text

    if style == "json":
        emit(json_text([asdict(one) for one in found]))
        return
    lines = [f"{one.reason}\t{(one.sha256 or '-')[:12]}\t{plain(one.name)}\t{plain(one.message)}" for one in found]
    emit("".join(line + "\n" for line in lines))
