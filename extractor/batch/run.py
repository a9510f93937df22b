"""A batch: every input found, read in a worker and accounted for; resumable at any moment; tables and a report at its end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from extractor.batch.corrections import load_corrections
from extractor.batch.events import Event, RunSummary
from extractor.batch.folder import Folder
from extractor.batch.inputs import Input, Selection, find_inputs
from extractor.batch.ledger import Ledger, options_key, settings_of
from extractor.batch.limits import DEFAULT_LIMITS, Limits, cores
from extractor.batch.pool import worker_pool
from extractor.batch.session import Session, begin_run, ended
from extractor.batch.store import Store, key_of
from extractor.output.directory import DEFAULT_FORMATS, Format
from extractor.output.sinks import Language, Style
from extractor.pipeline import ExtractOptions

OVERLAYS = 12
_OPTIONS = ExtractOptions()


def run_batch(
    inputs: Iterable[Input] | Input,
    output: Input = "output",
    *,
    options: ExtractOptions = _OPTIONS,
    formats: AbstractSet[Format] = DEFAULT_FORMATS,
    excel: bool = False,
    language: Language = "en",
    jobs: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    archive: bool = True,
    overlays: int = OVERLAYS,
    observer: Callable[[Event], None] | None = None,
) -> RunSummary:
    """Read everything that some inputs stand for into an output folder; what is there already is not read again.

    Args:
        inputs: files, directories and patterns, or one of them (``-``: standard input).
        output: the folder, made if it is not there.
        options: how to read.
        formats: which tables to write; the documents' JSON is always written.
        excel: CSV for Excel.
        language: headings of the tables: the contract's names, or Chinese labels.
        jobs: workers; by default one a core.
        limits: what one document may cost.
        include, exclude: patterns for what directories are searched for (see :class:`extractor.batch.inputs.Selection`).
        archive: keep every content under its hash, linked where possible, so that it can be read again.
        overlays: draw the pages of at most so many documents that the report points at.
        observer: called in this thread with each :class:`Event`.

    Raises:
        OutputError: the folder cannot be written, or another run is writing into it.
        RulesError: the rules are broken.
        UsageError: a file of corrections is broken.
        KeyboardInterrupt: passed on; everything that was read until then is kept.
    """
    from rules.ruleset.load import load_rules

    rules = load_rules(options.rules_dir, ignore_broken=options.ignore_broken_rules)
    folder = Folder(Path(output))
    folder.make()
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    outside = frozenset(map(os.path.abspath, (folder.root, folder.quarantine, folder.overlays)))
    with folder.locked(), closing(Ledger(folder.ledger)) as ledger, worker_pool(jobs or cores(), limits) as workers:
        folder.sweep()
        key = key_of(options_key(options), rules.version)
        run = Session(
            Store(folder, ledger, begin_run(ledger, "extract", key), load_corrections(folder.corrections)),
            key, settings_of(options), replace(options, max_pages=limits.pages), limits, archive, observer or _ignore,
        )  # fmt: skip
        with ended(ledger, run.store.run):
            run.read(list(find_inputs(inputs, Selection(include, exclude, outside))), workers)
            return run.finish(workers, formats, Style(language, excel=excel), overlays=overlays)


def _ignore(event: Event) -> None:
    pass
