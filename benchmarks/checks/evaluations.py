"""Faults of self-evaluations: execution, weights, scores and results."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.checks.cases import Case, also
from benchmarks.checks.drafts import Place, Placed, grid_region

_TITLE = "项目支出绩效自评表"
_POOL = (
    ("数量指标", "设备巡检次数", "≥{}次"), ("质量指标", "设备完好率", "≥{}%"), ("时效指标", "任务按期完成率", "≥{}%"),
    ("社会效益指标", "政策知晓率", "≥{}%"), ("服务对象满意度指标", "群众满意度", "≥{}%"),
)  # fmt: skip
_PARENT = ("产出指标", "产出指标", "产出指标", "效益指标", "满意度指标")
_FIRST_ROW = 7
_COLUMN = {"level1": 1, "level2": 2, "name": 3, "value": 4, "actual": 5, "weight": 6, "score": 7, "reason": 8}


class _Row(Struct, frozen=True):
    name: str
    level2: str
    level1: str
    value: str
    actual: str
    weight: str
    score: str
    reason: str = ""


class _Sheet(Struct, frozen=True):
    budget: Decimal
    executed: Decimal
    rate: str
    weight: str
    score: str
    rows: tuple[_Row, ...]
    total: str
    current: str | None = None

    def placed(self, at: Place | None = None) -> Placed:
        budget = f"{self.budget:.2f}" if self.current is None else self.current
        head = [
            "项目名称|社区公共设备管护|<|<|<|<|<|<|<",
            "主管部门|望河区民政局|<|<|实施单位|望河区服务中心|<|<|<",
            "项目资金(万元)||年初预算数|全年预算数|全年执行数|分值|执行率|得分|<",
            f"^|年度资金总额|{budget}|{budget}|{self.executed:.2f}|{self.weight}|{self.rate}|{self.score}|<",
            "年度总体目标|预期目标|<|<|<|实际完成情况|<|<|<",
            "^|完成全部设备的管护任务,保障正常使用。|<|<|<|已完成全部设备的管护任务。|<|<|<",
            "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
        ]
        rows = [
            f"^|{r.level1}|{r.level2}|{r.name}|{r.value}|{r.actual}|{r.weight}|{r.score}|{r.reason}" for r in self.rows
        ]
        return Placed(
            grid_region([*head, *rows, f"总分|<|<|<|<|<|100|{self.total}|"], title=_TITLE, lines=("(2025年度)",)), at
        )


def _clean(rng: Random) -> _Sheet:
    budget = Decimal(rng.randrange(100, 900))
    rate = rng.choice((100, 98, 96, 95))
    rows, own = [], Decimal(0)
    for (level2, name, value), level1, weight in zip(_POOL, _PARENT, (20, 20, 20, 20, 10), strict=True):
        target = rng.randrange(80, 96)
        rows.append(
            _Row(
                name,
                level2,
                level1,
                value.format(target),
                f"{target + rng.randrange(0, 4)}{value[-1]}",
                str(weight),
                str(weight),
            )
        )
        own += weight
    score = Decimal(rate) / 10
    return _Sheet(budget, budget * rate / 100, f"{rate}%", "10", f"{score:.1f}", tuple(rows), f"{own + score:.1f}")


def _row(sheet: _Sheet, number: int, **changes: str) -> _Sheet:
    rows = list(sheet.rows)
    rows[number] = replace(rows[number], **changes)
    return replace(sheet, rows=tuple(rows))


def _rescored(sheet: _Sheet, score: Decimal, rate: str) -> _Sheet:
    total = sum(Decimal(row.score) for row in sheet.rows) + score
    return replace(sheet, rate=rate, score=f"{score:.2f}", total=f"{total:.2f}")


def _cell(number: int, role: str) -> Place:
    return _FIRST_ROW + number, _COLUMN[role]


def _execution(rng: Random, n: int, code: str, fires: bool) -> Placed:
    sheet = _clean(rng)
    if code == "EXECUTION_RATE":
        real = sheet.executed / sheet.budget * 100
        shown = real - 1 - n % 7 if fires else real + (Decimal("0.04") if n % 2 else 0)
        score = Decimal(shown) / 10
        return _rescored(sheet, score, f"{shown:.2f}%").placed()
    if code == "EXECUTION_WITHOUT_BUDGET":
        blank = (("0.00", "0", "0.0")[n % 3]) if fires else ("", "-", "/")[n % 3]
        executed = sheet.executed if fires else Decimal(0)
        return replace(sheet, current=blank, executed=executed, rate="").placed()
    if code == "EXECUTION_SCORE":
        rate = Decimal((80, 92, 85, 95, 90, 97, 91, 88, 99, 93)[n])
        sheet = replace(sheet, executed=sheet.budget * rate / 100)
        right = min(rate / 10, Decimal(10))
        return _rescored(sheet, Decimal(10) if fires else right, f"{rate}%").placed()
    rate = Decimal((50, 89, 10, 0, 75, 60, 33, 80, 85, 66)[n]) if fires else Decimal(90 + n)
    sheet = replace(sheet, executed=sheet.budget * rate / 100)
    return _rescored(sheet, rate / 10, f"{rate}%").placed()


def _weights(rng: Random, n: int, fires: bool) -> Placed:
    sheet = _clean(rng)
    weights = [20, 20, 20, 20, 10]
    if fires:
        weights[n % 5] += (-5, 5, 3, -3, 10)[n % 5] + n // 5
    else:
        k = n % 5
        weights[k] -= 3
        weights[(k + 1) % 5] += 3
    for i, weight in enumerate(weights):
        sheet = _row(sheet, i, weight=str(weight), score=str(weight))
    return _rescored(sheet, Decimal(sheet.score), sheet.rate).placed()


def _results(rng: Random, n: int, code: str, fires: bool) -> Placed:
    sheet = _clean(rng)
    k = n % 5
    row = sheet.rows[k]
    target, unit = int("".join(c for c in row.value if c.isdigit())), row.value[-1]
    short = f"{target - 6 - n}{unit}"
    weight = Decimal(row.weight)
    if code == "SCORE_ABOVE_WEIGHT":
        sheet = _row(sheet, k, score=f"{weight + 1 + n}" if fires else f"{weight}.00")
        return _rescored(sheet, Decimal(sheet.score), sheet.rate).placed(_cell(k, "score") if fires else None)
    if code == "SCORE_SUM":
        off = Decimal(n) + Decimal("0.5") if fires else Decimal(0)
        return replace(sheet, total=f"{Decimal(sheet.total) - off:.2f}").placed()
    if code == "RESULT_MISSING":
        return _row(sheet, k, actual="" if fires else f"{target}{unit}").placed(_cell(k, "actual") if fires else None)
    if code == "FULL_SCORE_MISSED_TARGET":
        lost = Decimal(0) if fires else Decimal(1 + n % 3)
        sheet = _row(sheet, k, actual=short, score=f"{weight - lost}", reason="部分站点施工封闭")
        return _rescored(sheet, Decimal(sheet.score), sheet.rate).placed(_cell(k, "score") if fires else None)
    reason = ("", "无", "/", "-", "—")[n % 5] if fires else "部分站点施工封闭,已调整计划"
    sheet = _row(sheet, k, actual=short, score=f"{weight - 2}", reason=reason)
    return _rescored(sheet, Decimal(sheet.score), sheet.rate).placed(_cell(k, "reason") if fires else None)


_EXECUTION = ("EXECUTION_RATE", "EXECUTION_WITHOUT_BUDGET", "EXECUTION_SCORE", "EXECUTION_LOW")
_RESULTS = ("SCORE_ABOVE_WEIGHT", "SCORE_SUM", "RESULT_MISSING", "FULL_SCORE_MISSED_TARGET", "DEVIATION_UNEXPLAINED")
EVALUATIONS = (*_EXECUTION, "WEIGHTS_SUM", *_RESULTS)
_ALSO = {
    "EXECUTION_WITHOUT_BUDGET": also("SCORE_SUM", "EXECUTION_LOW"),
    "EXECUTION_SCORE": also("EXECUTION_LOW"),
    "EXECUTION_RATE": also("EXECUTION_LOW"),
}


def clean_evaluation(rng: Random) -> Placed:
    """A self-evaluation without a fault."""
    return _clean(rng).placed()


def evaluation_case(code: str, rng: Random, n: int, *, fires: bool) -> Case:
    """One self-evaluation with the fault, or one near it."""
    if code in _EXECUTION:
        placed = _execution(rng, n, code, fires)
    elif code == "WEIGHTS_SUM":
        placed = _weights(rng, n, fires)
    else:
        placed = _results(rng, n, code, fires)
    return Case(code, fires, (placed,), also=_ALSO.get(code, frozenset()))
