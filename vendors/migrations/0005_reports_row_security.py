from django.db import migrations

from portal.accounts.rowsecurity import ORGANISATION, VENDOR, append_only, enforce, policy, protect, same_party

VENDORS = "vendors_vendor"
READ_BY_PROVIDERS = ("measuredperiod", "disputeline")
WRITTEN_BY_BOTH = ("exclusion", "reportfile", "dispute")
WITH_HISTORY = (*READ_BY_PROVIDERS, *WRITTEN_BY_BOTH, "slareport", "reportline", "reportdraft", "disputemessage")

_PARTY = f"organisation_id = {ORGANISATION} AND ({VENDOR} IS NULL OR vendor_id = {VENDOR})"
_CLIENT = f"organisation_id = {ORGANISATION} AND {VENDOR} IS NULL"


def protect_reports(table: str, by_provider: dict[str, str]) -> migrations.RunSQL:
    """Both sides read and submit; deciding is the organisation's. A provider leaves behind what `by_provider` says."""
    names = ("party_reads", "party_inserts", "client_updates", "provider_updates")
    return migrations.RunSQL(
        enforce(table)
        + policy(table, "party_reads", "SELECT", _PARTY)
        + policy(table, "party_inserts", "INSERT", f"{_PARTY} AND ({VENDOR} IS NULL OR {by_provider['insert']})")
        + policy(table, "client_updates", "UPDATE", _CLIENT)
        + f"CREATE POLICY provider_updates ON {table} FOR UPDATE USING ({_PARTY}) WITH CHECK ({_PARTY} AND {by_provider['update']});",
        "".join(f"DROP POLICY {name} ON {table};" for name in names)
        + f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


# What a person submitted or closed stays as it was, whichever program writes.
FROZEN = """
CREATE FUNCTION submitted_report_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - '{state,decision_id,decided_at}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{state,decision_id,decided_at}'::text[])
    THEN
        RAISE check_violation USING MESSAGE = 'a submitted SLA report is never edited: a correction supersedes it';
    END IF;
    IF OLD.state = 'superseded' THEN
        RAISE check_violation USING MESSAGE = 'a superseded SLA report is history';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submitted_report_is_final BEFORE UPDATE ON vendors_slareport
    FOR EACH ROW EXECUTE FUNCTION submitted_report_stays_as_it_is();
CREATE FUNCTION reported_figure_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - '{accepted,accepted_from}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{accepted,accepted_from}'::text[]) THEN
        RAISE check_violation USING MESSAGE = 'a reported figure is never edited: a correction supersedes its report';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reported_figure_is_final BEFORE UPDATE ON vendors_reportline
    FOR EACH ROW EXECUTE FUNCTION reported_figure_stays_as_it_is();
CREATE FUNCTION closed_period_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed' THEN
        RAISE check_violation USING MESSAGE = 'a closed period is never changed: a restatement is a new version';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER closed_period_is_final BEFORE UPDATE OR DELETE ON vendors_measuredperiod
    FOR EACH ROW EXECUTE FUNCTION closed_period_stays_as_it_is();
CREATE FUNCTION figures_of_a_closed_period_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_period bigint;
BEGIN
    of_period := CASE WHEN TG_OP = 'INSERT' THEN NEW.period_id ELSE OLD.period_id END;
    IF EXISTS (SELECT FROM vendors_measuredperiod p WHERE p.id = of_period AND p.state = 'closed') THEN
        RAISE check_violation USING MESSAGE = 'the figures of a closed period are never changed';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER closed_figures_are_final BEFORE INSERT OR UPDATE OR DELETE ON vendors_measurement
    FOR EACH ROW EXECUTE FUNCTION figures_of_a_closed_period_stay();
"""
UNDO_FROZEN = """
DROP FUNCTION submitted_report_stays_as_it_is CASCADE;
DROP FUNCTION reported_figure_stays_as_it_is CASCADE;
DROP FUNCTION closed_period_stays_as_it_is CASCADE;
DROP FUNCTION figures_of_a_closed_period_stay CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("vendors", "0004_levels_in_full_and_reports"),
        ("accounts", "0004_decision_rights_row_security"),
    ]

    operations = [
        same_party("accounts_decisionright", "vendor_id", VENDORS),
        same_party("accounts_rightholder", "vendor_id", VENDORS),
        same_party("accounts_rightholder", "holder_vendor_id", VENDORS),
        same_party("accounts_decision", "vendor_id", VENDORS),
        *(protect(f"vendors_{name}{suffix}", "vendor") for name in READ_BY_PROVIDERS for suffix in ("", "event")),
        *(protect(f"vendors_{name}{suffix}", "joint") for name in WRITTEN_BY_BOTH for suffix in ("", "event")),
        protect("vendors_measurement", "vendor"),
        same_party("vendors_measurement", "vendor_id", VENDORS),
        protect_reports("vendors_slareport", {"insert": "state = 'submitted'", "update": "state = 'superseded'"}),
        protect_reports("vendors_reportline", {"insert": "accepted_from = ''", "update": "false"}),
        protect("vendors_slareportevent", "recorded"),
        protect("vendors_reportlineevent", "recorded"),
        *(protect(f"vendors_{name}{suffix}", "voiced") for name in ("reportdraft", "disputemessage") for suffix in ("", "event")),
        *(append_only(f"vendors_{name}event") for name in WITH_HISTORY),
        append_only("vendors_disputemessage"),
        append_only("vendors_reportfile"),
        *(same_party(f"vendors_{name}", "vendor_id", VENDORS) for name in WITH_HISTORY),
        same_party("vendors_servicelevel", "site_id", "vendors_site"),
        same_party("vendors_exclusion", "contract_id", "vendors_contract", party="vendor_id"),
        same_party("vendors_exclusion", "service_id", "vendors_service", party="vendor_id"),
        same_party("vendors_exclusion", "level_id", "vendors_servicelevel", party="vendor_id"),
        same_party("vendors_exclusion", "decision_id", "accounts_decision"),
        same_party("vendors_measuredperiod", "contract_id", "vendors_contract", party="vendor_id"),
        same_party("vendors_measuredperiod", "decision_id", "accounts_decision"),
        same_party("vendors_measurement", "period_id", "vendors_measuredperiod", party="vendor_id"),
        same_party("vendors_measurement", "level_id", "vendors_servicelevel", party="vendor_id"),
        same_party("vendors_slareport", "contract_id", "vendors_contract", party="vendor_id"),
        same_party("vendors_slareport", "decision_id", "accounts_decision"),
        same_party("vendors_reportline", "report_id", "vendors_slareport", party="vendor_id"),
        same_party("vendors_reportline", "level_id", "vendors_servicelevel", party="vendor_id"),
        same_party("vendors_reportfile", "report_id", "vendors_slareport", party="vendor_id"),
        same_party("vendors_reportdraft", "contract_id", "vendors_contract", party="vendor_id"),
        same_party("vendors_dispute", "contract_id", "vendors_contract", party="vendor_id"),
        same_party("vendors_dispute", "report_id", "vendors_slareport", party="vendor_id"),
        same_party("vendors_dispute", "decision_id", "accounts_decision"),
        same_party("vendors_disputeline", "dispute_id", "vendors_dispute", party="vendor_id"),
        same_party("vendors_disputeline", "line_id", "vendors_reportline", party="vendor_id"),
        same_party("vendors_disputemessage", "dispute_id", "vendors_dispute", party="vendor_id"),
        migrations.RunSQL(FROZEN, UNDO_FROZEN),
    ]
