"""The five questions that any outsourcing must be able to answer (requirement R1), from the registers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

TITLES = {
    "decisions": "Who owns decisions?",
    "inside": "What stays inside?",
    "outsourced": "What is outsourced?",
    "performance": "How is performance measured?",
    "goals": "How does IT support the goals of the business?",
}
MOST = 6
"""Names that a sentence lists before it counts the rest."""


@dataclass(frozen=True)
class Named:
    """Something of a register with its page; `note` says more where it is listed."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A count of a register, linked to its rows. `tone` bad: a hole."""

    label: str
    shown: str
    url: str = ""
    tone: str = "plain"


@dataclass(frozen=True)
class Button:
    """What fills the hole."""

    text: str
    url: str


@dataclass(frozen=True)
class Answer:
    """One question. `holes` are what the registers lack; `is_known` False: they say nothing at all."""

    code: str
    said: str
    figures: tuple[Figure, ...] = ()
    holes: tuple[Named, ...] = ()
    button: Button | None = None
    is_known: bool = True

    @property
    def title(self) -> str:
        return TITLES[self.code]

    @property
    def tone(self) -> str:
        if not self.is_known:
            return "bad"
        return "watch" if self.holes else "good"

    @property
    def word(self) -> str:
        return {"bad": "No answer", "watch": "Answered in part", "good": "Answered"}[self.tone]


@dataclass(frozen=True)
class Done:
    """A function of the scope map; `arrangement` is empty while nobody stated it."""

    function: Named
    arrangement: str
    vendor: str = ""
    holes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Performance:
    """`levels` are those valid today; `unmeasured` those of them without a figure in the months looked at."""

    services: int
    without_level: tuple[Named, ...]
    levels: int
    unmeasured: tuple[Named, ...]
    kpis: int
    months: str


@dataclass(frozen=True)
class Goals:
    goals: int
    outcomes: int
    reached: int
    holes: tuple[Named, ...]


def decisions(owned: Sequence[Named], unowned: Sequence[Named], button: Button) -> Answer:
    """Of the decisions that stay inside (R7): which have an accountable person who is still here."""
    count = len(owned) + len(unowned)
    figures = (
        Figure("Retained decisions with an accountable person", f"{len(owned)} of {count}", button.url),
        Figure("Nobody owns", f"{len(unowned)}", button.url, "bad" if unowned else "plain"),
    )
    if not owned:
        said = "Nobody: no decision that stays inside has an accountable person."
        return Answer("decisions", said, figures, tuple(unowned), button, is_known=False)
    said = f"{len(owned)} of {count} decisions that stay inside have an accountable person: {listed(owned)}."
    return Answer("decisions", said, figures, tuple(unowned), button if unowned else None)


def inside(rows: Sequence[Done], button: Button) -> Answer:
    """What the scope map holds as internal, and what nobody has stated yet."""
    stated = [row for row in rows if row.arrangement]
    kept = [row.function for row in stated if row.arrangement == "internal"]
    shared = [row.function for row in stated if row.arrangement == "shared"]
    open_ones = tuple(Named(row.function.text, row.function.url, "not stated") for row in rows if not row.arrangement)
    figures = (
        Figure("Internal", f"{len(kept)}", f"{button.url}?only=internal"),
        Figure("Shared", f"{len(shared)}", f"{button.url}?only=shared"),
        Figure("Not stated", f"{len(open_ones)}", f"{button.url}?only=holes", "bad" if open_ones else "plain"),
    )
    if not stated:
        said = "Nobody has stated of any function whether it stays inside."
        return Answer("inside", said, figures, open_ones, button, is_known=False)
    parts = [f"{listed(kept)} {are(kept)} done inside" if kept else "No function is done wholly inside"]
    parts += [f"{listed(shared)} {are(shared)} shared with providers"] if shared else []
    return Answer("inside", "; ".join(parts) + ".", figures, open_ones, button if open_ones else None)


def outsourced(rows: Sequence[Done], button: Button) -> Answer:
    """What providers do, and where the map says it without a contract, a provider or an owner that bears it."""
    given = [row for row in rows if row.arrangement in ("outsourced", "shared")]
    out = [row for row in given if row.arrangement == "outsourced"]
    holes = tuple(Named(row.function.text, row.function.url, ", ".join(row.holes)) for row in given if row.holes)
    vendors = {row.vendor for row in given if row.vendor}
    figures = (
        Figure("Outsourced", f"{len(out)}", f"{button.url}?only=outsourced"),
        Figure("Providers that take part", f"{len(vendors)}", button.url),
        Figure("With something missing", f"{len(holes)}", f"{button.url}?only=holes", "bad" if holes else "plain"),
    )
    if not any(row.arrangement for row in rows):
        said = "Nobody has stated of any function whether a provider does it."
        return Answer("outsourced", said, figures, (), button, is_known=False)
    if not out:
        return Answer("outsourced", "No function is outsourced.", figures, holes, button if holes else None)
    named = [Named(f"{row.function.text} ({row.vendor or 'no provider named'})") for row in out]
    said = f"{listed(named)} {are(named)} outsourced."
    return Answer("outsourced", said, figures, holes, button if holes else None)


def performance(found: Performance, rows_url: str, button: Button) -> Answer:
    """Service levels with a figure and without one, services without any, and the KPIs of the catalogue."""
    measured = found.levels - len(found.unmeasured)
    without, unmeasured = len(found.without_level), len(found.unmeasured)
    figures = (
        Figure("Service levels measured", f"{measured} of {found.levels}", rows_url, "bad" if unmeasured else "plain"),
        Figure("Services without a level", f"{without} of {found.services}", rows_url, "bad" if without else "plain"),
        Figure("KPIs of the catalogue", f"{found.kpis}", "/"),
    )
    holes = (
        *(Named(one.text, one.url, "no service level") for one in found.without_level),
        *(Named(one.text, one.url, f"not measured in {found.months}") for one in found.unmeasured),
    )
    if not found.levels:
        said = "By nothing that was promised: no service has a service level."
        return Answer("performance", said, figures, holes, button, is_known=False)
    said = (
        f"By {found.levels} service levels of {found.services - without} of {found.services} services, "
        f"{measured} of them measured in {found.months}, and {found.kpis} KPIs."
    )
    return Answer("performance", said, figures, holes, button if holes else None)


def goals(found: Goals, button: Button) -> Answer:
    """The outcome map: goals, the outcomes of IT that serve them, and how many are reached."""
    figures = (
        Figure("Business goals", f"{found.goals}", button.url),
        Figure("Outcomes reached", f"{found.reached} of {found.outcomes}", button.url),
        Figure("With something missing", f"{len(found.holes)}", button.url, "bad" if found.holes else "plain"),
    )
    if not found.goals:
        said = "Nobody can say: no business goal is on the outcome map."
        return Answer("goals", said, figures, (), button, is_known=False)
    said = f"{_many(found.outcomes, 'outcome')} of IT serve {_many(found.goals, 'goal')}, {found.reached} reached."
    return Answer("goals", said, figures, found.holes, button if found.holes else None, is_known=found.outcomes > 0)


def _many(count: int, singular: str) -> str:
    return f"{count} {singular}" if count == 1 else f"{count} {singular}s"


def are(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"


def listed(names: Sequence[Named]) -> str:
    """ "One, two and three"; from the seventh on "and four more"."""
    texts = [one.text for one in names]
    if len(texts) > MOST:
        return f"{', '.join(texts[:MOST])} and {len(texts) - MOST} more"
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
