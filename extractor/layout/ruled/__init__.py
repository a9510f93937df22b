"""Drawn rulings to cells with spans, and the glyphs in each."""
