"""The reviewer's sheet: findings of one call, with a score per form, as table, JSON, HTML, SARIF or Markdown."""
