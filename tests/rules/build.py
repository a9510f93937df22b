"""Small form regions for tests of the rules: drawn tables with spans, flattened text."""

from __future__ import annotations

from extractor.layout.aligned.text import layout_text
from extractor.layout.regions import cut_regions
from extractor.model.form import Form
from extractor.model.table import Cell, FormRegion, Origin, Source, Table, TextLine
from extractor.readers.text import read_text
from rules.families.profile import match_profile, region_labels
from rules.indicators.names import load_lexicon
from rules.read_form import read_form
from rules.ruleset.load import load_rules
from rules.ruleset.profile_files import load_profiles


def drawn(rows: list[str], *, title: str | None = "项目支出绩效目标表", lines: tuple[str, ...] = ()) -> FormRegion:
    """A region with one drawn table from rows such as ``a|b||c``.

    ``^`` continues the cell above, ``<`` the cell to the left; a blank field is a blank cell.
    """
    grid = [[part.strip() for part in row.split("|")] for row in rows]
    width = max(map(len, grid))
    grid = [row + ["<"] * (width - len(row)) for row in grid]
    cells = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            colspan = 1
            while c + colspan < width and grid[r][c + colspan] == "<":
                colspan += 1
            rowspan = 1
            while r + rowspan < len(grid) and grid[r + rowspan][c] == "^":
                rowspan += 1
            box = (c * 50.0, r * 20.0, (c + colspan) * 50.0, (r + rowspan) * 20.0)
            cells.append(Cell(r, c, rowspan, colspan, text, (text,) if text else (), 1, box))
    edges = tuple(c * 50.0 for c in range(width + 1))
    table = Table(tuple(cells), len(grid), width, Origin.RULED, 1, (0.0, 0.0, width * 50.0, len(grid) * 20.0), edges)
    return FormRegion(title, (table,), tuple(TextLine(line) for line in lines), 1)


def read(region: FormRegion, profile: str = "generic") -> Form:
    """The form that one profile reads from a region."""
    chosen = next(p for p in load_profiles() if p.id == profile)
    match = match_profile(chosen, region.title, region_labels(region))
    return read_form(region, match, load_lexicon(), form_id="test-1").form


def flattened(text: str) -> FormRegion:
    """The first region of a text document."""
    blocks = layout_text(read_text(Source("test", text.encode())), load_rules().labels)
    return cut_regions(blocks, load_rules().labels).regions[0]
