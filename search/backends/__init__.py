"""Where candidates come from: the embedded index of the database, or a search server."""
