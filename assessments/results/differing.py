"""Findings about the answers themselves: where respondents differ, and what they do not know. Pure."""

from collections.abc import Iterator, Sequence

from assessments.measured.verdicts import APART
from assessments.results.content import Because, Finding, Given, QuestionScore
from assessments.results.evidence import UNKNOWN_SHARE, Evidence


def disagreements(evidence: Evidence) -> Iterator[Finding]:
    """Of what people said themselves; what only follows from another answer is not counted twice."""
    found = []
    for question in evidence.questions:
        said = sorted((one for one in question.given if one.level and not one.implied), key=lambda one: one.level or 0)
        if said and (apart := (said[-1].level or 0) - (said[0].level or 0)) >= APART:
            found.append((apart, question, said))
    for apart, question, said in sorted(found, key=lambda one: -one[0]):
        yield _disagreement(apart, question, said, evidence)


def _disagreement(apart: int, question: QuestionScore, said: Sequence[Given], evidence: Evidence) -> Finding:
    low = [one for one in said if one.level == said[0].level]
    high = [one for one in said if one.level == said[-1].level]
    sides = {evidence.side(one.respondent) for one in (*low, *high)}
    between = "Both sides see" if len(sides) > 1 else "Two people see"
    return Finding(
        key=f"disagreement:{question.code}",
        kind="disagreement",
        title=f"{apart} levels apart: {question.text}",
        text=f"{between} this differently: {_named(high, evidence)} at {said[-1].level}, "
        f"{_named(low, evidence)} at {said[0].level}. Settle what is true before deciding on it.",
        dimension=question.dimension,
        rule="Two respondents differ by two levels or more.",
        because=tuple(_view(one, question, evidence) for one in (high[0], low[0])),
        action=f"Settle together what is true of: {question.text}",
        wave=30,
    )


def _named(people: Sequence[Given], evidence: Evidence) -> str:
    """Each with their side: "Ann (IT leader) and Bob (Orvane)"."""
    names = [f"{one.name} ({_from(one, evidence)})" for one in people]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _from(one: Given, evidence: Evidence) -> str:
    view = one.view.replace("_", " ").replace("leader", "IT leader")
    return evidence.side(one.respondent) or "provider" if one.view == "provider" else view


def _view(one: Given, question: QuestionScore, evidence: Evidence) -> Because:
    level = one.level or 1
    described = question.levels[level - 1] if len(question.levels) == 5 else ""
    comment = f" “{one.comment}”" if one.comment else ""
    return Because(f"{one.name} ({_from(one, evidence)}): {level}, {described}{comment}", f"#q-{question.code}")


def unknowns(evidence: Evidence) -> Iterator[Finding]:
    """The largest share first."""
    found = []
    for question in evidence.questions:
        asked = [one for one in question.given if not one.implied]
        inside = [one for one in asked if one.view != "provider"]
        nobody = bool(inside) and all(one.unknown for one in inside)
        if nobody or (asked and question.unknown / len(asked) >= UNKNOWN_SHARE):
            found.append((question.unknown / len(asked), nobody, len(asked), question))
    for _, nobody, count, question in sorted(found, key=lambda one: -one[0]):
        yield _unknown(nobody, count, question)


def _unknown(nobody: bool, count: int, question: QuestionScore) -> Finding:
    lead = "Nobody inside knows" if nobody else f"{question.unknown} of {count} do not know"
    people = ", ".join(one.name for one in question.given if one.unknown)
    return Finding(
        key=f"unknown:{question.code}",
        kind="unknown",
        title=f"{lead}: {question.text}",
        text="What nobody knows cannot be governed: find out who holds the answer, and write it down inside."
        if nobody
        else "Those who should know are not sure: find out, and tell them.",
        dimension=question.dimension,
        rule="Nobody inside knows." if nobody else "Half or more of those asked do not know.",
        because=(Because(f"Do not know: {people}", f"#q-{question.code}"),),
        action=f"Find out, and write down: {question.text}",
        wave=30,
    )
