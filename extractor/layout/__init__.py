"""Layout: pages to tables to form regions, as pure functions over records."""
