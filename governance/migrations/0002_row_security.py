from django.db import migrations

from portal.accounts.rowsecurity import (
    SYSTEM,
    append_only,
    by_turns,
    policy,
    protect,
    provider_changes_only,
    same_party,
    told_by_triggers,
)

KINDS = {
    "reviewseries": "vendor",
    "participant": "vendor",
    "review": "vendor",
    "attendance": "vendor",
    "reviewdecision": "vendor",
    "agendaitem": "voiced",
    "note": "voiced",
    "pack": "vendor",
    "minutes": "vendor",
    "signature": "joint",
    "action": "voiced",
    "actionproof": "vendor",
    "leadtime": "shared",
    "businesschange": "client",
    "changenotice": "joint",
    "consequence": "joint",
    "improvementplan": "client",
    "planstep": "client",
    "preference": "joint",
    "notification": "joint",
    "mail": "vendor",
    "calendarfeed": "joint",
    "evidencepack": "client",
}
UNTRACKED = {"noterevision": "voiced", "actionentry": "voiced"}
WITHOUT_VENDOR = {"leadtime", "businesschange", "improvementplan", "planstep", "evidencepack"}

# Written once, read for ever.
FROZEN = ("noterevision", "actionentry", "pack", "minutes", "signature", "actionproof")

# Which rows a provider may add, which it may find to change, which it may leave behind.
BY_TURNS = {
    "agendaitem": ("raised_side = 'provider' AND state = 'open'", "raised_side = 'provider'", "raised_side = 'provider'"),
    "note": ("true", "true", "true"),
    "noterevision": ("true", "false", "false"),
    "signature": ("side = 'provider'", "false", "false"),
    "action": ("false", "state IN ('open', 'done')", "state IN ('open', 'done')"),
    "actionentry": ("side = 'provider'", "false", "false"),
    "changenotice": ("false", "withdrawn_at IS NULL", "withdrawn_at IS NULL"),
    "consequence": ("false", "side = 'provider'", "side = 'provider'"),
    "notification": ("false", "true", "true"),
}
CHANGED_BY_PROVIDERS = {
    "note": "text,revision_id",
    "action": "state,stage,whys,root_cause,evidence,done_at,done_by",
    "changenotice": "acknowledged_at,acknowledged_by,answer",
    "consequence": "done_at,done_by",
    "notification": "read_at",
}

# Children hang on parents of their own organisation and, where both name a vendor, of their own vendor.
PARENTS = {
    "participant": {"series_id": "reviewseries"},
    "review": {"series_id": "reviewseries"},
    "attendance": {"review_id": "review"},
    "reviewdecision": {"review_id": "review", "item_id": "agendaitem"},
    "agendaitem": {"review_id": "review", "carried_from_id": "agendaitem"},
    "note": {"item_id": "agendaitem"},
    "noterevision": {"note_id": "note"},
    "pack": {"review_id": "review"},
    "minutes": {"review_id": "review"},
    "signature": {"minutes_id": "minutes"},
    "action": {"review_id": "review", "item_id": "agendaitem"},
    "actionentry": {"action_id": "action"},
    "actionproof": {"action_id": "action"},
}
MEMBERS = {
    "participant": "membership_id",
    "action": "owner_id",
    "planstep": "owner_id",
    "preference": "membership_id",
    "notification": "membership_id",
    "calendarfeed": "membership_id",
}


def named(table: str) -> str:
    return f"governance_{table}"


def hung(table: str, column: str, parent: str) -> list[migrations.RunSQL]:
    return [same_party(named(table), column, named(parent), party=party) for party in ("organisation_id", "vendor_id")]


class Migration(migrations.Migration):
    """Providers read the reviews, actions and notices that concern them, and write what is theirs in them."""

    dependencies = [
        ("governance", "0001_reviews_actions_changes_and_evidence"),
        ("vendors", "0021_providers_change_what_is_theirs"),
        ("accounts", "0008_providers_decide_in_their_own_name"),
    ]

    operations = [
        *(protect(named(table), kind) for table, kind in (KINDS | UNTRACKED).items()),
        *(protect(f"{named(table)}event", kind) for table, kind in KINDS.items()),
        *(append_only(f"{named(table)}event") for table in KINDS),
        *(append_only(named(table)) for table in FROZEN),
        *(by_turns(named(table), *rules, kind=(KINDS | UNTRACKED)[table]) for table, rules in BY_TURNS.items()),
        *(provider_changes_only(named(table), columns) for table, columns in CHANGED_BY_PROVIDERS.items()),
        *(told_by_triggers(f"{named(table)}event") for table in BY_TURNS if table in KINDS),
        *(
            same_party(named(table), "vendor_id", "vendors_vendor")
            for table in (KINDS | UNTRACKED)
            if table not in WITHOUT_VENDOR - {"evidencepack"}
        ),
        *(
            operation
            for table, parents in PARENTS.items()
            for column, parent in parents.items()
            for operation in hung(table, column, parent)
        ),
        *(same_party(named(table), column, "accounts_membership") for table, column in MEMBERS.items()),
        same_party(named("reviewseries"), "calendar_id", "vendors_calendar"),
        same_party(named("reviewseries"), "contract_id", "vendors_contract", party="vendor_id"),
        same_party(named("evidencepack"), "contract_id", "vendors_contract", party="vendor_id"),
        same_party(named("reviewdecision"), "decision_id", "accounts_decision"),
        same_party(named("action"), "escalation_id", "vendors_escalation", party="vendor_id"),
        same_party(named("action"), "service_id", "vendors_service", party="vendor_id"),
        same_party(named("businesschange"), "site_id", "vendors_site"),
        same_party(named("changenotice"), "change_id", named("businesschange")),
        same_party(named("consequence"), "notice_id", named("changenotice"), party="vendor_id"),
        same_party(named("planstep"), "plan_id", named("improvementplan")),
        # A calendar program knows a secret and no organisation: its feed is found first.
        migrations.RunSQL(
            policy(named("calendarfeed"), "found_by_its_secret", "SELECT", SYSTEM),
            f"DROP POLICY found_by_its_secret ON {named('calendarfeed')};",
        ),
    ]
