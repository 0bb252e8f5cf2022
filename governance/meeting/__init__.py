"""A review while it is held: who is there, what is written down, what is decided."""
