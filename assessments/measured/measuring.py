"""What the portal's own data say."""

from datetime import datetime

from assessments.measured.shape import CODES, Measurement


def measure_all(organisation_id: int, now: datetime) -> dict[str, Measurement]:
    return {
        code: Measurement(code, code.replace("-", " ").capitalize(), "", "", missing="No data yet") for code in CODES
    }
