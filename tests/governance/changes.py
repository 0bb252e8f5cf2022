"""Changes and notices as the tests of governance make them: through the stories, at a given time."""

from datetime import UTC, date, datetime
from typing import Any

from governance.changes.giving import Telling, enter, give_notice
from governance.models import BusinessChange, ChangeNotice, Side
from tests.cast import Cast
from vendors.models import Vendor

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2027, 2, 1)


def a_change(cast: Cast, **more: Any) -> BusinessChange:
    """Forty people start on 1 February 2027; 60 days of notice are needed, 73 are left at NOW."""
    said: dict[str, Any] = {"kind": "hiring", "title": "Forty people start", "takes_effect_on": DAY, "people": 40}
    return enter(BusinessChange(organisation=cast.organisation, **said | more), cast["service_owner"], NOW)


def a_notice(
    cast: Cast, vendor: Vendor | None = None, change: BusinessChange | None = None, now: datetime = NOW
) -> Any:
    """To Orvane unless told otherwise, with a line for each side."""
    telling = Telling("Forty desks in Cologne", (("Laptops", Side.PROVIDER), ("List of starters", Side.CLIENT)))
    change = change or a_change(cast)
    (notice,) = give_notice(change, [vendor or cast.orvane], telling, cast["service_owner"], now)
    return ChangeNotice.objects.select_related("vendor").get(pk=notice.pk)
