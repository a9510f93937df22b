"""``jixiao rules coverage``: how often every rule hits over a corpus, which never do, and which labels no rule knows.

Nothing counts while documents are read: the traces of their forms are looked at afterwards, so reading costs nothing extra.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct, field

from extractor.model.text import label_key
from extractor.model.text_table import text_table
from rules.families.profile import Match
from rules.labels import MAPS, plain_label
from rules.read_regions import RegionTrace
from rules.ruleset.load import RuleSet
from rules.tools.uses import label_uses, value_uses
from rules.values import RULES

_LEVEL_RULES = ("H-CELL", "H-SPAN", "H-CARRY", "H-ORDER", "H-PARENT", "H-NAME")
LONGEST_UNKNOWN = 20
KINDS = ("profile", "title", "profile label", "label", "lexicon", "level", "value")


class Coverage(Struct):
    """Counts over a corpus.

    Attributes:
        rules: the rules in force.
        hits: ``(kind, rule)`` to count.
        unknown: ``(place, text)`` of texts that no rule knows, to count; ``examples`` names a file of each.
        unmatched: titles of regions that no profile fits, with their files.
    """

    rules: RuleSet
    files: int = 0
    forms: int = 0
    hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)
    unmatched: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, region: RegionTrace, file: str) -> None:
        """Count one region of a document."""
        choice = region.choice
        if choice.match is None:
            nearest = choice.nearest.profile.id if choice.nearest else ""
            self.unmatched.append((region.region.title or "", file, nearest))
            return
        self._profile(choice.match, region.region.title)
        for trace in region.forms:
            self.forms += 1
            for use in label_uses(trace):
                if use.map:
                    self.hits["label", f"{use.map}/{use.meaning}: {use.by}"] += 1
                elif 1 < len(key := plain_label(use.text)) <= LONGEST_UNKNOWN:
                    self.unknown[use.place, key] += 1
                    self.examples.setdefault((use.place, key), file)
            for row in trace.rows:
                if row.levels.name_evidence.rule:
                    self.hits["lexicon", row.levels.name_evidence.rule] += 1
                for judgement in row.levels.judgement.values():
                    # A level that the name decided carries the lexicon's own rule.
                    self.hits["level", judgement.rule if judgement.rule in _LEVEL_RULES else "H-NAME"] += 1
                for value in value_uses(row, trace.vocabulary.values):
                    self.hits["value", value.rule] += 1

    def _profile(self, match: Match, title: str | None) -> None:
        profile = match.profile
        self.hits["profile", profile.id] += 1
        key = label_key(title or "")
        for pattern in profile.titles:
            if key and pattern.search(key):
                self.hits["title", f"{profile.id}: {pattern.pattern}"] += 1
        for label in match.found:
            self.hits["profile label", f"{profile.id}: {label}"] += 1

    def all_rules(self) -> list[tuple[str, str]]:
        """Every rule that could hit, as ``(kind, rule)``."""
        profiles = self.rules.profiles
        out = [("profile", profile.id) for profile in profiles]
        out += [("title", f"{profile.id}: {pattern.pattern}") for profile in profiles for pattern in profile.titles]
        out += [("profile label", f"{profile.id}: {label}") for profile in profiles for label in profile.should]
        vocabularies = [self.rules.vocabulary, *(profile.vocabulary for profile in profiles if profile.words.sections)]
        for vocabulary in vocabularies:
            for name in MAPS:
                if name != "evaluation_system":
                    entries = getattr(vocabulary, name).entries()
                    out += [("label", f"{name}/{entry.meaning}: {entry.label}") for entry in entries]
        out += [("lexicon", rule) for rule in self.rules.lexicon.rules]
        out += [("level", rule) for rule in _LEVEL_RULES]
        out += [("value", rule.id) for rule in RULES] + [("value", "split-columns")]
        return list(dict.fromkeys(out))

    def to_dict(self) -> dict[str, Any]:
        """Everything, as one record."""
        return {
            "files": self.files,
            "forms": self.forms,
            "rules_version": self.rules.version,
            "hits": [{"kind": kind, "rule": rule, "count": n} for (kind, rule), n in self.hits.most_common()],
            "never_used": [
                {"kind": kind, "rule": rule} for kind, rule in self.all_rules() if not self.hits[kind, rule]
            ],
            "unknown_labels": [
                {"place": place, "text": text, "count": n, "example": self.examples[place, text]}
                for (place, text), n in self.unknown.most_common()
            ],
            "unmatched": [
                {"title": title, "file": file, "nearest": nearest} for title, file, nearest in self.unmatched
            ],
        }

    def render(self, *, limit: int = 40) -> str:
        """The same as text, the longest lists cut at ``limit`` rows (a sum a kind for what was never used)."""
        out = f"{self.files} files, {self.forms} forms, rules version {self.rules.version}\n"
        unknown = [(place, text, n, self.examples[place, text]) for (place, text), n in self.unknown.most_common()]
        out += "\nlabels that no rule knows (the work list for the next profile):\n"
        out += (
            text_table(("place", "text", "count", "for example in"), unknown[:limit], limit=60, indent="  ")
            or "  none\n"
        )
        out += _more(len(unknown), limit)
        out += "\nforms that no profile fits:\n"
        out += text_table(("title", "file", "nearest"), self.unmatched[:limit], limit=60, indent="  ") or "  none\n"
        out += _more(len(self.unmatched), limit)
        everything = self.all_rules()
        for kind in KINDS:
            of_kind = [rule for one, rule in everything if one == kind]
            used = [(rule, n) for (one, rule), n in self.hits.most_common() if one == kind]
            out += f"\n{kind}: {len(used)} of {len(of_kind)} used\n"
            out += text_table(("rule", "hits"), used[:limit], limit=60, indent="  ") + _more(len(used), limit)
            never = [rule for rule in of_kind if not self.hits[kind, rule]]
            if never and kind in ("profile", "title", "level", "value"):
                out += f"  never: {', '.join(never)}\n"
        return out


def _more(count: int, limit: int) -> str:
    return f"  … and {count - limit} more (--format json shows all)\n" if count > limit else ""
