"""How checks run: each is a function bound to its code, whose texts, severity and examples are in ``rules/data/checks.yaml``.

A check looks at a :class:`Subject` (one form) or at :class:`Documents` (all forms of a document, or of a call) and yields a
:class:`Hit` for everything that looks wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, get_args

from msgspec import Struct, field

from extractor.model.form import CellProvenance, Finding, Form, FormKind, Indicator
from extractor.model.notice import Notice
from extractor.model.table import Block, TextLine
from rules.checks.thresholds import DEFAULTS, Thresholds
from rules.finding_types import FindingType, Need, Scope, finding_types
from rules.read_form import FormTrace
from rules.values import ValueGrammar

_NEEDS: tuple[Need, ...] = get_args(Need)
F = TypeVar("F")

TARGETS: tuple[FormKind, ...] = ("target", "transfer_target")


class Subject(Struct, frozen=True):
    """One form as a check sees it."""

    reading: FormTrace
    limits: Thresholds = DEFAULTS
    _facts: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, find: Callable[[], F]) -> F:
        """What ``find`` tells of the form; asked once, however many checks need it.

        Args:
            name: of the fact, the same for all who ask for it.
        """
        if name not in self._facts:
            self._facts[name] = find()
        found: F = self._facts[name]
        return found

    @property
    def form(self) -> Form:
        """The form, without findings."""
        return self.reading.form

    @property
    def values(self) -> ValueGrammar:
        """The grammar that the form's values were read by."""
        return self.reading.match.profile.vocabulary.values

    @property
    def drawn(self) -> bool:
        """Whether the form's tables have spans, so that blank cells and level labels can be trusted."""
        return self.reading.spans

    def prints(self, *labels: str) -> bool:
        """Whether the form prints one of these labels of its profile, with or without a value."""
        return any(label in self.reading.match.found for label in labels)

    def indicators(self) -> Sequence[tuple[str, Indicator]]:
        """Path and record of every indicator."""
        return self.once("indicators", self._indicators)

    def _indicators(self) -> Sequence[tuple[str, Indicator]]:
        return tuple((f"indicators[{number}]", indicator) for number, indicator in enumerate(self.form.indicators))

    def meets(self, need: Need) -> bool:
        """Whether the form has what a check needs."""
        form = self.form
        if need == "drawn":
            return self.drawn
        if need == "flattened":
            return not self.drawn
        if need == "goal":
            return bool(form.goals.annual or form.goals.overall or form.goals.medium_term)
        if need == "funding":
            return bool(form.funding.lines)
        return bool(form.indicators if need == "indicators" else form.execution)


class Documents(Struct, frozen=True):
    """The forms of one document, or of a whole call, as a check sees them.

    Attributes:
        lines: the document's text outside its tables, in reading order; empty for the forms of a call.
        blocks: the document's tables, forms or not, and the lines between them; empty for the forms of a call.
    """

    forms: tuple[Form, ...]
    limits: Thresholds = DEFAULTS
    lines: tuple[TextLine, ...] = ()
    blocks: tuple[Block, ...] = ()


class Hit(Struct, frozen=True):
    """One thing that looks wrong.

    Attributes:
        path: within the form (``indicators[3].value``, ``""`` for the form itself), or within the document (``forms[2].goals.annual``).
        words: what the message templates are filled with.
        evidence: figures and texts compared, as JSON values.
        place: where it is.
        wording: which of the code's further wordings it takes.
    """

    path: str
    words: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    place: CellProvenance | None = None
    wording: str | None = None


Run: TypeAlias = Callable[[Any], Iterable[Hit]]
R = TypeVar("R", bound=Run)
_RUNS: dict[str, Run] = {}


def check(code: str) -> Callable[[R], R]:
    """Bind a check's function to its code.

    Raises:
        ValueError: the code has a function already.
    """

    def bind(run: R) -> R:
        if code in _RUNS:
            raise ValueError(f"check {code} is bound twice")
        _RUNS[code] = run
        return run

    return bind


@cache
def checks_of(scope: Scope) -> Mapping[str, FindingType]:
    """The checks that look at one form, at the forms of a document, or at all forms of a call, by code."""
    return MappingProxyType({code: kind for code, kind in finding_types().items() if kind.scope == scope})


def wanted(kind: FindingType, limits: Thresholds) -> bool:
    """Whether a check is to be asked at all."""
    return kind.code not in limits.disabled and (kind.on or kind.code in limits.enabled)


def look_at_form(subject: Subject, prefix: str) -> list[Finding]:
    """Findings of every check that applies to a form, in the order in which their places are in the form."""
    limits = subject.limits
    lacking = frozenset([need for need in _NEEDS if not subject.meets(need)])
    checks = _applicable(subject.form.kind, lacking, frozenset(limits.disabled), frozenset(limits.enabled))
    found = [(kind, _finding(kind, hit, limits, prefix)) for kind in checks for hit in _RUNS[kind.code](subject)]
    found = _undisturbed(found, prefix)
    said = {(finding.code, finding.path) for _, finding in found}
    kept = [finding for kind, finding in found if not any((code, finding.path) in said for code in kind.yields_to)]
    return sorted(kept, key=lambda finding: _place_key(finding.path))


def _undisturbed(found: list[tuple[FindingType, Finding]], prefix: str) -> list[tuple[FindingType, Finding]]:
    """The findings without those that would only follow from one that is alone."""
    alone = [pair for pair in found if pair[0].alone == "form"]
    places = [finding.path for kind, finding in found if kind.alone == "place"]
    if alone or not places:
        return alone or found
    wholes = {f"{prefix}.indicators", f"{prefix}.score.total"} if any("indicators" in path for path in places) else ()
    return [
        (kind, finding)
        for kind, finding in found
        if kind.about == "reading"
        or not (finding.path in wholes or any(f"{finding.path}.".startswith(f"{path}.") for path in places))
    ]


@lru_cache(maxsize=256)
def _applicable(
    form: FormKind, lacking: frozenset[Need], disabled: frozenset[str], enabled: frozenset[str]
) -> tuple[FindingType, ...]:
    """The checks that a user wants of a form of some kind that lacks something, in the order of the data."""
    limits = Thresholds(disabled=dict.fromkeys(disabled, ""), enabled=enabled)
    return tuple(
        kind
        for kind in checks_of("form").values()
        if (not kind.kinds or form in kind.kinds) and lacking.isdisjoint(kind.needs) and wanted(kind, limits)
    )


def look_at_document(subject: Documents) -> list[Finding]:
    """Findings of the checks over all forms of a document."""
    return _look("document", subject)


def look_at_call(subject: Documents) -> list[Finding]:
    """Findings of the checks over all forms of a call; paths count the forms of the call (``forms[17]…``)."""
    return _look("call", subject)


def _look(scope: Scope, subject: Documents) -> list[Finding]:
    return [
        _finding(kind, hit, subject.limits)
        for kind in checks_of(scope).values()
        if wanted(kind, subject.limits)
        for hit in _RUNS[kind.code](subject)
    ]


def _finding(kind: FindingType, hit: Hit, limits: Thresholds, prefix: str = "") -> Finding:
    path = f"{prefix}.{hit.path}" if prefix and hit.path else prefix + hit.path
    severity = limits.severities.get(kind.code)
    return kind.finding(Notice(kind.code, hit.words, hit.evidence, path, hit.place, hit.wording, severity))


_SECTIONS = ("fiscal_year", "project", "funding", "execution", "goals", "score", "indicators")


def _place_key(path: str) -> tuple[int, int]:
    """Sections in the order of the printed form, list items by number; what is about the whole form first."""
    _, _, rest = path.partition("].")
    section, _, tail = rest.partition("[")
    name = section.split(".")[0]
    number = tail.partition("]")[0]
    return (_SECTIONS.index(name) if name in _SECTIONS else -1, int(number) if number.isdigit() else -1)
