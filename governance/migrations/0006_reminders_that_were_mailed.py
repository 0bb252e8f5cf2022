from django.db import migrations

TABLES = (
    "vendors_remindermail",
    "vendors_reminder",
    "vendors_vendor",
    "accounts_membership",
    "governance_notification",
    "governance_notificationevent",
)

# The owner of the tables acts for nobody, so it sees their rows only while row security does not bind it.
UNBOUND = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in TABLES)
BOUND = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in TABLES)

# Each reminder that stands, for each vendor manager. A mail that waited goes on waiting, as a notification; what was
# sent, or may have been, is told in the portal alone, and read where it arrived. A manager who had no mail of it came
# later, and was not to have one.
CARRY_OVER = """
INSERT INTO governance_notification
    (organisation_id, vendor_id, membership_id, kind, key, title, text, url, channel, created_at, read_at, mail_id)
SELECT r.organisation_id, NULL, m.id, 'dates', 'reminder:' || r.id,
       left(v.name || ': ' || r.title || ', ' || to_char(r.day, 'FMDD Mon YYYY'), 300), '', r.url,
       CASE WHEN mail.state = 'waiting' THEN 'at_once' ELSE 'portal' END, r.created_at,
       CASE WHEN mail.state IN ('waiting', 'sending', 'failed') THEN NULL
            ELSE coalesce(mail.sent_at, CURRENT_TIMESTAMP) END,
       NULL
FROM vendors_reminder r
JOIN vendors_vendor v ON v.id = r.vendor_id
JOIN accounts_membership m
     ON m.organisation_id = r.organisation_id AND m.role = 'vendor_manager' AND m.ended_at IS NULL
LEFT JOIN vendors_remindermail mail ON mail.reminder_id = r.id AND mail.person_id = m.person_id
WHERE r.dismissed_at IS NULL
ON CONFLICT DO NOTHING;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """No reminder is mailed a second time, or forgotten, because notifications carry them from now on."""

    dependencies = [
        ("governance", "0005_notices_are_amended"),
    ]
    run_before = [
        ("vendors", "0023_reminders_are_mailed_as_notifications"),
    ]

    operations = [
        migrations.RunSQL(UNBOUND + CARRY_OVER + BOUND, migrations.RunSQL.noop),
    ]
