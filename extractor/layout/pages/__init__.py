"""A page's lines in reading order, and tables joined over page breaks."""
