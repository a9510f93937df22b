"""One input that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from extractor.errors import JixiaoError, RulesError

if TYPE_CHECKING:
    from extractor.model.form import DocumentResult


class Failure(Struct, frozen=True):
    """One input that could not be read.

    Attributes:
        source: what the user called it.
        error: what happened, with its remedy.
        sha256: hex digest of its bytes, ``None`` where they could not be had.
        traceback: Python's traceback of an error that nobody foresaw, ``""`` otherwise.
    """

    source: str
    error: JixiaoError
    sha256: str | None = None
    traceback: str = ""

    @property
    def result(self) -> DocumentResult | None:
        """The same as a contract record of status ``failed``; ``None`` without bytes, for a record is about some."""
        if self.sha256 is None:
            return None
        from extractor import __version__
        from extractor.model.form import SCHEMA_VERSION, Document, DocumentResult, Finding
        from rules.files.version import rules_version

        error = self.error
        finding = Finding(error.code, "error", "document", error.message, error.message_zh, suggestion=error.remedy)
        document = Document(self.source, self.sha256, None, None, None, None, __version__, rules_version())
        return DocumentResult(SCHEMA_VERSION, document, "failed", (), (finding,))


def without_frames(error: JixiaoError, name: str) -> JixiaoError:
    """The error without its traceback, whose frames would keep the document's bytes alive as long as the failure."""
    if isinstance(error, RulesError):  # its subclasses are made of something else than a message
        return RulesError(error.message, source=error.source or name, remedy=error.remedy)
    return type(error)(error.message, source=error.source or name, remedy=error.remedy)


def unforeseen(exc: Exception, name: str, sha256: str | None) -> Failure:
    """The failure of an error that nobody foresaw."""
    from traceback import format_exception

    error = JixiaoError(f"unexpected {type(exc).__name__}: {exc}.", source=name)
    return Failure(name, error, sha256, "".join(format_exception(exc)))
