"""Query budgets and speed ratios."""
