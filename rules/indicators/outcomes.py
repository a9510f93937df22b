"""Results in words: whether one says that a target was reached, reached in part or not at all, and its grade."""

from __future__ import annotations

from extractor.model.patterns import compiled
from extractor.model.text import label_key

_DOING = (
    "完成|开展|达成|达到|达标|实施|启动|实现|落实|执行|举办|召开|建成|开工|竣工|采购|购置|发放|验收|投入使用|上线|通过|"
    "支付|拨付|建立|印发|形成|组织|交付|开通|到位|进行"
)
# Nothing of it, a part of it (the second of the three degrees of 财预〔2020〕10号), or not yet; 基本 is left to the reviewer.
_MISSED = compiled(
    rf"(?<![无零])(?:尚?未|没有?)(?:能|全面|全部|完全|按[期时]|按计划|如期|及时|有效|正式)*(?:{_DOING})"
    rf"|(?<!大)部分(?:{_DOING})|(?:完成|达成|实现)了?一?部分"
    rf"|(?:正在|仍在|尚在)(?:{_DOING}|推进|建设|办理|施工|筹备)|(?:进行|推进|实施|建设|办理|施工)中$"
    r"|(?<![无零])不(?:达标|合格|及时|到位|理想)|^(?:取消|终止|暂停|延期|推迟|滞后)"
)
_DONE = compiled(
    r"(?:均|都|已经?|全部|全面|按[期时]|如期|圆满|顺利|超额)*(?:完成|达成|达到|达标|实现|落实)(?:了)?(?:全部|年度|预期|既定)*"
    r"(?:绩效)?(?:目标|指标|任务|要求|标准|值)?"
)
_GRADES = (
    ("优秀", "优", "好"),
    ("良好", "良", "较好"),
    ("中等", "中", "合格", "及格", "一般"),
    ("较差", "差", "不合格", "不及格"),
)
_RANKS = {word: rank for rank, words in enumerate(_GRADES) for word in words}
_AROUND = compiled(r"^(?:定性:?|[≥>=])|(?:等级?|档)?(?:及?以上)?$")


def grade_of(text: str) -> int | None:
    """Rank of a grade, 0 for the best; ``None`` for what is no grade."""
    return _RANKS.get(_AROUND.sub("", label_key(text)))


def is_missed(actual: str, target: str) -> bool:
    """Whether a result says that its target was not, not yet or only partly reached."""
    found = _MISSED.search(label_key(actual))
    return found is not None and found[0] not in label_key(target)


def is_done(actual: str) -> bool:
    """Whether a result says that its target was reached, and nothing else."""
    return _DONE.fullmatch(label_key(actual)) is not None
