"""Which delivery model fits a function: a rule model that says what spoke for and against, and what would change it."""
