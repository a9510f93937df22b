"""The records of an output directory, a JSON file or JSON lines, one reading a document."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from extractor.errors import InputMissingError, WarehouseError

if TYPE_CHECKING:
    from extractor.model.form import DocumentResult

_BAD_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89abAB][0-9a-fA-F]{2}|[dD][c-fC-F][0-9a-fA-F]{2})")
# What a database's text cannot hold: NUL, and halves of surrogate pairs.
_BAD_TEXT = re.compile("[\x00\ud800-\udfff]")
_BOM = b"\xef\xbb\xbf"
_REMEDY = "Load what `jixiao extract` wrote: an output directory, its JSON files, or JSON lines."


class Piece(Struct, frozen=True):
    """One record as it lies on disk.

    Attributes:
        place: file, and line in a file of JSON lines.
        file_sha256: hash of the JSON text.
        order: what was written later has the greater one.
    """

    place: str
    file_sha256: str
    order: tuple[int, str, int]
    path: Path
    line: int | None = None


class Record(Struct, frozen=True):
    r"""One document's record, clean of what no database takes.

    Attributes:
        record_sha256: hash of its content, without the name of its source.
        replaced: characters spelt out as ``\u0000`` or ``\udXXX``.
    """

    piece: Piece
    result: DocumentResult
    record_sha256: str
    replaced: int


def find_pieces(inputs: Iterable[str]) -> Iterator[Piece]:
    """Every record below the inputs: ``documents/*.json`` of an output directory, JSON files, ``.jsonl`` files.

    Raises:
        InputMissingError: an input is not there, or a directory holds no record.
    """
    for name in inputs:
        path = Path(name)
        try:
            if path.is_dir():
                yield from _of_directory(path)
            else:
                yield from _of_file(path)
        except OSError as exc:
            raise InputMissingError(f"it cannot be read ({exc.strerror}).", source=str(exc.filename or name)) from exc


def _of_directory(path: Path) -> Iterator[Piece]:
    documents = path / "documents"
    files = sorted((documents if documents.is_dir() else path).rglob("*.json"))
    if not files:
        message = "the directory holds no records (documents/*.json)."
        raise InputMissingError(message, source=str(path), remedy="Make them first: jixiao extract … -o " + str(path))
    for file in files:
        yield from _of_file(file)


def _of_file(path: Path) -> Iterator[Piece]:
    stamp = path.stat().st_mtime_ns
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Piece(str(path), digest, (stamp, path.name, 0), path)
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                digest = hashlib.sha256(line.strip()).hexdigest()
                yield Piece(f"{path}:{number}", digest, (stamp, path.name, number), path, number)


class RecordReader:
    """Reads pieces; the lines of one file are read in one pass when they are asked for in their order."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._lines: Iterator[tuple[int, bytes]] = iter(())

    def read(self, piece: Piece) -> Record:
        """The record of a piece.

        Raises:
            WarehouseError: what it holds is no record of this contract; says where and what is wrong.
            InputMissingError: it is gone, or changed while it was loaded.
        """
        data = _bytes_of(piece.path) if piece.line is None else self._line(piece)
        return _record(piece, data)

    def _line(self, piece: Piece) -> bytes:
        for again in (False, True):
            if again or self._path != piece.path:
                self._path, self._lines = piece.path, _lines(piece.path)
            for number, data in self._lines:
                if number == piece.line:
                    return data
        raise InputMissingError("the file changed while it was loaded.", source=piece.place)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as handle:
        yield from ((number, line.strip()) for number, line in enumerate(handle, 1))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise InputMissingError(f"it cannot be read ({exc.strerror}).", source=str(path)) from exc


def _record(piece: Piece, data: bytes) -> Record:
    if hashlib.sha256(data).hexdigest() != piece.file_sha256:
        raise InputMissingError("the file changed while it was loaded.", source=piece.place)
    replaced = 0
    data = data.removeprefix(_BOM)
    if _BAD_ESCAPE.search(data):
        try:
            value, replaced = _spelt(json.loads(data))
        except (ValueError, RecursionError) as exc:
            raise _no_record(piece, str(exc)) from exc
        data = json.dumps(value, ensure_ascii=False).encode()
    result = _validated(data, piece)
    _refuse_impossible(result, piece)
    return Record(piece, result, _content_hash(result), replaced)


def spelt_out(text: str) -> str:
    r"""Return a text with NUL and half surrogates as ``\u0000`` and ``\udXXX``."""
    return _BAD_TEXT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _spelt(value: Any) -> tuple[Any, int]:
    """JSON values with NUL and half surrogates spelt out, and how many there were."""
    count = 0

    def walk(item: Any) -> Any:
        nonlocal count
        if isinstance(item, str):
            count += len(_BAD_TEXT.findall(item))
            return spelt_out(item)
        if isinstance(item, list):
            return [walk(one) for one in item]
        if isinstance(item, dict):
            return {walk(key): walk(one) for key, one in item.items()}
        return item

    return walk(value), count


def _validated(data: bytes, piece: Piece) -> DocumentResult:
    from extractor.model.schema import validate_json

    try:
        result = validate_json(data)
    except ValueError as exc:
        raise _no_record(piece, str(exc)) from exc
    if not re.fullmatch(r"[0-9a-f]{64}", result.document.sha256):
        raise _no_record(piece, "document.sha256 is no SHA-256")
    return result


def _no_record(piece: Piece, why: str) -> WarehouseError:
    return WarehouseError(f"it is no record of a document ({why}).", source=piece.place, remedy=_REMEDY)


def _refuse_impossible(result: DocumentResult, piece: Piece) -> None:
    """What the database's constraints would refuse, while it can be said which document it is."""
    seen: set[str] = set()
    for form in result.forms:
        if form.form_id in seen:
            message = f"two of its forms have the key {form.form_id!r}."
            raise WarehouseError(message, source=piece.place, remedy="Read the document again; nothing was loaded.")
        seen.add(form.form_id)
        for place, indicator in enumerate(form.indicators):
            value = indicator.value
            if not 0 <= value.confidence <= 1:
                raise _no_record(
                    piece, f"{form.form_id}: confidence of indicators[{place}].value is not within 0 and 1"
                )
            if value.operator_code is not None and not 1 <= value.operator_code <= 10:
                raise _no_record(
                    piece, f"{form.form_id}: operator_code of indicators[{place}].value is not within 1 and 10"
                )


def _content_hash(result: DocumentResult) -> str:
    """What makes a reading this reading: everything in it but the name of the file it was read from.

    Written from the validated record, so that spaces, escapes and the order of the contract's keys make no difference.
    """
    nameless = replace(result, document=replace(result.document, source=""))
    return hashlib.sha256(nameless.to_json().encode()).hexdigest()
