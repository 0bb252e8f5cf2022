"""What the demonstration has in place before a machine may propose: the prerequisites of three task types."""

from datetime import timedelta

from assessments.models import AutomationGate, Prerequisite
from portal.demonstration.scene import Scene
from tickets.models import TaskType

EVIDENCE = {
    Prerequisite.WORKFLOW: "Walked through with the desk, kept in the wiki",
    Prerequisite.EXCEPTIONS: "List of exceptions, each with what is done then",
    Prerequisite.ESCALATION: "After two tries to the second line, by name",
    Prerequisite.OWNER: "Ines Duarte",
    Prerequisite.MEASURED: "Median and reopenings per week, since spring",
}
MET = {
    "Password and sign-in": tuple(Prerequisite),
    "Second factor": tuple(Prerequisite),
    "Access request": (Prerequisite.WORKFLOW, Prerequisite.MEASURED),
}
"""Two task types may begin now; a third one lacks exceptions, escalation and an owner."""
SAID_AGO = 27


def meet_prerequisites(scene: Scene) -> None:
    said = {"said_by": "Priya Nair", "said_at": scene.at(scene.today - timedelta(days=SAID_AGO), 15)}
    with scene.acting("Priya Nair"):
        types = {row.name: row for row in TaskType.objects.filter(organisation=scene.organisation)}
        AutomationGate.objects.bulk_create(
            AutomationGate(
                organisation=scene.organisation,
                task_type=types[name],
                code=code,
                is_met=True,
                evidence=EVIDENCE[code],
                **said,
            )
            for name, codes in MET.items()
            for code in codes
        )
