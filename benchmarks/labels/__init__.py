"""How well labels are told that no vocabulary lists; trains the model of :mod:`rules.likeness`."""
