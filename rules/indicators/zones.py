"""The indicator tables of a form: where they are, and their rows with levels judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from extractor.model.patterns import compiled
from rules.grid import Grid, Row
from rules.indicators.columns import find_headers
from rules.indicators.drawn import read_drawn
from rules.indicators.header import Header, Horizon, Panel, heads_indicators
from rules.indicators.names import Lexicon
from rules.indicators.rows import IndicatorRow, is_blank_row, is_unfilled, without_numbers
from rules.labels import Vocabulary, plain_label

_COLON = compiled("[:：]")
_SUMS = frozenset({"合计", "总计", "小计", "总分", "总分合计", "分值合计", "权重合计"})


class Segment(Struct, frozen=True):
    """Rows under one header.

    Attributes:
        header: ``None`` where the table prints none.
        rows: the data rows, in reading order.
    """

    header: Header | None
    rows: tuple[Row, ...]


class Zones(Struct, frozen=True):
    """The indicator part of a form.

    Attributes:
        segments: one for each header; a header repeated after a page break does not begin a new one.
        taken: positions in ``Grid.rows`` that belong to it, headers included.
        first: position of its first row, or the number of rows where there is none.
        headers: every header, repeated ones included.
    """

    segments: tuple[Segment, ...]
    taken: frozenset[int]
    first: int
    headers: tuple[Header, ...] = ()


def find_zones(grid: Grid, vocabulary: Vocabulary) -> Zones:
    """Where the indicators are: from each header down to a label that ends them or to the next header."""
    headers = find_headers(grid, vocabulary)
    if not headers:
        return _without_header(grid, vocabulary)
    taken: set[int] = set()
    segments: list[Segment] = []
    for number, header in enumerate(headers):
        taken.update(range(header.first, header.position + 1))
        stop = headers[number + 1].first if number + 1 < len(headers) else len(grid.rows)
        rows = _rows_until_end(grid, header.position + 1, stop, vocabulary)
        taken.update(row.position for row in rows)
        rows = [row for row in rows if row.texts]
        if segments and _repeats(segments[-1].header, header) and not _between(grid, segments[-1], header):
            segments[-1] = replace(segments[-1], rows=(*segments[-1].rows, *rows))
        else:
            segments.append(Segment(header, tuple(rows)))
    return Zones(tuple(segments), frozenset(taken), headers[0].first, tuple(headers))


def sums_of(grid: Grid, zones: Zones) -> frozenset[int]:
    """Positions of the rows right below the indicators that add up their weights or scores (合计 | 100)."""
    sums: set[int] = set()
    for segment in zones.segments:
        roles = (
            {column.role for panel in segment.header.panels for column in panel.columns} if segment.header else set()
        )
        if not segment.rows or roles.isdisjoint({"weight", "score"}):
            continue
        for row in grid.rows[segment.rows[-1].position + 1 :]:
            if row.texts and plain_label(row.texts[0]) not in _SUMS:
                break
            sums.add(row.position)
    return frozenset(sums)


def _without_header(grid: Grid, vocabulary: Vocabulary) -> Zones:
    first = next((row.position for row in grid.rows if _begins_levels(grid, row, vocabulary)), None)
    if first is None:
        return Zones((), frozenset(), len(grid.rows))
    rows = _rows_until_end(grid, first, len(grid.rows), vocabulary)
    segment = Segment(None, tuple(row for row in rows if row.texts))
    return Zones((segment,), frozenset(row.position for row in rows), first)


def _begins_levels(grid: Grid, row: Row, vocabulary: Vocabulary) -> bool:
    """Whether levels and what is of them begin with a row: in its cells, or in it and the next where each holds one cell."""
    texts = row.texts
    if len(texts) == 1 and row.position + 1 < len(grid.rows):
        below = grid.rows[row.position + 1].texts
        return texts[0] in vocabulary.level1 and len(below) == 1 and below[0] in vocabulary.level2
    return len(texts) >= 3 and any(text in vocabulary.level1 for text in texts[:2])


def _rows_until_end(grid: Grid, first: int, stop: int, vocabulary: Vocabulary) -> list[Row]:
    rows: list[Row] = []
    for row in grid.rows[first:stop]:
        texts = row.texts
        if texts and (_ends(texts[0], vocabulary) or _begins_header_part(texts, vocabulary)):
            break
        if not heads_indicators(texts, vocabulary):
            rows.append(row)
    return rows


def _ends(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a row's first text ends the table: a label such as 填表人, alone or before a colon, or a sum's."""
    return plain_label(text) in _SUMS or "end" in (
        vocabulary.zones.get(text),
        vocabulary.zones.get(_COLON.split(text, maxsplit=1)[0]),
    )


def _begins_header_part(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """A row that begins with a goal or project label: the indicators above it are over (another panel follows)."""
    return vocabulary.fields.get(texts[0]) == "name" or (
        texts[0] in vocabulary.goals and not vocabulary.is_level(texts[0])
    )


def _is_head(texts: Mapping[str, str], vocabulary: Vocabulary) -> bool:
    """Whether a row only says once more what its columns hold."""
    said = [texts[role] for role in ("name", "value") if role in texts]
    return len(said) == 2 and all(text in vocabulary.columns for text in said)


def _repeats(first: Header | None, second: Header) -> bool:
    def shape(header: Header) -> list[list[tuple[str, str]]]:
        return [[(column.role, column.label) for column in panel.columns] for panel in header.panels]

    return first is not None and shape(first) == shape(second) and _horizons(first) == _horizons(second)


def _horizons(header: Header) -> list[str | None]:
    return [panel.horizon for panel in header.panels]


def _between(grid: Grid, segment: Segment, header: Header) -> bool:
    """Whether anything but blank rows is between a segment's last row and a header."""
    last = segment.rows[-1].position if segment.rows else (segment.header.position if segment.header else 0)
    return any(row.texts for row in grid.rows[last + 1 : header.first])


def read_indicators(grid: Grid, zones: Zones, vocabulary: Vocabulary, lexicon: Lexicon) -> list[IndicatorRow]:
    """The indicators of a form: table by table, and where two panels are side by side the left one first."""
    found: list[tuple[IndicatorRow, Horizon | None]] = []
    for segment in zones.segments:
        if not segment.rows:
            continue
        panels: Sequence[Panel | None] = segment.header.panels if segment.header else (None,)
        for panel in panels:
            if segment.header is not None and panel is not None and grid.has_spans(segment.rows[0]):
                rows = read_drawn(grid, segment.rows, segment.header, panel, vocabulary, lexicon)
            else:
                from rules.indicators.flattened import read_flattened  # not for drawn tables: start-up

                rows = read_flattened(grid, segment.rows, segment.header, panel, vocabulary, lexicon)
            horizon = panel.horizon if panel else None
            columns = {column.role: column for column in panel.columns} if panel else {}
            rows = [row for row in rows if not is_blank_row(row.texts) and not _is_head(row.texts, vocabulary)]
            kept = without_numbers(rows)
            found.extend((replace(row, columns=columns), horizon) for row in kept)
    if all(is_unfilled(row.texts, vocabulary) for row, _ in found):
        return []
    if len({horizon for _, horizon in found}) < 2:
        return [row for row, _ in found]  # one panel needs no mark: its horizon is the form's own
    return [replace(row, horizon=horizon) for row, horizon in found]
