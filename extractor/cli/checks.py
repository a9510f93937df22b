"""``jixiao checks``: which checks there are, and what each of them means."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from extractor.cli.command import Argument, Option
from extractor.cli.options import Checks, Language

Action: TypeAlias = Literal["list", "explain"]
What = Annotated[Action, Argument(help="list: all of them; explain: those whose CODE is given.")]
Codes = Annotated[list[str] | None, Argument(metavar="[CODE]", help="Codes of checks, for explain.")]
Format = Annotated[Literal["table", "json"], Option("--format", "-f", help="How to print.")]
Lang = Annotated[Language, Option("--lang", help="Language of titles and advice.")]


def checks(
    action: What,
    codes: Codes = None,
    form: Format = "table",
    lang: Lang = "zh",
    settings: Checks = None,
) -> None:
    """Tell which checks there are, or explain some: severity, source, what they need, examples."""
    from extractor.cli.stdout import emit
    from extractor.views.review.catalogue import catalogue_text
    from rules.checks import DEFAULTS, load_checks

    limits = load_checks(settings) if settings is not None else DEFAULTS
    chosen = _chosen(action, codes or [])
    emit(catalogue_text(chosen, form, lang, limits, examples=action == "explain"))


def _chosen(action: Action, codes: list[str]) -> list[str]:
    """The codes asked for.

    Raises:
        UsageError: one does not exist, or none is given to explain.
    """
    from extractor.errors import UsageError
    from rules.checks import registry
    from rules.files.problems import nearest

    if action == "list":
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
