from django.db import migrations

from portal.accounts.rowsecurity import ORGANISATION, VENDOR, policy

_PARTY = f"organisation_id = {ORGANISATION} AND ({VENDOR} IS NULL OR vendor_id = {VENDOR})"
_CLIENT = f"organisation_id = {ORGANISATION} AND {VENDOR} IS NULL"
_PROVIDER = f"organisation_id = {ORGANISATION} AND vendor_id = {VENDOR}"


def replace_policies(table: str, old: dict[str, tuple[str, str]], new: dict[str, str]) -> migrations.RunSQL:
    """Policies of `table` by name: what they were (command and rule), and the SQL of what they are now."""
    return migrations.RunSQL(
        "".join(f"DROP POLICY {name} ON {table};" for name in old) + "".join(new.values()),
        "".join(f"DROP POLICY {name} ON {table};" for name in new)
        + "".join(policy(table, name, *before) for name, before in old.items()),
    )


def provider_updates(table: str, found: str, left: str) -> str:
    return f"CREATE POLICY provider_updates ON {table} FOR UPDATE USING ({_PROVIDER} AND {found}) WITH CHECK ({_PROVIDER} AND {left});"


def speaks_for_itself(table: str, column: str) -> migrations.RunSQL:
    """What a provider's people say is said by the provider."""
    return migrations.RunSQL(
        f"CREATE POLICY provider_speaks_for_itself ON {table} AS RESTRICTIVE FOR INSERT "
        f"WITH CHECK ({VENDOR} IS NULL OR {column} = 'provider');",
        f"DROP POLICY provider_speaks_for_itself ON {table};",
    )


# Which version of a report both sides go by once it is decided is not for the provider to undo. The organisation
# alone opens, settles and withdraws disputes; the provider answers, and ends one by correcting its report.
REPORTS = "vendors_slareport"
DISPUTES = "vendors_dispute"
LINES = "vendors_disputeline"
OLD_REPORTS = f"CREATE POLICY provider_updates ON {REPORTS} FOR UPDATE USING ({_PARTY}) WITH CHECK ({_PARTY} AND state = 'superseded');"

# A report, its lines and its files arrive in one transaction: nothing is slipped into one that has been submitted.
# The history's first entry carries the time at which that transaction began.
WHOLE = """
CREATE FUNCTION report_arrives_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM vendors_slareportevent e
         WHERE e.pgh_obj_id = NEW.report_id AND e.pgh_label = 'insert' AND e.pgh_created_at = now())
    THEN
        RAISE check_violation USING MESSAGE = 'a submitted SLA report is never added to: a correction supersedes it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER line_arrives_with_its_report BEFORE INSERT ON vendors_reportline
    FOR EACH ROW EXECUTE FUNCTION report_arrives_whole();
CREATE TRIGGER file_arrives_with_its_report BEFORE INSERT ON vendors_reportfile
    FOR EACH ROW EXECUTE FUNCTION report_arrives_whole();
CREATE FUNCTION dispute_stays_as_it_was_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - '{state,decision_id,settled_at}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{state,decision_id,settled_at}'::text[]) THEN
        RAISE check_violation USING MESSAGE = 'a dispute stays as it was opened: what is new is said in its thread';
    END IF;
    IF OLD.state NOT IN ('open', 'answered') THEN
        RAISE check_violation USING MESSAGE = 'a dispute that has ended is history';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opened_dispute_is_final BEFORE UPDATE ON vendors_dispute
    FOR EACH ROW EXECUTE FUNCTION dispute_stays_as_it_was_opened();
CREATE FUNCTION disputed_line_stays_as_it_was_claimed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome <> '' OR (to_jsonb(NEW) - '{outcome,settled}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{outcome,settled}'::text[]) THEN
        RAISE check_violation USING MESSAGE = 'a disputed line is settled once, and stays as it was claimed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disputed_line_is_final BEFORE UPDATE ON vendors_disputeline
    FOR EACH ROW EXECUTE FUNCTION disputed_line_stays_as_it_was_claimed();
"""
UNDO_WHOLE = """
DROP FUNCTION report_arrives_whole CASCADE;
DROP FUNCTION dispute_stays_as_it_was_opened CASCADE;
DROP FUNCTION disputed_line_stays_as_it_was_claimed CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("vendors", "0016_drafts_keep_files")]

    operations = [
        migrations.RunSQL(
            f"DROP POLICY provider_updates ON {REPORTS};"
            + provider_updates(REPORTS, "state IN ('submitted', 'disputed')", "state = 'superseded'"),
            f"DROP POLICY provider_updates ON {REPORTS};" + OLD_REPORTS,
        ),
        replace_policies(
            DISPUTES,
            {"party_inserts": ("INSERT", _PARTY), "party_updates": ("UPDATE", _PARTY)},
            {
                "client_inserts": policy(DISPUTES, "client_inserts", "INSERT", _CLIENT),
                "client_updates": policy(DISPUTES, "client_updates", "UPDATE", _CLIENT),
                "provider_updates": provider_updates(
                    DISPUTES, "state IN ('open', 'answered')", "state IN ('answered', 'superseded')"
                ),
            },
        ),
        replace_policies(
            "vendors_reportdraft",
            {"client_deletes": ("DELETE", f"{_CLIENT} AND visibility <> 'vendor'")},
            {
                "side_deletes": policy(
                    "vendors_reportdraft",
                    "side_deletes",
                    "DELETE",
                    f"({_CLIENT} AND visibility <> 'vendor') OR ({_PROVIDER} AND visibility <> 'client')",
                )
            },
        ),
        speaks_for_itself("vendors_slareport", "submitted_side"),
        speaks_for_itself("vendors_disputemessage", "side"),
        migrations.RunSQL(WHOLE, UNDO_WHOLE),
    ]
