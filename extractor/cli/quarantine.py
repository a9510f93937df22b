"""``jixiao quarantine``: what could not be read, listed, tried again, or let go."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from click.exceptions import Exit

from extractor.cli.command import Argument, Option
from extractor.cli.exits import exit_codes
from extractor.cli.limits import Jobs, Log, LogFormat, MaxPages, Memory, Timeout
from extractor.cli.one_file import Debug, Password, Quiet
from extractor.cli.rules import RulesDir

if TYPE_CHECKING:
    from extractor.batch.quarantine import Quarantined


class Action(StrEnum):
    """What to do with what is in the quarantine."""

    LIST = "list"
    RETRY = "retry"
    RELEASE = "release"


class ListFormat(StrEnum):
    """How the list is printed."""

    TEXT = "text"
    JSON = "json"


What = Annotated[Action, Argument(metavar="list|retry|release", help="What to do.")]
Directory = Annotated[str, Argument(metavar="DIR", help="The directory that extract -o was given.")]
Select = Annotated[list[str], Argument(metavar="[NAME|HASH]", help="Only these; default all.")]
Reason = Annotated[str | None, Option("--reason", metavar="CODE", help="Only those that failed with this code.")]
Style = Annotated[ListFormat, Option("--format", "-f", help="How to print the list.")]


def quarantine(
    action: What,
    directory: Directory,
    select: Select = [],  # noqa: B006 -- a list is made of it
    reason: Reason = None,
    style: Style = ListFormat.TEXT,
    password: Password = None,
    rules: RulesDir = None,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    max_pages: MaxPages = None,
    log_format: Log = LogFormat.TEXT,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """List what could not be read, try it again, or let it go."""
    with exit_codes(debug=debug):
        from extractor.batch import quarantine as library
        from extractor.batch.limits import DEFAULT_LIMITS as usual
        from extractor.batch.limits import Limits
        from extractor.cli.exits import say

        if action is Action.LIST:
            _print(library.quarantined(directory, select, reason), style)
            return
        if action is Action.RELEASE:
            gone = library.release_quarantined(directory, select, reason=reason)
            if not quiet:
                say(f"{len(gone)} released")
            return
        from extractor.cli.batch import show_run

        if not library.quarantined(directory, select, reason):
            if not quiet:
                say("the quarantine is empty")
            return
        limits = Limits(timeout or usual.seconds, memory or usual.memory_mb, max_pages or usual.pages)
        code = show_run(
            lambda observer: library.retry_quarantined(
                directory,
                select,
                reason=reason,
                password=password,
                rules_dir=Path(rules) if rules else None,
                jobs=jobs,
                limits=limits,
                observer=observer,
            ),
            quiet=quiet,
            debug=debug,
            log_format=log_format.value,
        )
        raise Exit(code)


def _print(found: list[Quarantined], style: ListFormat) -> None:
    from msgspec.structs import asdict

    from extractor.cli.exits import plain
    from extractor.cli.stdout import data_stream
    from extractor.output.files import LONE

    if style is ListFormat.JSON:
        text = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2) + "\n"
    else:
        lines = [f"{one.reason}\t{(one.sha256 or '-')[:12]}\t{plain(one.name)}\t{plain(one.message)}" for one in found]
        text = "".join(line + "\n" for line in lines)
    with data_stream() as stream:
        stream.write(text.encode("utf-8", LONE))
