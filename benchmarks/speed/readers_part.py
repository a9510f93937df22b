"""Part ``readers``: ours, PDFium's floor, pdfplumber and camelot on the same documents in one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from statistics import median

from msgspec import Struct

from benchmarks.speed.documents import TEN_FORMS, Paper, dense, different, prose, sparse, three_forms
from benchmarks.speed.floor import floor_kind
from benchmarks.speed.plot import Bars, bar_plot
from benchmarks.speed.readers import CAMELOT, FLOOR, PLUMBER, PURE, READERS, TABLES, VECTOR, WHOLE
from benchmarks.speed.rounds import Candidate, Turns, ratio, turns
from benchmarks.speed.section import Section, say, table

PLOT = "speed-readers.svg"
_OURS = (FLOOR, TABLES, WHOLE, PURE)
_PEERS = (PLUMBER, VECTOR, CAMELOT)
_PLOTTED = (FLOOR, TABLES, WHOLE, PLUMBER, VECTOR, CAMELOT)
_MODULES = {PLUMBER: "pdfplumber", VECTOR: "camelot", CAMELOT: "camelot"}
_FOUR = ("LibreOffice Calc", "Chromium", "WeasyPrint", "reportlab, strokes")
"""Who is asked for long and for sparse documents unless all are."""
_CAMELOT_PAGES = 2


class Timed(Struct, frozen=True):
    """A document with the seconds a page of each reader, round by round."""

    paper: Paper
    rounds: int
    turns: Turns

    @property
    def seconds(self) -> Mapping[str, float]:
        """The median seconds a page of each reader."""
        return {name: median(taken.values()) for name, taken in self.turns.items()}


def run(rounds: int, *, full: bool) -> Section:
    """Time every reader on every document."""
    timed = []
    for paper in papers(full=full):
        timed.append(measure(paper, rounds, full=full))
        say(f"readers: {_label(paper)}: " + ", ".join(f"{k} {1 / v:.0f}/s" for k, v in timed[-1].seconds.items()))
    return Section("readers", markdown(timed), {PLOT: plot(timed)})


def papers(*, full: bool) -> Iterator[Paper]:
    """The documents, one at a time, since the long ones are large."""
    for producer in TEN_FORMS:
        yield dense(producer, 10)
        yield dense(producer, 100)
    for producer in TEN_FORMS if full else _FOUR:
        yield dense(producer, 1000)
    yield different(1000 if full else 300)
    for producer in TEN_FORMS if full else _FOUR:
        yield sparse(producer, 100)
    yield three_forms("WeasyPrint", "Chromium")
    yield three_forms("reportlab", "LibreOffice Calc")
    yield prose("WeasyPrint", 100)
    yield prose("reportlab", 100)


def measure(paper: Paper, rounds: int, *, full: bool) -> Timed:
    """The seconds a page of every reader on one document.

    Args:
        paper: the document.
        rounds: for documents of ten pages; longer ones get fewer, five at least (three of a thousand pages).
        full: pdfplumber reads all pages of documents of up to a hundred pages.
    """
    rounds = max(min(rounds, 5 if paper.pages < 1000 else 3), rounds * 20 // max(paper.pages, 20))
    warm = paper.pages < 1000
    once = rounds if paper.pages > 10 else 1
    ours = [
        Candidate(name, partial(READERS[name], paper.data), paper.pages, once if name == PURE else 1, warm)
        for name in _OURS
    ]
    # A reader that takes seconds takes part in one round alone, and needs none to warm up after its first document.
    several = 1 if paper.sample_pages < 100 else rounds
    plumbed = (paper.data, paper.pages) if full and paper.pages <= 100 else (paper.sample, paper.sample_pages)
    few = (paper.sample, paper.sample_pages) if paper.kind != "forms" else _cut(paper.sample, _CAMELOT_PAGES)
    peers = [
        Candidate(PLUMBER, partial(READERS[PLUMBER], plumbed[0]), plumbed[1], every=several, warm=paper.pages == 10),
        Candidate(VECTOR, partial(READERS[VECTOR], paper.sample), paper.sample_pages, several, warm=paper.pages == 10),
    ]
    if few[1] <= 10:
        peers.append(Candidate(CAMELOT, partial(READERS[CAMELOT], few[0]), few[1], every=rounds, warm=False))
    there = [peer for peer in peers if find_spec(_MODULES[peer.name])]
    return Timed(paper, rounds, turns([*ours, *there], rounds))


def _cut(data: bytes, pages: int) -> tuple[bytes, int]:
    from benchmarks.speed.documents import first_pages

    return first_pages(data, pages), pages


def markdown(timed: Sequence[Timed]) -> str:
    """Pages a second, then ratios, a line a document."""
    speeds = [
        [_producer(one), one.paper.kind, f"{one.paper.pages:,}", *(_speed(one.seconds.get(name)) for name in READERS)]
        for one in timed
    ]
    ratios = [
        [
            _producer(one),
            one.paper.kind,
            f"{one.paper.pages:,}",
            f"{ratio(one.turns, FLOOR, TABLES):.0%}",
            f"{ratio(one.turns, FLOOR, WHOLE):.0%}",
            *(_times(one, peer, TABLES) for peer in _PEERS),
            _times(one, PLUMBER, WHOLE),
            _times(one, PLUMBER, PURE),
        ]
        for one in timed
    ]
    return "\n\n".join([
        "Pages a second (process time of one process, warm):",
        table(["producer", "pages with", "pages", *READERS], speeds, labels=2),
        "Ratios, each the median of those of the single rounds:",
        table(
            [
                "producer", "pages with", "pages", "tables, of the floor", "whole path, of the floor",
                *(f"tables × {peer}" for peer in _PEERS), "whole path × pdfplumber", "pure Python tables × pdfplumber",
            ],
            ratios,
            labels=2,
        ),
        f"Documents of ten pages: medians of {max(one.rounds for one in timed)} interleaved rounds; longer ones: fewer, "
        f"{min(one.rounds for one in timed)} at least. The floor's calls were made by {floor_kind()}. The peers are scaled, "
        f"page by page, from a file of ten pages of the same mixture, camelot's default engine on forms from {_CAMELOT_PAGES}; "
        "of the reports with three forms they read every page, but for camelot's default engine, which was not asked. "
        "camelot's default engine took part in one round, and so did all peers on the reports with three forms. "
        "The pages of long documents are those of the ten-form samples, imported again and again, each a page with a content "
        "stream of its own; *different forms* has no form twice.",
        f"![Pages a second by reader and producer]({PLOT})",
    ])  # fmt: skip


def plot(timed: Sequence[Timed]) -> str:
    """Pages a second on forms: the longest document of every producer that all have."""
    shown = [one for one in timed if one.paper.kind == "forms" and one.paper.pages == 100]
    names = [name for name in _PLOTTED if all(name in one.seconds for one in shown)]
    return bar_plot(
        "Pages a second (logarithmic), 100 pages of forms each",
        names,
        [Bars(one.paper.producer, [1 / one.seconds[name] for name in names]) for one in shown],
    )


def _label(paper: Paper) -> str:
    return f"{paper.producer}, {paper.kind}, {paper.pages} pages"


def _producer(one: Timed) -> str:
    return one.paper.producer


def _speed(seconds: float | None) -> str:
    return "" if seconds is None else f"{1 / seconds:,.0f}" if seconds < 0.1 else f"{1 / seconds:.1f}"


def _times(one: Timed, slow: str, quick: str) -> str:
    return f"{ratio(one.turns, slow, quick):.1f}" if slow in one.turns else ""
