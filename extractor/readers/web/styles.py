"""What style sheets say about borders and about what is not shown; as much of CSS as tables need."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.model.patterns import compiled

_COMMENT = compiled(r"/\*.*?\*/|<!--|-->", 16)  # re.DOTALL
_RULE = compiled(r"([^{}]{1,2000})\{([^{}]{0,20000})\}")
_SELECTOR = compiled(r"(?:^|[\s>])([a-z0-9]*)((?:\.[\w-]+)*)$", 2)  # re.IGNORECASE
_DRAWN = compiled(r"\b(?:solid|double|dashed|dotted|groove|ridge|inset|outset)\b", 2)
_NONE = compiled(r"\b(?:none|hidden)\b|^\s*0(?:px|pt)?\s*$", 2)
_SIDES = ("left", "right", "top", "bottom")


class Styles:
    """The rules of a page's own style sheets. Selectors count by their last part: a tag, classes, or both.

    Args:
        sheets: the style sheets' texts, in order.
    """

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[tuple[str, frozenset[str]], dict[str, str]] = {}
        for sheet in sheets:
            for selectors, body in _RULE.findall(_COMMENT.sub(" ", sheet)):
                declared = _declarations(body)
                kept = {key: value for key, value in declared.items() if _matters(key)}
                for selector in selectors.split(",") if kept else ():
                    match = _SELECTOR.search(selector.strip())
                    if match is not None and (match[1] or match[2]):
                        classes = frozenset(match[2].lower().split(".")[1:])
                        self._rules.setdefault((match[1].lower(), classes), {}).update(kept)

    def of(self, tag: str, classes: str, inline: str) -> dict[str, str]:
        """The declarations that hold for an element: of its tag, of its classes, and its own."""
        names = frozenset(classes.lower().split())
        found: dict[str, str] = {}
        if self._rules:
            keys = [
                (tag, frozenset[str]()),
                *(((one, frozenset((name,)))) for name in sorted(names) for one in ("", tag)),
            ]
            if len(names) > 1:
                keys += [(one, names) for one in ("", tag)]
            for key in keys:
                found.update(self._rules.get(key, {}))
        if inline:
            found.update(_declarations(inline))
        return found


def _matters(key: str) -> bool:
    return key.startswith("border") or key in ("display", "visibility", "white-space", "mso-hide")


def _declarations(body: str) -> dict[str, str]:
    parts = (part.partition(":") for part in body.split(";"))
    return {key.strip().lower(): value.strip().lower() for key, colon, value in parts if colon}


def is_hidden(style: dict[str, str]) -> bool:
    """Whether an element is not shown."""
    return (
        style.get("display", "").startswith("none")
        or style.get("visibility", "").startswith(("hidden", "collapse"))
        or style.get("mso-hide", "").startswith("all")
    )


def is_ruled(style: dict[str, str]) -> bool | None:
    """Whether a border is drawn around a cell, ``None`` where nothing is said of borders."""
    drawn: dict[str, bool] = {}
    said = False
    for key, value in style.items():
        if key in ("border", "border-style"):
            said = True
            drawn.update(dict.fromkeys(_SIDES, _draws(value)))
        elif key.startswith("border-") and key.removesuffix("-style").removeprefix("border-") in _SIDES:
            said = True
            drawn[key.removesuffix("-style").removeprefix("border-")] = _draws(value)
    if not said:
        return None
    return any(drawn.get(side) for side in ("left", "right")) or all(drawn.get(side) for side in ("top", "bottom"))


def _draws(value: str) -> bool:
    return _DRAWN.search(value) is not None and _NONE.search(value) is None
