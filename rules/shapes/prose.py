"""Indicators in running text without any table, as notices print them: ``一、产出指标 / 数量指标:新建道路≥3公里;…``.

Lines that list indicators under levels become a table, one a project, with what the text before them says of the project:
its name and its goal. A text is read so only where no table of the document is a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from extractor.model.patterns import compiled
from extractor.model.table import Cell, FormRegion, Origin, Table, TextLine
from rules.indicators.running_text import Listed, item_rows, items_in, items_of, opens_list
from rules.labels import Vocabulary, plain_label
from rules.shapes.list_head import is_project_name

_FEWEST_VALUES = 3
_FEWEST_LEVELS = 2
"""What tells targets from a text that speaks about indicators: most have values, and they are under several levels."""
_MEASURED = frozenset({"quantity", "range"})
_LONGEST_TITLE = 60
_CLOSES = ("。", "；", ";", "：", ":", "！")
_TITLE = compiled(r"(?:关于)?(?P<name>.{2,40}?(?:项目|工程|资金|经费))(?:支出|整体|预算)?绩效(?:目标|指标|自评)")
_HEADING = compiled(r"[^,，。;；:：、]{2,40}(?:项目|工程|资金|经费)")
_SENTENCE = compiled(r"[。;；\n]")
_SAYS = compiled(r"[:：]|(?:是|为)[:：]?")
_NAME_LABEL = "项目名称"


def prose_regions(lines: Sequence[TextLine], vocabulary: Vocabulary) -> list[FormRegion]:
    """Return a region for each project whose indicators are in lines of text; none where the text only speaks of them."""
    title = next((line.text for line in lines if "绩效" in line.text and len(line.text) <= _LONGEST_TITLE), None)
    regions: list[FormRegion] = []
    for before, listed in _groups(_paragraphs(lines, vocabulary), vocabulary):
        table = _table(before, listed, title, vocabulary)
        if table is not None:
            regions.append(FormRegion(title, (table,), tuple(before), len(regions) + 1))
    return regions


def _paragraphs(lines: Sequence[TextLine], vocabulary: Vocabulary) -> list[TextLine]:
    """The lines, those of a page joined where a sentence goes on."""
    joined: list[TextLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        goes_on = last is not None and last.bbox is not None and last.page == line.page
        if last is not None and goes_on and not last.text.endswith(_CLOSES) and _wraps(last, line, vocabulary):
            joined[-1] = replace(last, text=last.text + line.text)
        else:
            joined.append(line)
    return joined


def _wraps(last: TextLine, line: TextLine, vocabulary: Vocabulary) -> bool:
    """Whether a line is the rest of the paragraph before: neither is a heading, nor does it begin with a level."""
    heading = plain_label(last.text) != last.text and vocabulary.is_level(last.text)
    return not heading and not opens_list(line.text, vocabulary) and plain_label(line.text)[:4] == line.text[:4]


def _groups(paragraphs: Sequence[TextLine], vocabulary: Vocabulary) -> Iterator[tuple[list[TextLine], list[TextLine]]]:
    """Each run of paragraphs that list indicators, with the paragraphs between it and the run before."""
    before: list[TextLine] = []
    listed: list[TextLine] = []
    for paragraph in paragraphs:
        if opens_list(paragraph.text, vocabulary) or (listed and _goes_on(listed[-1].text, paragraph.text, vocabulary)):
            listed.append(paragraph)
        else:
            if listed:
                yield before, listed
                before, listed = [], []
            before.append(paragraph)
    if listed:
        yield before, listed


def _goes_on(before: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text lists more indicators: below a label alone, or each with a value that measures something."""
    head = _SAYS.split(text, maxsplit=1)[0]
    if vocabulary.is_header_label(head) or head in vocabulary.zones:
        return False
    items = items_of(text, vocabulary)
    if not items or not all(item.value and item.value != item.name for item in items):
        return False
    if not items_of(before, vocabulary):
        return True
    return all(vocabulary.values.parse(item.value).kind in _MEASURED for item in items)


def _table(
    before: Sequence[TextLine], listed: Sequence[TextLine], title: str | None, vocabulary: Vocabulary
) -> Table | None:
    """The project's name and goal above its indicators, each with the place of its line."""
    items = items_in([line.text for line in listed], vocabulary)
    levels = {item.level2 or item.level1 for _, item in items}
    valued = sum(item.value is not None for _, item in items)
    if valued < max(_FEWEST_VALUES, len(items) / 2) or len(levels) < _FEWEST_LEVELS:
        return None
    said = list(_said(before, title, vocabulary))
    cells = [
        _cell(line, row, column, text) for row, (line, *texts) in enumerate(said) for column, text in enumerate(texts)
    ]
    sources = [_cell(line, 0, 0, line.text) for line in listed]
    rows = [Listed(sources[number], item, sources[number]) for number, item in items]
    cells += item_rows(rows, sources[0], len(said))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Table(ordered, len(said) + 1 + len(rows), 4, Origin.PARTLY_RULED, min(cell.page for cell in cells))


def _said(before: Sequence[TextLine], title: str | None, vocabulary: Vocabulary) -> Iterator[tuple[TextLine, str, str]]:
    """Labels and what is said of them in the text before the indicators, with their lines."""
    named = next(((line, name) for line in reversed(before) if (name := _name_in(line.text, title, vocabulary))), None)
    if named is not None:
        yield named[0], _NAME_LABEL, named[1]
    for line in before:
        for sentence in _SENTENCE.split(line.text):
            head, *rest = _SAYS.split(sentence, maxsplit=1)
            if rest and rest[0].strip() and (head in vocabulary.goals or head in vocabulary.goal_block):
                yield line, head, rest[0].strip()


def _name_in(text: str, title: str | None, vocabulary: Vocabulary) -> str | None:
    """The project that a line names: behind a label, in a title that says whose targets follow, or as a heading."""
    head, *rest = _SAYS.split(text, maxsplit=1)
    if rest and is_project_name(head, vocabulary):
        return rest[0].strip() or None
    if text == title:
        found = _TITLE.search(text)
        return found["name"].removeprefix("关于") if found else None
    heading = plain_label(text)
    return heading if heading != text and _HEADING.fullmatch(heading) else None


def _cell(line: TextLine, row: int, column: int, text: str) -> Cell:
    return Cell(row, column, text=text, lines=(text,), page=line.page, bbox=line.bbox, line=line.line)
