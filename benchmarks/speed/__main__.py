"""Run with ``python -m benchmarks.speed``: Markdown on stdout, progress on stderr; ``guard`` instead compares counted work with a baseline."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.speed import guard, jobs, memory, readers_part, scaling, startup
from benchmarks.speed.section import Section, say, write_section

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
PARTS = ("readers", "startup", "memory", "scaling", "jobs")
ROUNDS, FULL_ROUNDS = 12, 30


def main(argv: list[str] | None = None) -> int:
    """Run the parts asked for and print them, or guard."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "guard":
        return guard.main(arguments.method, arguments.baseline, renew=arguments.write)
    began = time.perf_counter()
    for name in arguments.part or PARTS:
        start = time.perf_counter()
        section = _parts(arguments)[name]()
        print(f"### {name}\n\n{section.markdown}\n", flush=True)
        if arguments.write:
            write_section(section, arguments.document)
        say(f"{name}: {time.perf_counter() - start:.0f} s")
    say(f"all: {(time.perf_counter() - began) / 60:.1f} minutes")
    return 0


def _parts(arguments: argparse.Namespace) -> dict[str, Callable[[], Section]]:
    full: bool = arguments.full
    rounds: int = arguments.rounds or (FULL_ROUNDS if full else ROUNDS)
    documents: int = arguments.documents or (memory.FULL_DOCUMENTS if full else memory.DOCUMENTS)
    return {
        "readers": lambda: readers_part.run(rounds, full=full),
        "startup": lambda: startup.run(rounds),
        "memory": lambda: memory.run(documents),
        "scaling": lambda: scaling.run(rounds),
        "jobs": lambda: jobs.run(full=full),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("command", nargs="?", choices=("run", "guard"), default="run")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be repeated")
    parser.add_argument("--full", action="store_true", help="more rounds, more long documents, a batch of 10,000")
    parser.add_argument("--rounds", type=int, help=f"of the short documents (default: {ROUNDS}; --full: {FULL_ROUNDS})")
    parser.add_argument(
        "--documents",
        type=int,
        help=f"in the batch whose parent is watched (default: {memory.DOCUMENTS}; --full: {memory.FULL_DOCUMENTS})",
    )
    parser.add_argument(
        "--write", action="store_true", help="renew docs/benchmarks.md and its plots, or guard's baseline"
    )
    parser.add_argument("--document", type=Path, default=DOCUMENT, help=argparse.SUPPRESS)
    parser.add_argument(
        "--method", choices=guard.METHODS, help="how guard counts (default: instructions with valgrind)"
    )
    parser.add_argument("--baseline", type=Path, default=guard.BASELINE, help="what guard compares with")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
