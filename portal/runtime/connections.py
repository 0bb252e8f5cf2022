"""How a process of the portal reaches its database and broker, and how that is handed on."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.runtime.console import Refused
from portal.runtime.keys import load_keys, write_private

FILE = "services.json"


@dataclass(frozen=True)
class Connections:
    """URLs of the database (for application and owner) and broker, Django's secret key, the data folder.

    `is_ours` says that the embedded services answer there, and not servers named by the environment.
    """

    app_url: str
    owner_url: str
    redis_url: str
    secret_key: str
    data: str
    is_ours: bool = True

    def environment(self) -> dict[str, str]:
        """For tests: the application's role, and beside it the owner's URL."""
        return self.serving_environment() | {"DATABASE_OWNER_URL": self.owner_url}

    def serving_environment(self) -> dict[str, str]:
        """For whatever serves: the application's role, and no word of the owner's."""
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        return inherited | {
            "DATABASE_URL": self.app_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": self.secret_key,
            "PORTAL_DATA": self.data,
        }

    def owner_environment(self) -> dict[str, str]:
        """For migrations: the owner's role."""
        return self.serving_environment() | {"DATABASE_URL": self.owner_url}

    def save(self) -> None:
        """Leave the connections in the data folder, for `bin/manage` while the services run."""
        write_private(Path(self.data) / FILE, json.dumps(asdict(self)))


def saved_connections(data: Path) -> Connections | None:
    """What the running services of a data folder left there; None before they are ready."""
    try:
        return Connections(**json.loads((data / FILE).read_text()))
    except FileNotFoundError:
        return None


def given_connections(data: Path, environment: Mapping[str, str]) -> Connections | None:
    """The servers that DATABASE_URL and REDIS_URL name; None when both are absent: then we start our own.

    Without DATABASE_OWNER_URL migrations run as DATABASE_URL's role; without SECRET_KEY the folder has one.
    """
    app_url, redis_url = environment.get("DATABASE_URL"), environment.get("REDIS_URL")
    if not app_url and not redis_url:
        return None
    if not app_url or not redis_url:
        raise Refused(
            "DATABASE_URL and REDIS_URL belong together: set both to use servers of yours, or neither to let "
            "the portal start its own."
        )
    secret_key = environment.get("SECRET_KEY") or load_keys(data / "keys.json").secret_key
    return Connections(
        app_url, environment.get("DATABASE_OWNER_URL") or app_url, redis_url, secret_key, str(data), False
    )
