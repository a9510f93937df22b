"""Options and arguments that several commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from extractor.cli.command import DEBUG, Argument, Option

if TYPE_CHECKING:
    from extractor.batch.limits import Limits
    from extractor.pipeline import ExtractOptions
    from rules.ruleset.load import RuleSet

WAREHOUSE = "duckdb:///output/warehouse.duckdb"
EngineName: TypeAlias = Literal["auto", "pdfium", "pdfplumber", "camelot"]
Language: TypeAlias = Literal["zh", "en"]
LogFormat: TypeAlias = Literal["text", "json"]

Inputs = Annotated[
    list[str],
    Argument(metavar="INPUT", help="Files, directories (searched recursively), or - for standard input."),
]
File = Annotated[str, Argument(metavar="FILE", help="A document, or - for standard input.")]
Directory = Annotated[str, Argument(metavar="DIR", help="The directory that extract -o was given.")]

Output = Annotated[str, Option("--output", "-o", metavar="FILE|-", help="Where to write; default stdout.")]
Excel = Annotated[bool, Option("--excel", help="Write CSV that opens well in Excel.")]
Headings = Annotated[Language, Option("--lang", help="Headings of tables: the contract's names, or Chinese labels.")]
Style = Annotated[Literal["text", "json"], Option("--format", "-f", help="How to print.")]

Password = Annotated[str | None, Option("--password", metavar="TEXT", help="Password of encrypted documents.")]
Encoding = Annotated[
    str | None, Option("--encoding", metavar="NAME", help="Encoding of text files, where detection fails.")
]
Engine = Annotated[
    EngineName, Option("--engine", help="Who finds the tables of a PDF; auto falls back where ours finds none.")
]
Verify = Annotated[
    bool, Option("--verify", help="Read each PDF page with a second engine too and report what differs.")
]
Ocr = Annotated[bool, Option("--ocr/--no-ocr", help="Recognise the text of pages that are pictures (jixiao[ocr]).")]
RulesDir = Annotated[
    str | None,
    Option("--rules", metavar="DIR", help="Your own profiles, vocabulary and lexicon, over the shipped ones."),
]
IgnoreBroken = Annotated[
    bool, Option("--ignore-broken-rules", help="Go on with the shipped rules when those of --rules are broken.")
]
Checks = Annotated[
    str | None, Option("--checks", metavar="FILE", help="Thresholds, severities and checks on or off (YAML).")
]

Jobs = Annotated[int | None, Option("--jobs", "-j", metavar="N", min=1, help="Read N at a time; default one a core.")]
Timeout = Annotated[
    float | None,
    Option("--timeout", metavar="SECONDS", min=0.1, help="Give a document up after so long; default 120."),
]
Memory = Annotated[
    int | None, Option("--memory", metavar="MB", min=64, help="Address space of a worker; default 2048.")
]
MaxPages = Annotated[
    int | None, Option("--max-pages", metavar="N", min=1, help="Refuse PDFs of more pages; default 2000.")
]
Log = Annotated[LogFormat, Option("--log-format", help="json: one object a line on standard error, for schedulers.")]

Warehouse = Annotated[str, Option("--warehouse", "-w", metavar="URL", help="duckdb:///FILE or postgresql://….")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No progress bar and no summary; failures are still told.")]
Debug = Annotated[bool, DEBUG]


def load_rules(directory: str | None, *, ignore_broken: bool = False) -> RuleSet:
    """Return the rules in force; say every problem of a user's rules on a line of standard error.

    Raises:
        RulesError: the user's rules are broken.
    """
    from extractor.cli.outcome import say
    from extractor.errors import RulesError
    from rules.files.problems import BrokenRules
    from rules.ruleset.load import load_rules as load

    try:
        return load(directory, ignore_broken=ignore_broken)
    except BrokenRules as error:
        if directory is None:
            raise
        for problem in error.problems:
            say(str(problem))
        count = len(error.problems)
        remedy = "Mend them, or go on with the shipped rules by --ignore-broken-rules."
        raise RulesError(
            f"{count} {'problem' if count == 1 else 'problems'} in the rules.", source=directory, remedy=remedy
        ) from None


def read_options(
    *,
    password: str | None,
    encoding: str | None,
    engine: EngineName,
    verify: bool = False,
    ocr: bool = True,
    checks: str | None = None,
    rules: str | None = None,
    ignore_broken_rules: bool = False,
) -> ExtractOptions:
    """Return how to read documents, checked before anything is read.

    Raises:
        UsageError: no text has that encoding.
        RulesError: the rules, or the settings of checks, are broken.
    """
    from extractor.errors import UsageError
    from extractor.pipeline import ExtractOptions
    from rules.checks import DEFAULTS, load_checks

    if encoding is not None:
        try:
            b"jixiao".decode(encoding, "replace")  # codecs such as base64 are found, but are none of text
        except LookupError:
            message = f"{encoding!r} is no encoding of text."
            raise UsageError(message, remedy="Try utf-8, gb18030 or utf-16.") from None
    limits = load_checks(checks) if checks is not None else DEFAULTS
    load_rules(rules, ignore_broken=ignore_broken_rules)
    return ExtractOptions(
        password=password,
        encoding=encoding,
        engine=engine,
        verify=verify,
        checks=limits,
        rules_dir=Path(rules) if rules is not None else None,
        ignore_broken_rules=ignore_broken_rules,
        ocr=ocr,
    )


def limits_of(timeout: float | None, memory: int | None, max_pages: int | None) -> Limits:
    """Return what a document may cost, the usual where nothing is asked for."""
    from extractor.batch.limits import DEFAULT_LIMITS as usual
    from extractor.batch.limits import Limits

    return Limits(timeout or usual.seconds, memory or usual.memory_mb, max_pages or usual.pages)
