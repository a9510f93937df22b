"""Run with ``python -m benchmarks.batch``: Markdown on stdout, progress on stderr."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.batch.accounts import Account, kill_and_finish
from benchmarks.batch.command import run
from benchmarks.batch.documents import make_folder
from benchmarks.batch.fuzz import Fuzzed, fuzz, fuzz_command


def main() -> None:
    """Make documents, kill, count, time, mutate."""
    arguments = _parser().parse_args()
    parts = arguments.part or ["accounts", "speed", "fuzz"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments.keep or scratch)
        if "accounts" in parts:
            _say(f"making {arguments.documents} documents")
            inputs = folder / "in"
            made = make_folder(inputs, arguments.documents, arguments.seed)
            limits = ["--timeout", "10", "--memory", "1024", "--jobs", "2"]
            print(
                _accounts(
                    kill_and_finish(inputs, folder / "out", made, arguments.kills, limits, arguments.seed), len(made)
                )
            )
        if "speed" in parts:
            print(_speed(folder, arguments.speed_documents, arguments.seed))
        if "fuzz" in parts:
            fuzzed = fuzz(arguments.fuzz_runs, arguments.seed, Path(arguments.failures or folder / "failures"))
            print(_fuzz(fuzzed, *fuzz_command(min(arguments.fuzz_runs, 2000), arguments.seed, folder)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--speed-documents", type=int, default=1000)
    parser.add_argument("--fuzz-runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--part", action="append", choices=("accounts", "speed", "fuzz"), help="only this; may be repeated"
    )
    parser.add_argument("--keep", metavar="FOLDER", help="work there and leave everything")
    parser.add_argument("--failures", metavar="FOLDER", help="keep mutated documents that break something there")
    return parser


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _accounts(account: Account, count: int) -> str:
    rss = account.last.rss
    middle = median(rss[len(rss) // 3 : 2 * len(rss) // 3] or rss)
    lines = [
        "### Accounts",
        "",
        f"{count} inputs; killed after {', '.join(f'{seconds:.1f}' for seconds in account.kills)} s; "
        f"the last run took {account.last.seconds:.0f} s and ended with {account.last.code}.",
        f"Documents: {account.readings}. "
        + ", ".join(f"{number} {name}" for name, number in sorted(account.statuses.items()))
        + ".",
        f"Memory of the parent in the last run: {rss[4 if len(rss) > 4 else 0]:.0f} MB at its start, {middle:.0f} in its middle, "
        f"{rss[-1]:.0f} at its end, {max(rss):.0f} at most.",
        f"Wrong: {len(account.wrong)}. Left over: {len(account.left_over)}.",
        *(f"- {one}" for one in [*account.wrong[:20], *account.left_over[:20]]),
        "",
    ]
    return "\n".join(lines)


def _speed(folder: Path, count: int, seed: int) -> str:
    """One worker against two, and against none: medians of three interleaved rounds."""
    from extractor.batch import Failure, Limits, extract_many, find_inputs
    from extractor.batch.pool import read_isolated
    from extractor.pipeline import ExtractOptions

    inputs = folder / "speed"
    made = make_folder(inputs, count, seed + 1)
    for name, kind in made.items():
        if kind not in ("pdf", "text"):
            (inputs / name).unlink()
    found = [path for path in find_inputs([inputs]) if not isinstance(path, Failure)]
    sum(1 for _ in extract_many(found[:20]))  # warm
    seconds: dict[str, list[float]] = {"in this process": [], "1 worker": [], "2 workers": []}
    for _ in range(3):
        for name, jobs in (("in this process", 0), ("1 worker", 1), ("2 workers", 2)):
            start = time.perf_counter()
            if jobs:
                done = sum(1 for _ in read_isolated(found, ExtractOptions(), jobs, Limits(), want="file"))
            else:
                done = sum(
                    len(one.to_json(indent=2)) > 0 for one in extract_many(found) if not isinstance(one, Failure)
                )
            seconds[name].append(time.perf_counter() - start)
            _say(f"{name}: {done} in {seconds[name][-1]:.1f} s")
    took = {name: median(rounds) for name, rounds in seconds.items()}
    overhead = (took["1 worker"] - took["in this process"]) / len(found) * 1000
    whole = run(["extract", str(inputs), "-o", str(folder / "speed-out"), "-q", "--overlays", "0"])
    rows = [f"| {name} | {one:.1f} | {len(found) / one:.1f} |" for name, one in took.items()]
    return "\n".join([
        "### Speed",
        "",
        f"{len(found)} documents, medians of three interleaved rounds; reading and JSON only.",
        "",
        "| | s | documents/s |",
        "|---|---|---|",
        *rows,
        "",
        f"Two workers against one: {took['1 worker'] / took['2 workers']:.2f}×. Isolation costs {overhead:.1f} ms a document. "
        f"The whole command with ledger, archive, tables and report: {whole.seconds:.1f} s.",
        "",
    ])  # fmt: skip


def _fuzz(fuzzed: Fuzzed, as_batch: str, wrong_in_batch: list[str]) -> str:
    outcomes = ", ".join(f"{number} {name}" for name, number in fuzzed.outcomes.most_common())
    lines = [
        "### Mutated documents",
        "",
        f"{fuzzed.runs} runs: {outcomes}. The slowest took {fuzzed.slowest:.1f} s of the processor's time. Wrong: {len(fuzzed.wrong)}.",
        *(f"- {kind} ({place})" for kind, place in fuzzed.wrong[:30]),
        "",
        f"{as_batch} Wrong: {len(wrong_in_batch)}.",
        *(f"- {one}" for one in wrong_in_batch[:30]),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
