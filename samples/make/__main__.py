"""``python -m samples.make``: print every sample, its expected record and the manifest again."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from samples.make.catalogue import SAMPLES, Sample
from samples.make.families import load_families, write_family_file, write_family_records
from samples.make.family.facts import Family
from samples.make.spec import DocumentSpec, load
from samples.make.truth import expected_document, flattened_differences
from samples.make.writers.tools import ProducerMissing

HOME = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Make the samples. Returns the process exit code: 1 when a program that prints them is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m samples.make", description="Regenerate samples/ from samples/specs/ and samples/families/."
    )
    parser.add_argument("files", nargs="*", help="only these files (default: all)")
    parser.add_argument("-o", "--output", type=Path, default=HOME, help="directory to write to (default: samples/)")
    options = parser.parse_args(arguments)
    families = load_families()
    of_families = {entry["file"]: family for family in families.values() for entry in family.files}
    if unknown := set(options.files) - {sample.file for sample in SAMPLES} - set(of_families):
        parser.error(f"no such sample: {', '.join(sorted(unknown))}")
    specs = {path.stem: load(path) for path in sorted((HOME / "specs").glob("*.yaml"))}
    options.output.mkdir(parents=True, exist_ok=True)
    try:
        for sample in SAMPLES:
            if not options.files or sample.file in options.files:
                print(sample.file, file=sys.stderr)
                sample.write(specs[sample.spec], options.output / sample.file)
        _write_families(of_families, options.files, options.output)
    except ProducerMissing as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    write_records(specs, options.output)
    write_family_records(families, options.output)
    return 0


def _write_families(of_families: dict[str, Family], wanted: list[str], output: Path) -> None:
    for file, family in of_families.items():
        if not wanted or file in wanted:
            print(file, file=sys.stderr)
            write_family_file(family, file, output / file)


def write_records(specs: dict[str, DocumentSpec], output: Path) -> None:
    """Write ``expected/<spec>.json`` and ``manifest.json``."""
    (output / "expected").mkdir(exist_ok=True)
    for name, spec in specs.items():
        _write_json(output / "expected" / f"{name}.json", expected_record(spec))
    _write_json(output / "manifest.json", [_entry(sample) for sample in SAMPLES])


def expected_record(spec: DocumentSpec) -> dict[str, Any]:
    """What is true of a specification's files, and per file where it shows something else."""
    files = {sample.file: _differences(sample, spec) for sample in SAMPLES if sample.spec == spec.name}
    return {"spec": spec.name, **expected_document(spec), "files": files}


def _differences(sample: Sample, spec: DocumentSpec) -> list[dict[str, Any]]:
    return flattened_differences(spec) if sample.damaged else []


def _entry(sample: Sample) -> dict[str, str]:
    return {
        "file": sample.file,
        "spec": sample.spec,
        "producer": sample.producer,
        "format": sample.format,
        "shows": sample.shows,
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
