"""Rules of the face that need no browser: contrast, themes, the Content-Security-Policy, sizes of files."""

import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static" / "css"
APPS = ("portal", "vendors", "tickets", "reporting", "governance", "assessments")
TEMPLATES = sorted(
    chain((ROOT / "templates").rglob("*.html"), *((ROOT / app).glob("**/templates/**/*.html") for app in APPS))
)
OWN_FILES = sorted([*CSS.rglob("*.css"), *(ROOT / "static" / "js").glob("*.js")])
SPRITE = ROOT / "static" / "vendor" / "bootstrap-icons-1.13.1" / "sprite.svg"


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r"(--rt-[\w-]+): (#\w{6});", text))


def themes() -> dict[str, dict[str, str]]:
    light, dark = (CSS / "tokens.css").read_text().split('[data-bs-theme="dark"] {')
    return {"light": tokens(light), "dark": tokens(dark)}


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_of_every_tone_can_be_read_on_every_ground_it_stands_on(theme: str) -> None:
    colours = themes()[theme]
    for text in ("text", "muted", "accent", "good", "watch", "bad", "unknown"):
        for ground in ("surface", "bg", "sunken"):
            assert contrast(colours[f"--rt-{text}"], colours[f"--rt-{ground}"]) >= 4.5, (theme, text, ground)
    for tone in ("accent", "good", "watch", "bad", "unknown"):
        assert contrast(colours[f"--rt-{tone}"], colours[f"--rt-{tone}-soft"]) >= 4.5, (theme, tone)
    assert contrast(colours["--rt-on-accent"], colours["--rt-accent"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_borders_of_controls_stand_out(theme: str) -> None:
    colours = themes()[theme]
    marks = [f"--rt-{tone}-fill" for tone in ("good", "watch", "bad", "unknown")]
    for mark in [*marks, "--rt-line-strong", *(f"--rt-series-{i}" for i in range(1, 7))]:
        assert contrast(colours[mark], colours["--rt-surface"]) >= 3, (theme, mark)


def test_both_themes_declare_the_same_tokens() -> None:
    light, dark = themes().values()
    assert light.keys() == dark.keys()


def test_browsers_without_script_get_the_same_dark_theme() -> None:
    assert tokens((CSS / "tokens-without-script.css").read_text()) == themes()["dark"]


def test_colours_are_named_in_tokens_only() -> None:
    allowed = {CSS / "tokens.css", CSS / "tokens-without-script.css", CSS / "print.css"}
    offenders = [
        path.name
        for path in CSS.rglob("*.css")
        if path not in allowed and re.search(r"#[0-9a-fA-F]{3,8};", path.read_text())
    ]
    assert offenders == []


def test_every_token_that_is_used_exists() -> None:
    declared = set(re.findall(r"(--rt-[\w-]+):", "".join(path.read_text() for path in CSS.rglob("*.css"))))
    used = set(re.findall(r"var\((--rt-[\w-]+)", "".join(path.read_text() for path in CSS.rglob("*.css"))))
    assert used - declared == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_nothing_inline_that_the_policy_would_drop(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"<style|javascript:|\son[a-z]+\s*=\s*[\"']", text), "inline style element or handler"
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script, script
    assert not re.search(r"(src|href)=[\"'](https?:)?//", text), "something from elsewhere"
    assert len(text.splitlines()) <= 80


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text())) | {"good", "watch", "bad", "unknown"}
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    named |= {name for path in TEMPLATES for name in re.findall(r'icon_name="([\w-]+)"', path.read_text())}
    assert named - there == set()


def test_every_stylesheet_and_script_of_ours_is_small_and_every_stylesheet_is_loaded() -> None:
    assert {path.name: lines for path in OWN_FILES if (lines := len(path.read_text().splitlines())) > 400} == {}
    loaded = (ROOT / "templates" / "components" / "styles.html").read_text()
    assert [path.name for path in CSS.rglob("*.css") if str(path.relative_to(CSS.parent)) not in loaded] == []


def test_scripts_of_ours_evaluate_nothing_and_write_no_markup() -> None:
    text = "".join(path.read_text() for path in (ROOT / "static" / "js").glob("*.js"))
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|setAttribute\(.style", text)


def test_every_vendored_library_names_its_version_and_carries_its_licence() -> None:
    for folder in (ROOT / "static" / "vendor").iterdir():
        assert re.search(r"-\d+\.\d+\.\d+$", folder.name)
        assert (folder / "LICENSE").exists()
