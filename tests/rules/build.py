"""Small form regions for tests of the rules: drawn tables with spans, flattened text."""

from __future__ import annotations

from extractor.layout.aligned.text import layout_text
from extractor.layout.regions import cut_regions
from extractor.model.form import Form
from extractor.model.table import FormRegion, Source, TextLine
from extractor.readers.text import read_text
from rules.families.profile import match_profile, region_labels
from rules.indicators.names import load_lexicon
from rules.read_form import read_form
from rules.ruleset.load import load_rules
from rules.ruleset.profile_files import load_profiles
from samples.make.typed import grid_of, table_of


def drawn(rows: list[str], *, title: str | None = "项目支出绩效目标表", lines: tuple[str, ...] = ()) -> FormRegion:
    """A region with one drawn table from rows as :mod:`samples.make.typed` has them."""
    return FormRegion(title, (table_of(grid_of(rows)),), tuple(TextLine(line) for line in lines), 1)


def read(region: FormRegion, profile: str = "generic") -> Form:
    """The form that one profile reads from a region."""
    chosen = next(p for p in load_profiles() if p.id == profile)
    match = match_profile(chosen, region.title, region_labels(region))
    return read_form(region, match, load_lexicon(), form_id="test-1").form


def flattened(text: str) -> FormRegion:
    """The first region of a text document."""
    blocks = layout_text(read_text(Source("test", text.encode())), load_rules().labels)
    return cut_regions(blocks, load_rules().labels).regions[0]
