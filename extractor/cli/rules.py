"""``jixiao rules``: list, check, explain, count and draft form profiles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from click.exceptions import Exit

from extractor.cli import options as opt
from extractor.cli.command import Argument, Entry, LazyGroup
from extractor.cli.stdout import emit, json_text

rules_app = LazyGroup(
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


def list_(rules: opt.RulesDir = None, style: opt.Style = "text") -> None:
    """List the profiles in force."""
    from rules.tools.listing import list_profiles, render_list

    used = opt.load_rules(rules)
    emit(render_list(used) if style == "text" else json_text(list_profiles(used)))


def check(
    directory: Annotated[
        str | None, Argument(metavar="[DIR]", help="Your own rules; default the shipped ones.")
    ] = None,
    style: opt.Style = "text",
) -> None:
    """Check rules: schema, examples, overlaps, labels that are never reached."""
    from rules.files.problems import BrokenRules
    from rules.ruleset import load
    from rules.tools.check import check_rules, render_notes

    notes = check_rules(Path(directory) if directory is not None else None)
    try:
        used = load.load_rules(directory)
    except BrokenRules:
        used = None
    emit(render_notes(notes, used) if style == "text" else json_text([note.to_dict() for note in notes]))
    if any(note.error for note in notes):
        raise Exit(BrokenRules.exit_code)


def explain(
    file: opt.File,
    rules: opt.RulesDir = None,
    style: opt.Style = "text",
    password: opt.Password = None,
    encoding: opt.Encoding = None,
    engine: opt.Engine = "auto",
) -> None:
    """Explain which profile read a document's forms, and which rule gave each field."""
    from extractor.batch import read_source
    from extractor.errors import NoFormsError
    from extractor.pipeline import read_document
    from rules.tools.explain import explain_region, render_explanation

    used = opt.load_rules(rules)
    options = opt.read_options(password=password, encoding=encoding, engine=engine, rules=rules)
    parts = [explain_region(region) for region in read_document(read_source(file), options, used).regions]
    emit(render_explanation(parts) if style == "text" else json_text(parts))
    if not parts:
        remedy = "Draft a profile from it with: jixiao rules new FILE"
        raise NoFormsError("no table in it looks like a form.", source=file, remedy=remedy)


def coverage(
    inputs: Annotated[list[str], Argument(metavar="INPUT", help="Files and directories (searched recursively).")],
    rules: opt.RulesDir = None,
    style: opt.Style = "text",
    password: opt.Password = None,
    encoding: opt.Encoding = None,
    engine: opt.Engine = "auto",
) -> None:
    """Count over a corpus how often each rule hits, and list the labels that no rule knows."""
    from extractor.batch import Failure, find_inputs, read_source
    from extractor.cli.outcome import describe, say
    from extractor.errors import JixiaoError, RulesError
    from extractor.pipeline import read_document
    from rules.tools.coverage import Coverage

    used = opt.load_rules(rules)
    counts = Coverage(used)
    options = opt.read_options(password=password, encoding=encoding, engine=engine, rules=rules)
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
    emit(counts.render() if style == "text" else json_text(counts.to_dict()))


def new(
    file: opt.File,
    output: opt.Output = "-",
    rules: opt.RulesDir = None,
    password: opt.Password = None,
    encoding: opt.Encoding = None,
    engine: opt.Engine = "auto",
) -> None:
    """Draft a profile from a form that no profile knows, to be completed by hand."""
    from extractor.batch import read_source
    from extractor.errors import NoFormsError
    from extractor.pipeline import read_document
    from rules.tools.draft import draft_profile, profile_id, region_of

    used = opt.load_rules(rules)
    source = read_source(file)
    options = opt.read_options(password=password, encoding=encoding, engine=engine, rules=rules)
    reading = read_document(source, options, used)
    region = region_of(reading.blocks, reading.regions)
    if region is None:
        raise NoFormsError("the document holds no table.", source=source.name, remedy="See what was read: jixiao show")
    stem = Path(output if output != "-" else source.name).stem
    taken = {profile.id: profile for profile in used.profiles}
    text = draft_profile(region, used, name=profile_id(stem, taken), file=Path(source.name).name)
    emit(text, output)
