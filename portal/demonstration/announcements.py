"""What the demonstration's business announces: in time, too late, or before anything is signed."""

from dataclasses import dataclass
from datetime import date, timedelta

from governance.changes.answering import acknowledge, judge, tick
from governance.changes.giving import Telling, enter, give_notice
from governance.models import BusinessChange, ChangeKind, ChangeNotice, Consequence
from portal.demonstration.people import PROVIDERS
from portal.demonstration.scene import Scene
from vendors.models import Site


@dataclass(frozen=True, slots=True)
class Announcement:
    """A change that takes effect `in_days` from today (past: negative); notice was given `given` days ago.

    `answers` are what providers said, with the days after the notice; `ready` judges a past one, None: not judged.
    """

    kind: ChangeKind
    title: str
    in_days: int
    given: int
    by: str
    vendors: tuple[str, ...]
    message: str
    people: int | None = None
    site: str = ""
    answers: tuple[tuple[str, int, str], ...] = ()
    ready: bool | None = None
    missing: str = ""
    ticked: int = 0


ANNOUNCEMENTS = (
    Announcement(
        ChangeKind.OPENING,
        "The office in Cologne opens",
        75,
        24,
        "Ines Duarte",
        ("Orvane", "Tessel"),
        "Forty desks on two floors, one meeting room with video. The keys are handed over four weeks before.",
        40,
        answers=(
            (
                "Orvane",
                2,
                "We need names and roles of all forty people six weeks before, and a lockable room for spares.",
            ),
            ("Tessel", 3, "The circuit takes ten weeks. It is ordered today; until then a mobile line bridges it."),
        ),
        ticked=2,
    ),
    Announcement(
        ChangeKind.HIRING,
        "Sixty seasonal people in the warehouse",
        30,
        9,
        "Ines Duarte",
        ("Orvane",),
        "They start in two waves of thirty. Each needs a scanner login and a badge; no mailbox.",
        60,
    ),
    Announcement(
        ChangeKind.MOVE,
        "Finance moves to the third floor",
        -26,
        52,
        "Ines Duarte",
        ("Orvane", "Tessel"),
        "Thirty-one desks over a weekend. Printers move with them.",
        31,
        answers=(
            ("Orvane", 9, "Two technicians on site on Monday morning."),
            ("Tessel", 4, "Ports are patched by Friday."),
        ),
        ready=False,
        missing="Eleven telephones rang at the old desks until Wednesday: nobody had told the number plan.",
        ticked=4,
    ),
    Announcement(
        ChangeKind.SOFTWARE,
        "The expenses tool goes to the cloud",
        -70,
        130,
        "Priya Nair",
        ("Lumenfold",),
        "Sign-in by the company account only. The old tool stays readable for a quarter.",
        1200,
        answers=(("Lumenfold", 3, "Group memberships a week before, please."),),
        ready=True,
        ticked=3,
    ),
    Announcement(
        ChangeKind.TECHNOLOGY,
        "Another product for remote access",
        41,
        6,
        "Priya Nair",
        ("Orvane",),
        "Two offers are on the table. Before we sign: compatibility, licences, and what becomes of the old gateways.",
    ),
)
"""The first was told in time, the second is late, the third was late and not ready, the last is not signed yet."""


def announce(scene: Scene) -> None:
    for one in ANNOUNCEMENTS:
        with scene.acting(one.by) as member:
            given = scene.at(_ago(scene, one.given), 11)
            change = enter(_change(scene, one), member, given - timedelta(hours=2))
            vendors = [scene.contract(name).vendor for name in one.vendors]
            notices = give_notice(change, vendors, Telling.standard(change, one.message), member, given)
        for notice in notices:
            _answer(scene, one, notice)
        if one.ready is not None:
            _judge(scene, one, notices)


def _ago(scene: Scene, days: int) -> date:
    return scene.today - timedelta(days=days)


def _change(scene: Scene, one: Announcement) -> BusinessChange:
    site = Site.objects.filter(organisation=scene.organisation, name=one.site).first() if one.site else None
    return BusinessChange(
        organisation=scene.organisation,
        kind=one.kind,
        title=one.title,
        takes_effect_on=_ago(scene, -one.in_days),
        site=site,
        people=one.people,
    )


def _answer(scene: Scene, one: Announcement, notice: ChangeNotice) -> None:
    for vendor, days, words in one.answers:
        if notice.vendor.name != vendor:
            continue
        at = scene.at(_ago(scene, one.given - days), 15)
        with scene.acting(PROVIDERS[vendor]) as member:
            acknowledge(notice, words, member, at, notice.number)
            lines = Consequence.objects.of_notice(notice.pk).filter(side="provider")
            for line in lines[: one.ticked]:
                tick(line, True, member, at + timedelta(days=3))


def _judge(scene: Scene, one: Announcement, notices: list[ChangeNotice]) -> None:
    """The first provider as the announcement says; the others were ready."""
    at = scene.at(_ago(scene, -one.in_days), 17) + timedelta(days=2)
    with scene.acting("Jonas Feld") as jonas:
        for place, notice in enumerate(notices):
            is_ready = bool(one.ready) or place > 0
            judge(notice, is_ready, "" if is_ready else one.missing, jonas, at)
