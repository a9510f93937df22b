"""What a check is: one declaration with its texts, its source, its examples and the function that looks.

Checks are declared with :func:`form_check` and :func:`document_check`; the declarations are the registry. A check looks at a
:class:`Subject` (one form) or at :class:`Documents` (all forms of one document) and yields a :class:`Hit` for everything that looks
wrong; the texts, the severity and the path's prefix are added here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, Literal, TypeAlias, TypeVar, get_args

from msgspec import Struct, field

from extractor.model.form import CellProvenance, Finding, Form, FormKind, Indicator, Severity
from extractor.model.table import Block, TextLine
from rules.checks.thresholds import DEFAULTS, Thresholds
from rules.read_form import FormTrace

About: TypeAlias = Literal["reading", "content"]
Need: TypeAlias = Literal["indicators", "drawn", "flattened", "funding", "goal", "execution"]
_NEEDS: tuple[Need, ...] = get_args(Need)
S = TypeVar("S")
F = TypeVar("F")

TARGETS: tuple[FormKind, ...] = ("target", "transfer_target")
ALL_TARGETS: tuple[FormKind, ...] = (*TARGETS, "department_target")
SELF_EVALUATION: tuple[FormKind, ...] = ("self_evaluation",)


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
        place: where it stands.
    """

    path: str
    words: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    place: CellProvenance | None = None


class Check(Struct, Generic[S], frozen=True):
    """One check, declared in one place.

    Attributes:
        code: stable name, upper snake case.
        severity: how bad it is; a user may change it.
        about: ``reading`` for doubt about our own reading of the document, ``content`` for what the filer wrote.
        category: number of the reviewers' opinion (1 to 11), ``None`` where none fits.
        title, title_zh: what is wrong, in a few words.
        message, message_zh: templates, filled with a hit's words.
        advice, advice_zh: what the filer (or the reader of a doubtful document) should do.
        source: the rule or public guidance that it rests on.
        fires, silent: an example on which it fires, and one near it on which it must not.
        run: the function that looks.
        needs: what a form must have for the check to be asked.
        kinds: the kinds of form it is for; empty for all.
        on: whether it is asked unless a user wants it.
        yields_to: codes that say the same more exactly; no finding where one of them already stands on the same path.
    """

    code: str
    severity: Severity
    about: About
    category: int | None
    title: str
    title_zh: str
    message: str
    message_zh: str
    advice: str
    advice_zh: str
    source: str
    fires: Callable[[], S]
    silent: Callable[[], S]
    run: Callable[[S], Iterable[Hit]]
    needs: tuple[Need, ...] = ()
    kinds: tuple[FormKind, ...] = ()
    on: bool = True
    yields_to: tuple[str, ...] = ()

    def finding(self, hit: Hit, limits: Thresholds, prefix: str = "") -> Finding:
        """The contract's finding for one hit."""
        return Finding(
            code=self.code,
            severity=limits.severities.get(self.code, self.severity),
            path=f"{prefix}.{hit.path}" if prefix and hit.path else prefix + hit.path,
            message=self.message.format(**hit.words),
            message_zh=self.message_zh.format(**hit.words),
            evidence=dict(hit.evidence),
            category=self.category,
            suggestion=self.advice_zh or None,
            provenance=hit.place,
        )

    def wanted(self, limits: Thresholds) -> bool:
        """Whether the check is to be asked at all."""
        return self.code not in limits.disabled and (self.on or self.code in limits.enabled)


FORM_CHECKS: dict[str, Check[Subject]] = {}
DOCUMENT_CHECKS: dict[str, Check[Documents]] = {}
CALL_CHECKS: dict[str, Check[Documents]] = {}
FormRun: TypeAlias = Callable[[Subject], Iterable[Hit]]
DocumentRun: TypeAlias = Callable[[Documents], Iterable[Hit]]


def form_check(
    code: str, severity: Severity, about: About = "content", *, category: int | None = None, title: str, title_zh: str, message: str,
    message_zh: str, advice: str, advice_zh: str, source: str, fires: Callable[[], Subject], silent: Callable[[], Subject],
    needs: Sequence[Need] = (), kinds: Sequence[FormKind] = (), on: bool = True, yields_to: Sequence[str] = (),
) -> Callable[[FormRun], FormRun]:  # fmt: skip
    """Declare a check of one form; see :class:`Check` for the arguments.

    Raises:
        ValueError: the code is already declared.
    """

    def declare(run: FormRun) -> FormRun:
        _new(code)
        FORM_CHECKS[code] = Check(
            code, severity, about, category, title, title_zh, message, message_zh, advice, advice_zh, source, fires, silent, run,
            tuple(needs), tuple(kinds), on, tuple(yields_to),
        )  # fmt: skip
        _applicable.cache_clear()
        return run

    return declare


def document_check(
    code: str, severity: Severity, *, category: int | None = None, title: str, title_zh: str, message: str, message_zh: str,
    advice: str, advice_zh: str, source: str, fires: Callable[[], Documents], silent: Callable[[], Documents], on: bool = True,
    call: bool = False,
) -> Callable[[DocumentRun], DocumentRun]:  # fmt: skip
    """Declare a check over all forms of a document (with ``call``: of a whole call); see :class:`Check` for the arguments.

    Raises:
        ValueError: the code is already declared.
    """

    def declare(run: DocumentRun) -> DocumentRun:
        _new(code)
        (CALL_CHECKS if call else DOCUMENT_CHECKS)[code] = Check(
            code, severity, "content", category, title, title_zh, message, message_zh, advice, advice_zh, source, fires, silent, run,
            on=on,
        )  # fmt: skip
        return run

    return declare


def _new(code: str) -> None:
    if code in FORM_CHECKS or code in DOCUMENT_CHECKS or code in CALL_CHECKS:
        raise ValueError(f"check {code} is declared twice")


def look_at_form(subject: Subject, prefix: str) -> list[Finding]:
    """Findings of every check that applies to a form, in the order in which their places stand in the form."""
    limits = subject.limits
    lacking = frozenset([need for need in _NEEDS if not subject.meets(need)])
    checks = _applicable(subject.form.kind, lacking, frozenset(limits.disabled), frozenset(limits.enabled))
    found = [(check, check.finding(hit, limits, prefix)) for check in checks for hit in check.run(subject)]
    said = {(finding.code, finding.path) for _, finding in found}
    kept = [f for check, f in found if not any((code, f.path) in said for code in check.yields_to)]
    return sorted(kept, key=lambda finding: _place_key(finding.path))


@lru_cache(maxsize=256)
def _applicable(
    kind: FormKind, lacking: frozenset[Need], disabled: frozenset[str], enabled: frozenset[str]
) -> tuple[Check[Subject], ...]:
    """The checks that a user wants of a form of some kind that lacks something, in the order of their declaration."""
    limits = Thresholds(disabled=dict.fromkeys(disabled, ""), enabled=enabled)
    return tuple(
        check
        for check in FORM_CHECKS.values()
        if (not check.kinds or kind in check.kinds) and lacking.isdisjoint(check.needs) and check.wanted(limits)
    )


def look_at_document(subject: Documents) -> list[Finding]:
    """Findings of the checks over all forms of a document."""
    return _look(DOCUMENT_CHECKS, subject)


def look_at_call(subject: Documents) -> list[Finding]:
    """Findings of the checks over all forms of a call; paths count the forms of the call (``forms[17]…``)."""
    return _look(CALL_CHECKS, subject)


def _look(checks: Mapping[str, Check[Documents]], subject: Documents) -> list[Finding]:
    return [
        check.finding(hit, subject.limits)
        for check in checks.values()
        if check.wanted(subject.limits)
        for hit in check.run(subject)
    ]


_SECTIONS = ("fiscal_year", "project", "funding", "execution", "goals", "score", "indicators")


def _place_key(path: str) -> tuple[int, int]:
    """Sections in the order of the printed form, list items by number; what is about the whole form first."""
    _, _, rest = path.partition("].")
    section, _, tail = rest.partition("[")
    name = section.split(".")[0]
    number = tail.partition("]")[0]
    return (_SECTIONS.index(name) if name in _SECTIONS else -1, int(number) if number.isdigit() else -1)
