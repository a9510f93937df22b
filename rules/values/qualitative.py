"""Values without a number: placeholders, booleans, grades, listed words and free text (``rules/data/vocabulary/qualitative.yaml``)."""

from __future__ import annotations

from extractor.model.form import Direction, Operator, Value, ValueKind
from extractor.model.patterns import compiled
from rules.values.lexicon import Prefix
from rules.values.numbers import HAS_NUMERAL
from rules.values.quantities import code_of, direction_of, read_tail
from rules.values.terms import Terms
from rules.values.units import NO_UNIT

_LONGEST_TREND = 20
_BLANK = compiled(r"[-—/\\~.…·、。，,;:*_?|()\[\] ]+")
_MARK = r"(?:[*_?…]+|[Xx×]{2,}|[XxX](?=.)|\( ?\)|-{2,}|—{2,})"
_PLACEHOLDER = compiled(rf"{_MARK}(?P<rest>.*)")
_PLACEHOLDER_DATE = compiled(
    r"(?=[^*_Xx×]{0,8}[*_Xx×])"
    r"(?:[0-9Xx×*_]{1,4}年)?(?:[0-9Xx×*_]{1,3}月(?:[0-9Xx×*_]{1,3}[日号])?)?[底末]?(?:之?前|以前)?"
)
_HINT = compiled(r"[*_?…Xx×(\[%‰—/-]|^[^\w]*$")
# Hours of service are not a number of hours: 7×24小时, 5*8.
_SERVICE_HOURS = compiled(
    r"(?:[57]|24|365天?) ?[×*xX·] ?(?:24|12|8|7)(?:小时|h|H)?(?:全天候)?(?:服务|运行|响应|值守|值班|在线|不间断)*"
    r"|(?:全天)?24小时(?:全天候|服务|运行|值守|值班|在线|不间断)+"
)


def read_placeholder(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """A template's blank: ``-``, ``___``, ``≥**人``, ``XX%``, ``≥(%)``, 20XX年X月; operator and unit are kept where printed."""
    if text.lower() in terms.words.placeholders or (not text and prefix.nature is None):
        return placeholder(terms, raw, prefix, None)
    if _HINT.search(text) is None:
        return None
    if prefix.glyph and "/" in (rate := text[prefix.end :].strip()) and (known := terms.units.read(rate)) is not None:
        return placeholder(terms, raw, prefix, known.printed)  # ≤ 元/亩
    if _BLANK.fullmatch(text) or (_PLACEHOLDER_DATE.fullmatch(text) and not text.endswith("×")):
        return placeholder(terms, raw, prefix, None)
    body = text[prefix.end :].strip()
    if not body or _BLANK.fullmatch(body):
        return placeholder(terms, raw, prefix, None) if prefix.glyph or prefix.nature or body else None
    match = _PLACEHOLDER.fullmatch(body)
    rest = match["rest"] if match is not None else body if body[0] in "([%‰" else None
    if rest is None or (
        HAS_NUMERAL.search(rest) is not None and not rest.strip("()[]").startswith(("千", "万", "百", "亿"))
    ):
        return None
    tail = read_tail(terms, rest, explicit=False)
    if tail is None or (tail.unit.dimension == "unknown" and match is None) or (match is None and tail.unit is NO_UNIT):
        return None
    operator = prefix.operator or tail.operator or prefix.weak
    unit = tail.unit.printed
    return Value(
        raw,
        "placeholder",
        operator,
        code_of(terms, operator, prefix.nature),
        unit=unit,
        direction=direction_of(terms, operator),
    )


def placeholder(terms: Terms, raw: str, prefix: Prefix, unit: str | None) -> Value:
    """A placeholder value with what is printed around it."""
    operator = prefix.operator
    return Value(
        raw,
        "placeholder",
        operator,
        code_of(terms, operator, prefix.nature),
        unit=unit,
        direction=direction_of(terms, operator),
    )


def read_boolean(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """是, 否."""
    return (
        _qualitative(terms, raw, "boolean", prefix.operator, prefix)
        if text[prefix.end :] in terms.words.booleans
        else None
    )


def read_grade(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """A word of an ordered scale, a list of such words, or a level: 优, 优|良|中|差, 三级, AAA级, 良及以上."""
    body = text[prefix.end :]
    if not body or len(body) > 24:
        return None
    table = terms.words
    match = terms.operators.after.search(body)
    core = body[: match.start()] if match else body
    if not core or body in table.listed:
        return None
    operator = (
        prefix.operator or (terms.operators.suffixes[match["word"]] if match and match["word"] else None) or prefix.weak
    )
    if table.grades.fullmatch(core):
        return _qualitative(terms, raw, "grade", operator, prefix)
    if table.level.fullmatch(core) and not (prefix.glyph and core[0].isdigit() and core[1:2] != "A"):
        return _qualitative(terms, raw, "grade", operator, prefix)
    return None


def read_word(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value | None:
    """A listed word (有效, 及时, 一次性, 全天候), or hours of service (7×24小时)."""
    body = text[prefix.end :]
    if prefix.operator is not None and HAS_NUMERAL.match(body):
        return None  # 至少三期
    if text in terms.words.listed:
        return _qualitative(terms, raw, "text", None, Prefix())
    if body in terms.words.listed or _SERVICE_HOURS.fullmatch(body):
        return _qualitative(terms, raw, "text", prefix.operator, prefix)
    return None


def read_text(terms: Terms, raw: str, text: str, prefix: Prefix) -> Value:
    """Anything else, kept as it is; a sign in front is the operator, a trend word gives the direction."""
    operator = prefix.operator if prefix.glyph and not prefix.conflict else None
    body = text[prefix.end :] if prefix.glyph or prefix.nature else text
    confidence = 0.9
    if _prints_number(body) and (len(body) <= 12 or operator is not None):
        confidence = 0.6
    return _qualitative(terms, raw, "text", operator, prefix, confidence)


def _prints_number(body: str) -> bool:
    return "分之" in body or any(char.isascii() and char.isdigit() for char in body)


def _qualitative(
    terms: Terms, raw: str, kind: ValueKind, operator: Operator | None, prefix: Prefix, confidence: float = 1.0
) -> Value:
    code = code_of(terms, operator, prefix.nature, qualitative=True)
    direction = direction_of(terms, operator) if operator is not None else _trend(terms, raw)
    return Value(raw, kind, operator, code, direction=direction, confidence=confidence)


def _trend(terms: Terms, text: str) -> Direction:
    """``up`` or ``down`` for a short text that speaks of one of them only, and is not negated (有所提升, 降低); else ``none``."""
    if len(text) > _LONGEST_TREND:
        return "none"
    up, down = terms.words.trends
    rises, falls = up.search(text) is not None, down.search(text) is not None
    return "none" if rises == falls else "up" if rises else "down"
