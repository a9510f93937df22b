"""Read documents from Python: one, or many, and never let one bad file stop the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from extractor.batch.failure import Failure, unforeseen, without_frames
from extractor.batch.inputs import Input, display_name, find_inputs, read_source
from extractor.errors import JixiaoError, RulesError, UsageError
from extractor.model.table import Source

if TYPE_CHECKING:
    from extractor.batch.limits import Limits
    from extractor.model.form import DocumentResult
    from extractor.pipeline import ExtractOptions


def extract(source: Input | bytes | Source, **options: Any) -> DocumentResult:
    """Read one document: a path, its bytes, or a :class:`Source`.

    Args:
        source: what to read; ``-`` is standard input.
        options: fields of :class:`extractor.pipeline.ExtractOptions` (``password``, ``encoding``).

    Returns:
        The document's record; one without forms has status ``no_forms`` and says in a finding what came nearest.

    Raises:
        JixiaoError: the document could not be read; the subclass says why, its message what to do.
        TypeError: an option that does not exist.
    """
    from extractor.pipeline import ExtractOptions, extract_document

    chosen = ExtractOptions(**options)
    if isinstance(source, bytes):
        source = Source("<bytes>", source)
    return extract_document(source if isinstance(source, Source) else read_source(source), chosen)


def extract_many(
    inputs: Iterable[Input] | Input, *, jobs: int | None = None, limits: Limits | None = None, **options: Any
) -> Iterator[DocumentResult | Failure]:
    """Read many documents, in the order in which they are found, each as it is asked for.

    Args:
        inputs: files, directories (searched recursively) and patterns, or one of them.
        jobs: read so many at a time, each in a worker process of its own that can be killed.
        limits: what a document may cost; given without ``jobs``, one is read at a time, in a worker. With neither,
            documents are read in this process, without limits.
        options: as for :func:`extract`.

    Yields:
        A record per document, or a :class:`Failure` per input that could not be read; nothing is raised for a bad file.

    Raises:
        RulesError: the rules themselves are broken.
        UsageError: an option that no document can be read with.
    """
    from extractor.pipeline import ExtractOptions

    chosen = ExtractOptions(**options)
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    found = find_inputs(inputs)
    if jobs is None and limits is None:
        for item in found:
            yield item if isinstance(item, Failure) else attempt(item, chosen)
        return
    from extractor.batch.limits import Limits
    from extractor.batch.pool import read_isolated

    for reading in read_isolated(found, chosen, jobs or 1, limits or Limits(), want="result"):
        if reading.failure is not None:
            yield reading.failure
        elif reading.result is not None:
            yield reading.result


def attempt(path: Input, options: ExtractOptions) -> DocumentResult | Failure:
    """Read one document and return what went wrong with it, rather than raise it.

    Raises:
        RulesError, UsageError: as for :func:`extract_many`.
    """
    from extractor.pipeline import extract_document

    name = display_name(path)
    sha256 = None
    try:
        source = read_source(path)
        sha256 = source.sha256
        return extract_document(source, options)
    except (RulesError, UsageError):  # not about this document: every other would end alike
        raise
    except JixiaoError as error:
        return Failure(name, without_frames(error, name), sha256)
    except Exception as exc:
        return unforeseen(exc, name, sha256)
