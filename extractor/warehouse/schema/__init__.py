"""The warehouse's tables, keys and views: made, recognised, brought up to date."""
