"""What a result says, in falling strength, each finding with what led to it and the rule in words. Pure.

`url` of a reason is an anchor of the result's page. Keys stay the same whenever a result is composed.
"""

from collections.abc import Iterator, Sequence

from assessments.instruments.shape import Condition, FindingRule
from assessments.measured.shape import Measurement
from assessments.results.content import STRUCTURAL, Because, Beside, Finding, Sign
from assessments.results.differing import disagreements, unknowns
from assessments.results.evidence import NUMBERS, Evidence, shown


def findings(evidence: Evidence, pairs: Sequence[Beside], present: Sequence[Sign]) -> tuple[Finding, ...]:
    """In falling strength: structural, contradictions, rules, disagreements, what is not known."""
    return (
        *_structural(present),
        *_contradictions(pairs, evidence),
        *_rules(evidence),
        *disagreements(evidence),
        *unknowns(evidence),
    )


def _structural(signs_known: Sequence[Sign]) -> Iterator[Finding]:
    present = [sign for sign in signs_known if sign.present]
    if len(present) < STRUCTURAL:
        return
    yield Finding(
        key="structural",
        kind="structural",
        title=f"{NUMBERS[len(present)]} of six warning signs are present: the problem is structural",
        text="More headcount will not solve it: the operating model itself produces it, whoever does the work. "
        "Put ownership, workflows and measurement in order before anything more is outsourced.",
        dimension="",
        rule=f"{NUMBERS[STRUCTURAL]} warning signs or more.",
        because=tuple(_why_present(sign) for sign in present),
        action="Agree what is stabilised first, and stop outsourcing more until fewer than three signs are present",
        wave=30,
        requirement="R3",
    )


def _why_present(sign: Sign) -> Because:
    if sign.by == "measured":
        return Because(f"{sign.title}: {sign.beside.measurement.shown} (measured)", f"#measured-{sign.code}")
    return Because(f"{sign.title}: answered {shown(sign.beside.claimed or 0)} of 5", f"#q-{sign.beside.question}")


def _contradictions(pairs: Sequence[Beside], evidence: Evidence) -> Iterator[Finding]:
    """The widest first."""
    found = [one for one in pairs if one.verdict == "contradicts"]
    for one in sorted(found, key=lambda pair: (pair.measurement.level or 0) - (pair.claimed or 0)):
        measurement, claimed = one.measurement, shown(one.claimed or 0)
        score, remedy = evidence.question(one.question), _remedy(one, evidence)
        yield Finding(
            key=f"contradiction:{one.question}",
            kind="contradiction",
            title=f"Claimed {claimed}, measured {measurement.level}: {measurement.title}",
            text=f"The answers put this at level {claimed}; the portal's own figures say {measurement.shown}, "
            f"which is level {measurement.level}. Decide from the figures, not from the answer.",
            dimension=score.dimension if score else "",
            rule="Claimed two levels or more above what is measured.",
            because=(
                Because(f"Answered: {claimed} to “{one.asked}”", f"#q-{one.question}"),
                Because(_measured(measurement), f"#measured-{measurement.code}"),
            ),
            action=remedy.action if remedy else f"Find out together what is true, and act on it: {measurement.title}",
            wave=remedy.wave if remedy else 30,
            stage=remedy.stage if remedy else "plan",
            kpi=remedy.kpi if remedy else "",
            requirement=measurement.requirement,
        )


def _remedy(one: Beside, evidence: Evidence) -> FindingRule | None:
    """What the instrument proposes where the answer is as low as the measurement says, the rule about it alone first.

    A rule that holds anyway proposes it by its own finding.
    """
    about = {("answer", one.question), ("measured", one.measurement.code)}
    rules = [
        rule
        for rule in evidence.instrument.findings
        if rule.action
        and any((condition.of, condition.code) in about for condition in rule.when)
        and not all(_holds(condition, evidence) for condition in rule.when)
    ]
    return min(rules, key=lambda rule: len(rule.when), default=None)


def _measured(measurement: Measurement) -> str:
    """The figure with its scale, without a full stop at its end: it stands in a list."""
    return ". ".join(filter(None, (f"Measured: {measurement.shown}", measurement.scale.rstrip("."))))


def _rules(evidence: Evidence) -> Iterator[Finding]:
    for rule in evidence.instrument.findings:
        reasons = [_holds(condition, evidence) for condition in rule.when]
        if reasons and all(reasons):
            yield _of_rule(rule, tuple(reason for reason in reasons if reason), evidence)


def _of_rule(rule: FindingRule, because: tuple[Because, ...], evidence: Evidence) -> Finding:
    return Finding(
        key=f"rule:{rule.code}",
        kind="rule",
        title=rule.title,
        text=rule.text,
        dimension=rule.dimension,
        rule="; ".join(_in_words(condition, evidence) for condition in rule.when) + ".",
        because=because,
        action=rule.action,
        wave=rule.wave,
        stage=rule.stage,
        kpi=rule.kpi,
        requirement=rule.requirement,
    )


def _level(condition: Condition, evidence: Evidence) -> tuple[float | None, str, str]:
    """The level a condition is about, of what in words, and the anchor that shows it."""
    if condition.of == "measured":
        measurement = evidence.measured.get(condition.code)
        title = measurement.title if measurement else condition.code
        return measurement.level if measurement else None, title, f"#measured-{condition.code}"
    found = evidence.dimension(condition.code) if condition.of == "dimension" else None
    if found is not None:
        return found.level, found.title, f"#dimension-{condition.code}"
    question = evidence.question(condition.code) if condition.of == "answer" else None
    return (question.level, question.text, f"#q-{question.code}") if question else (None, condition.code, "")


def _holds(condition: Condition, evidence: Evidence) -> Because | None:
    level, what, url = _level(condition, evidence)
    if level is None or not condition.at_least <= level <= condition.at_most:
        return None
    said = {"answer": "answered", "dimension": "the dimension stands at", "measured": "measured"}[condition.of]
    return Because(f"“{what}” {said} {shown(level)} of 5", url)


SUBJECTS = {"answer": "answer to", "dimension": "dimension", "measured": "measured"}


def _in_words(condition: Condition, evidence: Evidence) -> str:
    _, what, _ = _level(condition, evidence)
    low, high = condition.at_least, condition.at_most
    between = f"at {low} or above" if high == 5 else f"at {high} or below" if low == 1 else f"between {low} and {high}"
    return f"{SUBJECTS[condition.of]} “{what}” {between}"
