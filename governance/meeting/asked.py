"""What addresses and forms of a meeting ask for."""

DIGITS_OF_A_KEY = 19


def key_of(text: str | None) -> int | None:
    """The key that a text names; None when it is none that a row can have."""
    named = text or ""
    return int(named) if named.isascii() and named.isdigit() and len(named) < DIGITS_OF_A_KEY else None
