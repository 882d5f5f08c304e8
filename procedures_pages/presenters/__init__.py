"""What templates are given: facts of documents in words, honest where the source is silent or lies."""
