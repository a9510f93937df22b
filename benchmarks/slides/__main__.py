"""Run with ``python -m benchmarks.slides``: a table of accuracies per rate of damage, as Markdown."""

from __future__ import annotations

import argparse
import random

from benchmarks.slides.damage import TrueRow, flatten
from extractor.model.form import Form, Indicator
from extractor.model.table import Source
from extractor.pipeline import extract_document
from rules.indicators.names import load_lexicon, name_key
from rules.labels import load_vocabulary
from samples.make.random_forms import random_form

HEAD = (
    "财政项目支出绩效目标申报表\n(2026年度)\n"
    "项目名称\t{name}\t项目性质\t经常性专项业务费\t项目类别\t特定目标类\n"
    "主管部门\t某局\t实施单位\t某中心\n"
    "项目资金(元)\t项目资金总额:\t\t年度资金申请总额:\t100.00\n"
    "项目绩效目标\t项目总目标\t\t年度总体目标\n\t\t\t{goal}\n"
)
RATES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)


def carried(form: Form) -> list[str | None]:
    """Level 2 of each row by plain carry-down of what is printed."""
    vocabulary = load_vocabulary()
    return [vocabulary.level2.get(i.printed.level2) if i.printed.level2 else None for i in form.indicators]


def main() -> None:
    """Print one line per rate: rows, accuracy of carry-down and of the decoder, on known and on unknown names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(
        "| rate | rows | carry-down | jixiao | jixiao, names not in the list | confident (≥ 0.9) | right when confident | values moved |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for rate in RATES:
        rng = random.Random(arguments.seed)
        rows = carry = right = unseen = unseen_right = sure = sure_right = moved = 0
        for _ in range(arguments.forms):
            truth = [
                TrueRow(i.level1, i.level2, i.name, i.value) for i in random_form(rng).indicators if i.value is not None
            ]
            table = flatten(truth, rate, rng)
            text = HEAD.format(name="某项目", goal="完成全年工作。") + "\n".join(table.lines) + "\n"
            forms = extract_document(Source("simulated", text.encode())).forms
            found: tuple[Indicator, ...] = forms[0].indicators if forms else ()
            pairs = {name_key(i.name or ""): i.value.raw for i in found}
            moved += sum(
                pairs.get(name_key(t.name), v) not in (v, None) for t, v in zip(truth, table.values, strict=True)
            )
            plain = carried(forms[0]) if forms else []
            if len(found) != len(truth):
                moved += 1
                continue
            for t, i, c in zip(truth, found, plain, strict=True):
                rows += 1
                ok = i.level2 == t.level2
                carry += c == t.level2
                right += ok
                if not (load_lexicon().judge(t.name).rule or "").startswith("name:"):
                    unseen += 1
                    unseen_right += ok
                if i.judgement["level2"].confidence >= 0.9:
                    sure += 1
                    sure_right += ok
        print(
            f"| {rate:.0%} | {rows} | {carry / rows:.1%} | {right / rows:.1%} | {unseen_right / max(unseen, 1):.1%} "
            f"| {sure / rows:.1%} | {sure_right / max(sure, 1):.1%} | {moved} |"
        )


if __name__ == "__main__":
    main()
