"""The regions of a document to forms: each region's profile, the parts that hold a form each, each part read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.form import Finding
from extractor.model.patterns import compiled
from extractor.model.table import FormRegion, TextLine
from rules.choice_findings import tie_finding, unfamiliar_finding, unmatched_finding
from rules.families.profile import Choice, Chooser
from rules.grid import Grid
from rules.indicators.columns import heads_indicators
from rules.labels import Vocabulary
from rules.read_form import FormTrace, document_year, read_form
from rules.ruleset.load import RuleSet
from rules.shapes.project_list import split_wide

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
    above: tuple[TextLine, ...] = ()
    for region in regions:
        choice = chooser.choose(region)
        if choice.match is None:
            yield RegionTrace(region, choice)
            continue
        grid = Grid(region)
        parts = split_wide(region, choice.match.profile.vocabulary, grid)
        if parts[0] is not region:
            # A list that goes on with its head repeated stands under the lines (单位名称, 单位:万元) of its first page.
            if region.title is None and not region.lines:
                parts = [replace(part, lines=above) for part in parts]
            above = parts[0].lines
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
                default_unit=before.form.funding.money_unit if before is not None and goes_on else None,
                grid=grid if part is region else None,
            )
            forms.append(before)
        yield RegionTrace(region, choice, tuple(forms))


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
    """Whether a title announces a list of projects that stands beside the forms, and no indicators follow it."""
    rows = (tuple(cell.text for cell in row if cell.text) for table in region.tables for row in table.rows_of_cells())
    return bool(_LIST.search(region.title or "")) and not any(heads_indicators(texts, vocabulary) for texts in rows)
