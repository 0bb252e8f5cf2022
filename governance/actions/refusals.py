"""What a story of actions refuses, in a sentence for the reader."""


class ActionRefused(Exception):
    """It cannot be done like this. `field` names what has to be given otherwise; empty: the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class OvertakenMeanwhile(Exception):
    """Somebody else was faster, or the action is not in a state that allows it. The message says what happened."""
