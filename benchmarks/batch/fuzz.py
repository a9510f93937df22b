"""Documents mutated at random, read one after the other by a child process: an alarm for what hangs, a report for what breaks."""

from __future__ import annotations

import base64
import json
import re
import select
import signal
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from types import FrameType

from msgspec import Struct, field
from msgspec.structs import asdict

from benchmarks.batch.command import run
from benchmarks.batch.documents import good_pdf
from samples.make import flatten, random_form

SAMPLES = Path(__file__).parents[2] / "samples"
CHUNK = 500
SECONDS = 20
"""Of the processor's time that one mutated document may take; the originals take hundredths."""
SLOW = 5
"""What takes longer is kept to be looked at, though it is not wrong."""
_DEAF = 300
"""A child that says nothing for so long hangs in native code, where its own alarm is not heard."""
_WORDS = (
    b"/Length 0", b"/Length 99999999", b"/Count -1", b"/Kids [3 0 R]", b"endobj", b"stream\n", b"<<", b">>", b"[" * 40, b"\x00" * 20,
    b"2147483648", b"-1", b"1e309", b"NaN", b"0 0 0 0 re", b"q\n" * 200, b"/Type /Page", b"obj", b"xref", b"trailer", b"()" * 20, b"\xff\xfe",
    "绩效指标\t一级指标".encode(), "≥".encode(), "(2026年度)".encode(), "项目名称".encode(), b"\t" * 50, b"\r\n" * 50, "\u202e\u3000".encode(),
)  # fmt: skip
_TEXTS = (
    "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n", "≥", "(2026年度)", "项目名称", "\t" * 50, "\r\n" * 50, "\u202e\u3000", "\x00", "\x0c", "\t\n",
    "9" * 300, "1e999", "-", "①", "≤0.00(%)", "((((((((", "2026年13月45日", "万" * 40, "|", "\U0002a6d6", "财政项目支出绩效目标申报表\n", " " * 300,
)  # fmt: skip
_OPERATORS = (
    b" q", b" Q", b" cm", b" re f", b" l S", b" m", b" Tj", b" BT", b" ET", b" W n", b" 0 0 0 0 0 0 cm", b" 1e30 1e30 l S",
    b" -9999999 0 9999999 1 re f", b" 0 Tf", b" 100 Tz", b" 3 Tr", b" 1e-9 0 0 1e-9 0 0 cm", b" 0 -1 1 0 0 0 cm", b" nan",
    b" 99999999999999999999", b" <> Tj", b" <FFFF> Tj",
)  # fmt: skip
_STREAM = re.compile(
    rb"<<(?:[^<>]*/Length (?P<before>\d+)\b)?[^<>]*/FlateDecode\b(?:[^<>]*/Length (?P<after>\d+)\b)?[^<>]*>>\s*stream\r?\n"
)


def mutate(data: bytes, rng: Random) -> bytes:
    """A document with one to eight changes: bytes flipped, pieces cut, doubled, moved, words put in.

    Half of the PDFs are changed inside a stream and half of the texts by characters, so that what is drawn and written is
    mutated and not only what frames it.
    """
    if rng.random() < 0.5:
        inside = _mutate_stream(data, rng) if data.startswith(b"%PDF") else _mutate_text(data, rng)
        if inside is not None:
            return inside
    return _mutate_bytes(data, rng, _WORDS)


def _mutate_text(data: bytes, rng: Random) -> bytes | None:
    """The text with whole characters cut, doubled, moved and put in, ``None`` where it is not of the usual encodings."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        for _ in range(rng.choice((1, 2, 8, 40))):
            at, to = rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)
            piece = text[at : at + rng.choice((1, 2, 10, 300))]
            rest = text[:at] + text[at + len(piece) :]
            match rng.randrange(4):
                case 0:
                    text = rest
                case 1:
                    text = rest[:to] + piece + rest[to:]
                case 2:
                    text = text[:to] + piece * rng.choice((1, 2, 30)) + text[to:]
                case _:
                    text = text[:to] + rng.choice(_TEXTS) + text[to:]
        return text.encode(encoding, "replace")
    return None


def _mutate_bytes(data: bytes, rng: Random, words: Sequence[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        size = len(out)
        if size < 8:
            break
        at = rng.randrange(size)
        length = min(size - at, rng.choice((1, 4, 16, 200, 3000)))
        match rng.randrange(7):
            case 0:
                out[at] ^= 1 << rng.randrange(8)
            case 1:
                out[at : at + length] = rng.randbytes(length)
            case 2:
                del out[at : at + length]
            case 3:
                out[at:at] = out[at : at + length] * rng.choice((1, 2, 30))
            case 4:
                to = rng.randrange(size)
                out[to:to] = out[at : at + length]
            case 5:
                word = rng.choice(words)
                out[at : at + rng.choice((0, len(word)))] = word
            case _:
                del out[at:]
    return bytes(out)


def _mutate_stream(data: bytes, rng: Random) -> bytes | None:
    """The PDF with one deflated stream mutated inside and packed again, ``None`` where there is none.

    The cross-reference table is off by what the length changed; readers find the objects again, which is exercised too.
    """
    found = list(_STREAM.finditer(data))
    for match in rng.sample(found, len(found)):
        length = int(match["before"] or match["after"] or 0)
        end, armoured = match.end() + length, b"ASCII85" in match[0]
        body = data[match.end() : end]
        try:
            content = zlib.decompress(base64.a85decode(b"<~" + body.strip(), adobe=True) if armoured else body)
        except (ValueError, zlib.error):  # its length stands elsewhere
            continue
        packed = zlib.compress(_mutate_bytes(content, rng, _OPERATORS), 1)
        packed = base64.a85encode(packed, adobe=True)[2:] if armoured else packed
        head = match[0].replace(b"/Length %d" % length, b"/Length %d" % len(packed))
        return data[: match.start()] + head + packed + data[end:]
    return None


class Fuzzed(Struct):
    """What came of mutated documents: outcomes, and what should not be (kind, place of the file)."""

    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    slowest: float = 0.0

    def add(self, run: Run) -> None:
        """Count one run."""
        self.runs += 1
        self.outcomes["WRONG" if run.wrong else run.outcome] += 1
        self.slowest = max(self.slowest, run.seconds)
        if run.wrong:
            self.wrong.append((run.outcome, run.wrong))


class Run(Struct, frozen=True):
    """One mutated document; ``wrong`` is the place of its file if it broke something."""

    number: int
    outcome: str
    seconds: float
    wrong: str = ""


class _TooLong(BaseException):
    pass


def fuzz_chunk(seed: int, count: int, failures: Path, first: int = 0) -> Iterator[Run]:
    """Read mutated documents in this process; what breaks is written down with its file."""
    from extractor.errors import JixiaoError
    from extractor.model.schema import validate_json
    from extractor.model.table import Source
    from extractor.pipeline import ExtractOptions, extract_document

    def alarm(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    signal.signal(signal.SIGPROF, alarm)  # of the processor's time, so that a busy machine is not taken for a hang
    seeds = seed_documents(Random(seed))
    failures.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        data = mutated(seeds, seed, number)
        place = failures / f"{seed}-{number}{_suffix(data)}"
        (failures / f"{seed}-current").write_bytes(data)  # what a crash of native code leaves behind
        start = time.process_time()
        outcome, wrong = "HANG", True
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            # Recognising what a damaged font does not say takes seconds a page, and is not ours to break.
            result = extract_document(Source("mutated", data), ExtractOptions(ocr=False))
            validate_json(result.to_json().encode("utf-8", "backslashreplace"))
            outcome, wrong = str(result.status), False
        except JixiaoError as error:
            outcome, wrong = error.code, False
        except _TooLong:
            pass
        except Exception as exc:
            outcome = f"{type(exc).__name__}: {str(exc)[:120]}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - start
        if took > SLOW:
            (failures / f"slow-{took:.0f}s-{place.name}").write_bytes(data)
        if wrong:
            place.write_bytes(data)
        yield Run(number, outcome, took, str(place) if wrong else "")
    (failures / f"{seed}-current").unlink(missing_ok=True)


def mutated(seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """The document of one run; the same for the same numbers."""
    rng = Random(f"{seed}-{number}")
    return mutate(rng.choice(seeds), rng)


def _suffix(data: bytes) -> str:
    return ".pdf" if data[:4] == b"%PDF" else ".txt"


def seed_documents(rng: Random) -> list[bytes]:
    """Documents to mutate: forms made at random, and samples of several families and producers, as many PDFs as texts."""
    texts = [flatten([random_form(rng) for _ in range(rng.randint(1, 3))]) for _ in range(4)]
    small = [path for path in sorted(SAMPLES.glob("*.*")) if path.stat().st_size < 200_000]
    pdfs = [path.read_bytes() for path in small if path.suffix == ".pdf"]
    flat = [path.read_bytes() for path in small if path.suffix == ".txt"]
    return [
        *(good_pdf(rng) for _ in range(4)),
        *rng.sample(pdfs, min(8, len(pdfs))),
        *(text.encode() for text in texts[:2]),
        *(text.encode("gb18030") for text in texts[2:]),
        *rng.sample(flat, min(8, len(flat))),
    ]


def fuzz(runs: int, seed: int, failures: Path) -> Fuzzed:
    """Read mutated documents in child processes, some hundred in each; a child that dies is what should not be."""
    whole = Fuzzed()
    failures.mkdir(parents=True, exist_ok=True)
    for chunk in range(-(-runs // CHUNK)):
        count = min(CHUNK, runs - chunk * CHUNK)
        _fuzz_in_children(whole, seed + chunk, count, failures)
        print(f"fuzz: {whole.runs} runs, {len(whole.wrong)} wrong, {whole.slowest:.1f} s at most", file=sys.stderr)
    return whole


def _fuzz_in_children(whole: Fuzzed, seed: int, count: int, failures: Path) -> None:
    """One chunk; after a child that died the next one goes on with the run after."""
    done = 0
    while done < count:
        call = [sys.executable, "-m", "benchmarks.batch.fuzz", str(seed), str(count - done), str(failures), str(done)]
        with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            for line in _lines(child):
                whole.add(Run(**json.loads(line)))
                done += 1
            error = child.stderr.read()[-300:].decode(errors="replace") if child.stderr else ""
        if child.returncode == 0:
            return
        current = failures / f"{seed}-current"
        place = failures / f"{seed}-{done}-died"
        if current.exists():
            current.rename(place)
        whole.add(Run(done, f"the process ended with {child.returncode}: {error}", 0.0, str(place)))
        done += 1


def _lines(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What a child prints, line by line; one that is silent for too long is killed."""
    assert child.stdout is not None
    buffer = b""
    while True:
        ready, _, _ = select.select([child.stdout], [], [], _DEAF)
        if not ready:
            child.kill()
            return
        piece = child.stdout.read1()  # type: ignore[attr-defined]
        if not piece:
            return
        *whole, buffer = (buffer + piece).split(b"\n")
        yield from whole


def fuzz_command(count: int, seed: int, folder: Path) -> tuple[str, list[str]]:
    """Mutated documents given to the command as a batch.

    Returns:
        How it went in a sentence, and what a user should not have seen.
    """
    seeds = seed_documents(Random(seed))
    inputs = folder / "mutated"
    inputs.mkdir(parents=True)
    contents = [mutated(seeds, seed, number) for number in range(count)]
    for number, data in enumerate(contents):
        (inputs / f"{number:05d}{_suffix(data)}").write_bytes(data)
    ran = run(["extract", str(inputs), "-o", str(folder / "mutated-out"), "--log-format", "json", "--jobs", "2"])
    lines = ran.error.splitlines()
    wrong = [line[:200] for line in lines if not line.startswith("{") or '"UNEXPECTED"' in line or "Traceback" in line]
    last = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    parts = ("ok", "partial", "no_forms", "quarantined", "skipped")
    if ran.code != 14 or last.get("found") != count or sum(last.get(part, 0) for part in parts) != count:
        wrong.append(f"it ended with {ran.code}: {last}")
    told = ", ".join(f"{last.get(part, 0)} {part}" for part in parts)
    return f"{count} of them as one batch: {told}; {ran.seconds:.0f} s; the parent ended with {ran.code}.", wrong


if __name__ == "__main__":
    for one in fuzz_chunk(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])):
        print(json.dumps(asdict(one)), flush=True)
