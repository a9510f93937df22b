"""jixiao: budget performance forms (绩效目标申报表) as data.

``extract(path)`` reads one document, ``extract_many(paths)`` many. What this package exports is imported when it is
first asked for, so that ``import extractor`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.batch import Failure, extract, extract_many
    from extractor.errors import (
        CrashedError,
        DamagedError,
        EmptyFileError,
        EncodingError,
        EncryptedError,
        FindingsError,
        InputMissingError,
        JixiaoError,
        MemoryLimitError,
        NoFormsError,
        NothingReadableError,
        OcrNeededError,
        OutputError,
        PageLimitError,
        PartialFailure,
        RulesError,
        TimeLimitError,
        UnsafeError,
        UnsupportedFormatError,
        UsageError,
        WarehouseError,
    )
    from extractor.model.form import DocumentResult, Finding, Form, Indicator, Value
    from extractor.model.schema import json_schema, validate_json
    from extractor.model.table import Source
    from extractor.output.table_formats import table_to_dict
    from extractor.pipeline import ExtractOptions
    from extractor.tabular import tables
    from rules.values import parse_value

__version__ = "0.1.0"

_HOMES = {
    "extractor.batch": ("Failure", "extract", "extract_many"),
    "extractor.errors": (
        "DamagedError",
        "EmptyFileError",
        "EncodingError",
        "EncryptedError",
        "FindingsError",
        "TimeLimitError",
        "UnsafeError",
        "PageLimitError",
        "MemoryLimitError",
        "CrashedError",
        "InputMissingError",
        "JixiaoError",
        "NoFormsError",
        "NothingReadableError",
        "OcrNeededError",
        "OutputError",
        "PartialFailure",
        "RulesError",
        "UnsupportedFormatError",
        "UsageError",
        "WarehouseError",
    ),
    "extractor.output.table_formats": ("table_to_dict",),
    "extractor.model.form": ("DocumentResult", "Finding", "Form", "Indicator", "Value"),
    "extractor.model.table": ("Source",),
    "extractor.model.schema": ("json_schema", "validate_json"),
    "extractor.pipeline": ("ExtractOptions",),
    "extractor.tabular": ("tables",),
    "rules.values": ("parse_value",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CrashedError",
    "DamagedError",
    "DocumentResult",
    "EmptyFileError",
    "EncodingError",
    "EncryptedError",
    "ExtractOptions",
    "Failure",
    "Finding",
    "FindingsError",
    "Form",
    "Indicator",
    "InputMissingError",
    "JixiaoError",
    "MemoryLimitError",
    "NoFormsError",
    "NothingReadableError",
    "OcrNeededError",
    "OutputError",
    "PageLimitError",
    "PartialFailure",
    "RulesError",
    "Source",
    "TimeLimitError",
    "UnsafeError",
    "UnsupportedFormatError",
    "UsageError",
    "Value",
    "WarehouseError",
    "__version__",
    "extract",
    "extract_many",
    "json_schema",
    "parse_value",
    "table_to_dict",
    "tables",
    "validate_json",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
