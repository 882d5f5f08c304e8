"""Rà soát: a day by which a text is looked through again, one press when it was, and what is overdue."""
