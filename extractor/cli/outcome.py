"""How a command ends: the one place that turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from click.exceptions import Exit

from extractor.model.patterns import compiled

if TYPE_CHECKING:
    from extractor.batch import Failure
    from extractor.errors import JixiaoError

DEBUG_VARIABLE = "JIXIAO_DEBUG"
_CONTROL = compiled(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def debugging(flag: bool) -> bool:
    """Whether tracebacks are wanted."""
    return flag or os.environ.get(DEBUG_VARIABLE, "") not in ("", "0")


def say(message: str) -> None:
    """One line on standard error; control characters (of file names, say) are spelt out."""
    print(plain(message), file=sys.stderr, flush=True)  # noqa: T201


def notice(message: str) -> None:
    """What takes long or was left out while a document is read, in a line."""
    say(f"jixiao: {message}")


def plain(text: str) -> str:
    """Text that cannot move the cursor of a terminal or break a line."""
    return _CONTROL.sub(lambda match: " " if match[0] == "\n" else f"\\x{ord(match[0]):02x}", text)


def describe(error: JixiaoError) -> str:
    """What happened, where, and what to do, in one line."""
    return f"jixiao: {error.code} {error.message_zh}: {error}"


@contextmanager
def exit_codes(*, debug: bool) -> Iterator[None]:
    """Turn whatever leaves the block into a message and an exit code; never a traceback unless asked for."""
    from extractor.errors import ExitCode, JixiaoError

    try:
        yield
        sys.stdout.flush()
    except Exit:
        raise
    except JixiaoError as error:
        if debugging(debug):
            raise
        say(describe(error))
        raise Exit(error.exit_code) from None
    except KeyboardInterrupt:
        say("jixiao: interrupted; documents that were read before are kept.")
        raise Exit(ExitCode.INTERRUPTED) from None
    except BrokenPipeError:
        from extractor.cli.stdout import drop_unwritten

        drop_unwritten()
        raise Exit(ExitCode.PIPE_CLOSED) from None
    except Exception as exc:
        if debugging(debug):
            raise
        say(f"jixiao: unexpected {type(exc).__name__}: {exc} -- run again with --debug to see where.")
        raise Exit(ExitCode.UNEXPECTED) from None


def tell(failure: Failure, *, debug: bool) -> None:
    """Say why an input was not read, in a line."""
    say(describe(failure.error))
    if failure.traceback and debugging(debug):
        sys.stderr.write(failure.traceback)
    elif failure.traceback:
        say("jixiao: run again with --debug to see where it happened.")
