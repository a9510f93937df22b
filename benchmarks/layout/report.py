"""The results as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.layout.metrics import Scores
from benchmarks.layout.readers import PARTLY_READERS, READERS
from benchmarks.layout.run import Outcome, Result
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
    parts = [
        "### Every measure, per producer",
        _totals(ruled, outcome, tuple(READERS), partly=False),
        "### TEDS-S, per producer and style",
        _by_style(ruled, outcome, tuple(READERS)),
    ]
    if partly:
        parts += ["### Partly ruled tables", _totals(partly, outcome, tuple(PARTLY_READERS), partly=True, styles=True)]
    return "\n\n".join(part for part in parts if part)


def misses(outcome: Outcome) -> list[str]:
    """Where jixiao misses the target: a mean TEDS-S below it, a peer ahead in any measure, tables that are not there."""
    lines: list[str] = []
    for (producer, style), group in _groups(r for r in outcome.results if r.style not in PARTLY):
        where = f"{TITLES[producer]}, {style}"
        own = [r for r in group if r.reader == "jixiao"]
        if own and _mean(own, lambda s: s.teds_s) < TARGET:
            lines.append(f"{where}: TEDS-S {_mean(own, lambda s: s.teds_s):.4f}")
        extra = outcome.extra
        if count := len([e for e in extra if e[:3] == (producer, style, "jixiao")]):
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


def _totals(
    results: Sequence[Result], outcome: Outcome, readers: Sequence[str], *, partly: bool, styles: bool = False
) -> str:
    names = [name for name, _ in _MEANS]
    first = ["producer", "style"] if styles else ["producer"]
    rows = [[*first, "reader", "tables", *names, "adjacency F1", "all cells right", "missing", "extra"]]
    keys = dict.fromkeys((r.producer, r.style if styles else "") for r in results)
    for producer, style in keys:
        for reader in readers:
            own = [
                r for r in results if r.producer == producer and r.reader == reader and (not styles or r.style == style)
            ]
            if not own:
                continue
            extra = [
                e
                for e in outcome.extra
                if e[0] == producer and e[2] == reader and (e[1] == style if styles else (e[1] in PARTLY) == partly)
            ]
            means = [_number(_mean(own, measure)) for _, measure in _MEANS]
            exact = f"{100 * sum(r.scores.exact for r in own) / len(own):.1f} %"
            missing = str(sum(r.answer is None for r in own))
            head = [TITLES[producer], style] if styles else [TITLES[producer]]
            rows.append([*head, reader, str(len(own)), *means, _number(_f1(own)), exact, missing, str(len(extra))])
    return _table(rows, len(first) + 1)


def _by_style(results: Sequence[Result], outcome: Outcome, readers: Sequence[str]) -> str:
    present = [reader for reader in readers if any(r.reader == reader for r in results)]
    rows = [["producer", "style", "tables", *present]]
    for (producer, style), group in _groups(results):
        row = [TITLES[producer], style, str(len({(r.page, r.place) for r in group}))]
        for reader in present:
            own = [r for r in group if r.reader == reader]
            extra = len([e for e in outcome.extra if e[:3] == (producer, style, reader)])
            row.append(_number(_mean(own, lambda s: s.teds_s)) + (f" (+{extra})" if extra else "") if own else "")
        rows.append(row)
    return _table(rows, 2) + "\n\n`(+n)`: n tables found where there is none."


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
