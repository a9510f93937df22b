"""The family specifications, the records derived from them, the committed files, and the variants agree."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import read_source
from extractor.readers.pdf import read_pdf
from samples.make.blocks import Line
from samples.make.families import draw, expected_family, flatten_drawn, load_families, manifest, variants
from samples.make.family.board import Board
from samples.make.family.compare import differences, within
from samples.make.family.facts import Facts, Family, load_family
from samples.make.family.synonyms import rewordings
from samples.make.grid import Grid

HOME = Path(__file__).parents[2] / "samples"
FAMILIES = load_families()
FACTS = [
    pytest.param(facts, id=f"{family.name}-{facts.project.get('name') or facts.project.get('department')}")
    for family in FAMILIES.values()
    for sheet in family.sheets
    for facts in sheet.facts
]


def read_json(name: str) -> Any:
    return json.loads((HOME / name).read_text(encoding="utf-8"))


def printed_characters(family: Family) -> Counter[str]:
    """Every character that a file of the family prints, white space left out."""
    texts = [family.title or ""]
    for form in draw(family):
        for block in form.blocks:
            texts += [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
    return Counter(char for text in texts for char in text if not char.isspace())


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_expected_record_is_up_to_date(name: str) -> None:
    assert read_json(f"expected/families/{name}.json") == expected_family(FAMILIES[name])


def test_manifest_names_exactly_the_committed_documents() -> None:
    entries = read_json("families/manifest.json")
    assert entries == manifest(FAMILIES)
    others = {entry["file"] for entry in read_json("manifest.json")}
    committed = {path.name for path in HOME.iterdir() if path.suffix in {".pdf", ".txt"}}
    assert {entry["file"] for entry in entries} == committed - others


def test_every_family_comes_as_drawn_tables_and_as_text() -> None:
    formats = {(entry["family"], entry["format"]) for entry in read_json("families/manifest.json")}
    assert formats == {(name, one) for name in FAMILIES for one in ("pdf", "text")}
    assert {facts.profile for family in FAMILIES.values() for sheet in family.sheets for facts in sheet.facts} == {
        "shanghai-2016", "central-2015", "central-2021", "self-evaluation", "monitoring", "department-target",
        "transfer-target", "transfer-self-evaluation", "split-columns", "hubei", "guangyuan", "handan", "shizuishan",
        "rules-2011",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_text_files_are_what_the_specification_says(name: str) -> None:
    family = FAMILIES[name]
    assert (HOME / f"{name}-flattened.txt").read_text(encoding="utf-8") == flatten_drawn(draw(family), family.title)


@pytest.mark.parametrize(
    "entry", [e for e in read_json("families/manifest.json") if e["format"] == "pdf"], ids=lambda e: e["file"]
)
def test_pdf_files_print_every_character_of_the_specification(entry: dict[str, str]) -> None:
    with read_pdf(read_source(HOME / entry["file"])) as document:
        text = "".join(page.glyphs.text for page in document.pages())
    found = Counter(char for char in text if not char.isspace() and char.isprintable())
    wanted = printed_characters(FAMILIES[entry["family"]])
    assert wanted - found == Counter()
    # Calc prints a merged cell on every page that it reaches.
    if entry["file"] != "split-columns-sichuan-calc.pdf":
        assert found == wanted


@pytest.mark.parametrize("facts", FACTS)
def test_amounts_add_up(facts: Facts) -> None:
    money = {key: Decimal(amount) for key, amount in facts.funding.items() if amount is not None}
    for scope in ("project", "annual"):
        total = money.get(f"{scope}.total")
        parts = [
            money[f"{scope}.{item}"]
            for item in ("fiscal", "appropriation", "carryover", "central", "local", "own", "other")
            if f"{scope}.{item}" in money
        ]
        if total is not None and len(parts) > 1:
            assert sum(parts) == total
    if "annual.general_budget" in money:
        assert money["annual.fiscal"] == sum(
            money[f"annual.{item}"] for item in ("general_budget", "government_fund", "state_capital")
        )
    if facts.amounts:
        assert money["annual.own"] == sum(map(Decimal, facts.amounts.values()))


@pytest.mark.parametrize("facts", [one for one in FACTS if one.values[0].execution])
def test_execution_adds_up_and_its_rates_are_right(facts: Facts) -> None:
    total = facts.execution["total"]
    for column in ("budget_initial", "budget_current", "executed", "forecast"):
        if column in total:
            parts = [Decimal(line[column] or 0) for item, line in facts.execution.items() if item != "total"]
            assert sum(parts) == Decimal(total[column] or 0)
    for line in facts.execution.values():
        budget = Decimal(line.get("budget_current") or line.get("budget_initial") or 0)
        if line["rate"] is None:
            assert budget == 0
        else:
            rate = Decimal(line["rate"].rstrip("%"))
            assert rate == (Decimal(line["executed"] or 0) / budget * 100).quantize(rate)


@pytest.mark.parametrize("facts", [one for one in FACTS if one.values[0].score])
def test_scores_and_weights_add_up(facts: Facts) -> None:
    total = facts.execution["total"]
    weights = [Decimal(row.cells["weight"] or 0) for row in facts.rows]
    scores = [Decimal(row.cells["score"] or 0) for row in facts.rows]
    assert sum(weights) + Decimal(total["weight"] or 0) == 100
    assert sum(scores) + Decimal(total["score"] or 0) == Decimal(facts.score["total"])
    assert all(score <= weight for score, weight in zip(scores, weights, strict=True))


def test_what_the_specification_leaves_open_is_refused(tmp_path: Path) -> None:
    good = (HOME / "families" / "guangyuan.yaml").read_text(encoding="utf-8")
    for bad in (
        good.replace("project:\n", "project:\n      owner: 某局\n", 1),
        good.replace("annual: 全县", "yearly: 全县", 1),
        good.replace("- [群众满意度, 90%以上]", "- [群众满意度, 90%以上, 良好]", 1),
    ):
        assert bad != good
        (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
        with pytest.raises(ValueError, match=r"bad\.yaml: not a family specification"):
            load_family(tmp_path / "bad.yaml")


def test_a_cell_takes_the_next_free_place() -> None:
    board = Board([10, 10, 10])
    for text, colspan, rowspan in (("a", 1, 2), ("b", 2, 1), ("c", 1, 1), ("d", 1, 2), ("e", 2, 1)):
        board.put(text, colspan, rowspan)
    grid = board.grid()
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells] == [
        (0, 0, "a"), (0, 1, "b"), (1, 1, "c"), (1, 2, "d"), (2, 0, "e"),
    ]  # fmt: skip
    assert grid.rows == 3
    board.put("f")
    with pytest.raises(ValueError, match="3 columns do not fit"):
        board.put("g", 3)
    with pytest.raises(ValueError, match="row 3 is not full"):
        board.grid()


def test_twin_panels_are_told_medium_term_first() -> None:
    for form in expected_family(FAMILIES["central-2015"])["forms"]:
        horizons = [indicator["horizon"] for indicator in form["indicators"]]
        assert horizons == sorted(horizons, reverse=True)
        assert set(horizons) == {"medium_term", "annual"}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("其中:财政拨款", ("其中:财政资金", "其中:本级财政拨款")),
        ("年度金额:", ("年度资金总额:", "年度资金额:")),
        ("资金总额(元)", ("预算总额(元)", "项目资金合计(元)")),
        ("农村公路里程", ()),
    ],
)
def test_a_reworded_label_keeps_its_marks(label: str, expected: tuple[str, ...]) -> None:
    assert rewordings(label) == expected


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_a_variant_changes_one_label_and_nothing_else(name: str) -> None:
    before = draw(FAMILIES[name])
    kinds = set()
    for variant in variants(FAMILIES[name]):
        kinds.add(variant.kind)
        changed = [
            (old.text, new.text)
            for one, other in zip(before, variant.forms, strict=True)
            for old_grid, new_grid in zip(one.blocks, other.blocks, strict=True)
            if isinstance(old_grid, Grid) and isinstance(new_grid, Grid)
            for old, new in zip(old_grid.cells, new_grid.cells, strict=True)
            if old.text != new.text
        ]
        if variant.kind == "moved":
            assert Counter(old for old, _ in changed) == Counter(new for _, new in changed)
            assert {(variant.label, variant.detail), (variant.detail, variant.label)} <= set(changed)
        else:
            assert changed == [(variant.label, variant.detail)]
        assert variant.affects
    assert kinds == {"reworded", "moved", "missing"}


def test_differences_name_the_paths() -> None:
    truth = expected_family(FAMILIES["hubei"])["forms"][1]
    indicators = [
        {
            **dict.fromkeys(("baseline", "actual", "weight", "score", "horizon")),
            **{key: one[key] for key in ("level1", "level2", "name", "standard")},
            "printed": {"level1": one["printed_level1"], "level2": one["printed_level2"]},
            "value": {"raw": one["value_raw"]},
            "baseline": {"raw": one["baseline_raw"]},
        }
        for one in truth["indicators"]
    ]
    form = {
        **{key: truth[key] for key in ("profile", "kind", "title", "fiscal_year", "goals")},
        "project": {**truth["project"], "extra": {}},
        "funding": {
            "money_unit": truth["money_unit"],
            "lines": [{**line, "label": line["item"]} for line in truth["funding"]],
        },
        "indicators": indicators,
    }
    assert differences(form, truth) == []
    form["project"]["name"] = "别的项目"
    form["funding"]["lines"][0]["amount"] = "1.00"
    indicators[2]["value"]["raw"] = None
    found = differences(form, truth)
    assert found == ["project.name", "funding.annual.total", "indicators.3.value_raw"]
    assert [within(path, ("project", "indicators.*.value_raw")) for path in found] == [True, False, True]
    assert differences({**form, "indicators": indicators[:-1]}, truth)[-2:] == ["indicators", "indicators.3.value_raw"]
