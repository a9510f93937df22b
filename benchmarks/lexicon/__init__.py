"""How well the name lexicon judges names that it has not seen: leave one out."""
