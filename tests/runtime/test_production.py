"""What docker-compose.yml promises: valid, no default secret, the owner's role for migrations alone.

compose-spec.json is the schema that docker-compose 1.29.2 ships (PyPI, Apache License 2.0).
"""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
SERVING = ("web", "worker", "scheduler")


@pytest.fixture(scope="module")
def compose() -> Any:
    """The compose file as its readers see it."""
    return yaml.safe_load(TEXT)


def test_the_compose_file_is_valid(compose: Any) -> None:
    schema = json.loads(Path(__file__).with_name("compose-spec.json").read_text())
    jsonschema.Draft201909Validator(schema).validate(compose)


def test_no_secret_has_a_default(compose: Any) -> None:
    asked = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET)\w*)([^}]*)\}", TEXT)
    assert {name for name, _ in asked} == {
        "POSTGRES_PASSWORD",
        "RETAINED_OWNER_PASSWORD",
        "RETAINED_APP_PASSWORD",
        "RETAINED_BROKER_PASSWORD",
        "SECRET_KEY",
    }
    assert all(rest.startswith(":?Set ") for _, rest in asked)


def test_migrations_alone_work_as_the_owner(compose: Any) -> None:
    services = compose["services"]
    assert "://retained_owner:" in services["migrate"]["environment"]["DATABASE_URL"]
    for name in SERVING:
        assert "RETAINED_OWNER_PASSWORD" not in json.dumps(services[name]), name
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_whatever_keeps_running_is_watched_and_starts_again(compose: Any) -> None:
    for name, service in compose["services"].items():
        if name != "migrate":
            assert service["restart"] == "unless-stopped", name
            assert "test" in service["healthcheck"], name


def test_data_lives_in_named_volumes(compose: Any) -> None:
    services = compose["services"]
    assert set(compose["volumes"]) == {"database", "broker", "files"}
    assert "database:/var/lib/postgresql" in services["database"]["volumes"]
    assert "broker:/data" in services["broker"]["volumes"]
    assert "--appendonly yes" in services["broker"]["command"][2]
    for name in SERVING:
        assert "files:/data" in services[name]["volumes"]


def test_every_file_that_the_compose_file_mounts_exists(compose: Any) -> None:
    mounts = [volume for service in compose["services"].values() for volume in service["volumes"]]
    for source in (mount.split(":")[0] for mount in mounts if mount.startswith("./")):
        assert (ROOT / source).is_file(), source
