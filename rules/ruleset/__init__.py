"""Files to the rule set that a document is read with."""
