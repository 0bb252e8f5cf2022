"""What the stories of scope refuse."""


class Refused(Exception):
    """It cannot be done as asked, or somebody else was faster; nothing was changed. A sentence for the reader.

    `field` names the field of the form that it is about; empty: none in particular.
    """

    def __init__(self, said: str, field: str = "") -> None:
        super().__init__(said)
        self.field = field
