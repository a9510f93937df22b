"""One document: bytes in, one contract document out. Pure: no global state, no output, picklable both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from extractor import __version__
from extractor.layout.regions import Cut, Landmarks, cut_regions
from extractor.model.collector import without_collector
from extractor.model.form import (
    SCHEMA_VERSION,
    Document,
    DocumentFormat,
    DocumentResult,
    Finding,
    Form,
    Status,
)
from extractor.model.patterns import compiled
from extractor.model.table import Block, FormRegion, Source, Table, TextLine
from extractor.readers.content import Content, ReadOptions
from extractor.readers.read import read_content
from extractor.readers.registry import FORMATS
from rules.checks import DEFAULTS, READING_CODES, Thresholds, check_document, check_form
from rules.choice_findings import ignored_finding, no_forms_finding, tie_finding, unmatched_finding
from rules.families.profile import Chooser, Profile, is_title, title_known
from rules.files.problems import BrokenRules
from rules.grid import Grid
from rules.indicators.columns import heads_indicators
from rules.labels import Vocabulary
from rules.read_form import document_year, read_form
from rules.ruleset.load import RuleSet, load_rules, set_aside
from rules.shapes.one_cell_a_line import regroup
from rules.shapes.project_list import split_wide

if TYPE_CHECKING:
    from extractor.engines.choose import PageReader
    from extractor.model.page import Page

_LIST = compiled(r"汇总表|一览表|统计表|清单|目录")
_SENTENCE = compiled(r"[,，。;；:：!?！？]")


class ExtractOptions(ReadOptions, frozen=True):
    """How to read a document.

    Attributes:
        password, encoding, max_pages, ocr: see :class:`extractor.readers.content.ReadOptions`.
        engine: who finds the tables of a PDF; ``auto`` is our own lattice, with the others to fall back on.
        verify: read every page of a PDF with a second engine too and report each cell that differs.
        checks: thresholds, severities and switched-off checks (see :func:`rules.checks.load_checks`).
        rules_dir: a user's own profiles and vocabularies, over the shipped ones (see :func:`rules.ruleset.load.load_rules`).
        ignore_broken_rules: go on with the shipped rules when those of ``rules_dir`` are broken, and say so in a finding.
    """

    engine: Literal["auto", "pdfium", "pdfplumber", "camelot"] = "auto"
    verify: bool = False
    checks: Thresholds = DEFAULTS
    rules_dir: Path | None = None
    ignore_broken_rules: bool = False


def extract_document(
    source: Source, options: ExtractOptions = ExtractOptions(), rules: RuleSet | None = None
) -> DocumentResult:
    """Read one document.

    Args:
        rules: instead of those that the options name.

    Raises:
        JixiaoError: the document cannot be read (empty, encrypted, damaged, pictures only, no known format or encoding).
            A document that can be read but holds no form is a result with status ``no_forms``.
        RulesError: the user's rules are broken.
    """
    rules = rules or load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    try:
        with rules.in_force(), without_collector():
            return _extract(source, options, rules)
    except BrokenRules as error:  # a pattern that ran out of time on this document
        if rules.directory is None or not options.ignore_broken_rules:
            raise
        return _extract(source, options, set_aside(error.problems))


def _extract(source: Source, options: ExtractOptions, rules: RuleSet) -> DocumentResult:
    marks = landmarks(rules.vocabulary, rules.profiles)
    kind, content = read_content(source, options)
    blocks, doubts = _lay_out(kind, content, source, options, marks, rules.vocabulary)
    cut = cut_regions(blocks, marks)
    forms, findings = _forms(cut, source, options.checks, rules)
    if not forms:
        findings = [*findings, no_forms_finding(cut.regions, rules)]
    told = [*([ignored_finding(rules)] if rules.ignored else []), *content.findings, *doubts]
    if options.verify:
        from extractor.engines.report import place_findings

        forms, told = place_findings(forms, told)
    lines = [*cut.outside, *(line for region in cut.regions for line in region.lines), *cut.after]
    findings = [*told, *findings, *check_document(forms, options.checks, lines, blocks)]
    return DocumentResult(
        schema_version=SCHEMA_VERSION,
        document=Document(
            source=source.name,
            sha256=source.sha256,
            format=kind,
            pages=content.page_count,
            title=_document_title(cut),
            producer=content.producer,
            tool_version=__version__,
            rules_version=rules.version,
        ),
        status=_status(forms),
        forms=tuple(forms),
        findings=tuple(findings),
    )


def landmarks(vocabulary: Vocabulary | None = None, profiles: tuple[Profile, ...] = ()) -> Landmarks:
    """Where forms begin.

    Args:
        vocabulary: by default the shipped one.
        profiles: those of users among them tell more titles.
    """
    if vocabulary is None or not any(profile.users for profile in profiles):
        return _landmarks(vocabulary or load_rules().vocabulary, is_title)
    return _landmarks(vocabulary, partial(title_known, profiles=tuple(p for p in profiles if p.users)))


def _landmarks(vocabulary: Vocabulary, titles: Callable[[str], bool]) -> Landmarks:
    return Landmarks(
        is_title=titles,
        names_project=lambda texts: any(vocabulary.fields.get(text) == "name" for text in texts),
        heads_indicators=lambda texts: heads_indicators(texts, vocabulary),
        is_field=lambda texts: texts[0] in vocabulary.fields and vocabulary.zones.get(texts[0]) != "end",
        is_label=partial(_is_label, vocabulary),
    )


def starts_form(block: Block, marks: Landmarks | None = None) -> bool:
    """Whether a block begins a new form: a title, or a table that names a project in its first rows."""
    marks = marks or landmarks()
    if isinstance(block, TextLine):
        return marks.is_title(block.text)
    for number, cells in enumerate(block.rows_of_cells()):
        texts = tuple(cell.text for cell in cells if cell.text)
        if number >= 4:
            return False
        if texts and (marks.names_project(texts) or (len(texts) == 1 and marks.is_title(texts[0]))):
            return True
    return False


def _lay_out(
    kind: DocumentFormat,
    content: Content,
    source: Source,
    options: ExtractOptions,
    marks: Landmarks,
    vocabulary: Vocabulary,
) -> tuple[Sequence[Block], list[Finding]]:
    """The tables and lines of a document, tables joined over pages, and what there is to say of how pages were laid out."""
    if content.lines is not None:
        from extractor.layout.aligned.text import layout_text

        return regroup(layout_text(content.lines), vocabulary), []
    if content.pages is None:
        return content.blocks, []
    from extractor.layout.pages.stitch import join_over_pages

    blocks: list[Block] = []
    with _page_reader(kind, source, options, vocabulary) as reader:
        for page in content.pages:
            blocks += reader.read(page)
        findings = reader.findings
    begins = partial(starts_form, marks=marks)
    return list(join_over_pages(blocks, begins, marks.is_label, marks.is_field)), findings


def _page_reader(kind: DocumentFormat, source: Source, options: ExtractOptions, vocabulary: Vocabulary) -> PageReader:
    from extractor.engines.choose import PageReader

    return PageReader(
        source if FORMATS[kind].second_engines else None,
        options.password,
        engine=options.engine,
        verify=options.verify,
        is_label=partial(_is_label, vocabulary),
    )


def _is_label(vocabulary: Vocabulary, text: str) -> bool:
    """Whether a text is one of the labels that forms print."""
    return (
        text in vocabulary.columns
        or vocabulary.is_header_label(text)
        or vocabulary.is_level(text)
        or vocabulary.zones.get(text) == "indicators"
    )


def _forms(cut: Cut, source: Source, checks: Thresholds, rules: RuleSet) -> tuple[list[Form], list[Finding]]:
    year = document_year([cut.heading or "", *(line.text for line in cut.outside)])
    forms: list[Form] = []
    findings: list[Finding] = []
    above: tuple[TextLine, ...] = ()
    chooser = Chooser(rules.profiles)
    for region in cut.regions:
        choice = chooser.choose(region)
        if choice.match is None:
            if region.title is not None and not _is_list(region, rules.vocabulary):
                findings.append(unmatched_finding(region, choice))
            continue
        if choice.tied:
            findings.append(tie_finding(choice.match.profile, choice, len(forms)))
        grid = Grid(region)
        parts = split_wide(region, choice.match.profile.vocabulary, grid)
        if parts[0] is not region:
            # A list that goes on with its head repeated stands under the lines (单位名称, 单位:万元) of its first page.
            if region.title is None and not region.lines:
                parts = [replace(part, lines=above) for part in parts]
            above = parts[0].lines
        default = year if year is not None or region.title is not None or not forms else forms[-1].fiscal_year
        for part in parts:
            form_id = f"{source.sha256[:12]}-{len(forms) + 1}"
            own = grid if part is region else None
            goes_on = forms and region.title is None and not region.lines
            reading = read_form(
                part, choice.match, rules.lexicon, form_id=form_id, default_year=default,
                default_unit=forms[-1].funding.money_unit if goes_on else None, grid=own,
            )  # fmt: skip
            forms.append(check_form(reading, len(forms), checks, part))
    return forms, findings


def _is_list(region: FormRegion, vocabulary: Vocabulary) -> bool:
    """Whether a title announces a list of projects that stands beside the forms, and no indicators follow it."""
    rows = (tuple(cell.text for cell in row if cell.text) for table in region.tables for row in table.rows_of_cells())
    return bool(_LIST.search(region.title or "")) and not any(heads_indicators(texts, vocabulary) for texts in rows)


def _status(forms: Iterable[Form]) -> Status:
    forms = list(forms)
    if not forms:
        return "no_forms"
    reading = any(f.severity == "error" and f.code in READING_CODES for form in forms for f in form.findings)
    return "partial" if reading else "ok"


def _document_title(cut: Cut) -> str | None:
    """The title-like line before the forms, else the first short line there that speaks of 绩效 and is no sentence."""
    if cut.heading is not None:
        return cut.heading
    short = (line.text for line in cut.outside if len(line.text) <= 60 and not _SENTENCE.search(line.text))
    return next((text for text in short if "绩效" in text), None)


def read_blocks(source: Source, options: ExtractOptions = ExtractOptions()) -> tuple[Block, ...]:
    """The blocks of a document before any rule: tables and the lines between them."""
    rules = load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    kind, content = read_content(source, options)
    marks = landmarks(rules.vocabulary, rules.profiles)
    return tuple(_lay_out(kind, content, source, options, marks, rules.vocabulary)[0])


def pages_of(source: Source, options: ExtractOptions = ExtractOptions()) -> Iterator[tuple[Page, list[Block]]]:
    """Each page of a PDF with its blocks as they are drawn, before tables are joined over pages."""
    kind, content = read_content(source, options)
    with _page_reader(kind, source, options, load_rules().vocabulary) as reader:
        for page in content.pages or ():
            yield page, reader.read(page)


def tables_of(source: Source, options: ExtractOptions = ExtractOptions()) -> list[Table]:
    """Every table of a document, form or not."""
    return [block for block in read_blocks(source, options) if isinstance(block, Table)]
