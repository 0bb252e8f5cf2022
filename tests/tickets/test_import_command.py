"""The import from the shell: one object on standard output, everything else on standard error."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.tenancy import acting_for
from tests.cast import Cast
from tests.tickets.imports import lines, prepare, ticket
from tickets.models import Source


@pytest.fixture
def ready(committed_cast: Cast) -> Cast:
    prepare(committed_cast.organisation)
    return committed_cast


def command(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_tickets", path, organisation="ashcombe", source="Desk", stdout=out, **options)
    return out.getvalue()


def export(folder: Path, *rows: str) -> Path:
    path = folder / "export.csv"
    path.write_text(lines(*rows))
    return path


def test_json_is_one_object_with_the_account_of_the_rows(
    ready: Cast, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = export(tmp_path, ticket("INC1"), ticket("INC2", opened_at="soon"))
    said = command(path, json=True, mapping="servicenow")
    assert json.loads(said) == {
        "read": 2, "new": 1, "updated": 0, "unchanged": 0, "rejected": 1, "tickets": 1,
    }  # fmt: skip
    assert not capfd.readouterr().out


@pytest.mark.slow
def test_the_real_log_is_recognised_and_accounted_for(ready: Cast, real_export: Path) -> None:
    assert json.loads(command(real_export, json=True)) == {
        "read": 141_712, "new": 141_712, "updated": 0, "unchanged": 0, "rejected": 0, "tickets": 24_918,
    }  # fmt: skip


def test_without_a_mapping_the_source_remembers_its_last_one(ready: Cast, tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"name": "own", "fields": {"number": "No.", "opened_at": "Raised"}}))
    path = tmp_path / "own.csv"
    path.write_text("No.,Raised\n1,2024-03-04 09:00:00\n")
    command(path, mapping=str(own), timezone="Europe/Berlin")
    path.write_text("No.,Raised\n1,2024-03-04 09:00:00\n2,2024-03-05 09:00:00\n")
    assert command(path) == "2 rows read: 1 new, 0 updated, 1 unchanged, 0 rejected. 2 tickets.\n"
    with acting_for(ready.organisation.pk):
        source = Source.objects.get()
        assert (source.mapping or {})["name"] == "own"
        assert source.timezone == "Europe/Berlin"


def test_a_file_that_is_recognised_in_part_only_is_refused_with_the_question(ready: Cast, tmp_path: Path) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("No.,Raised\n1,2024-03-04 09:00:00\n")
    with pytest.raises(CommandError, match="Which column holds 'Opened'"):
        command(path, json=True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"mapping": "nonsense"}, "neither a built-in mapping"),
        ({"timezone": "Mars/Olympus"}, "is not a time zone"),
        ({"organisation": "nobody"}, "no organisation 'nobody'"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_kept(
    ready: Cast, tmp_path: Path, options: dict[str, str], sentence: str
) -> None:
    named = {"organisation": "ashcombe", "source": "Desk"} | options
    with pytest.raises(CommandError, match=sentence):
        call_command("import_tickets", export(tmp_path, ticket("INC1")), **named)
    with acting_for(ready.organisation.pk):
        assert not Source.objects.exists()
