"""``jixiao rules``: list, check, explain, count and draft form profiles."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from click.exceptions import Exit

from extractor.cli.command import Argument, Entry, Group, Option
from extractor.cli.exits import exit_codes
from extractor.cli.one_file import Debug, Encoding, Engine, File, Password, TableEngine

if TYPE_CHECKING:
    from extractor.pipeline import ExtractOptions
    from rules.ruleset.load import RuleSet

rules_app = Group(
    "rules",
    "Write form profiles, and see why they match.",
    {
        "list": Entry("extractor.cli.rules:list_", "List the profiles in force."),
        "check": Entry(
            "extractor.cli.rules:check", "Check rules: schema, examples, overlaps, labels that are never reached."
        ),
        "explain": Entry(
            "extractor.cli.rules:explain",
            "Explain which profile read a document's forms, and which rule gave each field.",
        ),
        "coverage": Entry(
            "extractor.cli.rules:coverage",
            "Count over a corpus how often each rule hits, and list the labels that no rule knows.",
        ),
        "new": Entry(
            "extractor.cli.rules:new", "Draft a profile from a form that no profile knows, to be completed by hand."
        ),
    },
)


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


RulesDir = Annotated[
    str | None,
    Option("--rules", metavar="DIR", help="Your own profiles, vocabulary and lexicon, over the shipped ones."),
]
IgnoreBroken = Annotated[
    bool, Option("--ignore-broken-rules", help="Go on with the shipped rules when those of --rules are broken.")
]
Style = Annotated[Format, Option("--format", "-f", help="How to print.")]
Output = Annotated[str, Option("--output", "-o", metavar="FILE|-", help="Where to write; default stdout.")]


def list_(rules: RulesDir = None, style: Style = Format.TEXT, debug: Debug = False) -> None:
    """List the profiles in force."""
    with exit_codes(debug=debug):
        from rules.tools.listing import list_profiles, render_list

        used = load(rules)
        _print(render_list(used) if style is Format.TEXT else _json(list_profiles(used)))


def check(
    directory: Annotated[
        str | None, Argument(metavar="[DIR]", help="Your own rules; default the shipped ones.")
    ] = None,
    style: Style = Format.TEXT,
    debug: Debug = False,
) -> None:
    """Check rules: schema, examples, overlaps, labels that are never reached."""
    with exit_codes(debug=debug):
        from rules.files.problems import BrokenRules
        from rules.ruleset.load import load_rules
        from rules.tools.check import check_rules, render_notes

        notes = check_rules(Path(directory) if directory is not None else None)
        try:
            used = load_rules(directory)
        except BrokenRules:
            used = None
        _print(render_notes(notes, used) if style is Format.TEXT else _json([note.to_dict() for note in notes]))
        if any(note.error for note in notes):
            raise Exit(BrokenRules.exit_code)


def explain(
    file: File,
    rules: RulesDir = None,
    style: Style = Format.TEXT,
    password: Password = None,
    encoding: Encoding = None,
    engine: TableEngine = Engine.AUTO,
    debug: Debug = False,
) -> None:
    """Explain which profile read a document's forms, and which rule gave each field."""
    with exit_codes(debug=debug):
        from extractor.batch import read_source
        from extractor.errors import NoFormsError
        from extractor.pipeline import read_document
        from rules.tools.explain import explain_region, render_explanation

        used = load(rules)
        with used.in_force():
            reading = read_document(read_source(file), _options(rules, password, encoding, engine), used)
            parts = [explain_region(region) for region in reading.regions]
        _print(render_explanation(parts) if style is Format.TEXT else _json(parts))
        if not parts:
            remedy = "Draft a profile from it with: jixiao rules new FILE"
            raise NoFormsError("no table in it looks like a form.", source=file, remedy=remedy)


def coverage(
    inputs: Annotated[list[str], Argument(metavar="INPUT", help="Files and directories (searched recursively).")],
    rules: RulesDir = None,
    style: Style = Format.TEXT,
    password: Password = None,
    encoding: Encoding = None,
    engine: TableEngine = Engine.AUTO,
    debug: Debug = False,
) -> None:
    """Count over a corpus how often each rule hits, and list the labels that no rule knows."""
    with exit_codes(debug=debug):
        from extractor.batch import Failure, find_inputs, read_source
        from extractor.cli.exits import describe, say
        from extractor.errors import JixiaoError, RulesError
        from extractor.pipeline import read_document
        from rules.tools.coverage import Coverage

        used = load(rules)
        counts = Coverage(used)
        options = _options(rules, password, encoding, engine)
        with used.in_force():
            for item in find_inputs(inputs):
                if isinstance(item, Failure):
                    say(describe(item.error))
                    continue
                try:
                    reading = read_document(read_source(item), options, used)
                except RulesError:
                    raise
                except JixiaoError as error:
                    say(describe(error))
                    continue
                counts.files += 1
                for region in reading.regions:
                    counts.add(region, str(item))
        _print(counts.render() if style is Format.TEXT else _json(counts.to_dict()))


def new(
    file: File,
    output: Output = "-",
    rules: RulesDir = None,
    password: Password = None,
    encoding: Encoding = None,
    engine: TableEngine = Engine.AUTO,
    debug: Debug = False,
) -> None:
    """Draft a profile from a form that no profile knows, to be completed by hand."""
    with exit_codes(debug=debug):
        from extractor.batch import read_source
        from extractor.errors import NoFormsError
        from extractor.output.files import write_whole
        from extractor.pipeline import read_document
        from rules.tools.draft import draft_profile, profile_id, region_of

        used = load(rules)
        source = read_source(file)
        reading = read_document(source, _options(rules, password, encoding, engine), used)
        region = region_of(reading.blocks, reading.regions)
        if region is None:
            raise NoFormsError(
                "the document holds no table.", source=source.name, remedy="See what was read: jixiao show"
            )
        stem = Path(output if output != "-" else source.name).stem
        taken = {profile.id: profile for profile in used.profiles}
        text = draft_profile(region, used, name=profile_id(stem, taken), file=Path(source.name).name)
        if output == "-":
            _print(text)
        else:
            write_whole(Path(output), text)


def load(directory: str | None, *, ignore_broken: bool = False) -> RuleSet:
    """The rules in force; every problem of a user's is a line on standard error.

    Raises:
        RulesError: the user's rules are broken.
    """
    from extractor.cli.exits import say
    from extractor.errors import RulesError
    from rules.files.problems import BrokenRules
    from rules.ruleset.load import load_rules

    try:
        return load_rules(directory, ignore_broken=ignore_broken)
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


def _options(rules: str | None, password: str | None, encoding: str | None, engine: Engine) -> ExtractOptions:
    from extractor.pipeline import ExtractOptions

    directory = Path(rules) if rules is not None else None
    return ExtractOptions(password=password, encoding=encoding, engine=engine.value, rules_dir=directory)


def _json(data: Any) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _print(text: str) -> None:
    from extractor.cli.stdout import data_stream

    with data_stream() as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))
