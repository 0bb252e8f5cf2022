"""Changes of the business on notice: when it has to be given, what is told, what became of it."""
