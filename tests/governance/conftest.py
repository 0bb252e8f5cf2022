"""A data folder for evidence of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def evidence_folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the test's own, with no key in it yet."""
    settings.PORTAL_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EVIDENCE_KEY = ""
    return tmp_path
