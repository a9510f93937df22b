"""Forms of every family: facts and layout as data (``samples/families/*.yaml``), printed and told from one source."""
