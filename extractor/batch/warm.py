"""Imported once by the process that workers are forked from, so that none of them has to import or load rules again."""

from __future__ import annotations

from contextlib import suppress

import extractor.batch.worker
import extractor.engines.choose
import extractor.layout.aligned.text
import extractor.layout.pages.stitch
import extractor.pipeline
import extractor.readers.pdf
import extractor.readers.text  # noqa: F401
from extractor.errors import RulesError
from rules.ruleset.load import load_rules

with suppress(RulesError):  # the parent says so before any document is read
    load_rules()
