"""An instrument in words: when a question is asked, when something is found, what differs between two. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from assessments.instruments.shape import Condition, FindingRule, Instrument, Question

VIEWS = {
    "leader": "IT leader",
    "vendor_manager": "Vendor manager",
    "service_owner": "Service owner",
    "provider": "Provider",
}
FIVE_QUESTIONS = {
    "": "None of them",
    "decisions": "Who owns decisions",
    "inside": "What stays inside",
    "outsourced": "What is outsourced",
    "performance": "How performance is measured",
    "goals": "How IT supports the goals of the business",
}
_LABELS = {
    "text": "Question",
    "levels": "Levels",
    "only_if": "Asked where",
    "views": "Who answers",
    "about": "What it is about",
    "needed": "Level needed",
    "answers": "Belongs to",
}


def bounds_in_words(condition: Condition) -> str:
    """In words: "at 3 or more", "at 2 or less", "at 2 to 4", "at 3", "answered at all"."""
    least, most = condition.at_least, condition.at_most
    if least == most:
        return f"at {least}"
    if (least, most) == (1, 5):
        return "known at all"
    if most == 5:
        return f"at {least} or more"
    return f"at {most} or less" if least == 1 else f"at {least} to {most}"


def asked_where(instrument: Instrument, question: Question) -> str:
    """When a question that branches is asked; empty for one that everybody is asked."""
    on = question.only_if
    return "" if on is None else f"{_subject(instrument, on)} is {bounds_in_words(on)}"


def found_where(instrument: Instrument, rule: FindingRule) -> tuple[str, ...]:
    """The conditions of a finding, all of which have to hold."""
    return tuple(f"{_subject(instrument, one)} is {bounds_in_words(one)}" for one in rule.when)


def _subject(instrument: Instrument, condition: Condition) -> str:
    if condition.of == "measured":
        return f"what is measured as {spoken(condition.code)}"
    if condition.of == "dimension":
        titles = {one.code: one.title for one in instrument.dimensions}
        return f"the dimension “{titles.get(condition.code, condition.code)}”"
    question = instrument.question(condition.code)
    return f"the answer to “{condition.code if question is None else question.text}”"


def spoken(code: str) -> str:
    """A code as words: "escalation-names" as "escalation names"."""
    return code.replace("-", " ").replace("_", " ")


@dataclass(frozen=True)
class Compared:
    """What differs between two instruments, by the titles of what was added, left out and changed."""

    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    changed: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return self == Compared()


def compare(before: Instrument, after: Instrument) -> Compared:
    """Codes tell which question is which; the order of questions is not looked at."""
    was, now = _by_code(before.questions), _by_code(after.questions)
    both = [code for code in now if code in was]
    differing = ((now[code].text, tuple(differences(was[code], now[code]))) for code in both)
    return Compared(
        added=tuple(now[code].text for code in now if code not in was),
        left_out=tuple(was[code].text for code in was if code not in now),
        changed=tuple((text, found) for text, found in differing if found),
        rules=tuple(_of_rules(before, after)),
    )


def _by_code(those: Iterable[Any]) -> dict[str, Any]:
    return {one.code: one for one in those}


def _of_rules(before: Instrument, after: Instrument) -> Iterator[str]:
    for name, of in (("Dimensions", "dimensions"), ("Findings", "findings")):
        was, now = _by_code(getattr(before, of)), _by_code(getattr(after, of))
        names = [f"added: {now[code].title}" for code in now if code not in was]
        names += [f"left out: {was[code].title}" for code in was if code not in now]
        names += [f"changed: {now[code].title}" for code in now if code in was and now[code] != was[code]]
        yield from (f"{name} {one}" for one in names)
    if before.recommendation != after.recommendation:
        yield "The rules of the recommendation are different"


def differences(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """Label, value before and after, of each field that differs. None: it is not there.

    Of two whole instruments it names the questions and rules that differ, not their words.
    """
    if isinstance(before, Instrument) and isinstance(after, Instrument):
        yield from _of_wholes(before, after)
        return
    was, now = _worded(before), _worded(after)
    for name in [*now, *(name for name in was if name not in now)]:
        if was.get(name, "") != now.get(name, ""):
            yield _label(name), was.get(name, ""), now.get(name, "")


def _of_wholes(before: Instrument, after: Instrument) -> Iterator[tuple[str, str, str]]:
    found = compare(before, after)
    for name in ("title", "about", "minutes"):
        was, now = str(getattr(before, name)), str(getattr(after, name))
        if was != now:
            yield _label(name), was, now
    yield from (("Question added", "", text) for text in found.added)
    yield from (("Question left out", text, "") for text in found.left_out)
    yield from (("Question changed", "", text) for text, _ in found.changed)
    yield from (("Rules", "", text) for text in found.rules)
    if found.is_same:
        yield "Order of the questions", "", "changed"


def _label(name: str) -> str:
    return _LABELS.get(name) or spoken(name).capitalize()


def _worded(one: Any) -> Mapping[str, str]:
    if one is None:
        return {}
    if not is_dataclass(one):
        return {"content": str(one)}
    found: dict[str, str] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        if field.name == "levels" and value is not None:
            found |= {f"level {number}": text for number, text in enumerate(value, 1)}
        else:
            found[field.name] = _in_words(value)
    return found


def _in_words(value: Any) -> str:
    if isinstance(value, Condition):
        return f"{value.code} {bounds_in_words(value)}"
    if isinstance(value, tuple):
        return ", ".join(VIEWS.get(one, str(one)) for one in value)
    return "" if value is None else str(value)
