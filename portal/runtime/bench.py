"""bin/bench: the benchmarks on a fresh database, in a folder that goes with it."""

from portal.runtime import console
from portal.runtime.commands import environment_for, manage, migrate, run_foreground
from portal.runtime.test import fresh_services


def command(arguments: list[str]) -> int:
    """Run the management command `bench` with the arguments and return its exit code."""
    with fresh_services() as connections:
        migrate(connections)
        return run_foreground(manage("bench", *arguments), environment_for("bench", connections))


if __name__ == "__main__":
    console.run(command)
