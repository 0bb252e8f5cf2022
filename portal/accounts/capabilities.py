"""Who may do what: the one table that pages, navigation, API and tests read."""

from django.db import models


class Role(models.TextChoices):
    IT_LEADER = "it_leader", "IT leader"
    VENDOR_MANAGER = "vendor_manager", "Vendor manager"
    EXECUTIVE = "executive", "Executive"
    AUDITOR = "auditor", "Auditor"
    PROVIDER = "provider", "Provider"
    SERVICE_OWNER = "service_owner", "Service owner"
    ADMINISTRATOR = "administrator", "Administrator"


class Capability(models.TextChoices):
    VIEW_OVERVIEW = "view_overview", "See the outcome dashboard"
    VIEW_VENDORS = "view_vendors", "See vendors, contracts and service levels"
    EDIT_VENDORS = "edit_vendors", "Keep vendors, contracts and service levels"
    SUBMIT_REPORTS = "submit_reports", "Submit SLA reports"
    ESCALATE = "escalate", "Raise and close escalations and issues"
    ANSWER = "answer", "Answer escalations, disputes and requests of the own side"
    DECIDE = "decide", "Decide what a decision right lets them decide"
    VIEW_RIGHTS = "view_rights", "See who decides what"
    EDIT_RIGHTS = "edit_rights", "Keep decision rights"
    VIEW_TICKETS = "view_tickets", "See tickets and their scores"
    VIEW_IMPORTS = "view_imports", "See imports and their rejected rows"
    IMPORT_TICKETS = "import_tickets", "Import tickets and map support groups"
    VIEW_SETTINGS = "view_settings", "See calendars, sites, sources and policies"
    EDIT_SETTINGS = "edit_settings", "Keep calendars, sites, sources and policies"
    VIEW_PEOPLE = "view_people", "See the people of the organisation"
    MANAGE_PEOPLE = "manage_people", "Invite people and end memberships"
    VIEW_HISTORY = "view_history", "See who changed what"
    VIEW_JOBS = "view_jobs", "See background jobs"
    RUN_JOBS = "run_jobs", "Retry and cancel background jobs"
    VIEW_REVIEWS = "view_reviews", "See reviews, their packs and minutes"
    TAKE_PART = "take_part", "Add to agendas, take notes and sign minutes"
    PLAN_REVIEWS = "plan_reviews", "Plan and chair reviews"
    VIEW_ACTIONS = "view_actions", "See actions"
    ACT = "act", "Work on actions that they own"
    KEEP_ACTIONS = "keep_actions", "Create actions and judge whether they worked"
    VIEW_CHANGES = "view_changes", "See changes on notice"
    GIVE_NOTICE = "give_notice", "Give notice of business changes"
    VIEW_IMPROVEMENT = "view_improvement", "See the improvement plan"
    KEEP_IMPROVEMENT = "keep_improvement", "Keep the improvement plan"
    EXPORT_EVIDENCE = "export_evidence", "Export evidence"
    VIEW_MAIL = "view_mail", "See the mails that the portal sends"
    VIEW_READINESS = "view_readiness", "See assessments that they are asked in, and their answers"
    RESPOND = "respond", "Answer assessments"
    VIEW_RESULTS = "view_results", "See the results of assessments and what came of them"
    KEEP_READINESS = "keep_readiness", "Open and close assessments, and plan from their results"
    VIEW_SCOPE = "view_scope", "See the scope map, the outcome map and transitions"
    KEEP_SCOPE = "keep_scope", "Keep the scope map, the outcome map and transitions"
    SCORE_CANDIDATES = "score_candidates", "Score candidates when a provider is chosen"
    KEEP_SELECTION = "keep_selection", "Open selections of providers, weigh and decide them"
    BELONG = "belong", "Be signed in as a member"


_READS_ALL = {
    Capability.BELONG,
    Capability.VIEW_OVERVIEW,
    Capability.VIEW_VENDORS,
    Capability.VIEW_TICKETS,
    Capability.VIEW_IMPORTS,
    Capability.VIEW_SETTINGS,
    Capability.VIEW_HISTORY,
    Capability.VIEW_JOBS,
    Capability.VIEW_RIGHTS,
    Capability.VIEW_REVIEWS,
    Capability.VIEW_ACTIONS,
    Capability.VIEW_CHANGES,
    Capability.VIEW_IMPROVEMENT,
    Capability.VIEW_READINESS,
    Capability.VIEW_RESULTS,
    Capability.VIEW_SCOPE,
}
_IMPORTS = {Capability.IMPORT_TICKETS, Capability.RUN_JOBS}
_GOVERNS = {
    Capability.SUBMIT_REPORTS,
    Capability.ANSWER,
    Capability.DECIDE,
    Capability.TAKE_PART,
    Capability.ACT,
    Capability.RESPOND,
}
_REVIEWS = {
    Capability.PLAN_REVIEWS,
    Capability.TAKE_PART,
    Capability.ACT,
    Capability.KEEP_ACTIONS,
    Capability.GIVE_NOTICE,
    Capability.KEEP_IMPROVEMENT,
    Capability.RESPOND,
    Capability.KEEP_READINESS,
    Capability.KEEP_SCOPE,
    Capability.SCORE_CANDIDATES,
    Capability.KEEP_SELECTION,
}

CAPABILITIES: dict[str, frozenset[str]] = {
    Role.IT_LEADER: frozenset(
        _READS_ALL
        | _REVIEWS
        | {
            Capability.VIEW_PEOPLE,
            Capability.ESCALATE,
            Capability.ANSWER,
            Capability.DECIDE,
            Capability.EDIT_RIGHTS,
        }
    ),
    Role.VENDOR_MANAGER: frozenset(
        _READS_ALL
        | _IMPORTS
        | _GOVERNS
        | _REVIEWS
        | {Capability.EDIT_VENDORS, Capability.VIEW_PEOPLE, Capability.ESCALATE}
    ),
    Role.EXECUTIVE: frozenset(
        {
            Capability.BELONG,
            Capability.VIEW_OVERVIEW,
            Capability.VIEW_VENDORS,
            Capability.VIEW_TICKETS,
            Capability.VIEW_REVIEWS,
            Capability.VIEW_ACTIONS,
            Capability.VIEW_CHANGES,
            Capability.VIEW_IMPROVEMENT,
            Capability.VIEW_READINESS,
            Capability.VIEW_RESULTS,
            Capability.VIEW_SCOPE,
        }
    ),
    Role.AUDITOR: frozenset(_READS_ALL | {Capability.VIEW_PEOPLE, Capability.EXPORT_EVIDENCE}),
    Role.PROVIDER: frozenset(
        _GOVERNS
        | {
            Capability.BELONG,
            Capability.VIEW_VENDORS,
            Capability.VIEW_TICKETS,
            Capability.VIEW_RIGHTS,
            Capability.VIEW_REVIEWS,
            Capability.VIEW_ACTIONS,
            Capability.VIEW_CHANGES,
            Capability.VIEW_READINESS,
        }
    ),
    Role.SERVICE_OWNER: frozenset(
        {
            Capability.BELONG,
            Capability.VIEW_OVERVIEW,
            Capability.VIEW_TICKETS,
            Capability.VIEW_ACTIONS,
            Capability.ACT,
            Capability.VIEW_CHANGES,
            Capability.GIVE_NOTICE,
            Capability.VIEW_READINESS,
            Capability.VIEW_SCOPE,
            Capability.RESPOND,
            Capability.SCORE_CANDIDATES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _READS_ALL
        | _IMPORTS
        | _GOVERNS
        | _REVIEWS
        | {
            Capability.EXPORT_EVIDENCE,
            Capability.VIEW_MAIL,
            Capability.EDIT_RIGHTS,
            Capability.EDIT_VENDORS,
            Capability.ESCALATE,
            Capability.EDIT_SETTINGS,
            Capability.VIEW_PEOPLE,
            Capability.MANAGE_PEOPLE,
        }
    ),
}


def may(role: str, capability: str) -> bool:
    """Whether a role has a capability; an unknown role has none."""
    return capability in CAPABILITIES.get(role, frozenset())


def roles_with(capability: str) -> tuple[str, ...]:
    """The roles that have a capability."""
    return tuple(role for role in CAPABILITIES if may(role, capability))
