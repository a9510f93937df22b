"""Fields with a list of values, and indicators that measure something else than their level asks for."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model.patterns import compiled
from extractor.model.text import label_key
from rules.checks.framework import Hit, Subject, check
from rules.checks.places import at, at_field
from rules.name_words import words

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


@check("FIELD_UNLISTED")
def field_unlisted(subject: Subject) -> Iterator[Hit]:
    if not subject.form.profile.startswith("shanghai"):
        return
    for field, (label, known) in _LISTS.items():
        raw: str | None = getattr(subject.form.project, field)
        if raw and not _TICKS.search(raw) and label_key(raw) not in known.words:
            yield Hit(f"project.{field}", {"label": label, "raw": raw}, {"value": raw}, at_field(subject, field))


@check("SATISFACTION_BY_COMPLAINTS")
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


@check("QUANTITY_IS_SPENDING")
def quantity_is_spending(subject: Subject) -> Iterator[Hit]:
    for path, indicator in subject.indicators():
        name = label_key(indicator.name or "")
        if indicator.level2 == "数量指标" and _SPENDING.search(name):
            yield Hit(f"{path}.level2", {"name": indicator.name or ""}, {"level2": indicator.level2}, at(indicator))
