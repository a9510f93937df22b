"""A document as it was read, to look at: the page, the role of every cell, and the records that came of it."""
