"""Documents of older and other programs (.doc, .wps, .rtf, .odt, .ods): LibreOffice makes DOCX or XLSX of them, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from extractor.errors import DamagedError, TimeLimitError, UnsupportedFormatError
from extractor.model.table import Source
from extractor.readers.content import Content, ReadOptions

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 100
"""A document of a hundred pages takes five, the first start on a slow machine twenty; the command's own limit is 120."""
_REMEDY = (
    "Save it as {wanted}, or install LibreOffice (apt-get install libreoffice-writer libreoffice-calc) to have it read."
)
# Nothing of a document may run or be fetched: macros are off at the highest level, links are never updated.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)


class _Kind(Struct, frozen=True):
    """What a file is called, what it is made into, and who reads that.

    Attributes:
        suffix: under which LibreOffice gets the file; it goes by the content, but needs some name.
        target: the format that it is made into.
        what: for messages.
    """

    suffix: str
    target: str
    what: str


_TEXT = _Kind(".doc", "docx", "Word 97-2003 or WPS document")
_RTF = _Kind(".rtf", "docx", "RTF document")
_ODT = _Kind(".odt", "docx", "OpenDocument text")
_ODS = _Kind(".ods", "xlsx", "OpenDocument spreadsheet")


def read(source: Source, options: ReadOptions) -> Content:
    """Read a document by way of LibreOffice.

    Raises:
        DamagedError: LibreOffice makes nothing of it.
        TimeLimitError: it takes too long.
        UnsupportedFormatError: LibreOffice is not installed.
    """
    kind = _kind(source.data)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        message = f"Only LibreOffice can open this {kind.what}, and it is not installed."
        remedy = _REMEDY.format(wanted=kind.target.upper())
        raise UnsupportedFormatError(message, source=source.name, remedy=remedy)
    made = replace(source, data=_converted(source, kind, program), sha256=source.sha256)
    content: Content = import_module(f"extractor.readers.office.{kind.target}").read(made, options)
    return replace(content, producer=None)


def _kind(data: bytes) -> _Kind:
    if data.startswith(b"{\\rtf"):
        return _RTF
    if data.startswith(b"PK"):
        return _ODS if b"opendocument.spreadsheet" in data[:200] else _ODT
    return _TEXT


def _converted(source: Source, kind: _Kind, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="jixiao-office-") as scratch:
        profile = Path(scratch, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        original = Path(scratch, f"original{kind.suffix}")
        original.write_bytes(source.data)
        _run(source, program, kind, scratch, profile, original)
        made = Path(scratch, "made", f"original.{kind.target}")
        if not made.is_file():
            message = f"LibreOffice makes nothing of this {kind.what}."
            raise DamagedError(message, source=source.name, remedy="Open it in its program and save it again.")
        return made.read_bytes()


def _settings() -> str:
    """The settings as a profile of LibreOffice keeps them."""
    items = (
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{''.join(items)}</oor:items>"
    )


def _run(source: Source, program: str, kind: _Kind, scratch: str, profile: Path, original: Path) -> None:
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", kind.target, "--outdir", str(Path(scratch, "made")), str(original),
    ]  # fmt: skip
    environment = {**os.environ, "HOME": scratch}
    process = subprocess.Popen(  # noqa: S603 (no shell, and no argument comes from the document)
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        message = f"LibreOffice took longer than {_SECONDS} s."
        remedy = f"Open it in its program and save it as {kind.target.upper()}."
        raise TimeLimitError(message, source=source.name, remedy=remedy) from None
    finally:
        if process.poll() is None:  # the program proper is a child of the one that was started
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
