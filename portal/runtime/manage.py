"""bin/manage: manage.py in the project's environment, with the services running and the database migrated."""

import os

from portal.runtime import console
from portal.runtime.commands import environment_for, manage, migrate, run_foreground
from portal.runtime.folder import data_folder
from portal.runtime.services import reach_services

WITHOUT_DATABASE = {
    "help",
    "version",
    "--help",
    "--version",
    "-h",
    "collectstatic",
    "makemessages",
    "compilemessages",
}
MIGRATES_ITSELF = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "check"}


def command(arguments: list[str]) -> int:
    """Run one manage.py command and return its exit code."""
    name = arguments[0] if arguments else "help"
    if name in WITHOUT_DATABASE or "--help" in arguments:
        return run_foreground(manage(*arguments), os.environ)
    with reach_services(data_folder()) as connections:
        if name not in MIGRATES_ITSELF and connections.is_ours:
            migrate(connections)
        return run_foreground(manage(*arguments), environment_for(name, connections))


if __name__ == "__main__":
    console.run(command)
