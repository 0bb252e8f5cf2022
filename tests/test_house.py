"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUDGETS = {".py": 400, ".html": 80, ".css": 400, ".js": 200}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def own_sources() -> list[Path]:
    left_out = ("/migrations/", "/vendor/")
    return [p for p in tracked("*.py", "*.html", "*.css", "*.js") if not any(part in str(p) for part in left_out)]


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def methods_called_in(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node.lineno


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_room_keeps_to_its_size() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in own_sources()
        if (lines := len(path.read_text().splitlines())) > BUDGETS[path.suffix]
    }
    assert too_long == {}


def test_no_function_is_longer_than_thirty_lines() -> None:
    too_long = {
        f"{path.relative_to(ROOT)}: {function.name}": lines
        for path in own_sources()
        if path.suffix == ".py"
        for function in functions_of(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > 30
    }
    assert too_long == {}


def test_pages_and_tasks_ask_in_the_words_of_the_query_sets() -> None:
    rooms = ("*/views.py", "*/views/*.py", "*/tasks.py", "*/api.py", "*/api/*.py", "portal/front/*.py")
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in tracked(*rooms)
        if not path.is_relative_to(ROOT / "tests")
        for called, line in methods_called_in(path)
        if called in ("filter", "exclude")
    ]
    assert found == []


@pytest.mark.parametrize(
    "app", ["portal/accounts", "portal/jobs", "vendors", "tickets", "reporting", "governance", "assessments"]
)
def test_models_know_nothing_of_http(app: str) -> None:
    models = [ROOT / app / "models.py", *(ROOT / app / "models").glob("*.py")]
    found = {
        (path.name, name)
        for path in models
        if path.exists()
        for name in imports_of(path)
        if name.startswith(("django.http", "django.shortcuts", "django.template", "rest_framework"))
    }
    assert found == set()


def test_nothing_is_told_by_signal() -> None:
    found = [p.name for p in tracked("*.py") if any(n.startswith("django.dispatch") for n in imports_of(p))]
    assert found == []


def test_no_template_carries_an_inline_style_or_handler() -> None:
    forbidden = (" style=", "<style", " onclick=", " onchange=", " onsubmit=", " onload=", "javascript:", "hx-on")
    found = {
        (path.name, mark) for path in tracked("templates/*.html") for mark in forbidden if mark in path.read_text()
    }
    assert found == set()


def test_links_between_documents_lead_somewhere() -> None:
    lost = {
        f"{page.relative_to(ROOT)}: {target}"
        for page in tracked("*.md")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    }
    assert lost == set()


def test_every_document_can_be_found_from_the_readme() -> None:
    found, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        found.add(page.resolve())
        targets = re.findall(r"\]\(([^)#:\s]+\.md)(?:#[^)]*)?\)", page.read_text())
        waiting += [path for name in targets if (path := (page.parent / name).resolve()) not in found]
    assert {page for page in tracked("docs/*.md") if "decisions" not in page.parts} <= found
