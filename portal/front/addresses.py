"""Keys of rows as addresses and forms name them."""

LONGEST_KEY = 18
"""Digits; every number of so many fits a key of the database."""


def key_of(text: str) -> int | None:
    """The key that a text names; None for what can be none, such as "", "x", "0", and digits without end."""
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY):
        return None
    return int(text) or None
