from django.db import migrations

from portal.accounts.rowsecurity import append_only, by_turns, protect, provider_changes_only, same_party, told_by_triggers

OURS = (
    *("instrumentdraft", "campaign", "functionprofile", "plannedfinding", "automationgate", "automationcase"),
    *("selection", "criterion", "candidate", "candidatescore"),
)
OURS_FOR_GOOD = ("instrumentversion", "campaignresult", "override")
OF_BOTH = ("respondent", "answer", "answerfile")

# Which rows a provider may add, which it may find to change, which it may leave behind.
BY_TURNS = {
    "respondent": ("false", "closed_at IS NULL", "closed_at IS NULL"),
    "answer": ("true", "true", "true"),
    "answerfile": ("true", "false", "false"),
}
CHANGED_BY_PROVIDERS = {
    "respondent": "started_at,finished_at",
    "answer": "level,unknown,comment,prefilled,answered_at",
}
PARENTS = {
    "instrumentversion": {"based_on_id": "instrumentversion"},
    "instrumentdraft": {"based_on_id": "instrumentversion"},
    "campaign": {"instrument_id": "instrumentversion", "previous_id": "campaign"},
    "campaignresult": {"campaign_id": "campaign"},
    "respondent": {"campaign_id": "campaign"},
    "answer": {"respondent_id": "respondent"},
    "answerfile": {"answer_id": "answer"},
    "functionprofile": {"campaign_id": "campaign"},
    "override": {"campaign_id": "campaign"},
    "plannedfinding": {"campaign_id": "campaign"},
    "criterion": {"selection_id": "selection"},
    "candidate": {"selection_id": "selection"},
    "selection": {"chosen_id": "candidate"},
    "candidatescore": {"candidate_id": "candidate", "criterion_id": "criterion"},
}
OTHERS = {
    "respondent": {"membership_id": "accounts_membership", "vendor_id": "vendors_vendor"},
    "answer": {"vendor_id": "vendors_vendor"},
    "answerfile": {"vendor_id": "vendors_vendor"},
    "functionprofile": {"function_id": "governance_businessfunction"},
    "override": {"function_id": "governance_businessfunction"},
    "plannedfinding": {"action_id": "governance_action"},
    "automationgate": {"task_type_id": "tickets_tasktype"},
    "selection": {"function_id": "governance_businessfunction"},
    "candidate": {"vendor_id": "vendors_vendor"},
    "candidatescore": {"membership_id": "accounts_membership"},
}
OF_A_VENDOR = {"answer": {"respondent_id": "respondent"}, "answerfile": {"answer_id": "answer"}}

# Closing locks the sheets; an answer that comes meanwhile waits for it and is refused then.
CLOSED = """
CREATE FUNCTION assessments_answer_comes_before_closing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed timestamptz;
BEGIN
    SELECT closed_at INTO closed FROM assessments_respondent WHERE id = NEW.respondent_id FOR SHARE;
    IF closed IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'the assessment is closed: its answers stand as they are';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_comes_before_closing BEFORE INSERT OR UPDATE ON assessments_answer
    FOR EACH ROW EXECUTE FUNCTION assessments_answer_comes_before_closing();
"""


def named(table: str) -> str:
    return f"assessments_{table}"


class Migration(migrations.Migration):
    """Readiness is the organisation's own; a provider reads and answers the sheets of its own people, and no more."""

    dependencies = [
        ("assessments", "0001_instruments_campaigns_plans_and_selections"),
        ("governance", "0012_row_security_of_scope_outcomes_and_figures"),
    ]

    operations = [
        *(protect(named(table), "client") for table in OURS + OURS_FOR_GOOD),
        *(protect(f"{named(table)}event", "client") for table in OURS),
        *(protect(named(table), "joint") for table in OF_BOTH),
        *(protect(f"{named(table)}event", "joint") for table in OF_BOTH),
        *(append_only(named(table)) for table in OURS_FOR_GOOD),
        *(append_only(f"{named(table)}event") for table in OURS + OF_BOTH),
        *(by_turns(named(table), *rules) for table, rules in BY_TURNS.items()),
        *(provider_changes_only(named(table), columns) for table, columns in CHANGED_BY_PROVIDERS.items()),
        *(told_by_triggers(f"{named(table)}event") for table in OF_BOTH),
        *(
            same_party(named(table), column, named(parent))
            for table, parents in PARENTS.items()
            for column, parent in parents.items()
        ),
        *(same_party(named(table), column, parent) for table, those in OTHERS.items() for column, parent in those.items()),
        *(
            same_party(named(table), column, named(parent), party="vendor_id")
            for table, parents in OF_A_VENDOR.items()
            for column, parent in parents.items()
        ),
        migrations.RunSQL(CLOSED, "DROP FUNCTION assessments_answer_comes_before_closing CASCADE;"),
    ]
