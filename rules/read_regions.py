"""The regions of a document to forms: each region's profile, the parts that hold a form each, each part read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.form import Finding
from extractor.model.patterns import compiled
from extractor.model.table import FormRegion, Table, TextLine
from rules.choice_findings import tie_finding, unfamiliar_finding, unmatched_finding
from rules.families.profile import Choice, Chooser
from rules.grid import Grid
from rules.heading.fields import year_in
from rules.heading.inline import inline_pairs
from rules.indicators.header import heads_indicators
from rules.labels import Vocabulary
from rules.read_form import FormTrace, document_year, read_form
from rules.ruleset.load import RuleSet
from rules.shapes.project_list import split_wide, unit_of_list
from rules.values import find_money_unit
from rules.values.money import MoneyUnit

_LIST = compiled(r"汇总表|一览表|统计表|清单|目录")


class RegionTrace(Struct, frozen=True):
    """A region of a document, the choice of its profile, and the forms read from it.

    Attributes:
        forms: several for a list of projects, none where no profile fits.
    """

    region: FormRegion
    choice: Choice
    forms: tuple[FormTrace, ...] = ()


def read_regions(
    regions: Iterable[FormRegion], rules: RuleSet, *, document: str = "", heading: Sequence[str] = ()
) -> Iterator[RegionTrace]:
    """Read every region of a document by the profile that fits it best, one after the other.

    Args:
        document: begins the forms' ids.
        heading: lines of the document before its forms, which may name the year of all.
    """
    year = document_year(heading)
    chooser = Chooser(rules.profiles)
    count = 0
    before: FormTrace | None = None
    for region in _under_one_heading(regions, rules.vocabulary):
        choice = chooser.choose(region)
        if choice.match is None:
            yield RegionTrace(region, choice)
            continue
        grid = Grid(region)
        vocabulary = choice.match.profile.vocabulary
        parts = split_wide(region, vocabulary, grid)
        unit: MoneyUnit | None = None
        if parts[0] is not region:
            unit = unit_of_list(region, vocabulary, grid)
        names_year = year is not None or region.title is not None or before is None
        default_year = year if names_year or before is None else before.form.fiscal_year
        forms: list[FormTrace] = []
        for part in parts:
            count += 1
            goes_on = before is not None and region.title is None and not region.lines
            before = read_form(
                part,
                choice.match,
                rules.lexicon,
                form_id=f"{document}-{count}",
                default_year=default_year,
                default_unit=unit or (before.form.funding.money_unit if before is not None and goes_on else None),
                grid=grid if part is region else None,
            )
            forms.append(before)
        yield RegionTrace(region, choice, tuple(forms))


def _under_one_heading(regions: Iterable[FormRegion], vocabulary: Vocabulary) -> Iterator[FormRegion]:
    """The regions, those that follow without a title or lines of their own under the heading of the first.

    A heading says of all what is in its lines (部门名称:…, 单位:万元): projects block by block, a list with its head repeated.
    """
    first: FormRegion | None = None
    for region in regions:
        if region.title is not None or region.lines:
            first = region if any(_speaks(line, vocabulary) for line in region.lines) else None
            yield region
        elif first is not None:
            yield replace(region, title=first.title, lines=_above(first, vocabulary))
        else:
            yield region


def _speaks(line: TextLine, vocabulary: Vocabulary) -> bool:
    """Whether a line says whose the forms are, or in what unit their amounts are."""
    return bool(inline_pairs(line.text, vocabulary)) or find_money_unit(line.text) is not None


def _above(region: FormRegion, vocabulary: Vocabulary) -> tuple[TextLine, ...]:
    """The lines over a region's first table that speak of all forms."""
    table = region.tables[0]
    said = (line for line in region.lines if _speaks(line, vocabulary) or year_in(line.text) is not None)
    return tuple(line for line in said if _is_over(line, table))


def _is_over(line: TextLine, table: Table) -> bool:
    """Whether a line is above a table."""
    if line.bbox is not None and table.bbox is not None:
        return (line.page, line.bbox[1]) < (table.page, table.bbox[1])
    number = next((cell.line for cell in table.cells if cell.line is not None), None)
    return line.line is not None and number is not None and line.line < number


def choice_findings(one: RegionTrace, rules: RuleSet, number: int) -> list[Finding]:
    """That a title announces a form which no profile fits, that one was read by its shape, or that several profiles fit.

    Args:
        number: of forms read before this region.
    """
    choice = one.choice
    if choice.match is None:
        announced = one.region.title is not None and not _is_list(one.region, rules.vocabulary)
        return [unmatched_finding(one.region, choice)] if announced else []
    if choice.match.by_shape:
        return [unfamiliar_finding(choice, number)] if one.forms else []
    return [tie_finding(choice.match.profile, choice, number)] if choice.tied else []


def _is_list(region: FormRegion, vocabulary: Vocabulary) -> bool:
    """Whether a title announces a list of projects that is beside the forms, and no indicators follow it."""
    rows = (tuple(cell.text for cell in row if cell.text) for table in region.tables for row in table.rows_of_cells())
    return bool(_LIST.search(region.title or "")) and not any(heads_indicators(texts, vocabulary) for texts in rows)
