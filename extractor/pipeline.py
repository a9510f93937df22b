"""One document in five steps: read → lay out → cut → read forms → check. No output, picklable both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from extractor import __version__
from extractor.layout.aligned.glued import glued_rows
from extractor.layout.labels import Labels
from extractor.layout.regions import Cut, cut_regions
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
from extractor.model.notice import Notice
from extractor.model.page import Glyphs, Page
from extractor.model.patterns import compiled
from extractor.model.table import Block, Source, Table
from extractor.readers.content import Content, ReadOptions
from extractor.readers.read import read_content
from extractor.readers.registry import FORMATS
from rules.checks import DEFAULTS, Thresholds, check_document, check_form, reading_codes
from rules.choice_findings import ignored_finding, no_forms_finding
from rules.files.problems import BrokenRules
from rules.finding_types import finding_of
from rules.read_form import FormTrace
from rules.read_regions import RegionTrace, choice_findings, read_regions
from rules.ruleset.load import RuleSet, load_rules, set_aside

_SENTENCE = compiled(r"[,，。;；:：!?！？]")


class ExtractOptions(ReadOptions, frozen=True):
    """How to read a document.

    Attributes:
        password, encoding, max_pages, ocr, notify: see :class:`extractor.readers.content.ReadOptions`.
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


class LaidPage(Struct, frozen=True):
    """A page with its blocks in reading order, before tables are joined over pages."""

    page: Page
    blocks: tuple[Block, ...]


class Layout(Struct, frozen=True):
    """A document as tables and the lines between them, before any rule.

    Attributes:
        blocks: in reading order, tables joined over pages.
        notices: what there is to say of how pages were laid out.
        pages: each page without its glyphs, where pages are kept.
    """

    blocks: Sequence[Block]
    notices: Sequence[Notice] = ()
    pages: tuple[LaidPage, ...] = ()


class Reading(Struct, frozen=True):
    """A document read, with everything that its result rests on.

    Attributes:
        result: the records.
        layout: the tables and lines that they were read from.
        regions: the parts of the document that look like forms, each with the choice of its profile, where they are kept.
    """

    result: DocumentResult
    layout: Layout
    regions: tuple[RegionTrace, ...]

    @property
    def blocks(self) -> Sequence[Block]:
        """The document's tables and the lines between them, in reading order."""
        return self.layout.blocks

    @property
    def traces(self) -> tuple[FormTrace, ...]:
        """How each form was read, in the order of ``result.forms``."""
        return tuple(trace for region in self.regions for trace in region.forms)


def extract_document(
    source: Source, options: ExtractOptions = ExtractOptions(), rules: RuleSet | None = None
) -> DocumentResult:
    """Read one document to its records, and keep nothing else; see :func:`read_document`."""
    return read_document(source, options, rules, keep=False).result


def read_document(
    source: Source,
    options: ExtractOptions = ExtractOptions(),
    rules: RuleSet | None = None,
    *,
    keep: bool = True,
) -> Reading:
    """Read one document.

    Args:
        rules: instead of those that the options name.
        keep: keep what the result rests on: the regions with their traces, and how each page was laid out.

    Raises:
        JixiaoError: the document cannot be read (empty, encrypted, damaged, pictures only, no known format or encoding).
            A document that can be read but holds no form is a result with status ``no_forms``.
        RulesError: the user's rules are broken.
    """
    rules = rules or load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    try:
        with without_collector():
            return _read(source, options, rules, keep=keep)
    except BrokenRules as error:  # a pattern that ran out of time on this document
        if rules.directory is None or not options.ignore_broken_rules:
            raise
        return _read(source, options, set_aside(error.problems), keep=keep)


def _read(source: Source, options: ExtractOptions, rules: RuleSet, *, keep: bool) -> Reading:
    kind, content = read_content(source, options)
    layout = lay_out(kind, content, source, options, rules, keep_pages=keep)
    cut = cut_regions(layout.blocks, rules.labels)
    heading = [cut.heading or "", *(line.text for line in cut.outside)]
    kept: list[RegionTrace] = []
    forms: list[Form] = []
    findings: list[Finding] = []
    regions = cut.regions
    if not regions:
        from rules.shapes.prose import prose_regions  # not for documents with tables: start-up

        regions = tuple(prose_regions(cut.outside, rules.vocabulary))
    for region in read_regions(regions, rules, document=source.sha256[:12], heading=heading):
        findings += choice_findings(region, rules, len(forms))
        forms += [check_form(trace, number, options.checks) for number, trace in enumerate(region.forms, len(forms))]
        if keep:
            kept.append(region)
    if not forms:
        findings.append(no_forms_finding(cut.regions, rules, glued_rows(layout.blocks, rules.labels)))
    about = [ignored_finding(rules)] if rules.ignored else []
    about += map(finding_of, (*content.notices, *layout.notices))
    if options.verify:
        from extractor.engines.report import place_findings

        forms, about = place_findings(forms, about)
    lines = [*cut.outside, *(line for region in cut.regions for line in region.lines), *cut.after]
    findings = [*about, *findings, *check_document(forms, options.checks, lines, layout.blocks)]
    result = DocumentResult(
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
    return Reading(result, layout, tuple(kept))


def lay_out(
    kind: DocumentFormat,
    content: Content,
    source: Source,
    options: ExtractOptions,
    rules: RuleSet,
    *,
    keep_pages: bool = False,
) -> Layout:
    """The tables and lines of a document: those that its file declares, or those found on its pages or in its text."""
    if content.lines is not None:
        from extractor.layout.aligned.text import layout_text

        return Layout(layout_text(content.lines, rules.labels))
    if content.pages is None:
        return Layout(content.blocks)
    from extractor.layout.pages.stitch import join_over_pages

    blocks: list[Block] = []
    notices: list[Notice] = []
    pages: list[LaidPage] = []
    for laid in _laid_pages(kind, content.pages, source, options, rules.labels, notices):
        blocks += laid.blocks
        if keep_pages:
            pages.append(replace(laid, page=replace(laid.page, glyphs=Glyphs())))
    joined = tuple(join_over_pages(blocks, rules.labels))
    return Layout(joined, notices, tuple(pages))


def _laid_pages(
    kind: DocumentFormat,
    pages: Iterable[Page],
    source: Source,
    options: ExtractOptions,
    labels: Labels,
    notices: list[Notice],
) -> Iterator[LaidPage]:
    """Each page with its blocks; what there is to say of how they were found is added to ``notices`` after the last."""
    from extractor.engines.choose import PageReader

    reader = PageReader(
        source if FORMATS[kind].second_engines else None,
        options.password,
        engine=options.engine,
        verify=options.verify,
        labels=labels,
    )
    with reader:
        for page in pages:
            yield LaidPage(page, tuple(reader.read(page)))
        notices += reader.notices


def _status(forms: Iterable[Form]) -> Status:
    forms = list(forms)
    if not forms:
        return "no_forms"
    reading = any(f.severity == "error" and f.code in reading_codes() for form in forms for f in form.findings)
    return "partial" if reading else "ok"


def _document_title(cut: Cut) -> str | None:
    """The title-like line before the forms, else the first short line there that speaks of 绩效 and is no sentence."""
    if cut.heading is not None:
        return cut.heading
    short = (line.text for line in cut.outside if len(line.text) <= 60 and not _SENTENCE.search(line.text))
    return next((text for text in short if "绩效" in text), None)


def tables_of(source: Source, options: ExtractOptions = ExtractOptions(), *, join: bool = True) -> list[Table]:
    """Every table of a document, form or not; what could not be read goes to ``options.notify``.

    Args:
        join: join the parts of a table that goes on over pages.
    """
    rules = load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    kind, content = read_content(source, options)
    blocks: Iterable[Block]
    if join or content.pages is None:
        blocks = lay_out(kind, content, source, options, rules).blocks
    else:
        laid = _laid_pages(kind, content.pages, source, options, rules.labels, [])
        blocks = (block for page in laid for block in page.blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    if options.notify is not None:
        for finding in map(finding_of, content.notices):
            if finding.severity != "info":
                options.notify(finding.message)
    return tables
