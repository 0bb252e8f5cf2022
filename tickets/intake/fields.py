"""The canonical fields of a ticket: what a mapping may fill, and the words that state and priority are said in."""

TEXT_FIELDS = (
    "number", "title", "kind", "state", "priority", "category", "subcategory", "group", "site", "requester",
    "assignee", "contact_type",
)  # fmt: skip
DATE_FIELDS = ("opened_at", "responded_at", "resolved_at", "closed_at", "updated_at")
FLAG_FIELDS = ("claimed_sla", "breached_sla")  # breached_sla is the opposite claim: true means missed
COUNT_FIELDS = ("handoffs_counted", "reopens_counted")
EFFORT_FIELDS = ("effort",)
FIELDS = TEXT_FIELDS + DATE_FIELDS + FLAG_FIELDS + COUNT_FIELDS + EFFORT_FIELDS
REQUIRED_FIELDS = ("number", "opened_at")
LABELS = {
    "number": "Ticket number", "title": "Title", "kind": "Kind of ticket", "state": "State", "priority": "Priority",
    "category": "Category", "subcategory": "Subcategory", "group": "Support group", "site": "Site",
    "requester": "Requester", "assignee": "Assignee", "contact_type": "Contact type", "opened_at": "Opened",
    "responded_at": "First response", "resolved_at": "Resolved", "closed_at": "Closed", "updated_at": "Updated",
    "claimed_sla": "SLA met, as the source claims", "breached_sla": "SLA missed, as the source claims",
    "handoffs_counted": "Reassignments", "reopens_counted": "Reopenings", "effort": "Handling time",
}  # fmt: skip

STATES = ("new", "active", "paused", "resolved", "closed", "cancelled")
_STATE_WORDS = {
    "new": "new, open, to do, todo, created, registered, neu, offen, nieuw, novo, nova, aberto",
    "active": "active, in progress, work in progress, assigned, processing, in bearbeitung, zugewiesen, "
    "in behandeling, em atendimento, em atendimento (atribuído), em andamento, atribuído",
    "paused": "on hold, hold, pending, waiting, waiting for customer, waiting for support, awaiting user info, "
    "awaiting problem, awaiting vendor, awaiting evidence, wartend, pausiert, in de wacht, in wacht, pendente, "
    "em espera",
    "resolved": "resolved, solved, done, fixed, completed, gelöst, erledigt, opgelost, solucionado, resolvido",
    "closed": "closed, closed complete, closed incomplete, geschlossen, gesloten, afgesloten, fechado, encerrado",
    "cancelled": "cancelled, canceled, closed skipped, rejected, abgebrochen, storniert, geannuleerd, "
    "cancelado, deleted",
}
_PRIORITY_WORDS = {
    1: "critical, highest, urgent, kritisch, sehr hoch, kritiek, crítica, muito alta, very high, major",
    2: "high, hoch, hoog, alta",
    3: "moderate, medium, normal, mittel, gemiddeld, normaal, média",
    4: "low, niedrig, gering, laag, baixa",
    5: "planning, lowest, very low, minor, trivial, sehr niedrig, muito baixa",
}
STATE_WORDS = {word: state for state, words in _STATE_WORDS.items() for word in words.split(", ")}
PRIORITY_WORDS = {word: rank for rank, words in _PRIORITY_WORDS.items() for word in words.split(", ")}
PAUSED_BEGINNINGS = ("awaiting ", "pending ", "waiting ", "on hold ")  # whatever it is that the ticket waits for
SERVICENOW_STATES = {  # incident_state as the database writes it; 4 and 5 are from before the release of 2016
    "1": "new", "2": "active", "3": "paused", "4": "paused", "5": "paused", "6": "resolved", "7": "closed",
    "8": "cancelled",
}  # fmt: skip
TRUE_WORDS = ("true", "yes", "y", "1", "ja", "wahr", "waar", "sim", "verdadeiro", "met")
FALSE_WORDS = (
    "false",
    "no",
    "n",
    "0",
    "nein",
    "falsch",
    "nee",
    "onwaar",
    "não",
    "nao",
    "falso",
    "missed",
    "breached",
)
NULL_WORDS = (
    "",
    "?",
    "#N/B",
    "#N/A",
    "NULL",
    "null",
    "None",
    "N/A",
    "n/a",
    "-",
    "(empty)",
    "(leeg)",
    "(leer)",
)
