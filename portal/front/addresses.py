"""Keys of rows as addresses and forms name them."""

LONGEST_KEY = 18
"""Digits; every number of so many fits a key of the database."""


def key_of(text: str | None) -> int | None:
    """The key that a text names; None for what can be none, such as "", "x", "0", and digits without end."""
    named = text or ""
    if not (named.isascii() and named.isdigit() and len(named) <= LONGEST_KEY):
        return None
    return int(named) or None
