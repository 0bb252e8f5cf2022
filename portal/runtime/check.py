"""bin/check: format, lint, types, import contracts, templates, Django version, missing migrations.

Every check runs even when an earlier one failed; a summary stands at the end.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from portal.runtime import console
from portal.runtime.commands import ROOT, manage
from portal.runtime.console import say


def command(arguments: list[str]) -> int:
    """Run all checks, or those named; 0 when every one of them is content."""
    checks: dict[str, Callable[[], int]] = {
        "format": lambda: tool("-m", "ruff", "format", "--check", "."),
        "lint": lambda: tool("-m", "ruff", "check", "."),
        "types": lambda: tool("-m", "mypy", "."),
        "imports": lambda: tool("-c", "from importlinter.cli import lint_imports_command as run; run()"),
        "templates": lambda: tool("-m", "djlint", "--lint", "--quiet", "templates"),
        "django": django_is_current,
        "migrations": migrations_are_complete,
    }
    unknown = set(arguments) - set(checks)
    if unknown:
        raise console.Refused(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(checks)}.")
    chosen = arguments or list(checks)
    results = {name: timed(name, checks[name]) for name in chosen}
    say("\n".join(["", *(f"{'ok' if code == 0 else 'FAILED':>6}  {name}" for name, code in results.items())]))
    return int(any(results.values()))


def timed(name: str, check: Callable[[], int]) -> int:
    """Run one check under its name; its exit code."""
    say(f"── {name}")
    started = time.monotonic()
    code = check()
    say(f"   {time.monotonic() - started:.1f} s")
    return code


def tool(*arguments: str) -> int:
    """Run a tool of the environment at the root of the project; its exit code."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT).returncode


def django_is_current() -> int:
    """django-upgrade finds nothing to rewrite. It only knows to rewrite, so it works on copies."""
    with tempfile.TemporaryDirectory() as folder:
        copies = {Path(folder) / path: ROOT / path for path in python_files()}
        for copy, original in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(original.read_bytes())
        names = [str(copy) for copy in copies]
        return tool("-m", "django_upgrade", "--target-version", "5.2", *names)


def python_files() -> list[str]:
    """The project's Python files, relative to its root: those under version control, or all without git."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    folders = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "var"))]
    return [str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*.py")]


def migrations_are_complete() -> int:
    """Models and migrations agree. No database is needed (Django would warn that it cannot ask one)."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = manage("makemigrations", "--check", "--dry-run")
    command[1:1] = ["-W", "ignore"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    console.run(command)
