"""Bytes of a text file to characters, by evidence and never by a silent guess.

What is tried, in this order, and why it is believed:

1. a byte order mark (UTF-8, UTF-16, UTF-32, GB18030) says what follows;
2. nothing but ASCII reads the same in every encoding that is offered here;
3. UTF-8, GB18030 and UTF-16 without a mark are each decoded strictly and judged as Chinese text: no control characters,
   few rare characters, and a fair share of the few hundred characters that make up most of any Chinese text. Bytes read
   in the wrong encoding look like random ideographs, of which only one in seven is frequent.

Exactly one reading must be believable. None, or two, is an :class:`~extractor.errors.EncodingError`: the user names the
encoding. Other encodings (Big5, Shift-JIS, ...) are never detected, only read when they are named.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

from msgspec import Struct

from extractor.errors import EncodingError
from extractor.model.patterns import compiled
from extractor.readers.hanzi import FREQUENT

# The longest marks come first: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CUT_OFF = frozenset({"unexpected end of data", "incomplete multibyte sequence", "truncated data"})
# Reading them as their superset loses nothing: files that call themselves GB2312 often hold GBK characters.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030"}
_SAMPLE = 1 << 18  # characters judged: more would not change the verdict
_SURE_SEQUENCES = 8  # well-formed UTF-8 multi-byte sequences that GB18030 text does not contain by chance
_MIN_COMMON = 0.8  # share of everyday characters among all that are not ASCII
_MIN_FREQUENT = 0.35  # share of frequent characters among the ideographs
_MIN_FREQUENT_SHORT = 0.5  # the same where there are too few ideographs for a steady share
_SHORT = 12

_CONTROL = compiled("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = compiled("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_NOT_ASCII = compiled("[^\x00-\x7f]")
_HANZI = compiled("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Marks and symbols that stand in Chinese forms: punctuation, full-width forms, arithmetic, units, boxes, circled numbers.
_SYMBOLS = compiled(
    "[\u00b0-\u00b7\u00d7\u00f7\u2010-\u2027\u2030-\u203b\u2103-\u2122\u2160-\u217f\u2190-\u2199\u2200-\u22ff\u2460-\u249b"
    "\u2500-\u25ff\u2605\u2606\u2611-\u2614\u2713-\u2717\u3000-\u303f\u3220-\u33ff\uff01-\uff5e\uffe0-\uffe5]"
)


class Decoded(Struct, frozen=True):
    """Text with what was believed and why.

    Attributes:
        text: the characters, without a byte order mark; line ends as they came.
        encoding: canonical name: ``utf-8``, ``utf-16-le``, ``utf-16-be``, ``utf-32-le``, ``utf-32-be``, ``gb18030``, or
            the one the user named.
        evidence: why it is believed, in one sentence.
        notes: what was repaired: control characters replaced, a character cut off at the end of the file, ...
    """

    text: str
    encoding: str
    evidence: str
    notes: tuple[str, ...] = ()


class _Reading(Struct, frozen=True):
    encoding: str
    text: str
    cut: int  # bytes left over at the end of the file
    problem: str = ""  # why it is not believed; "" when it is
    evidence: str = ""


def decode(data: bytes, *, source: str, encoding: str | None = None) -> Decoded:
    """Decode the bytes of a text file.

    Args:
        data: the whole file.
        source: its name, for messages.
        encoding: what the user says it is; then nothing is guessed and a byte that does not fit is an error.

    Raises:
        EncodingError: no encoding, or more than one, explains the bytes; or the named one does not.
    """
    if encoding is not None:
        reading = _named(data, encoding, source)
    else:
        reading = _marked(data, source) or _ascii(data) or _judged(data, source)
    return _tidy(reading)


def _marked(data: bytes, source: str) -> _Reading | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            text, cut = _strict(data[len(mark) :], name, source, offset=len(mark))
            return _Reading(name, text, cut, evidence=f"byte order mark of {name}")
    return None


def _ascii(data: bytes) -> _Reading | None:
    if not data.isascii() or b"\x00" in data or b"\x1b$" in data:
        return None  # ESC $ opens ISO-2022, which is seven-bit without being ASCII
    return _Reading("utf-8", data.decode("ascii"), 0, evidence="only ASCII characters")


def _judged(data: bytes, source: str) -> _Reading:
    readings = [_judge(data, name) for name in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")]
    utf8 = readings[0]
    if not utf8.problem and "sequences" in utf8.evidence:
        return utf8
    believed = [reading for reading in readings if not reading.problem]
    if len(believed) == 1:
        return believed[0]
    if believed:
        names = ", ".join(reading.encoding for reading in believed)
        raise EncodingError(f"Too little text to tell its encoding: it could be {names}.", source=source)
    reasons = "; ".join(f"{reading.encoding}: {reading.problem}" for reading in readings[:2])
    raise EncodingError(
        f"The bytes are not Chinese text in any encoding that can be told apart ({reasons}).", source=source
    )


def _judge(data: bytes, name: str) -> _Reading:
    try:
        text, cut = _strict(data, name, "", offset=0)
    except EncodingError as error:
        return _Reading(name, "", 0, problem=error.message)
    sample = text[:_SAMPLE]
    if name == "utf-8":
        sequences = len(_NOT_ASCII.findall(sample))
        if sequences >= _SURE_SEQUENCES and sample.count("\x00") * _SURE_SEQUENCES <= sequences:
            return _Reading(name, text, cut, evidence=f"{sequences} well-formed UTF-8 sequences, none malformed")
    problem, evidence = _as_chinese(sample)
    return _Reading(name, text, cut, problem, evidence)


def _as_chinese(text: str) -> tuple[str, str]:
    """Why the text is not believable Chinese (or ``""``), and why it is."""
    control = _CONTROL.search(text)
    if control is not None and len(_CONTROL.findall(text)) > len(text) // 1000:
        return f"control character U+{ord(control.group()):04X} at character {control.start()}", ""
    foreign = _NOT_ASCII.findall(text)
    hanzi = _HANZI.findall(text)
    everyday = _everyday()
    common = sum(char in everyday for char in hanzi) + len(_SYMBOLS.findall(text))
    frequent = sum(char in FREQUENT for char in hanzi)
    enough = _MIN_FREQUENT if len(hanzi) >= _SHORT else _MIN_FREQUENT_SHORT
    if not foreign:
        return "", "only ASCII characters"
    if common < _MIN_COMMON * len(foreign):
        return f"{len(foreign) - common} of {len(foreign)} characters are not used in everyday Chinese", ""
    if frequent < enough * len(hanzi):
        return f"only {frequent} of {len(hanzi)} ideographs are frequent ones", ""
    return (
        "",
        f"{common} of {len(foreign)} characters are everyday Chinese, {frequent} of {len(hanzi)} ideographs frequent ones",
    )


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """The 3755 ideographs of GB 2312 level 1, which is ordered by use."""
    codes = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return frozenset(codes.decode("gb2312", "ignore"))


def _named(data: bytes, encoding: str, source: str) -> _Reading:
    wanted = encoding.strip().lower().replace("_", "-")
    try:
        canonical = codecs.lookup(wanted).name
    except (LookupError, ValueError):
        raise EncodingError(
            f"No encoding is called {encoding!r}.",
            source=source,
            remedy="Use a name such as utf-8, gb18030, utf-16-le or big5.",
        ) from None
    canonical = _SUPERSETS.get(canonical, canonical).replace("_", "-")
    if canonical in ("utf-8-sig", "utf-16", "utf-32"):
        canonical = "utf-8" if canonical == "utf-8-sig" else _byte_order(data, canonical, source)
    mark = next((mark for mark, name in _MARKS if name == canonical and data.startswith(mark)), b"")
    text, cut = _strict(data[len(mark) :], canonical, source, offset=len(mark))
    return _Reading(canonical, text, cut, evidence="named by the user")


def _byte_order(data: bytes, family: str, source: str) -> str:
    for mark, name in _MARKS:
        if name.startswith(family) and data.startswith(mark):
            return name
    raise EncodingError(
        f"{family} without a byte order mark leaves the order of the bytes open.",
        source=source,
        remedy=f"Name {family}-le or {family}-be with --encoding.",
    )


def _strict(data: bytes, name: str, source: str, *, offset: int) -> tuple[str, int]:
    """Decode without tolerance but for a character cut off by the end of the file; return it and the bytes left over."""
    try:
        return data.decode(name), 0
    except UnicodeDecodeError as error:
        if error.reason in _CUT_OFF and error.end == len(data) and error.start > 0:
            return data[: error.start].decode(name), len(data) - error.start
        what = data[error.start : error.start + 4].hex(" ")
        raise EncodingError(
            f"Not {name}: byte {what[:2]} at offset {error.start + offset} does not fit.", source=source
        ) from None
    except (LookupError, UnicodeError) as error:
        raise EncodingError(f"{name} cannot be used to read text ({error}).", source=source) from None


def _tidy(reading: _Reading) -> Decoded:
    text, notes = reading.text, []
    if reading.cut:
        notes.append(f"the file ends inside a character: its last {reading.cut} byte(s) are not read")
    if text.startswith("\ufeff"):
        text = text[1:]
    controls = _CONTROL.search(text)
    if controls is not None:
        text, count = _CONTROL.subn(" ", text)
        notes.append(f"{count} control character(s) replaced by spaces, the first at character {controls.start()}")
    text, count = _INVISIBLE.subn("", text)
    if count:
        notes.append(f"{count} invisible direction mark(s) removed")
    if "\ufffd" in text:
        notes.append(f"{text.count(chr(0xFFFD))} replacement character(s): the text was damaged before it came here")
    return Decoded(text, reading.encoding, reading.evidence, tuple(notes))
