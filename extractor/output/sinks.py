"""The one registry of table formats, and what a format is asked for.

A new format is one module with a class like :class:`Sink` and one line in :data:`FORMATS`; ``jixiao extract`` and
``jixiao export`` both offer it from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeAlias, cast

from msgspec import Struct

from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.model.form import TableName

Language: TypeAlias = Literal["en", "zh"]
Columns: TypeAlias = Sequence[Sequence[Any]]


class Style(Struct, frozen=True):
    """What the user may choose about tables.

    Attributes:
        language: headings: the contract's names, or their Chinese labels.
        excel: CSV for Excel: begin with a byte order mark, end lines as Excel does, keep long codes from being rounded.
        header: begin with the headings; without, CSV files are the later parts of others.
    """

    language: Language = "en"
    excel: bool = False
    header: bool = True


PLAIN = Style()


class Sink(Protocol):
    """The contract's tables as files of one format in an existing directory; nothing is seen there before ``commit``.

    Every method raises :class:`extractor.errors.OutputError` when the directory cannot be written to. Rows go to disk as
    they come, so that memory does not grow with their number.
    """

    def __init__(self, directory: Path, style: Style) -> None: ...
    @property
    def files(self) -> list[Path]:
        """What :meth:`commit` puts in place."""

    def add(self, table: TableName, columns: Columns) -> None:
        """Append rows of one table, given as the contract's columns in their order."""

    def commit(self) -> None:
        """Write what is left and put every file in its place."""

    def discard(self) -> None:
        """Leave the directory as it was found; after :meth:`commit`, do nothing."""


class Format(NamedTuple):
    """Where a format's sink is (``module:class``), and the library and extra that it needs."""

    sink: str
    library: str = ""
    extra: str = ""


FORMATS = {
    "csv": Format("extractor.output.csv_files:CsvFiles"),
    "jsonl": Format("extractor.output.json_lines:JsonLines"),
    "xlsx": Format("extractor.output.workbook:Workbook", "xlsxwriter", "excel"),
    "parquet": Format("extractor.output.parquet_files:ParquetFiles", "pyarrow", "warehouse"),
}


def check_formats(names: Iterable[str]) -> None:
    """See that formats can be written, before anything is read for them.

    Raises:
        UsageError: one needs a library that is not installed.
    """
    for name in names:
        wanted = FORMATS.get(name)
        if wanted and wanted.library and find_spec(wanted.library) is None:
            remedy = f"Run: pip install 'jixiao[{wanted.extra}]'"
            raise UsageError(f"{name.upper()} needs {wanted.library}.", remedy=remedy)


def open_sink(name: str, directory: Path, style: Style) -> Sink:
    """Begin the tables in one format.

    Raises:
        UsageError: the format needs a library that is not installed.
        OutputError: the directory cannot be written to.
    """
    check_formats([name])
    module, _, cls = FORMATS[name].sink.partition(":")
    return cast("Sink", getattr(import_module(module), cls)(directory, style))


def open_sinks(names: Iterable[str], directory: Path, style: Style) -> list[Sink]:
    """Begin the tables in every format of the registry that is among some names.

    Raises:
        UsageError: a format needs a library that is not installed.
        OutputError: the directory cannot be written to.
    """
    sinks: list[Sink] = []
    try:
        sinks.extend(open_sink(name, directory, style) for name in FORMATS if name in names)
    except BaseException:
        for sink in sinks:
            sink.discard()
        raise
    return sinks
