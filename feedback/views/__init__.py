"""Public views of the question desk; the routes that lead to them are on :class:`QuestionDeskPage`."""
