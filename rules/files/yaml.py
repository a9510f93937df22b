"""Reads rule files in YAML: safely, and so that every error can name its line and column.

One loader for all rule data. A file is composed into nodes, which know their places, and the nodes are turned into plain
values: text, whole numbers, numbers, truth values, lists and mappings. Tags, anchors and merge keys are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rules.files.problems import BrokenRules, Problem

LONGEST_FILE = 1 << 20
DEEPEST = 24
_TAG = "tag:yaml.org,2002:"
_TRUE = frozenset({"yes", "true", "on"})


class RuleText(str):
    """Text from a user's rule file, with its place (``path:line:column``) for messages about it."""

    __slots__ = ("where",)
    where: str


def load_yaml(path: Path) -> Any:
    """The plain data of one shipped YAML file.

    Raises:
        BrokenRules: the file cannot be read, is not YAML, or uses tags, anchors or merge keys.
    """
    return plain(compose(path), path)


def read_mapping(path: Path) -> Mapping[str, Any]:
    """A YAML file whose top level is a mapping; see :func:`load_yaml`."""
    data = load_yaml(path)
    if not isinstance(data, dict):
        raise BrokenRules([Problem(str(path), 1, 1, "The top level of the file must be a mapping.")])
    return data


def compose(path: Path, *, guarded: bool = False) -> Any:
    """The root node of a YAML file, ``None`` for an empty one.

    Args:
        guarded: for files of users: refuse those that are too large or nested too deep for the parser.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = path.read_bytes()
        if guarded:
            _refuse_hostile(path, data, loader)
        return yaml.compose(data, Loader=loader)
    except OSError as error:
        message = f"The rule file cannot be read: {error.strerror}."
        raise BrokenRules([Problem(str(path), None, None, message)]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise BrokenRules([Problem(str(path), line, column, f"Not valid YAML: {what}.")]) from error


def _refuse_hostile(path: Path, data: bytes, loader: Any) -> None:
    import yaml

    def refuse(mark: Any, message: str) -> BrokenRules:
        return BrokenRules([Problem(str(path), mark.line + 1, mark.column + 1, message)])

    if len(data) > LONGEST_FILE:
        raise BrokenRules([Problem(str(path), None, None, f"The file is larger than {LONGEST_FILE} bytes.")])
    depth = 0
    for event in yaml.parse(data, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise refuse(event.start_mark, "Aliases (*name) are not read; write it out, or use 'extends'.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise refuse(event.start_mark, "Nested too deep.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def plain(node: Any, path: Path, *, users: bool = False) -> Any:
    """The plain value of a node.

    Args:
        users: give text as :class:`RuleText`, so that a pattern of a user's can be named with its place.

    Raises:
        BrokenRules: a tag that is none of YAML's plain ones.
    """
    if node is None:
        return None
    kind = node.tag.removeprefix(_TAG)
    if kind == "str":
        if not users:
            return node.value
        text = RuleText(node.value)
        mark = node.start_mark
        text.where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        return text
    if kind == "seq":
        return [plain(item, path, users=users) for item in node.value]
    if kind == "map":
        return {plain(key, path): plain(value, path, users=users) for key, value in node.value if _hashable(key, path)}
    if isinstance(node.value, str):
        return _scalar(kind, node, path)
    raise _refused(node, path)


def _scalar(kind: str, node: Any, path: Path) -> Any:
    text: str = node.value
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in _TRUE
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            return text  # 1:30, 0x1F and the like: text, as it is printed
    if kind in ("timestamp", "value"):
        return text
    raise _refused(node, path)


def _hashable(key: Any, path: Path) -> bool:
    if isinstance(key.value, str) and not key.tag.endswith(":merge"):
        return True
    raise _refused(key, path)


def _refused(node: Any, path: Path) -> BrokenRules:
    mark = node.start_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return BrokenRules(
        [Problem(str(path), line, column, f"Not valid YAML here: {node.tag.removeprefix(_TAG)!r} is not read.")]
    )
