"""Documents mutated at random, read in chunks by child processes: an alarm for what hangs, a report for what breaks."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from benchmarks.batch.documents import good_pdf
from samples.make import flatten, random_form

CHUNK = 500
SECONDS = 20
"""One mutated document may take so long; the originals take hundredths."""
SLOW = 5
"""What takes longer is kept to be looked at, though it is not wrong."""
_WORDS = (
    b"/Length 0", b"/Length 99999999", b"/Count -1", b"/Kids [3 0 R]", b"endobj", b"stream\n", b"<<", b">>", b"[" * 40, b"\x00" * 20,
    b"2147483648", b"-1", b"1e309", b"NaN", b"0 0 0 0 re", b"q\n" * 200, b"/Type /Page", b"obj", b"xref", b"trailer", b"()" * 20, b"\xff\xfe",
    "绩效指标\t一级指标".encode(), "≥".encode(), "(2026年度)".encode(), "项目名称".encode(), b"\t" * 50, b"\r\n" * 50, "\u202e\u3000".encode(),
)  # fmt: skip


def mutate(data: bytes, rng: Random) -> bytes:
    """A document with one to eight changes: bytes flipped, pieces cut, doubled, moved, words put in."""
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
                word = rng.choice(_WORDS)
                out[at : at + rng.choice((0, len(word)))] = word
            case _:
                del out[at:]
    return bytes(out)


@dataclass(slots=True)
class Fuzzed:
    """What came of mutated documents: outcomes, and what should not be (kind, place of the file)."""

    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    slowest: float = 0.0


class _TooLong(BaseException):
    pass


def fuzz_chunk(seed: int, count: int, failures: Path) -> Fuzzed:
    """Read mutated documents in this process; what breaks is written down with its file."""
    from extractor.errors import JixiaoError
    from extractor.model.records import Source
    from extractor.model.schema import validate_json
    from extractor.pipeline import extract_document

    def alarm(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    signal.signal(signal.SIGALRM, alarm)
    rng = Random(seed)
    seeds = _seeds(rng)
    done = Fuzzed()
    for number in range(count):
        data = mutate(rng.choice(seeds), rng)
        place = failures / f"{seed}-{number}{'.pdf' if data[:4] == b'%PDF' else '.txt'}"
        failures.mkdir(parents=True, exist_ok=True)
        (failures / f"{seed}-current").write_bytes(data)  # what a crash of native code leaves behind
        start = time.perf_counter()
        signal.alarm(SECONDS)
        kind = ""
        try:
            result = extract_document(Source("mutated", data))
            validate_json(result.to_json().encode("utf-8", "backslashreplace"))
            outcome = result.status
        except JixiaoError as error:
            outcome = error.code
        except _TooLong:
            outcome = kind = "HANG"
        except Exception as exc:
            outcome = kind = f"{type(exc).__name__}: {str(exc)[:120]}"
        finally:
            signal.alarm(0)
        took = time.perf_counter() - start
        done.slowest = max(done.slowest, took)
        if took > SLOW:
            (failures / f"slow-{took:.0f}s-{place.name}").write_bytes(data)
        done.runs += 1
        done.outcomes[outcome if not kind else "WRONG"] += 1
        if kind:
            place.write_bytes(data)
            done.wrong.append((kind, str(place)))
    (failures / f"{seed}-current").unlink(missing_ok=True)
    return done


def _seeds(rng: Random) -> list[bytes]:
    """Some documents to mutate: PDFs and texts of one to three forms."""
    texts = [flatten([random_form(rng) for _ in range(rng.randint(1, 3))]) for _ in range(6)]
    return [
        *(good_pdf(rng) for _ in range(6)),
        *(text.encode() for text in texts[:4]),
        *(text.encode("gb18030") for text in texts[4:]),
    ]


def fuzz(runs: int, seed: int, failures: Path) -> Fuzzed:
    """Read mutated documents in child processes, some hundred in each; a child that dies is what should not be."""
    whole = Fuzzed()
    for chunk in range(-(-runs // CHUNK)):
        count = min(CHUNK, runs - chunk * CHUNK)
        call = [sys.executable, "-m", "benchmarks.batch.fuzz", str(seed + chunk), str(count), str(failures)]
        ended = subprocess.run(call, capture_output=True, text=True, check=False)
        if ended.returncode:
            current = failures / f"{seed + chunk}-current"
            kept = current.rename(failures / f"{seed + chunk}-crash") if current.exists() else current
            whole.wrong.append((f"the process ended with {ended.returncode}: {ended.stderr[-300:]}", str(kept)))
            continue
        told = json.loads(ended.stdout)
        whole.runs += told["runs"]
        whole.outcomes.update(told["outcomes"])
        whole.wrong += [tuple(one) for one in told["wrong"]]
        whole.slowest = max(whole.slowest, told["slowest"])
        print(f"fuzz: {whole.runs} runs, {len(whole.wrong)} wrong", file=sys.stderr)
    return whole


if __name__ == "__main__":
    part = fuzz_chunk(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({"runs": part.runs, "outcomes": part.outcomes, "wrong": part.wrong, "slowest": part.slowest}))
