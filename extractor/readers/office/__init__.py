"""Word processors' and spreadsheets' files: their own tables and texts, without any layout."""
