"""The funding block: arithmetic, and amounts that are missing or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from extractor.model.form import FundingLine
from extractor.model.patterns import compiled
from rules.checks.framework import Hit, Subject, check
from rules.checks.numbers import decimal, yuan
from rules.checks.places import at_form
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


@check("FUNDING_SUM")
def funding_sum(subject: Subject) -> Iterator[Hit]:
    return _broken_sum(subject, "annual")


@check("FUNDING_SUM_PROJECT")
def funding_sum_project(subject: Subject) -> Iterator[Hit]:
    return _broken_sum(subject, "project")


@check("PROJECT_TOTAL_BELOW_ANNUAL")
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


@check("FUNDING_TOTAL_MISSING")
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


@check("FUNDING_UNREADABLE")
def funding_unreadable(subject: Subject) -> Iterator[Hit]:
    for index, line in enumerate(subject.form.funding.lines):
        if (
            line.amount is None
            and not _blank(line)
            and (subject.form.funding.money_unit or parse_money(line.raw, "元") is None)
        ):
            words = {"label": line.label, "raw": line.raw or ""}
            yield Hit(f"funding.lines[{index}]", words, dict(words), line.provenance)


@check("MONEY_UNIT_MISSING")
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


@check("FUNDING_NOT_FOUND")
def funding_not_found(subject: Subject) -> Iterator[Hit]:
    profile = subject.reading.match.profile
    expected = [label for label in profile.should if profile.vocabulary.funding_label(label)]
    if subject.form.kind == "department_target":
        return  # a department's form may state its money among its tasks
    if expected and not subject.form.funding.lines:
        yield Hit("funding", {}, {"expected": expected}, at_form(subject.form.provenance))


@check("FUNDING_NEGATIVE")
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
