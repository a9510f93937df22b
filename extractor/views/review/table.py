"""The review for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.patterns import compiled
from extractor.model.text_table import text_table
from extractor.views.review import wording
from extractor.views.review.review import DocumentReview, FormReview, Review
from extractor.views.review.wording import Language

WIDTH = 120
_STYLES = {"error": "1;31", "warning": "33", "info": "36", "bold": "1", "dim": "2", "source": "1;4", "good": "32"}
_CONTROL = compiled(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_GOOD_SCORE = 90


def table(review: Review, lang: Language, *, width: int = WIDTH, colour: bool = False) -> str:
    """A table of findings a form, clean forms in one line each, the totals at the end."""
    return "".join(_Terminal(lang, width, colour).pieces(review))


class _Terminal:
    """How a terminal shows text: its width, and its colours if it has any."""

    def __init__(self, lang: Language, width: int, colour: bool) -> None:
        self.lang, self.width, self.colour = lang, width, colour

    def _word(self, name: str) -> str:
        return wording.word(name, self.lang)

    def _painted(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text else text

    def pieces(self, review: Review) -> Iterator[str]:
        for document in review.documents:
            yield from self._document(document)
        if review.coverage is not None:
            yield self._painted(self._word("coverage"), "source") + "\n"
            rows = [
                (one.code, self._word(one.state), one.findings or self._word("never"), one.forms)
                for one in review.coverage
            ]
            heads = [self._word(name) for name in ("check", "state", "fired", "on_forms")]
            yield text_table(heads, rows, width=self.width, right=(2, 3)) + "\n"
        counts = review.counts()
        forms = [form for _, form in review.forms()]
        said = [f"{self._word('documents')} {len(review.documents)}", f"{self._word('forms')} {len(forms)}"]
        said += [f"{self._word(name + 's')} {counts[name]}" for name in ("error", "warning", "info")]
        if forms:
            said.append(f"{self._word('mean')} {sum(form.score.total for form in forms) / len(forms):.1f}")
        yield self._painted(" · ".join(said), "bold") + "\n"

    def _document(self, document: DocumentReview) -> Iterator[str]:
        status = wording.status(document.result, self.lang)
        source = _plain(document.result.document.source) + (f" · {status}" if status else "")
        yield self._painted(source, "source") + "\n"
        for finding in document.findings:
            severity = self._painted(self._word(finding.severity), finding.severity)
            yield f"  {severity} {_plain(f'{finding.code} {wording.message(finding, self.lang)}')}\n"
        for form in document.forms:
            yield self._head(form) + "\n"
            yield self._findings(form)
        yield "\n"

    def _head(self, form: FormReview) -> str:
        score, where = form.score, wording.pages(form.form, self.lang)
        said = f"{self._word('score')} {score.total} {wording.grade(score.grade, self.lang)}"
        head = self._painted(f" {form.index + 1}. {_plain(wording.heading(form.form, self.lang))}", "bold")
        head += self._painted(f" · {where}" if where else "", "dim")
        head += self._painted(f" · {said}", "good" if score.total >= _GOOD_SCORE else "warning")
        head += self._painted(f" ({self._word('provisional')})" if score.provisional else "", "dim")
        return head + self._painted("" if form.findings else f" · {self._word('clean')}", "good")

    def _findings(self, form: FormReview) -> str:
        rows = []
        for finding, deduction in form.lines():
            place = [
                wording.field(finding, form.form, self.lang),
                *wording.spot(finding.provenance, self.lang),
            ]
            rows.append(
                (
                    self._word(finding.severity),
                    _plain(" · ".join(place)),
                    _plain(f"{finding.code} {wording.message(finding, self.lang)}"),
                    _plain(wording.advice(finding, self.lang)),
                    wording.cost(deduction, self.lang),
                )
            )
        styles = {self._word(name): name for name in ("error", "warning", "info")}
        heads = [self._word(name) for name in ("severity", "where", "what", "do", "cost")]
        return text_table(
            heads,
            rows,
            width=self.width,
            indent=" ",
            paint=lambda place, text, shown: (
                self._painted(shown, styles[text]) if place == 0 and text in styles else shown
            ),
        )


def _plain(text: str) -> str:
    """Text that cannot move the cursor of a terminal."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
