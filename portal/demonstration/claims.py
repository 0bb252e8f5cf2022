"""What became of the demonstration's credits: recovered, forgotten, disputed, claimed and waived."""

from datetime import date, datetime

from portal.demonstration.reports import REPORTERS
from portal.demonstration.scene import Scene
from vendors import months
from vendors.credits.steps import BY_KEY, claim_all, give_up, take
from vendors.models import Credit

WAIVED_BECAUSE = (
    "The switch was replaced on a Sunday at no charge. We said in the service review that this makes it even."
)
REFUSED_BECAUSE = "Joiners whose papers came late from HR are not ours. We ask for these tickets to be looked at again."


def claim_credits(scene: Scene) -> None:
    """Orvane's third month is recovered, its fourth forgotten, its fifth claimed; Tessel's first credit is waived."""
    _recovered(scene, "Orvane", scene.months[2])
    _claimed(scene, scene.months[4])
    _tessels(scene)


def _recovered(scene: Scene, vendor: str, month: date) -> None:
    """From the claim to the money, in the two months that followed the acceptance."""
    _claim(scene, _credits(scene, vendor, month), scene.after(month, 26, 9, 40))
    second = months.later(month, 1)
    steps = (
        ("agree", REPORTERS[vendor], "Credited with the next invoice.", scene.after(second, 8, 11)),
        ("invoice", "Jonas Feld", "On the invoice of the month, as a line of its own.", scene.after(second, 20, 14)),
        ("recover", "Jonas Feld", "Deducted from what was paid.", scene.after(months.later(second, 1), 5, 10)),
    )
    for key, name, note, now in steps:
        for credit in _credits(scene, vendor, month):
            _take(scene, credit, (key, name, note), now)


def _claimed(scene: Scene, month: date) -> None:
    """All is claimed; Orvane does not agree to the joiners."""
    _claim(scene, _credits(scene, "Orvane", month), scene.after(month, 20, 9, 15))
    for credit in _credits(scene, "Orvane", month):
        if credit.level.code == "JL-03":
            _take(scene, credit, ("dispute", "Ruth Kamara", REFUSED_BECAUSE), scene.after(month, 25, 17, 20))


def _tessels(scene: Scene) -> None:
    """The first credit is waived under the right to do so, the last one is claimed and open, others are agreed.

    What the months before the story cost is recovered.
    """
    for month in scene.before:
        _recovered(scene, "Tessel", month)
    owed = [credit for month in scene.months[:-1] for credit in _credits(scene, "Tessel", month)]
    for credit in owed[:1]:
        with scene.acting("Priya Nair") as priya:
            give_up(credit, priya, WAIVED_BECAUSE, scene.after(credit.month, 19, 13))
    for credit in owed[1:]:
        _claim(scene, [credit], scene.after(credit.month, 20, 9, 30))
    for credit in owed[1:-1]:
        _take(scene, credit, ("agree", "Sven Holt", "Agreed."), scene.after(credit.month, 26, 10, 15))


def _credits(scene: Scene, vendor: str, month: date) -> list[Credit]:
    """What a month cost, by level; what gave way to another level or to the cap costs nothing."""
    found = Credit.objects.of(scene.contract(vendor), month).current().with_sum()
    return list(found.for_table().in_order("level"))


def _claim(scene: Scene, owed: list[Credit], now: datetime) -> None:
    with scene.acting("Jonas Feld") as jonas:
        claim_all(owed, jonas, now)


def _take(scene: Scene, credit: Credit, said: tuple[str, str, str], now: datetime) -> None:
    """A step, by its key, somebody's name and their words."""
    key, name, note = said
    with scene.acting(name) as member:
        take(credit, BY_KEY[key], member, note, now)
