"""``jixiao checks``: which checks there are, and what each of them means."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from extractor.cli.check import Checks, Language
from extractor.cli.command import Argument, Option
from extractor.cli.exits import exit_codes
from extractor.cli.one_file import Debug


class Action(StrEnum):
    """What is asked about the checks."""

    LIST = "list"
    EXPLAIN = "explain"


class ListFormat(StrEnum):
    """How the checks are printed."""

    TABLE = "table"
    JSON = "json"


What = Annotated[Action, Argument(help="list: all of them; explain: those whose CODE is given.")]
Codes = Annotated[list[str] | None, Argument(metavar="[CODE]", help="Codes of checks, for explain.")]
Format = Annotated[ListFormat, Option("--format", "-f", help="How to print.")]
Lang = Annotated[Language, Option("--lang", help="Language of titles and advice.")]


def checks(
    action: What,
    codes: Codes = None,
    form: Format = ListFormat.TABLE,
    lang: Lang = Language.ZH,
    settings: Checks = None,
    debug: Debug = False,
) -> None:
    """Tell which checks there are, or explain some: severity, source, what they need, examples."""
    with exit_codes(debug=debug):
        from extractor.cli.stdout import data_stream
        from extractor.views.review.catalogue import catalogue_text
        from rules.checks import DEFAULTS, load_checks

        limits = load_checks(settings) if settings is not None else DEFAULTS
        chosen = _chosen(action, codes or [])
        text = catalogue_text(chosen, form.value, lang.value, limits, examples=action is Action.EXPLAIN)
        with data_stream() as stream:
            stream.write(text.encode())


def _chosen(action: Action, codes: list[str]) -> list[str]:
    """The codes asked for.

    Raises:
        UsageError: one does not exist, or none is given to explain.
    """
    from extractor.errors import UsageError
    from rules.checks import registry
    from rules.files.problems import nearest

    if action is Action.LIST:
        if codes:
            raise UsageError("`jixiao checks list` takes no codes.", remedy=f"Try jixiao checks explain {codes[0]}")
        return list(registry())
    if not codes:
        raise UsageError("no code is given.", remedy="Name one or more; `jixiao checks list` shows them.")
    for code in codes:
        if code.upper() not in registry():
            near = nearest(code.upper(), registry())
            hint = f"Did you mean {near}? " if near else ""
            raise UsageError(f"there is no check {code!r}.", remedy=f"{hint}`jixiao checks list` shows them all.")
    return [code.upper() for code in codes]
