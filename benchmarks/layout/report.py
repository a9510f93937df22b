"""The results as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.layout.metrics import Scores
from benchmarks.layout.readers import PARTLY_READERS, READERS
from benchmarks.layout.run import Extra, Outcome, Result
from benchmarks.layout.styles import PARTLY, TITLES

TARGET = 0.995

_MEANS: tuple[tuple[str, Callable[[Scores], float]], ...] = (
    ("TEDS-S", lambda s: s.teds_s),
    ("TEDS", lambda s: s.teds),
    ("GriTS-Top", lambda s: s.grits_top),
    ("GriTS-Con", lambda s: s.grits_con),
)


def markdown(outcome: Outcome) -> str:
    """Totals per producer and reader with every measure, then TEDS-S per producer and style."""
    ruled = [result for result in outcome.results if result.style not in PARTLY]
    partly = [result for result in outcome.results if result.style in PARTLY]
    extra_ruled = [extra for extra in outcome.extra if extra.style not in PARTLY]
    extra_partly = [extra for extra in outcome.extra if extra.style in PARTLY]
    parts = [
        "### Every measure, per producer",
        _totals(ruled, extra_ruled, tuple(READERS), "producer"),
        "### TEDS-S, per producer and style",
        _by_style(ruled, outcome, tuple(READERS)),
    ]
    if partly:
        parts += ["### Partly ruled tables", _totals(partly, extra_partly, tuple(PARTLY_READERS), "style")]
    return "\n\n".join(part for part in parts if part)


def misses(outcome: Outcome) -> list[str]:
    """Where jixiao misses the target: a mean TEDS-S below it, a peer ahead in any measure, tables that are not there."""
    lines: list[str] = []
    for (producer, style), group in _groups(r for r in outcome.results if r.style not in PARTLY):
        where = f"{TITLES[producer]}, {style}"
        own = [r for r in group if r.reader == "jixiao"]
        if own and _mean(own, lambda s: s.teds_s) < TARGET:
            lines.append(f"{where}: TEDS-S {_mean(own, lambda s: s.teds_s):.4f}")
        if count := _count(outcome.extra, producer, style, "jixiao"):
            lines.append(f"{where}: {count} extra tables")
        for reader in [reader for reader in READERS if reader != "jixiao"]:
            peer = [r for r in group if r.reader == reader]
            ahead = [n for n, m in _MEANS if own and peer and _mean(peer, m) > _mean(own, m)]
            ahead += ["adjacency F1"] if own and peer and _f1(peer) > _f1(own) else []
            lines += [f"{where}: {reader} is ahead in {', '.join(ahead)}"] if ahead else []
    return lines


def _groups(results: Iterable[Result]) -> Iterator[tuple[tuple[str, str], list[Result]]]:
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        groups.setdefault((result.producer, result.style), []).append(result)
    yield from groups.items()


def _totals(results: Sequence[Result], extra: Sequence[Extra], readers: Sequence[str], by: str) -> str:
    """One row for each producer (or style) and reader, with every measure."""
    rows = [
        [by, "reader", "tables", *(name for name, _ in _MEANS), "adjacency F1", "all cells right", "missing", "extra"]
    ]
    for key in dict.fromkeys(getattr(r, by) for r in results):
        for reader in readers:
            own = [r for r in results if getattr(r, by) == key and r.reader == reader]
            if not own:
                continue
            means = [_number(_mean(own, measure)) for _, measure in _MEANS]
            exact = f"{100 * sum(r.scores.exact for r in own) / len(own):.1f} %"
            missing = sum(r.answer is None for r in own)
            more = sum(getattr(e, by) == key and e.reader == reader for e in extra)
            head = [TITLES.get(key, key), reader, str(len(own))]
            rows.append([*head, *means, _number(_f1(own)), exact, str(missing), str(more)])
    return _table(rows, 2)


def _by_style(results: Sequence[Result], outcome: Outcome, readers: Sequence[str]) -> str:
    present = [reader for reader in readers if any(r.reader == reader for r in results)]
    rows = [["producer", "style", "tables", *present]]
    for (producer, style), group in _groups(results):
        row = [TITLES[producer], style, str(len({(r.page, r.place) for r in group}))]
        for reader in present:
            own = [r for r in group if r.reader == reader]
            extra = _count(outcome.extra, producer, style, reader)
            row.append(_number(_mean(own, lambda s: s.teds_s)) + (f" (+{extra})" if extra else "") if own else "")
        rows.append(row)
    return _table(rows, 2) + "\n\n`(+n)`: n tables found where there is none."


def _count(extra: Iterable[Extra], producer: str, style: str, reader: str) -> int:
    return sum((e.producer, e.style, e.reader) == (producer, style, reader) for e in extra)


def _mean(results: Sequence[Result], measure: Callable[[Scores], float]) -> float:
    return sum(measure(r.scores) for r in results) / len(results)


def _f1(results: Sequence[Result]) -> float:
    """Adjacency relations of all tables together."""
    right, true, answered = (sum(r.scores.relations[i] for r in results) for i in range(3))
    return 2 * right / (true + answered) if true + answered else 1.0


def _number(value: float) -> str:
    """Four digits, rounded down so that 1.0000 means every single table."""
    return f"{int(value * 10_000 + 1e-7) / 10_000:.4f}"


def _table(rows: Sequence[Sequence[str]], texts: int) -> str:
    head, *body = rows
    marks = ["---"] * texts + ["---:"] * (len(head) - texts)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, marks, *body])
