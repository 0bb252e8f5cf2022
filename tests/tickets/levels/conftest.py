"""The ground that tests of measured levels stand on."""

import pytest

from tests.cast import Cast
from tests.tickets.levels.ground import Ground, make_ground


@pytest.fixture
def ground(acting: Cast) -> Ground:
    return make_ground(acting)
