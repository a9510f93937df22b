"""One document: bytes in, one contract document out. Pure: no global state, no output, picklable both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from extractor import __version__
from extractor.errors import DamagedError, OcrNeededError, PageLimitError, UnsupportedFormatError
from extractor.layout.regions import Cut, Landmarks, cut_regions
from extractor.model.collector import without_collector
from extractor.model.contract import (
    SCHEMA_VERSION,
    Document,
    DocumentFormat,
    DocumentResult,
    Finding,
    Form,
    Status,
)
from extractor.model.patterns import compiled
from extractor.model.records import Block, FormRegion, Source, Table, TextLine
from extractor.readers.detect import detect_format
from rules.checks import DEFAULTS, READING_CODES, Thresholds, check_document, check_form
from rules.choice_findings import ignored_finding, no_forms_finding, tie_finding, unmatched_finding
from rules.columns import heads_indicators
from rules.engine import document_year, read_form
from rules.grid import Grid
from rules.labels import Vocabulary
from rules.problems import BrokenRules
from rules.profile import Chooser, Profile, is_title, title_known
from rules.ruleset import RuleSet, load_rules, set_aside
from rules.stacked import regroup
from rules.wide import split_wide

if TYPE_CHECKING:
    from extractor.readers.pdf.records import Page
    from extractor.readers.scan import Scans

_MOST_SHOWN = 50
_MOST_UNMAPPED = 0.5
"""Share of characters without a text above which what is left of a document is too little to be read."""
_LIST = compiled(r"汇总表|一览表|统计表|清单|目录")
_SENTENCE = compiled(r"[,，。;；:：!?！？]")


class ExtractOptions(Struct, frozen=True):
    """How to read a document.

    Attributes:
        password: for an encrypted PDF.
        encoding: of a text file, where detection cannot tell.
        engine: who finds the tables of a PDF; ``auto`` is our own lattice, with the others to fall back on.
        verify: read every page of a PDF with a second engine too and report each cell that differs.
        checks: thresholds, severities and switched-off checks (see :func:`rules.checks.load_checks`).
        rules_dir: a user's own profiles and vocabularies, over the shipped ones (see :func:`rules.ruleset.load_rules`).
        ignore_broken_rules: go on with the shipped rules when those of ``rules_dir`` are broken, and say so in a finding.
        max_pages: a PDF of more pages is refused before any of them is read.
        ocr: recognise the text of pages that are pictures, where what that needs is installed (``jixiao[ocr]``).
        notify: told of what takes long or cannot be read while a document is read in this process.
    """

    password: str | None = None
    encoding: str | None = None
    engine: Literal["auto", "pdfium", "pdfplumber", "camelot"] = "auto"
    verify: bool = False
    checks: Thresholds = DEFAULTS
    rules_dir: Path | None = None
    ignore_broken_rules: bool = False
    max_pages: int | None = None
    ocr: bool = True
    notify: Callable[[str], None] | None = None


class _Content(Struct, frozen=True):
    """A document's blocks and what its file says of itself."""

    blocks: tuple[Block, ...]
    format: DocumentFormat
    pages: int | None
    producer: str | None
    findings: tuple[Finding, ...] = ()


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
    content = _read(source, options, rules.vocabulary, rules.profiles)
    cut = cut_regions(content.blocks, landmarks(rules.vocabulary, rules.profiles))
    forms, findings = _forms(cut, source, options.checks, rules)
    if not forms:
        findings = [*findings, no_forms_finding(cut.regions, rules)]
    told = [*([ignored_finding(rules)] if rules.ignored else []), *content.findings]
    if options.verify:
        from extractor.engines.report import place_findings

        forms, told = place_findings(forms, told)
    lines = [*cut.outside, *(line for region in cut.regions for line in region.lines), *cut.after]
    findings = [*told, *findings, *check_document(forms, options.checks, lines, content.blocks)]
    return DocumentResult(
        schema_version=SCHEMA_VERSION,
        document=Document(
            source=source.name,
            sha256=source.sha256,
            format=content.format,
            pages=content.pages,
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


def _read(
    source: Source, options: ExtractOptions, vocabulary: Vocabulary, profiles: tuple[Profile, ...] = ()
) -> _Content:
    kind = detect_format(source)
    if kind == "pdf":
        return _read_pdf(source, options, vocabulary, landmarks(vocabulary, profiles))
    if kind == "text":
        return _read_text(source, options, vocabulary)
    raise UnsupportedFormatError(f"{kind} documents are not read.", source=source.name)


def _read_pdf(source: Source, options: ExtractOptions, vocabulary: Vocabulary, marks: Landmarks) -> _Content:
    from extractor.engines.choose import PageReader
    from extractor.layout.stitch import join_over_pages
    from extractor.readers.pdf import read_pdf
    from extractor.readers.scan import Scans, remedy

    blocks: list[Block] = []
    pictures: list[int] = []
    damaged: list[int] = []
    unmapped: dict[int, tuple[int, int]] = {}
    glyphs = 0
    reader = PageReader(
        source, options.password, engine=options.engine, verify=options.verify, is_label=partial(_is_label, vocabulary)
    )
    with (
        read_pdf(source, password=options.password) as document,
        reader,
        Scans(source, options.password, wanted=options.ocr, notify=options.notify) as scans,
    ):
        if options.max_pages is not None and document.page_count > options.max_pages:
            message = f"it has {document.page_count} pages; the limit is {options.max_pages}."
            raise PageLimitError(message, source=source.name)
        for read in document.pages(damaged=damaged):
            page = scans.read(read)
            if page.is_picture_only:
                pictures.append(page.number)
            glyphs += page.glyph_count
            if page.unmapped:
                unmapped[page.number] = page.unmapped, page.glyph_count
            blocks.extend(reader.read(page))
        pages, producer = document.page_count, document.producer
    if pages == 0:
        raise DamagedError("The PDF has no pages.", source=source.name)
    if pictures and len(pictures) == pages:
        message = f"All {pages} pages are pictures without text."
        raise OcrNeededError(message, source=source.name, remedy=remedy(wanted=options.ocr))
    unknown = sum(count for count, _ in unmapped.values())
    if unknown > _MOST_UNMAPPED * max(glyphs, 1):
        message = f"{unknown} of {glyphs} characters have no text: the fonts do not say what their shapes mean."
        raise OcrNeededError(message, source=source.name, remedy=remedy(wanted=options.ocr))
    findings = [*([_picture_finding(pictures, wanted=options.ocr)] if pictures else []), *reader.findings]
    if damaged:
        findings.append(_damaged_finding(damaged))
    if unmapped:
        findings.append(_unmapped_finding(unmapped))
    if scans.pages:
        findings.append(_recognised_finding(scans))
    return _Content(
        tuple(join_over_pages(blocks, partial(starts_form, marks=marks), marks.is_label, marks.is_field)),
        "pdf",
        pages,
        producer,
        tuple(findings),
    )


def _is_label(vocabulary: Vocabulary, text: str) -> bool:
    """Whether a text is one of the labels that forms print."""
    return (
        text in vocabulary.columns
        or vocabulary.is_header_label(text)
        or vocabulary.is_level(text)
        or vocabulary.zones.get(text) == "indicators"
    )


def _read_text(source: Source, options: ExtractOptions, vocabulary: Vocabulary) -> _Content:
    from extractor.layout.text import layout_text
    from extractor.readers.text import read_text

    lines = read_text(source, encoding=options.encoding)
    return _Content(tuple(regroup(layout_text(lines), vocabulary)), "text", lines.pages, None)


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


def _damaged_finding(pages: list[int]) -> Finding:
    shown = ", ".join(map(str, pages[:20]))
    return Finding(
        code="PAGES_DAMAGED",
        severity="error",
        path="document",
        message=f"Pages {shown} are damaged and were not read; the others were.",
        message_zh=f"第 {shown} 页已损坏,未能读取;其余各页已读取。",
        evidence={"pages": pages},
        suggestion="请重新导出该文件。",
    )


def _unmapped_finding(unmapped: dict[int, tuple[int, int]]) -> Finding:
    """What fonts left unsaid, page by page; an error where that is more than a few characters of a page."""
    from extractor.readers.scan import UNMAPPED_SHARE

    shown = ", ".join(map(str, list(unmapped)[:20]))
    count = sum(unknown for unknown, _ in unmapped.values())
    many = any(unknown > UNMAPPED_SHARE * glyphs for unknown, glyphs in unmapped.values())
    return Finding(
        code="TEXT_UNMAPPED",
        severity="error" if many else "warning",
        path="document",
        message=f"{count} characters on pages {shown} have no text: their font does not say what their shapes mean.",
        message_zh=f"第 {shown} 页有 {count} 个字符的字体没有说明其文字,可能缺字。",
        evidence={"pages": {str(page): number for page, (number, _) in unmapped.items()}},
        suggestion="对照原页核对有关单元格。",
    )


def _picture_finding(pages: list[int], *, wanted: bool) -> Finding:
    from extractor.readers.scan import remedy

    shown = ", ".join(map(str, pages[:20]))
    return Finding(
        code="PAGES_NEED_OCR",
        severity="warning",
        path="document",
        message=f"Pages {shown} are pictures without text and were not read.",
        message_zh=f"第 {shown} 页为图片,没有文字,未能读取。",
        evidence={"pages": pages},
        suggestion=remedy(wanted=wanted),
    )


def _recognised_finding(scans: Scans) -> Finding:
    shown = ", ".join(map(str, scans.pages))
    count = len(scans.doubtful)
    return Finding(
        code="PAGES_RECOGNISED",
        severity="warning" if scans.doubtful else "info",
        path="document",
        message=f"The text of pages {shown} was recognised from their pictures, {count} of its pieces with less certainty.",
        message_zh=f"第 {shown} 页的文字由图像识别得到,其中 {count} 处把握较小。",
        evidence={"pages": scans.pages, "doubtful": [f"{page}: {text}" for page, text in scans.doubtful[:_MOST_SHOWN]]},
        suggestion="对照原页核对金额和指标值。",
    )


def read_blocks(source: Source, options: ExtractOptions = ExtractOptions()) -> tuple[Block, ...]:
    """The blocks of a document before any rule: tables and the lines between them."""
    rules = load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    return _read(source, options, rules.vocabulary, rules.profiles).blocks


def pages_of(
    source: Source, options: ExtractOptions = ExtractOptions(), *, damaged: list[int] | None = None
) -> Iterator[tuple[Page, list[Block]]]:
    """Each page of a PDF with its blocks as they are drawn, before tables are joined over pages.

    Args:
        damaged: takes the numbers of the pages that cannot be loaded, instead of an error, unless none can.
    """
    from extractor.engines.choose import PageReader
    from extractor.readers.pdf import read_pdf
    from extractor.readers.scan import Scans

    reader = PageReader(
        source, options.password, engine=options.engine, is_label=partial(_is_label, load_rules().vocabulary)
    )
    with (
        read_pdf(source, password=options.password) as document,
        reader,
        Scans(source, options.password, wanted=options.ocr, notify=options.notify) as scans,
    ):
        for page in map(scans.read, document.pages(damaged=damaged)):
            yield page, reader.read(page)


def tables_of(source: Source, options: ExtractOptions = ExtractOptions()) -> list[Table]:
    """Every table of a document, form or not."""
    return [block for block in read_blocks(source, options) if isinstance(block, Table)]
