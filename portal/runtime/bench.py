"""bin/bench: the benchmarks on a fresh database, in a folder that goes with it."""

from portal.runtime import console
from portal.runtime.commands import manage, migrate, run_foreground
from portal.runtime.test import fresh_services


def command(arguments: list[str]) -> int:
    """Run the management command `bench` with the arguments and return its exit code."""
    with fresh_services() as connections:
        migrate(connections)
        # As the application; the owner's URL is for the bare table that imports are measured against.
        return run_foreground(manage("bench", *arguments), connections.environment())


if __name__ == "__main__":
    console.run(command)
