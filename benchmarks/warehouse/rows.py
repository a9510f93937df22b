"""Documents made up in memory, as many indicators as are asked for; seeded, so that every run loads the same."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

from extractor.model.form import (
    Canonical,
    Document,
    DocumentResult,
    Form,
    Funding,
    FundingLine,
    Indicator,
    IndicatorProvenance,
    Judgement,
    PrintedLevels,
    Project,
    Value,
)

PER_FORM = 10
FORMS = 10
_LEVELS = (
    ("成本指标", "经济成本指标"),
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)


def documents(indicators: int, seed: int = 7) -> Iterator[DocumentResult]:
    """Documents of ten forms of ten indicators each."""
    for number in range(-(-indicators // (PER_FORM * FORMS))):
        yield _document(number, random.Random(seed * 1_000_003 + number))


def _document(number: int, rng: random.Random) -> DocumentResult:
    sha = hashlib.sha256(f"document {number}".encode()).hexdigest()
    document = Document(f"made/{number:06d}.pdf", sha, "pdf", FORMS, f"第{number}号汇总表", None, "0", "bench")
    return DocumentResult("1", document, "ok", tuple(_form(number, n, sha, rng) for n in range(1, FORMS + 1)), ())


def _form(number: int, n: int, sha: str, rng: random.Random) -> Form:
    amount = f"{rng.randrange(10_000, 90_000_000)}.{rng.randrange(100):02d}"
    unit = f"云川市第{number % 997}事务中心"
    project = Project(
        f"第{number // 997}类{n}号运行维护", None, "经常性专项业务费", "特定目标类", None, "云川市财政局", None, unit
    )
    line = FundingLine("annual", "total", "年度资金申请总额:", amount, amount)
    indicators = tuple(_indicator(i, rng) for i in range(1, PER_FORM + 1))
    return Form(f"{sha[:12]}-{n}", "shanghai-2021", "target", "财政项目支出绩效目标申报表", 2020 + number % 7, project,
                Funding("元", (line,)), indicators=indicators)  # fmt: skip


def _indicator(ordinal: int, rng: random.Random) -> Indicator:
    level1, level2 = _LEVELS[ordinal % len(_LEVELS)]
    number = f"{rng.randrange(1, 100)}.00"
    value = Value(f"≥{number}(%)", "quantity", "≥", 1, number, None, None, "%", Canonical(number, "%"), "up", 1.0)
    judged = {"level2": Judgement("span", 0.99, f"The cell {level2} is drawn over this row.", "span")}
    where = IndicatorProvenance(1 + ordinal // 8, (50.0, 100.0, 500.0, 120.5), 0, 10 + ordinal, None, {})
    return Indicator(ordinal, level1, level2, f"{rng.randrange(500)}号设备维护完成率", PrintedLevels(level1, level2), judged, value,
                     provenance=where)  # fmt: skip


def write_jsonl(path: Path, indicators: int) -> None:
    """The documents as JSON lines."""
    with path.open("w", encoding="utf-8") as out:
        for result in documents(indicators):
            out.write(json.dumps(result.to_dict(), ensure_ascii=False) + "\n")
