"""The box around boxes."""

from __future__ import annotations

import pytest

from extractor.model.boxes import around, around_any


def test_the_box_around_boxes_is_the_smallest():
    assert around([(1.0, 5.0, 2.0, 6.0), (0.5, 5.5, 1.0, 9.0)]) == (0.5, 5.0, 2.0, 9.0)
    assert around_any([(1.0, 2.0, 3.0, 4.0)]) == (1.0, 2.0, 3.0, 4.0)
    assert around_any([]) is None
    with pytest.raises(ValueError, match="values to unpack"):
        around([])
