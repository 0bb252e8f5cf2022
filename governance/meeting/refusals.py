"""Why something cannot be done in a meeting; the message is for the person who tried."""


class NotPossible(Exception):
    """It is not open to be done, or not to this person. The message says why, and what became of it."""
