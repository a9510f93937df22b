"""Fields with a list of values, and indicators that measure something else than their level asks for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import ALL_TARGETS, Hit, Subject, form_check
from rules.checks.places import at, at_field
from rules.checks.samples import QUANTITY, SATISFACTION, TIME, clean_rows, example, row
from rules.checks.words import words

_LISTS = {
    "nature": (
        "项目性质",
        words(
            "经常性专项业务费 其他经常性项目 经常性项目 其他一次性项目 一次性项目 阶段性项目 延续性项目 新增项目 结转项目",
            "经常性 一次性 阶段性 延续性 延续 新增 新增性 结转 持续性 常年性",
            "市委市政府已确定的新增项目 常年性项目 跨年度项目 当年性项目 新增性项目 持续性项目",
        ),
    ),
    "category": ("项目类别", words("特定目标类 其他运转类 人员类 运转类 公用经费 公用经费类 人员经费 其他运转类项目 特定目标类项目")),
}  # fmt: skip
_COMPLAINTS = compiled(r"投诉(?!.*(?:满意|认可|好评|处理|办结|回复|答复|处置|整改))")
_TICKS = compiled(r"[□☐☑√✓✔■]")


@form_check(
    "FIELD_UNLISTED", "info", category=11,
    title="A value outside the list of its field", title_zh="项目性质或类别不在规定选项内",
    message="“{label}” prints “{raw}”, which is none of the values in use.",
    message_zh="“{label}”填列“{raw}”,不在常用选项之内。",
    advice="Choose one of the field's values.",
    advice_zh="按规定选项填列项目性质、项目类别。",
    source="项目性质 and 项目类别 of the forms in use in Shanghai are chosen from a list.",
    fires=lambda: example(nature="重点项目"),
    silent=lambda: example(nature="□经常性 √一次性", category="特定目标类"),
)  # fmt: skip
def field_unlisted(subject: Subject) -> Iterator[Hit]:
    if not subject.form.profile.startswith("shanghai"):
        return
    for field, (label, known) in _LISTS.items():
        raw: str | None = getattr(subject.form.project, field)
        if raw and not _TICKS.search(raw) and label_key(raw) not in known.words:
            yield Hit(f"project.{field}", {"label": label, "raw": raw}, {"value": raw}, at_field(subject, field))


@form_check(
    "SATISFACTION_BY_COMPLAINTS", "info", category=4,
    title="Complaints instead of satisfaction", title_zh="以投诉情况代替满意度",
    message="The only evidence of satisfaction is “{name}”, which counts complaints; not complaining is not being satisfied.",
    message_zh="满意度指标仅有“{name}”,考核的是投诉情况;不投诉不等于满意。",
    advice="Ask the people served, for example by a survey, and give their degree of satisfaction.",
    advice_zh="以问卷调查等方式设置服务对象满意度,投诉情况可列入社会效益指标。",
    source="Satisfaction needs evidence from those served: 不投诉≠满意.",
    fires=lambda: example(*clean_rows()[:-1], row("有责投诉率", "≤1(%)", SATISFACTION)),
    silent=lambda: example(add=[row("有责投诉率", "≤1(%)", SATISFACTION)]),
    needs=["indicators", "drawn"], kinds=ALL_TARGETS,
)  # fmt: skip
def satisfaction_by_complaints(subject: Subject) -> Iterator[Hit]:
    own = [(path, item) for path, item in subject.indicators() if item.level1 == "满意度指标"]
    if own and all(_COMPLAINTS.search(item.name or "") for _, item in own):
        path, indicator = own[0]
        evidence = {"name": indicator.name, "value": indicator.value.raw}
        yield Hit(f"{path}.name", {"name": indicator.name or ""}, evidence, at(indicator))


_SPENDING = compiled(
    r"(?:资金|预算|经费|专项款)(?:的)?(?:支付|支出|执行|拨付|使用)(?:完成|执行)?(?:率|进度|比例|比率|情况|数|额)$"
    r"|预算完成率$|支出进度$"
)


@form_check(
    "QUANTITY_IS_SPENDING", "warning", category=7,
    title="Spending as an output", title_zh="以资金支出情况作为数量指标",
    message="“{name}” stands under quantity, but says how money is spent, not what is delivered.",
    message_zh="“{name}”列为数量指标,但反映的是资金支付或预算执行情况,不是项目产出的数量。",
    advice="Count what the project delivers; spending belongs to the execution of the budget.",
    advice_zh="数量指标应反映项目产出的数量;资金支付、预算执行情况不作为数量指标。",
    source="Level 3 under 数量指标 is not 资金支付 or 预算执行.",
    fires=lambda: example(add=[row("资金支出率", "=100(%)", QUANTITY)]),
    silent=lambda: example(add=[row("补助资金发放人数", "≥100(人)", QUANTITY), row("资金支付进度", "=100(%)", TIME)]),
    needs=["indicators", "drawn"],
    yields_to=["LEVEL2_AGAINST_NAME"],
)  # fmt: skip
def quantity_is_spending(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name = label_key(indicator.name or "")
        if indicator.level2 == "数量指标" and _SPENDING.search(name):
            yield Hit(f"{path}.level2", {"name": indicator.name or ""}, {"level2": indicator.level2}, at(indicator))
