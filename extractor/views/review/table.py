"""The review for a terminal."""

from __future__ import annotations

import io
import re

from extractor.views.review import wording
from extractor.views.review.review import DocumentReview, FormReview, Review
from extractor.views.review.wording import Language

WIDTH = 120
_COLOURS = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def table(review: Review, lang: Language, *, width: int = WIDTH, colour: bool = False) -> str:
    """A table of findings a form, clean forms in one line each, the totals at the end."""
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, color_system="auto" if colour else None
    )  # fmt: skip
    for document in review.documents:
        _document(document, lang, console)
    if review.coverage is not None:
        _coverage(review, lang, console)
    counts = review.counts()
    forms = [form for _, form in review.forms()]
    said = [f"{wording.word('documents', lang)} {len(review.documents)}", f"{wording.word('forms', lang)} {len(forms)}"]
    said += [f"{wording.word(name + 's', lang)} {counts[name]}" for name in ("error", "warning", "info")]
    if forms:
        said.append(f"{wording.word('mean', lang)} {sum(form.score.total for form in forms) / len(forms):.1f}")
    console.print(Text(" · ".join(said), style="bold"))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _plain(text: str) -> str:
    """Text that cannot move the cursor of a terminal."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def _document(document: DocumentReview, lang: Language, console: object) -> None:
    from rich.console import Console
    from rich.text import Text

    assert isinstance(console, Console)
    result = document.result
    status = wording.status(result, lang)
    console.print(Text(_plain(result.document.source) + (f" · {status}" if status else ""), style="bold underline"))
    for finding in document.findings:
        line = Text(f"  {wording.word(finding.severity, lang)} ", style=_COLOURS[finding.severity])
        line.append(_plain(f"{finding.code} {wording.message(finding, lang)}"), style="default")
        console.print(line)
    for form in document.forms:
        _form(form, lang, console)
    console.print()


def _form(form: FormReview, lang: Language, console: object) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    assert isinstance(console, Console)
    score = form.score
    head = Text(f" {form.index + 1}. {_plain(wording.heading(form.form, lang))}", style="bold")
    where = wording.pages(form.form, lang)
    grade = wording.grade(score.grade, lang)
    head.append(f" · {where}" if where else "", style="dim")
    head.append(
        f" · {wording.word('score', lang)} {score.total} {grade}", style="green" if score.total >= 90 else "yellow"
    )
    if score.provisional:
        head.append(f" ({wording.word('provisional', lang)})", style="dim")
    if not form.findings:
        head.append(f" · {wording.word('clean', lang)}", style="green")
    console.print(head)
    if not form.findings:
        return
    shown = Table(box=None, padding=(0, 1), pad_edge=True, header_style="dim", expand=True)
    for name, ratio in (("severity", None), ("where", 3), ("what", 5), ("do", 3), ("cost", None)):
        shown.add_column(wording.word(name, lang), ratio=ratio, min_width=7 if ratio is None else None, overflow="fold")
    for finding, deduction in form.lines():
        place = [wording.field(finding, form.form, lang), *wording.spot(finding.provenance, lang)]
        shown.add_row(
            Text(wording.word(finding.severity, lang), style=_COLOURS[finding.severity]),
            Text(_plain(" · ".join(place))),
            Text(_plain(f"{finding.code} {wording.message(finding, lang)}")),
            Text(_plain(wording.advice(finding, lang))),
            Text(wording.cost(deduction, lang)),
        )
    console.print(shown)


def _coverage(review: Review, lang: Language, console: object) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    assert isinstance(console, Console)
    console.print(Text(wording.word("coverage", lang), style="bold underline"))
    shown = Table(box=None, padding=(0, 1), header_style="dim")
    for name in ("check", "state", "fired", "on_forms"):
        shown.add_column(wording.word(name, lang), justify="right" if name in ("fired", "on_forms") else "left")
    for one in review.coverage or ():
        fired = str(one.findings) if one.findings else wording.word("never", lang)
        shown.add_row(one.code, wording.word(one.state, lang), fired, str(one.forms))
    console.print(shown)
    console.print()
