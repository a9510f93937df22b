"""What the text around the forms says of amounts and counts, against the forms themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from extractor.model.form import CellProvenance, Form, FundingLine
from extractor.model.patterns import compiled
from extractor.model.table import TextLine, rounded_box
from extractor.model.text import clean
from rules.checks.framework import Documents, Hit, check
from rules.checks.numbers import decimal, plain, yuan
from rules.checks.places import shown

_FACTORS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(亿元|万元|元)"
_BUDGET = compiled(
    r"(?:预算资金|预算总额|预算安排|安排预算|预算金额|项目预算|年度预算|资金安排|安排资金|申请资金|申请预算|预算)"
    rf"(?:总额|总计|金额|资金|数|共计|合计|共)?(?:约|为|是|:|人民币)*{_NUMBER}"
)
_OTHER_YEAR = compiled(r"上年|去年|往年|其中|累计|追加|调整|调减|调增|执行|结转|比|总预算|总投资|三年|每年|每人|每")
_YEAR = compiled(r"(20\d\d)年")
# Where another project's account begins.
_ANEW = compiled(r"(?:经费|项目)情况说明|项目概[述况]:?|项目名称")
_CLAUSE = compiled(r"[。;；!！?？,，]")
_SENTENCE = compiled(r"[^。;；!！?？]*绩效目标[^。;；!！?？]*")
_COUNT = compiled(r"(?<![\d.])(\d{1,4})个(?:预算|支出|财政)?项目|项目(?:共计|总计|共|合计|数量)?(?:为)?(\d{1,4})个")
_TOTAL = compiled(rf"涉及[^\d,，]{{0,16}}?{_NUMBER}")
_NOT_THESE = compiled(r"自评|评价|监控|跟踪|上年|去年|其中|抽查")
_SHORTEST_NAME = 4


_HALF = str.maketrans("０１２３４５６７８９．：（）", "0123456789.:()")


def _key(text: str) -> str:
    """Text as it is compared: without spaces, digits and brackets half-width, sentences still ending in 。."""
    return "".join(clean(text).translate(_HALF).split())


class _Story(Struct, frozen=True):
    """The text of all lines, without spaces, and where each line begins in it."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[TextLine, ...]

    def place(self, offset: int) -> CellProvenance:
        """Where a character of the text stood."""
        line = self.lines[bisect_right(self.starts, offset) - 1]
        return CellProvenance(line.page, line.bbox and rounded_box(line.bbox), None, None, line.line)


def _story(lines: tuple[TextLine, ...], *needed: str) -> _Story | None:
    """The lines as one text, ``None`` where none of the words is in it."""
    if not any(word in line.text for line in lines for word in needed):
        return None
    whole = clean("\n".join([line.text.replace("\n", " ") for line in lines])).translate(_HALF)
    keys = ["".join(part.split()) for part in whole.split("\n")]
    starts, at = [], 0
    for key in keys:
        starts.append(at)
        at += len(key)
    return _Story("".join(keys), tuple(starts), lines)


def annual_total(form: Form) -> tuple[int, FundingLine, Decimal] | None:
    """Index, line and amount of the year's total, ``None`` where none was read."""
    for index, line in enumerate(form.funding.lines):
        amount = decimal(line.amount)
        if line.scope == "annual" and line.item == "total" and amount is not None:
            return index, line, amount
    return None


def _tolerance(number: str, unit: str) -> Decimal:
    """Half of the last place that an amount prints, at least one yuan."""
    places = len(number.partition(".")[2])
    return max(Decimal(1), _FACTORS[unit] * Decimal(5).scaleb(-places - 1))


class _Subjects(Struct, frozen=True):
    """Which project a place of the text speaks of.

    Attributes:
        anew: where another project's account begins, ascending.
        named: end, length and form of every mention of a project, ascending.
        forms: how many forms the document holds.
    """

    anew: tuple[int, ...]
    named: tuple[tuple[int, int, int], ...]
    forms: int

    def at(self, end: int) -> int | None:
        """The form whose project was named last before ``end``; the only form of a document that names none."""
        before = bisect_right(self.anew, end)
        anew = self.anew[before - 1] if before else 0
        for index in range(bisect_right(self.named, (end, end, end)) - 1, -1, -1):
            stop, length, number = self.named[index]
            if stop <= anew:
                break
            if stop - length >= anew:
                return number
        return 0 if self.forms == 1 else None


def _subjects(story: _Story, forms: Sequence[Form]) -> _Subjects:
    names: dict[str, int] = {}
    for number, form in enumerate(forms):
        name = _key(form.project.name or "")
        if len(name) >= _SHORTEST_NAME:
            names[name] = -1 if name in names else number
    named = [
        (match.end(), len(name), number)
        for name, number in names.items()
        for match in re.finditer(re.escape(name), story.text)
    ]
    anew = tuple(match.end() for match in _ANEW.finditer(story.text))
    return _Subjects(anew, tuple(sorted(named)), len(forms))


def _statements(subject: Documents) -> Iterator[tuple[int, re.Match[str], _Story]]:
    """Amounts for the form's own year that the text states of a form's project."""
    story = _story(subject.lines, "预算", "资金")
    if story is None:
        return
    subjects = _subjects(story, subject.forms)
    for match in _BUDGET.finditer(story.text):
        before = _CLAUSE.split(story.text[max(0, match.start() - 40) : match.start()])[-1]
        years = _YEAR.findall(before)
        about = subjects.at(match.start())
        if about is None or about < 0 or _OTHER_YEAR.search(before):
            continue
        # An amount without a year may be any year's; the text says which one it is about.
        if years == [str(subject.forms[about].fiscal_year)] or (not years and re.search(r"年度|本年|当年", before)):
            yield about, match, story


@check("NARRATIVE_AMOUNT")
def narrative_amount(subject: Documents) -> Iterator[Hit]:
    said: dict[int, list[tuple[re.Match[str], _Story]]] = {}
    for number, match, story in _statements(subject):
        said.setdefault(number, []).append((match, story))
    for number, matches in said.items():
        form = subject.forms[number]
        annual = annual_total(form)
        known = [amount for line in form.funding.lines if (amount := decimal(line.amount)) is not None]
        if annual is None or any(_agrees(match, known) for match, _ in matches):
            continue
        match, story = matches[0]
        index, line, total = annual
        stated = Decimal(match[1].replace(",", "")) * _FACTORS[match[2]]
        words = {
            "said": match[0], "project": form.project.name or "", "amount": yuan(stated), "label": line.label, "total": yuan(total),
        }  # fmt: skip
        evidence = {
            "text": match[0],
            "text_amount": plain(stated),
            "text_place": shown(story.place(match.start())),
            "total": str(total),
        }
        yield Hit(f"forms[{number}].funding.lines[{index}]", words, evidence, line.provenance)


def _agrees(match: re.Match[str], known: list[Decimal]) -> bool:
    stated = Decimal(match[1].replace(",", "")) * _FACTORS[match[2]]
    return any(abs(stated - amount) <= _tolerance(match[1], match[2]) for amount in known)


def _summary(subject: Documents) -> tuple[re.Match[str], int, _Story] | None:
    """The one sentence that says how many projects have performance targets, and that number."""
    story = _story(subject.lines, "绩效目标")
    if story is None:
        return None
    found = []
    for sentence in _SENTENCE.finditer(story.text):
        counts = _COUNT.findall(sentence[0])
        years = set(_YEAR.findall(sentence[0])) - {str(form.fiscal_year) for form in subject.forms}
        if len(counts) == 1 and not years and not _NOT_THESE.search(sentence[0]):
            found.append((sentence, int(counts[0][0] or counts[0][1]), story))
    return found[0] if len(found) == 1 else None


@check("FORM_COUNT")
def form_count(subject: Documents) -> Iterator[Hit]:
    summary = _summary(subject)
    if summary is None:
        return
    sentence, stated, story = summary
    count = len(subject.forms)
    gap = max(Decimal(1), stated * Decimal(subject.limits.max_form_gap))
    if count != stated and (count > stated or (count >= 3 and stated - count <= gap)):
        words = {"stated": str(stated), "count": str(count)}
        yield Hit("document", words, {"text": sentence[0], **words}, story.place(sentence.start()))


def _sum_of(subject: Documents, item: str) -> Decimal:
    """What one kind of line comes to over all forms' annual blocks."""
    lines = (line for form in subject.forms for line in form.funding.lines if line.scope == "annual")
    return sum((decimal(line.amount) or Decimal(0) for line in lines if line.item == item), Decimal(0))


@check("FORM_AMOUNT_SUM")
def form_amount_sum(subject: Documents) -> Iterator[Hit]:
    summary = _summary(subject)
    totals = [annual for form in subject.forms if (annual := annual_total(form)) is not None]
    if summary is None or summary[1] != len(subject.forms) or len(totals) != len(subject.forms):
        return
    sentence, count, story = summary
    match = _TOTAL.search(sentence[0])
    if match is None:
        return
    stated = Decimal(match[1].replace(",", "")) * _FACTORS[match[2]]
    tolerance = _tolerance(match[1], match[2]) + len(totals)
    own = sum((amount for _, _, amount in totals), Decimal(0))
    # The text may speak of the appropriations alone.
    parts = (_sum_of(subject, item) for item in ("appropriation", "fiscal", "general_budget"))
    if all(abs(stated - total) > tolerance for total in (own, *parts)):
        words = {"stated": yuan(stated), "count": str(count), "sum": yuan(own)}
        evidence = {"text": sentence[0], "stated": plain(stated), "sum": plain(own)}
        yield Hit("document", words, evidence, story.place(sentence.start() + match.start()))
