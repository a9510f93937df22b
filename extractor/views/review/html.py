"""The review as one HTML file that needs no network and runs no script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.model.form import Finding, Form
from extractor.output.html import html_page, text_of
from extractor.views.review import wording
from extractor.views.review.review import DocumentReview, FormReview, Review
from extractor.views.review.score import FormScore
from extractor.views.review.wording import Language

_STYLE = Path(__file__).parent / "assets" / "report.css"
_CLASSES = {"优": "excellent", "良": "good", "中": "fair", "差": "poor"}


def page(review: Review, lang: Language) -> str:
    """The whole file."""
    language = "zh-CN" if lang == "zh" else "en"
    style = _STYLE.read_text(encoding="utf-8")
    return "".join(html_page(wording.word("title", lang), _pieces(review, lang), style=style, language=language))


def _pieces(review: Review, lang: Language) -> Iterator[str]:
    yield f"<main>\n<h1>{wording.word('title', lang)}</h1>\n"
    yield _cards(review, lang)
    yield f'<p class="formula">{wording.word("formula", lang)}</p>\n'
    yield _index(review, lang)
    for name in ("all", "error", "warning", "info"):
        checked = " checked" if name == "all" else ""
        yield f'<input class="pick" type="radio" name="f" id="f-{name}"{checked}>'
    labels = "".join(
        f'<label for="f-{name}">{wording.word(name, lang)}</label>' for name in ("all", "error", "warning", "info")
    )
    yield f'<div class="filter">{labels}</div>\n'
    for number, document in enumerate(review.documents):
        yield from _document(document, number, lang)
    if review.coverage is not None:
        yield _coverage(review, lang)
    yield "</main>\n"


def _cards(review: Review, lang: Language) -> str:
    counts, forms = review.counts(), [form for _, form in review.forms()]
    shown = [("", str(len(review.documents)), "documents"), ("", str(len(forms)), "forms")]
    shown += [(name, str(counts[name]), name + "s") for name in ("error", "warning", "info")]
    if forms:
        shown.append(("", f"{sum(form.score.total for form in forms) / len(forms):.1f}", "mean"))
    cards = "".join(
        f'<div class="card {kind}"><b>{number}</b><span>{wording.word(what, lang)}</span></div>'
        for kind, number, what in shown
    )
    return f'<div class="cards">{cards}</div>\n'


def _index(review: Review, lang: Language) -> str:
    """One line a form, with its score and its counts."""
    rows = []
    for number, document in enumerate(review.documents):
        for form in document.forms:
            counts = {name: sum(f.severity == name for f in form.findings) for name in ("error", "warning", "info")}
            cells = "".join(f'<td class="n{f" {name}" if n else ""}">{n or "–"}</td>' for name, n in counts.items())
            rows.append(
                f"<tr><td>{_score(form.score, lang)}{_provisional(form.score, lang)}</td><td>"
                f'<a href="#d{number}f{form.index}">{text_of(wording.heading(form.form, lang))}</a></td>'
                f'<td class="wide file">{text_of(document.result.document.source)}</td>'
                f'<td class="wide">{wording.pages(form.form, lang)}</td>{cells}</tr>\n'
            )
    if not rows:
        return ""
    texts = "".join(f"<th>{wording.word(name, lang)}</th>" for name in ("score", "project"))
    texts += "".join(f'<th class="wide">{wording.word(name, lang)}</th>' for name in ("document", "page"))
    numbers = "".join(f'<th class="n">{wording.word(name, lang)}</th>' for name in ("errors", "warnings", "infos"))
    return f"<table><thead><tr>{texts}{numbers}</tr></thead><tbody>\n{''.join(rows)}</tbody></table>\n"


def _score(score: FormScore, lang: Language) -> str:
    return f'<span class="score {_CLASSES[score.grade]}">{score.total}<small>{wording.grade(score.grade, lang)}</small></span>'


def _provisional(score: FormScore, lang: Language) -> str:
    return f' <span class="provisional">{wording.word("provisional", lang)}</span>' if score.provisional else ""


def _document(document: DocumentReview, number: int, lang: Language) -> Iterator[str]:
    status = wording.status(document.result, lang)
    note = f"<small>{status}</small>" if status else ""
    yield f"<section><h2>{text_of(document.result.document.source)}{note}</h2>\n"
    if document.findings:
        yield f'<article class="form"><header><h3>{wording.word("whole", lang)}</h3></header>\n'
        yield "".join(_finding(finding, "", None, lang) for finding in document.findings)
        yield "</article>\n"
    for form in document.forms:
        yield _form(form, number, lang)
    yield "</section>\n"


def _form(form: FormReview, number: int, lang: Language) -> str:
    where = " · ".join(part for part in (form.form.project.unit or "", wording.pages(form.form, lang)) if part)
    provisional = _provisional(form.score, lang)
    findings = "".join(
        _finding(finding, wording.cost(deduction, lang), form.form, lang) for finding, deduction in form.lines()
    )
    body = findings or f'<p class="clean">✓ {wording.word("clean", lang)}</p>'
    heading = text_of(wording.heading(form.form, lang))
    return (
        f'<article class="form" id="d{number}f{form.index}"><header><h3>{form.index + 1}. {heading}'
        f"<small>{text_of(where)}</small></h3>{provisional}{_score(form.score, lang)}</header>{body}</article>\n"
    )


def _finding(finding: Finding, cost: str, form: Form | None, lang: Language) -> str:
    title = wording.title(finding, lang)
    name = f"<b>{text_of(title)}</b>" if title != finding.code else ""
    place = [wording.field(finding, form, lang), *wording.spot(finding.provenance, lang)]
    advice = wording.advice(finding, lang)
    facts = [*wording.evidence(finding)]
    facts += [(wording.word("category", lang), said)] if (said := wording.category(finding, lang)) else []
    facts += [(wording.word("rests_on", lang), said)] if (said := wording.source(finding)) else []
    pairs = "".join(f"<dt>{text_of(key)}</dt><dd>{text_of(value)}</dd>" for key, value in facts)
    why = f"<details><summary>{wording.word('why', lang)}</summary><dl>{pairs}</dl></details>" if pairs else ""
    return (
        f'<div class="finding {finding.severity}"><div class="head"><span class="sev">{wording.word(finding.severity, lang)}</span>'
        f'{name}<code>{text_of(finding.code)}</code><span class="points">{text_of(cost)}</span></div>'
        f"<p>{text_of(wording.message(finding, lang))}</p>"
        f'<p class="where">{text_of(" · ".join(place))}</p>'
        + (f'<p class="advice">{text_of(advice)}</p>' if advice else "")
        + f"{why}</div>\n"
    )


def _coverage(review: Review, lang: Language) -> str:
    rows = "".join(
        f'<tr class="{"" if one.findings else "zero"}"><td><code>{one.code}</code></td><td>{wording.word(one.state, lang)}</td>'
        f'<td class="n">{one.findings or wording.word("never", lang)}</td><td class="n">{one.forms}</td></tr>\n'
        for one in review.coverage or ()
    )
    head = f"<th>{wording.word('check', lang)}</th><th>{wording.word('state', lang)}</th>"
    head += "".join(f'<th class="n">{wording.word(name, lang)}</th>' for name in ("fired", "on_forms"))
    return f"<h2>{wording.word('coverage', lang)}</h2><table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n"
