"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# How long one example takes says more of the machine than of the code; speed belongs in benchmarks.
settings.register_profile("jixiao", deadline=None)
settings.load_profile("jixiao")
