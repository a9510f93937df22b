"""Random forms in the layout used in Shanghai since 2021, realistic and without end, for benchmarks and property tests.

Everything follows from the generator that is passed in: the same seed gives the same form on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal, TypeAlias

import yaml
from msgspec import Struct
from msgspec.structs import replace

from samples.make.flattened import damaged_rows
from samples.make.grid import COLUMNS
from samples.make.spec import Damage, FormSpec, Funding, GridName, Indicator, Project, RowCell, Style

LEVELS: Mapping[str, tuple[str, ...]] = {
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_USUAL = ("成本指标", "产出指标", "效益指标", "满意度指标")
_ORDERS = (
    ("成本指标", "效益指标", "产出指标", "满意度指标"),
    ("产出指标", "满意度指标", "成本指标", "效益指标"),
    ("产出指标", "成本指标", "效益指标", "满意度指标"),
)
_WORDS = {"≥": "不少于", "≤": "不超过", "=": "达到"}
_SUFFIX = {"≥": "以上", "≤": "以内", "=": ""}
# How often a level occurs; level 2 labels that are not named weigh 2.
_WEIGHTS = {
    "成本指标": 2,
    "产出指标": 6,
    "效益指标": 5,
    "满意度指标": 1,
    "经济成本指标": 8,
    "社会成本指标": 1,
    "生态环境成本指标": 1,
    "社会效益指标": 4,
    "可持续影响指标": 3,
}
Spelling: TypeAlias = Literal["padded", "plain", "words"]


class _Drawn(Struct, frozen=True):
    """An indicator with what the goal text may say of it: ``phrase`` is ``None`` for values without a number."""

    indicator: Indicator
    phrase: str | None


def random_form(rng: Random, *, indicators: tuple[int, int] = (5, 20), blank_rate: float = 0.01) -> FormSpec:
    """Draw one form: amounts that add up, a goal text that states its indicators' targets, levels in varying orders.

    Args:
        rng: source of every choice.
        indicators: fewest and most indicators, from 4 (one a level 1) to 40.
        blank_rate: share of indicators whose value cell is blank.
    """
    words = _words()
    year = rng.randint(2021, 2027)
    subject, place = rng.choice(words["subjects"]), rng.choice(words["places"])
    department = place + rng.choice(words["bureaus"])
    spelling: Spelling = rng.choices(("padded", "plain", "words"), (7, 2, 1))[0]
    drawn = _indicators(rng, rng.randint(*indicators), subject, year, spelling)
    multi_year = rng.random() < 0.2
    money_unit: Literal["元", "万元"] = "万元" if rng.random() < 0.25 else "元"
    rows = [item.indicator for item in drawn]
    blanks = [rng.random() < blank_rate for _ in rows]
    return FormSpec(
        fiscal_year=year,
        project=Project(
            name=rng.choice(words["project_names"]).format(subject),
            nature=rng.choice(words["natures"]),
            category=rng.choice(words["categories"]),
            department=department,
            unit=_unit(rng, department, place + subject),
            start_date=f"{year}-01-01",
            end_date=f"{year + rng.randint(1, 3) if multi_year else year}-12-31",
        ),
        funding=_funding(rng, money_unit, multi_year),
        indicators=tuple(
            Indicator(row.level1, row.level2, row.name, None) if blank else row
            for row, blank in zip(rows, blanks, strict=True)
        ),
        overall_goal=f"通过{rng.randint(2, 4)}年实施,全面完成{subject}建设与管护任务,形成长效机制。"
        if multi_year
        else None,
        annual_goal=_goal(rng, drawn, blanks, subject, year),
        money_unit=money_unit,
        style=_style(rng),
    )


def random_damage(rng: Random, form: FormSpec, rate: float) -> tuple[Damage, ...]:
    """Draw what flattening does to a form's indicator rows: each row is hit with probability ``rate``.

    Labels are lost or slide by a row, rows are pushed sideways so that a last cell may be cut off, single cells stand
    in other columns. No two cells are printed in one place, every name stays: a hit that would break this is left out.
    """
    chosen: list[Damage] = []
    for row in range(1, len(form.indicators) + 1):
        if rng.random() >= rate:
            continue
        for _ in range(4):
            damage = _one_damage(rng, form, row)
            if _fits(form, (*chosen, damage)):
                chosen.append(damage)
                break
    return tuple(chosen)


def _one_damage(rng: Random, form: FormSpec, row: int) -> Damage:
    kind = rng.choices(("lose", "slide", "shift", "move"), (2, 3, 3, 1))[0]
    if kind == "lose":
        lost: tuple[tuple[RowCell, ...], ...] = (("level2",), ("level1",), ("level1", "level2"))
        return Damage(row, lose=rng.choice(lost))
    if kind == "slide":
        cells: tuple[tuple[RowCell, ...], ...] = (("level1", "level2"), ("level1",), ("level2",))
        return Damage(row, slide=rng.choice((-1, 1)), cells=rng.choice(cells))
    if kind == "shift":
        return Damage(row, shift=rng.choice((-1, -1, 1, 2)))
    width = len(COLUMNS[form.style.grid].widths)
    name = rng.randint(0, width - 2)
    return Damage(row, move={"name": name, "value": rng.randint(name + 1, width - 1)})


def _fits(form: FormSpec, damage: Sequence[Damage]) -> bool:
    try:
        rows = damaged_rows(replace(form, damage=tuple(damage)))
    except ValueError:
        return False
    order: tuple[RowCell, ...] = ("level1", "level2", "name", "value")
    return all(
        "name" in row and [row[cell][0] for cell in order if cell in row] == sorted(row[cell][0] for cell in row)
        for row in rows
    )


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.load(
        Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return words


def _indicators(rng: Random, count: int, subject: str, year: int, spelling: Spelling) -> list[_Drawn]:
    order = _USUAL if rng.random() < 0.8 else rng.choice(_ORDERS)
    shares = [_share(rng, level1) for level1 in order]
    while len(shares) < count:
        shares.append(_share(rng, rng.choices(order, [_WEIGHTS[level1] for level1 in order])[0]))
    taken: set[str] = set()
    drawn = []
    for level1 in order:
        level2s = list(LEVELS[level1])
        if rng.random() < 0.15:
            rng.shuffle(level2s)
        for level2 in level2s:
            for _ in range(shares.count((level1, level2))):
                if item := _indicator(rng, level1, level2, taken, subject, year, spelling):
                    drawn.append(item)
    return drawn


def _share(rng: Random, level1: str) -> tuple[str, str]:
    return level1, rng.choices(LEVELS[level1], [_WEIGHTS.get(level2, 2) for level2 in LEVELS[level1]])[0]


def _unit(rng: Random, department: str, prefix: str) -> str:
    return f"{department}(本级)" if rng.random() < 0.15 else prefix + str(rng.choice(_words()["units"]))


def _indicator(
    rng: Random, level1: str, level2: str, taken: set[str], subject: str, year: int, spelling: Spelling
) -> _Drawn | None:
    """One indicator whose name the form does not have yet, ``None`` when the list of names is used up."""
    entries = [entry.split(" | ") for entry in _words()["indicators"][level2]]
    free = [(name.replace("{}", subject), value) for name, value in entries if name.replace("{}", subject) not in taken]
    if not free:
        return None
    name, value = rng.choice(free)
    taken.add(name)
    if value[0] not in _WORDS:
        text = rng.choice(value.split(", ")).replace("{year}", str(year))
        return _Drawn(Indicator(level1, level2, name, text), None)
    operator, bounds, unit = value.split(" ", 2)
    bounds, _, step = bounds.partition("/")
    low, high = (int(bound) for bound in bounds.split(".."))
    number = rng.randrange(low, high + 1, int(step or 1))
    return _Drawn(
        Indicator(level1, level2, name, _spell(operator, number, unit, spelling)),
        f"{name}{_WORDS[operator]}{number}{unit}",
    )


def _spell(operator: str, number: int, unit: str, spelling: Spelling) -> str:
    if spelling == "padded":
        return f"{operator}{number}.00({unit})"
    if spelling == "plain" or operator == "=":
        return f"{operator}{number}{unit}"
    return f"{number}{unit}{_SUFFIX[operator]}"


def _goal(rng: Random, drawn: Sequence[_Drawn], blanks: Sequence[bool], subject: str, year: int) -> str:
    """A goal text that repeats the targets of some outputs and of the satisfaction, never of a blank value."""
    told = [item for item, blank in zip(drawn, blanks, strict=True) if item.phrase and not blank]
    outputs = [item.phrase for item in told if item.indicator.level1 == "产出指标"]
    parts = rng.sample(outputs, min(len(outputs), rng.randint(1, 3)))
    parts += [item.phrase for item in told if item.indicator.level1 == "满意度指标"][:1]
    return f"{year}年围绕{subject}开展工作,保障相关业务正常运行" + "".join(f",{part}" for part in parts) + "。"


def _funding(rng: Random, money_unit: str, multi_year: bool) -> Funding:
    step = 1000 if money_unit == "万元" else 1
    appropriation = rng.randrange(50_000, 9_000_000, step)
    carryover = rng.randrange(0, 900_000, step) if rng.random() < 0.25 else 0
    other = rng.randrange(0, 600_000, step) if rng.random() < 0.15 else 0
    annual = {
        "annual_total": f"{appropriation + carryover + other}.00",
        "annual_appropriation": f"{appropriation}.00",
        "annual_carryover": f"{carryover}.00",
        "annual_other": f"{other}.00",
    }
    if not multi_year:
        return Funding(**annual)
    fiscal = appropriation * rng.randint(2, 3) + carryover
    return Funding(
        project_total=f"{fiscal + other}.00", project_fiscal=f"{fiscal}.00", project_other=f"{other}.00", **annual
    )


def _style(rng: Random) -> Style:
    grids: tuple[GridName, ...] = ("six", "seven", "wide")
    return Style(
        grid=rng.choice(grids),
        date_format=rng.choices(("iso", "slash", "chinese"), (7, 2, 1))[0],
        label_over_header=rng.random() < 0.5,
        merge_fiscal=rng.random() < 0.3,
        new_page=True,
    )
