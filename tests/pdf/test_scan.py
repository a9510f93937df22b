"""Pages that are pictures are recognised and give the records of the document that was scanned."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image

from extractor.errors import OcrNeededError
from extractor.model.form import DocumentResult
from extractor.model.table import Source
from extractor.pipeline import ExtractOptions, extract_document
from extractor.readers.scan.picture import lines_of, read_upright
from extractor.readers.scan.repair import Word, repaired
from extractor.readers.scan.seals import without_seals
from extractor.readers.scan.straight import straightened
from tests.pdf.raw import with_font

SAMPLES = Path(__file__).parents[2] / "samples"


def scanned(data: bytes, page: int, *, dpi: int, lean: float) -> Image.Image:
    """A page as a scanner gives it: leaning, blurred, noisy, compressed."""
    document = pypdfium2.PdfDocument(data)
    picture = np.array(document[page].render(scale=dpi / 72, grayscale=True).to_pil())
    document.close()
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -lean, 1.0)
    picture = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    picture = cv2.GaussianBlur(picture, (0, 0), 0.6)
    noise = np.random.default_rng(1).normal(0, 6, picture.shape)
    packed = io.BytesIO()
    Image.fromarray(np.clip(picture + noise, 0, 255).astype("uint8")).save(packed, "JPEG", quality=55)
    return Image.open(packed)


def pdf_of(*pictures: Image.Image, dpi: int = 150) -> bytes:
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pictures[1:])
    return out.getvalue()


def facts(result: DocumentResult) -> list[Any]:
    return [
        [
            form.kind,
            form.fiscal_year,
            form.project.name,
            form.project.unit,
            form.project.start_date,
            [(line.scope, line.item, line.amount) for line in form.funding.lines],
            [
                (one.level1, one.level2, one.name, one.value.operator, one.value.number, one.value.unit, one.weight)
                for one in form.indicators
            ],
        ]
        for form in result.forms
    ]


@pytest.mark.slow
def test_a_scan_gives_the_records_of_what_was_scanned() -> None:
    data = (SAMPLES / "shanghai-2026-calc.pdf").read_bytes()
    pages = [scanned(data, 2, dpi=150, lean=0.35), scanned(data, 0, dpi=200, lean=-0.8)]
    result = extract_document(Source("scan.pdf", pdf_of(*pages)))
    whole = facts(extract_document(Source("whole.pdf", data)))
    assert facts(result) == [whole[2], whole[0]]
    (finding,) = [one for one in result.findings if one.code == "PAGES_RECOGNISED"]
    assert finding.severity == "info"
    assert finding.evidence == {"pages": [1, 2], "doubtful": []}
    assert result.status == "ok"
    boxes = [cell for form in result.forms for cell in form.indicators[0].provenance.cells.values()]
    assert all(box is not None and 0 < box[0] < box[2] < 842 and 0 < box[1] < box[3] < 595 for box in boxes)


@pytest.mark.slow
def test_signs_in_a_column_of_their_own_are_not_lost() -> None:
    data = (SAMPLES / "split-columns-sichuan-calc.pdf").read_bytes()
    result = extract_document(Source("scan.pdf", pdf_of(scanned(data, 0, dpi=150, lean=0.2))))
    whole = facts(extract_document(Source("whole.pdf", data)))
    assert [one[3] for one in facts(result)[0][-1]] == [one[3] for one in whole[0][-1]]


def test_a_picture_is_set_level_and_its_lines_are_found() -> None:
    picture = np.full((1000, 1400), 255, np.uint8)
    for y in (200, 400, 800):
        cv2.line(picture, (100, y), (1300, y), (0,), 2)
    for x in (100, 700, 1300):
        cv2.line(picture, (x, 200), (x, 800), (0,), 2)
    turn = cv2.getRotationMatrix2D((700, 500), -1.5, 1.0)
    level, angle = straightened(cv2.warpAffine(picture, turn, (1400, 1000), borderValue=(255,)))
    assert angle == pytest.approx(1.5, abs=0.1)
    rows, columns = lines_of(level)
    assert [round(y) for y, _, _ in sorted(rows)] == pytest.approx([200, 400, 800], abs=2)
    assert [(round(a), round(b)) for _, a, b in sorted(rows)] == [pytest.approx((100, 1300), abs=6)] * 3
    assert [round(x) for x, _, _ in sorted(columns)] == pytest.approx([100, 700, 1300], abs=2)


def form_lines(height: int = 1400, width: int = 1000) -> Any:
    picture = np.full((height, width), 255, np.uint8)
    for y in range(200, 1201, 100):
        cv2.line(picture, (100, y), (900, y), (0,), 2)
    for x in (100, 350, 700, 900):
        cv2.line(picture, (x, 200), (x, 1200), (0,), 2)
    return picture


def test_a_page_seen_from_the_side_is_seen_from_above() -> None:
    picture = form_lines()
    corners = np.array([[0, 0], [1000, 0], [1000, 1400], [0, 1400]], np.float32)
    moved = np.array([[60, 40], [960, 90], [900, 1380], [20, 1300]], np.float32)
    seen = cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, moved), (1000, 1400), borderValue=(90,))
    straight, angle = straightened(seen)
    rows, columns = lines_of(straight)
    long = [(first, last) for _, first, last in rows if last - first > 500]
    assert angle == 0.0
    assert len(long) >= 11
    assert max(first for first, _ in long) - min(first for first, _ in long) < 8
    assert len([x for x, first, last in columns if last - first > 600]) == 4


def test_parallel_lines_are_left_as_they_are() -> None:
    picture = form_lines()
    assert straightened(picture)[0] is picture


@pytest.mark.slow
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_pages_on_a_side_or_on_their_heads(turn: int) -> None:
    data = (SAMPLES / "handan-calc.pdf").read_bytes()
    page = scanned(data, 0, dpi=150, lean=0.4)
    turned = page.transpose(
        [Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90][turn - 1]
    )
    result = extract_document(Source("scan.pdf", pdf_of(turned)))
    whole = extract_document(Source("whole.pdf", data))
    assert facts(result) == facts(whole)
    name = result.forms[0].indicators[0].provenance.cells["name"]
    upright = whole.forms[0].indicators[0].provenance.cells["name"]
    assert name is not None
    assert upright is not None
    width, height = 595.3, 841.9
    x, y = (upright[0] + upright[2]) / 2, (upright[1] + upright[3]) / 2
    where = {1: (height - y, x), 2: (width - x, height - y), 3: (y, width - x)}[turn]
    assert ((name[0] + name[2]) / 2, (name[1] + name[3]) / 2) == pytest.approx(where, abs=6)


def test_seals_are_taken_off_and_coloured_text_stays() -> None:
    page = np.full((1400, 1000, 3), 255, np.uint8)
    cv2.putText(page, "90%", (430, 720), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 3)
    cv2.putText(page, "red heading", (100, 150), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (220, 30, 30), 3)
    plain = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    seal = np.full_like(page, 255)
    cv2.circle(seal, (480, 700), 110, (225, 60, 60), 6)
    cv2.putText(seal, "SEAL", (420, 660), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (225, 60, 60), 3)
    sealed = (page.astype(int) * seal // 255).astype(np.uint8)
    assert np.abs(without_seals(sealed).astype(int) - plain).max() < 40
    filled = np.full((1400, 1000, 3), 255, np.uint8)
    cv2.rectangle(filled, (100, 100), (250, 250), (230, 40, 40), -1)
    assert (without_seals(filled) == cv2.cvtColor(filled, cv2.COLOR_RGB2GRAY)).all()


def test_a_number_recognised_without_certainty_is_told_at_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (SAMPLES / "handan-calc.pdf").read_bytes()

    def doubting(picture: Any) -> tuple[int, Any, list[Word]]:
        turn, upright, words = read_upright(picture)
        return turn, upright, [replace(one, certainty=0.6) if "99%" in one.text else one for one in words]

    monkeypatch.setattr("extractor.readers.scan.picture.read_upright", doubting)
    result = extract_document(Source("scan.pdf", pdf_of(scanned(data, 0, dpi=150, lean=0.1))))
    (finding,) = [one for one in result.forms[0].findings if one.code == "NUMBER_DOUBTFUL"]
    (indicator,) = [one for one in result.forms[0].indicators if one.value.raw == "≥99%"]
    assert finding.path == f"forms[0].indicators[{indicator.ordinal - 1}].value"
    assert finding.evidence == {"text": "≥99%", "certainty": 0.6}
    assert indicator.value.confidence == 0.6


def test_a_blank_picture_has_no_words() -> None:
    assert read_upright(np.full((600, 800), 255, np.uint8))[2] == []


def word(text: str, certainty: float = 0.99) -> Word:
    return Word(text, (0, 0, 10 * len(text), 10), tuple((10.0 * n, 10.0 * n + 10) for n in range(len(text))), certainty)


def test_what_recognition_takes_for_something_else_is_repaired_and_remembered() -> None:
    texts = ("955.500.00", "1.234.567.00元", "12.50", "3.141", "1.234.00.5", "≤0.9%0", "100%05", "5%")
    made = [repaired(word(text)) for text in texts]
    assert [one.text for one in made] == [
        "955,500.00", "1,234,567.00元", "12.50", "3.141", "1.234.00.5", "≤0.9‰", "100%05", "5%",
    ]  # fmt: skip
    assert [one.recognised for one in made] == ["955.500.00", "1.234.567.00元", None, None, None, "≤0.9%0", None, None]
    assert [one.certainty for one in made] == [0.8, 0.8, 0.99, 0.99, 0.99, 0.8, 0.99, 0.99]
    assert made[5].spans == ((0, 10), (10, 20), (20, 30), (30, 40), (40, 60))
    assert repaired(word("955.500.00", 0.6)).certainty == 0.6


def test_a_document_of_pictures_is_refused_where_recognition_is_not_wanted_or_finds_nothing() -> None:
    data = (SAMPLES / "shanghai-2026-calc.pdf").read_bytes()
    scan = Source("scan.pdf", pdf_of(scanned(data, 0, dpi=100, lean=0.0), dpi=100))
    with pytest.raises(OcrNeededError, match="All 1 pages are pictures"):
        extract_document(scan, ExtractOptions(ocr=False))
    with pytest.raises(OcrNeededError, match="All 1 pages are pictures"):
        extract_document(Source("blank.pdf", pdf_of(Image.new("L", (800, 600), 240))))


def test_without_recognition_a_font_that_does_not_say_what_it_prints_is_refused() -> None:
    pdf = with_font("004100420043002400250026", base_font="ABCDEF+Foo", encoding="Identity-H")
    with pytest.raises(OcrNeededError, match="6 of 6 characters have no text"):
        extract_document(Source("foo.pdf", pdf), ExtractOptions(ocr=False))


def test_words_carry_a_span_a_character() -> None:
    picture = np.array(scanned((SAMPLES / "shanghai-2026-calc.pdf").read_bytes(), 2, dpi=150, lean=0.0))
    words: list[Word] = read_upright(picture[: len(picture) // 4])[2]
    (word,) = [one for one in words if one.text == "项目名称"]
    assert len(word.spans) == 4
    assert all(left < right for left, right in word.spans)
    assert word.certainty > 0.9
