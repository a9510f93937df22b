"""How well the checks find faults: a seeded corpus of clean forms, planted faults and near misses."""
