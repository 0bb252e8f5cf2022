"""Who meets whom in the demonstration: review series with their people, planned since a quarter."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from governance.models import Part, Participant, ReviewSeries, Side
from governance.planning.cadences import MONTHLY, QUARTERLY, WEEKLY, Choice
from governance.planning.occurrences import plan_ahead
from governance.planning.participating import participant_of
from governance.planning.recurrence import days_of
from portal.demonstration.scene import Scene
from vendors.models import Calendar

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Gathering:
    """A series: `vendor` empty for the whole portfolio; the people are members by name, guests by name and address.

    It began so that `over` of its reviews have had their day.
    """

    title: str
    vendor: str
    choice: Choice
    hour: int
    minutes: int
    chair: str
    people: tuple[tuple[str, Part], ...]
    guests: tuple[tuple[str, str, Side], ...] = ()
    place: str = "Amsterdam, room 4.12, or by video"
    over: int = 3


WEEKLY_ORVANE = Gathering(
    "Orvane, weekly operations",
    "Orvane",
    Choice(WEEKLY, 0),
    10,
    30,
    "Jonas Feld",
    (("Ruth Kamara", Part.REQUIRED), ("Ines Duarte", Part.OPTIONAL)),
    (("Dieter Voss", "dieter.voss@orvane.example", Side.PROVIDER),),
    "By video",
    over=5,
)
MONTHLY_ORVANE = Gathering(
    "Orvane, monthly review",
    "Orvane",
    Choice(MONTHLY, 3, 2),
    14,
    60,
    "Jonas Feld",
    (("Priya Nair", Part.REQUIRED), ("Ruth Kamara", Part.REQUIRED), ("Helen Ashcombe", Part.OPTIONAL)),
    (("Dieter Voss", "dieter.voss@orvane.example", Side.PROVIDER),),
)
MONTHLY_TESSEL = Gathering(
    "Tessel, monthly review",
    "Tessel",
    Choice(MONTHLY, 2, 3),
    10,
    60,
    "Jonas Feld",
    (("Sven Holt", Part.REQUIRED), ("Priya Nair", Part.OPTIONAL)),
    (("Lucia Marin", "lucia.marin@tessel.example", Side.PROVIDER),),
)
MONTHLY_LUMENFOLD = Gathering(
    "Lumenfold, monthly review",
    "Lumenfold",
    Choice(MONTHLY, 1, 2),
    11,
    45,
    "Jonas Feld",
    (("Amira Haddad", Part.REQUIRED), ("Ines Duarte", Part.REQUIRED)),
    over=2,
)
QUARTERLY_ORVANE = Gathering(
    "Orvane, quarterly strategy",
    "Orvane",
    Choice(QUARTERLY, 1, 3),
    14,
    90,
    "Priya Nair",
    (("Jonas Feld", Part.MINUTES), ("Helen Ashcombe", Part.REQUIRED), ("Ruth Kamara", Part.REQUIRED)),
    (("Dieter Voss", "dieter.voss@orvane.example", Side.PROVIDER),),
    over=1,
)
PORTFOLIO = Gathering(
    "Portfolio, monthly",
    "",
    Choice(MONTHLY, 4, 3),
    9,
    45,
    "Priya Nair",
    (("Jonas Feld", Part.MINUTES), ("Helen Ashcombe", Part.REQUIRED), ("Tomas Berg", Part.OPTIONAL)),
    over=1,
)
GATHERINGS = (WEEKLY_ORVANE, MONTHLY_ORVANE, MONTHLY_TESSEL, MONTHLY_LUMENFOLD, QUARTERLY_ORVANE, PORTFOLIO)


def plan_series(scene: Scene) -> None:
    """Set all series up, each with its people and its reviews from the first one on."""
    calendar = Calendar.objects.filter(organisation=scene.organisation).default().get()
    for gathering in GATHERINGS:
        first_on = first_day(gathering, scene.today)
        series = ReviewSeries.objects.create(
            organisation=scene.organisation,
            vendor=scene.contract(gathering.vendor).vendor if gathering.vendor else None,
            title=gathering.title,
            cadence=gathering.choice.cadence,
            rule=gathering.choice.rule(),
            first_on=first_on,
            starts_at=time(gathering.hour),
            minutes=gathering.minutes,
            timezone=scene.organisation.timezone,
            calendar=calendar,
            place=gathering.place,
        )
        _enter_people(scene, series, gathering)
        plan_ahead(series, scene.at(first_on, 0))
        plan_ahead(series, scene.at(scene.today, 0))


def first_day(gathering: Gathering, today: date) -> date:
    days = [day for day in days_of(gathering.choice.rule(), today - YEAR, today) if day < today]
    return days[-gathering.over]


def _enter_people(scene: Scene, series: ReviewSeries, gathering: Gathering) -> None:
    for name, part in ((gathering.chair, Part.CHAIR), *gathering.people):
        one = participant_of(series, scene.member(name))
        one.part = part
        one.save()
    for name, email, side in gathering.guests:
        Participant.objects.create(
            organisation=scene.organisation,
            vendor_id=series.vendor_id,
            series=series,
            side=side,
            name=name,
            email=email,
        )
