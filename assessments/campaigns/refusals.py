"""Why something about a campaign or a sheet is not done. Each message is a sentence for the reader."""


class CampaignRefused(Exception):
    """It cannot be done: what the message says stands against it."""


class InvalidTransition(CampaignRefused):
    """Someone else did it, or something else, meanwhile."""


class AnswerRefused(CampaignRefused):
    """This is not kept; everything that was kept before stays."""


class SheetClosed(AnswerRefused):
    """The assessment is closed: its answers stand as they are."""
