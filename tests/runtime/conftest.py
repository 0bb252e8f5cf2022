"""Data folders for the runtime's tests.

pytest's own temporary folders are closed to the services' account when root runs the tests.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.runtime.services import Services


def open_folder() -> Path:
    """A temporary folder with a space in its name that other accounts may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="retained runtime ")).resolve()
    folder.chmod(0o711)
    return folder


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder of the test's own."""
    folder = open_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    """Services that the tests of one module share."""
    folder = open_folder()
    with Services(folder) as services:
        yield services
    shutil.rmtree(folder, ignore_errors=True)
