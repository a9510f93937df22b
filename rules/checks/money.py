"""The funding block: arithmetic, and amounts that are missing or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from extractor.model.form import FundingLine
from extractor.model.patterns import compiled
from rules.checks.framework import TARGETS, Hit, Subject, form_check
from rules.checks.numbers import decimal, yuan
from rules.checks.places import at_form
from rules.checks.samples import amounts, example
from rules.values import parse_money

_FACTORS = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
# What a fiscal appropriation is made of; everything else stands beside it.
_OF_APPROPRIATION = frozenset(("general_budget", "government_fund", "state_capital", "central", "local", "superior"))
_OF_FISCAL = _OF_APPROPRIATION | {"appropriation", "carryover", "special_account"}
# A breakdown that names one of these claims to be complete.
_CLOSING = frozenset(("other", "own", "unit_funds"))
_BLANK = compiled(r"[\s\-—–/\\无*]*")
_NUMBERED = compiled(r"\s*(?:其中[:：])?[(（]?[一二三四五六七八九十1-9][)）、.．]")
_MONEY_LABEL = compiled(r"资金|拨款|收入|预算|贷款|债券|自筹|补助|经费|基金")
_AMOUNT = compiled(r"[\d,]+(?:\.\d+)?(?:万|亿)?元?")


class Amount(Struct, frozen=True):
    """A funding line with its place in ``funding.lines`` and its amount in yuan (0 where the cell is blank)."""

    index: int
    line: FundingLine
    yuan: Decimal

    @property
    def path(self) -> str:
        """Path of the line within the form."""
        return f"funding.lines[{self.index}]"


def _blank(line: FundingLine) -> bool:
    return line.raw is None or _BLANK.fullmatch(line.raw) is not None


def _readable(subject: Subject, scope: str) -> list[Amount] | None:
    """The lines of one block, ``None`` when an amount in it could not be read."""
    found = []
    for index, line in enumerate(subject.form.funding.lines):
        if line.scope == scope:
            amount = decimal(line.amount)
            if amount is None and not _blank(line):
                return None
            found.append(Amount(index, line, amount or Decimal(0)))
    return found


def total(subject: Subject, scope: str) -> Amount | None:
    """The printed total of one block, ``None`` where none is printed with an amount."""
    for index, line in enumerate(subject.form.funding.lines):
        amount = decimal(line.amount)
        if line.scope == scope and line.item == "total" and amount is not None:
            return Amount(index, line, amount)
    return None


def _sums(parts: Sequence[Amount]) -> set[Decimal]:
    """What the parts may add up to: forms break 财政拨款 down further, beside it or under it."""
    items = {part.line.item for part in parts}
    dropped: list[frozenset[str]] = [frozenset()]
    if "appropriation" in items:
        dropped.append(_OF_APPROPRIATION)
    if "fiscal" in items:
        beside: tuple[tuple[str, ...], ...] = (
            (),
            ("carryover",),
            ("carryover", "special_account"),
            ("superior",),
            ("carryover", "superior"),
        )
        dropped += [_OF_FISCAL.difference(items) for items in beside]
        dropped.append(frozenset({"fiscal"}))
    if items & {"unit_funds", "own"}:
        dropped += [drop | {"other"} for drop in dropped]
    sums = {sum((p.yuan for p in parts if p.line.item not in drop), Decimal(0)) for drop in dropped}
    # (一)财政拨款小计 … (二)自有资金小计 …: the numbered lines are the parts, the others break them down.
    numbered = [p.yuan for p in parts if _NUMBERED.match(p.line.label)]
    return sums | {sum(numbered, Decimal(0))} if len(numbered) > 1 else sums


def _tolerance(subject: Subject, parts: Sequence[Amount]) -> Decimal:
    """One yuan, or what rounding can amount to where the form prints decimals of 万元."""
    least = Decimal(subject.limits.money_tolerance)
    factor = _FACTORS.get(subject.form.funding.money_unit or "")
    places = max((len(p.line.raw.partition(".")[2].strip()) for p in parts if p.line.raw), default=0)
    if factor is None or places == 0:
        return least
    return max(least, factor * Decimal(5).scaleb(-places - 1) * (len(parts) + 1))


def _unknown_amounts(subject: Subject) -> bool:
    """Whether the form prints amounts beside labels that are not known, so that a sum may lack a part."""
    return any(
        _MONEY_LABEL.search(label) and _AMOUNT.fullmatch(text.strip())
        for label, text in subject.form.project.extra.items()
    )


def _broken_sum(subject: Subject, scope: str) -> Iterator[Hit]:
    lines = _readable(subject, scope)
    whole = total(subject, scope)
    if lines is None or whole is None:
        return
    parts = [line for line in lines if line.line.item != "total"]
    if not any(not _blank(part.line) for part in parts):
        return
    tolerance = _tolerance(subject, parts)
    if abs(sum((part.yuan for part in parts), Decimal(0)) - whole.yuan) <= tolerance:
        return
    sums = _sums(parts)
    if any(abs(amount - whole.yuan) <= tolerance for amount in sums):
        return
    closed = len(parts) > 1 and any(part.line.item in _CLOSING for part in parts)
    if not closed or _unknown_amounts(subject):
        # Parts that do not claim to be all of it can only be too much.
        worst = max(parts, key=lambda part: part.yuan)
        if worst.yuan <= whole.yuan + tolerance:
            return
        parts, sums = [worst], {worst.yuan}
    nearest = min(sums, key=lambda amount: abs(amount - whole.yuan))
    names = [f"{part.line.label}{yuan(part.yuan)}" for part in parts]
    yield Hit(
        whole.path,
        {
            "label": whole.line.label,
            "total": yuan(whole.yuan),
            "sum": yuan(nearest),
            "difference": yuan(abs(whole.yuan - nearest)),
            "parts": " + ".join(names),
            "parts_zh": "、".join(names),
        },
        {
            "total": str(whole.yuan),
            "sum": str(nearest),
            "difference": str(whole.yuan - nearest),
            "parts": [{"label": p.line.label, "amount": str(p.yuan), "path": p.path} for p in parts],
        },
        whole.line.provenance,
    )


@form_check(
    "FUNDING_SUM", "error", category=11,
    title="The year's funding does not add up", title_zh="年度资金合计与明细不符",
    message="{label} prints {total} yuan, but its parts ({parts}) come to {sum} yuan, a difference of {difference} yuan.",
    message_zh="“{label}”填列 {total} 元,明细({parts_zh})合计 {sum} 元,相差 {difference} 元。",
    advice="Check the total and its parts, and correct the wrong amount.",
    advice_zh="核对资金总额与各明细项,改正填列有误的金额。",
    source="Arithmetic of the printed labels: 年度资金申请总额 = 当年财政拨款 + 上年结转资金 + 其他资金.",
    fires=lambda: example(funding=amounts(annual_total="300,000.00", appropriation="280,000.00", carryover="0.00", other="0.00")),
    silent=lambda: example(funding=amounts(annual_total="300,000.00", appropriation="299,999.50", carryover=None, other="0.50")),
    needs=["funding"],
)  # fmt: skip
def funding_sum(subject: Subject) -> Iterator[Hit]:
    return _broken_sum(subject, "annual")


@form_check(
    "FUNDING_SUM_PROJECT", "warning", category=11,
    title="The whole project's funding does not add up", title_zh="项目资金总额与明细不符",
    message="{label} prints {total} yuan, but its parts ({parts}) come to {sum} yuan, a difference of {difference} yuan.",
    message_zh="“{label}”填列 {total} 元,明细({parts_zh})合计 {sum} 元,相差 {difference} 元。",
    advice="Check the project's total against 财政资金 and 其他资金, and correct the wrong amount.",
    advice_zh="核对项目资金总额与财政资金、其他资金,改正填列有误的金额。",
    source="Arithmetic of the printed labels: 项目资金总额 = 财政资金 + 其他资金; a blank block is legal.",
    fires=lambda: example(funding=amounts(annual_total="300,000.00", appropriation="300,000.00", project_total="900,000.00", fiscal="1,000,000.00")),
    silent=lambda: example(funding=amounts(annual_total="300,000.00", appropriation="300,000.00", project_total="900,000.00", fiscal="900,000.00")),
    needs=["funding"],
)  # fmt: skip
def funding_sum_project(subject: Subject) -> Iterator[Hit]:
    return _broken_sum(subject, "project")


@form_check(
    "PROJECT_TOTAL_BELOW_ANNUAL", "warning", category=11,
    title="The whole project costs less than this year", title_zh="项目资金总额小于年度资金",
    message="{project_label} ({project} yuan) is less than {annual_label} ({annual} yuan).",
    message_zh="“{project_label}”({project} 元)小于“{annual_label}”({annual} 元)。",
    advice="The project's total covers every year: check both amounts.",
    advice_zh="项目资金总额应涵盖各年度资金,请核对两处金额。",
    source="The whole life of a project includes this year; the two blocks are never compared for equality.",
    fires=lambda: example(funding=amounts(annual_total="300,000.00", appropriation="300,000.00", project_total="30,000.00", fiscal="30,000.00")),
    silent=lambda: example(funding=amounts(annual_total="300,000.00", appropriation="300,000.00", project_total="900,000.00", fiscal="900,000.00")),
    needs=["funding"],
)  # fmt: skip
def project_total_below_annual(subject: Subject) -> Iterator[Hit]:
    project, annual = total(subject, "project"), total(subject, "annual")
    # A zero in the left block is a way of leaving it blank.
    if (
        project is None
        or annual is None
        or not project.yuan
        or project.yuan >= annual.yuan - _tolerance(subject, [project, annual])
    ):
        return
    yield Hit(
        project.path,
        {
            "project_label": project.line.label,
            "project": yuan(project.yuan),
            "annual_label": annual.line.label,
            "annual": yuan(annual.yuan),
        },
        {"project_total": str(project.yuan), "annual_total": str(annual.yuan), "annual_path": annual.path},
        project.line.provenance,
    )


@form_check(
    "FUNDING_TOTAL_MISSING", "error", category=11,
    title="The year's total is blank", title_zh="年度资金总额未填列",
    message="{label} is printed without an amount.",
    message_zh="“{label}”未填列金额。",
    advice="Fill in the amount requested for the year.",
    advice_zh="补填年度资金申请总额。",
    source="An amount for the year is the first thing that a target form must state.",
    fires=lambda: example(funding=amounts(annual_total=None, appropriation="300,000.00")),
    silent=lambda: example(),
    needs=["funding"], kinds=TARGETS,
)  # fmt: skip
def funding_total_missing(subject: Subject) -> Iterator[Hit]:
    if total(subject, "annual") is not None or total(subject, "project") is not None:
        return
    lines = enumerate(subject.form.funding.lines)
    blank = next(
        ((i, line) for i, line in lines if line.item == "total" and line.scope == "annual" and _blank(line)), None
    )
    if blank is not None:
        yield Hit(
            f"funding.lines[{blank[0]}]",
            {"label": blank[1].label},
            {"label": blank[1].label, "raw": blank[1].raw},
            blank[1].provenance,
        )


@form_check(
    "FUNDING_UNREADABLE", "error", "reading", category=11,
    title="An amount cannot be read", title_zh="金额无法识别",
    message="{label} prints “{raw}”, which is not a well-formed amount.",
    message_zh="“{label}”填列“{raw}”,不是规范的金额。",
    advice="Compare with the original; correct the amount if it is a slip such as a point for a comma.",
    advice_zh="对照原件核实金额;如为笔误(如小数点误作千分位),请更正。",
    source="Exact amounts: what cannot be read exactly is left null, never guessed.",
    fires=lambda: example(funding=amounts(annual_total="955.500.00", appropriation="955,500.00")),
    silent=lambda: example(funding=amounts(annual_total="955,500.00", appropriation="955,500.00", carryover="-", other="/")),
    needs=["funding"],
)  # fmt: skip
def funding_unreadable(subject: Subject) -> Iterator[Hit]:
    for index, line in enumerate(subject.form.funding.lines):
        if (
            line.amount is None
            and not _blank(line)
            and (subject.form.funding.money_unit or parse_money(line.raw, "元") is None)
        ):
            words = {"label": line.label, "raw": line.raw or ""}
            yield Hit(f"funding.lines[{index}]", words, dict(words), line.provenance)


@form_check(
    "MONEY_UNIT_MISSING", "warning", category=11,
    title="The money unit is not declared", title_zh="未注明金额单位",
    message="The funding block declares no money unit, so {count} amount(s) such as “{raw}” cannot be expressed in yuan.",
    message_zh="资金部分未注明金额单位(元或万元),{count} 个金额(如“{raw}”)无法换算为元。",
    advice="Print (元) or (万元) beside 项目资金.",
    advice_zh="在“项目资金”栏注明“(元)”或“(万元)”。",
    source="The unit belongs to the amount: without 元 or 万元 an amount says nothing.",
    fires=lambda: example(funding=amounts(None, annual_total="300,000.00", appropriation="300,000.00")),
    silent=lambda: example(funding=amounts(None, annual_total="30万元", appropriation="30万元")),
    needs=["funding"],
)  # fmt: skip
def money_unit_missing(subject: Subject) -> Iterator[Hit]:
    funding = subject.form.funding
    lost = [
        line
        for line in funding.lines
        if line.amount is None and not _blank(line) and parse_money(line.raw, "元") is not None
    ]
    if funding.money_unit is None and lost:
        words = {"count": str(len(lost)), "raw": lost[0].raw or ""}
        yield Hit("funding.money_unit", words, {"amounts": [line.raw for line in lost]}, lost[0].provenance)


@form_check(
    "FUNDING_NOT_FOUND", "warning", "reading", category=11,
    title="No funding was read", title_zh="未读到资金信息",
    message="Forms of this family print a funding block, but none was read.",
    message_zh="此类表格应有项目资金栏,但未能读到任何资金项目。",
    advice="Compare the funding block with the original.",
    advice_zh="对照原件核实项目资金栏。",
    source="The profile of the form's family names funding labels.",
    fires=lambda: example(funding=amounts().__class__(None, ())),
    silent=lambda: example(funding=amounts().__class__(None, ()), profile="generic"),
)  # fmt: skip
def funding_not_found(subject: Subject) -> Iterator[Hit]:
    profile = subject.reading.match.profile
    expected = [label for label in profile.should if profile.vocabulary.funding_label(label)]
    if subject.form.kind == "department_target":
        return  # a department's form may state its money among its tasks
    if expected and not subject.form.funding.lines:
        yield Hit("funding", {}, {"expected": expected}, at_form(subject.form.provenance))


@form_check(
    "FUNDING_NEGATIVE", "error", category=11,
    title="A negative amount", title_zh="金额为负数",
    message="{label} is negative: {raw}.",
    message_zh="“{label}”填列为负数({raw})。",
    advice="Check the sign of the amount.",
    advice_zh="核对金额正负号。",
    source="Requested funds are not negative.",
    fires=lambda: example(funding=amounts(annual_total="300,000.00", appropriation="310,000.00", carryover="-10,000.00")),
    silent=lambda: example(),
    needs=["funding"],
)  # fmt: skip
def funding_negative(subject: Subject) -> Iterator[Hit]:
    for index, line in enumerate(subject.form.funding.lines):
        amount = decimal(line.amount)
        if amount is not None and amount < 0:
            yield Hit(
                f"funding.lines[{index}]",
                {"label": line.label, "raw": line.raw or ""},
                {"amount": line.amount},
                line.provenance,
            )
