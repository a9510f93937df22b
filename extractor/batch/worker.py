"""What runs inside a worker process: read one document, return one record. Pure but for the file it is pointed at."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from extractor.batch.failure import Failure, unforeseen, without_frames
from extractor.batch.inputs import read_bytes, unreadable
from extractor.batch.processes import die_with_parent
from extractor.errors import InputMissingError, JixiaoError, MemoryLimitError
from extractor.model.table import Source
from extractor.output.files import LONE

if TYPE_CHECKING:
    from extractor.model.form import DocumentResult
    from extractor.pipeline import ExtractOptions

Want: TypeAlias = Literal["file", "line", "result"]
"""What a worker sends back: indented JSON for a file, a line of JSON, or the records themselves."""


class Task(Struct, frozen=True):
    """One document to read.

    Attributes:
        path: where its bytes are.
        name: what the user calls it.
        sha256: what its bytes are expected to be, ``None`` where nobody has looked.
        options: how to read it.
        want: what to send back.
        attempt: from 1.
    """

    path: str
    name: str
    sha256: str | None
    options: ExtractOptions
    want: Want = "file"
    attempt: int = 1


class Reading(Struct, frozen=True):
    """What came of one document.

    Attributes:
        name: what the user calls it.
        sha256: of the bytes that were read, ``None`` where they could not be had.
        status: the contract's; ``failed`` with a failure.
        record: the document's JSON, for ``want`` of ``file`` and ``line``; of a failure too, if it had bytes.
        result: the records, for ``want`` of ``result``.
        failure: why it could not be read.
        pages, forms, indicators, errors, warnings, infos: counts.
        seconds: what reading took.
    """

    name: str
    sha256: str | None
    status: str
    record: bytes | None = None
    result: DocumentResult | None = None
    failure: Failure | None = None
    pages: int = 0
    forms: int = 0
    indicators: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    seconds: float = 0.0


def read_task(task: Task) -> Reading:
    """Read one document; nothing is raised for a bad one."""
    from extractor.pipeline import extract_document

    start = time.perf_counter()
    sha256 = task.sha256
    try:
        source = Source(task.name, read_bytes(task.path))
        if task.sha256 is not None and source.sha256 != task.sha256:
            message, remedy = "it changed while it was being read.", "Run again when it is complete."
            return failed(Failure(task.name, InputMissingError(message, source=task.name, remedy=remedy)), task, start)
        sha256 = source.sha256
        return _reading(extract_document(source, task.options), task, start)
    except MemoryError:
        pass  # its frames hold what there was too much of; let go of them before going on
    except OSError as exc:
        return failed(Failure(task.name, unreadable(exc, task.name)), task, start)
    except JixiaoError as error:
        return failed(Failure(task.name, without_frames(error, task.name), sha256), task, start)
    except RecursionError as exc:
        return failed(unforeseen(RecursionError(str(exc)), task.name, sha256), task, start)
    except Exception as exc:
        return failed(unforeseen(exc, task.name, sha256), task, start)
    starved = MemoryLimitError("reading it needs more memory than is allowed.", source=task.name)
    return failed(Failure(task.name, starved, sha256), task, start)


def failed(failure: Failure, task: Task, start: float) -> Reading:
    """The reading of a document that could not be read; ``start`` is of :func:`time.perf_counter`."""
    result = failure.result
    return Reading(
        name=task.name,
        sha256=failure.sha256,
        status="failed",
        record=encode(result, task.want) if result else None,
        failure=failure,
        errors=1,
        seconds=time.perf_counter() - start,
    )


def _reading(result: DocumentResult, task: Task, start: float) -> Reading:
    severities = Counter(finding.severity for finding in result.findings)
    for form in result.forms:
        severities.update(finding.severity for finding in form.findings)
    record = encode(result, task.want)
    return Reading(
        name=task.name,
        sha256=result.document.sha256,
        status=result.status,
        record=record,
        result=result if task.want == "result" else None,
        pages=result.document.pages or 0,
        forms=len(result.forms),
        indicators=sum(len(form.indicators) for form in result.forms),
        errors=severities["error"],
        warnings=severities["warning"],
        infos=severities["info"],
        seconds=time.perf_counter() - start,
    )


def encode(result: DocumentResult, want: Want) -> bytes | None:
    """A record's JSON as bytes, ending in a line break."""
    if want == "result":
        return None
    return (result.to_json(indent=2 if want == "file" else None) + "\n").encode("utf-8", LONE)


def start_worker(memory_mb: int | None) -> None:
    """Make this process a worker: limited, silent, deaf to Ctrl-C, and gone with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    die_with_parent()
    if memory_mb is not None and sys.platform != "win32":
        import resource

        limit = memory_mb << 20
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
