"""Answers as plain values: what someone said to which question, in a line."""

from assessments.results.content import Given

VIEWS = {"ann": "leader", "bob": "vendor_manager", "cem": "service_owner", "pat": "provider"}
DONT_KNOW = "?"


def said(name: str, respondent: int = 0, view: str = "", **levels: int | str | None) -> list[Given]:
    """Of `name`, whose view follows from the name; `own_decisions=3` answers "own-decisions", "?" is don't know."""
    number = respondent or list(VIEWS).index(name) + 1
    of = view or VIEWS[name]
    return [_one(code.replace("_", "-"), number, name.title(), of, level) for code, level in levels.items()]


def _one(code: str, number: int, name: str, view: str, level: int | str | None) -> Given:
    if isinstance(level, str):
        return Given(code, number, name, view, None, unknown=True)
    return Given(code, number, name, view, level)
