"""Migration operations that put a table under row security, and children under the party of their parent.

Kinds of rows (docs/decisions/0003-two-walls.md):

- ``client``: seen and written by the organisation's own people only;
- ``shared``: seen by the organisation and its providers, written by the organisation only;
- ``general``: as ``vendor`` where the row names one, as ``shared`` where it names none;
- ``vendor``: seen by the organisation and by the one provider the row belongs to, written by the organisation only;
- ``told``: as ``vendor``, but the provider sees only what is not marked in ``visibility`` as meant for our side alone;
- ``joint``: seen and written by both of them, removed by the organisation only;
- ``recorded``: seen and added by both, changed and removed by nobody (with ``append_only``);
- ``voiced``: as ``joint``, but each side keeps to itself what its ``visibility`` says: shared, client or vendor.

A policy compares a column with a setting and nothing else: sub-queries in policies cost 15 to 900 times.
"""

from django.db.migrations import RunSQL

APP_ROLE = "retained_app"

ORGANISATION = "(SELECT nullif(current_setting('retained.organisation', true), '')::bigint)"
VENDOR = "(SELECT nullif(current_setting('retained.vendor', true), '')::bigint)"
PERSON = "(SELECT nullif(current_setting('retained.person', true), '')::bigint)"
SYSTEM = "(SELECT current_setting('retained.system', true) = 'on')"

_OWN = f"organisation_id = {ORGANISATION}"
_CLIENT = f"{_OWN} AND {VENDOR} IS NULL"
_PARTY = f"{_OWN} AND ({VENDOR} IS NULL OR vendor_id = {VENDOR})"
_GENERAL = f"{_OWN} AND ({VENDOR} IS NULL OR vendor_id IS NULL OR vendor_id = {VENDOR})"
_VOICED = (
    f"{_OWN} AND (({VENDOR} IS NULL AND visibility <> 'vendor') OR (vendor_id = {VENDOR} AND visibility <> 'client'))"
)

_POLICIES = {
    "client": {"client": ("ALL", _CLIENT)},
    "shared": {"client": ("ALL", _CLIENT), "providers_read": ("SELECT", _OWN)},
    "vendor": {
        "party_reads": ("SELECT", _PARTY),
        "client_inserts": ("INSERT", _CLIENT),
        "client_updates": ("UPDATE", _CLIENT),
        "client_deletes": ("DELETE", _CLIENT),
    },
    "general": {"client": ("ALL", _CLIENT), "providers_read": ("SELECT", _GENERAL)},
    "joint": {
        "party_reads": ("SELECT", _PARTY),
        "party_inserts": ("INSERT", _PARTY),
        "party_updates": ("UPDATE", _PARTY),
        "client_deletes": ("DELETE", _CLIENT),
    },
    "recorded": {"party_reads": ("SELECT", _PARTY), "party_inserts": ("INSERT", _PARTY)},
    "told": {
        "party_reads": ("SELECT", _VOICED),
        "client_inserts": ("INSERT", _CLIENT),
        "client_updates": ("UPDATE", _CLIENT),
        "client_deletes": ("DELETE", _CLIENT),
    },
    "voiced": {
        "party_reads": ("SELECT", _VOICED),
        "party_inserts": ("INSERT", _VOICED),
        "party_updates": ("UPDATE", _VOICED),
        "client_deletes": ("DELETE", f"{_VOICED} AND {VENDOR} IS NULL"),
    },
}


def enforce(table: str) -> str:
    """SQL that switches row security on for everyone, the owner of the table included."""
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"


def policy(table: str, name: str, command: str, rule: str) -> str:
    """SQL of one policy: `rule` says which rows the command may find, and which it may leave behind."""
    using = "" if command == "INSERT" else f" USING ({rule})"
    check = "" if command in ("SELECT", "DELETE") else f" WITH CHECK ({rule})"
    return f"CREATE POLICY {name} ON {table} FOR {command}{using}{check};"


def protect(table: str, kind: str, vendor_column: str = "vendor_id") -> RunSQL:
    """Put `table` under row security of `kind`; the table carries organisation_id and, for ``vendor``, its vendor."""
    policies = "".join(
        policy(table, name, command, rule.replace("vendor_id", vendor_column))
        for name, (command, rule) in _POLICIES[kind].items()
    )
    drops = "".join(f"DROP POLICY {name} ON {table};" for name in _POLICIES[kind])
    return RunSQL(
        enforce(table) + policies,
        f"{drops} ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def append_only(table: str) -> RunSQL:
    """Take from the application's role the right to change or remove rows of a history table."""
    grant = (
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN "
        "{verb} UPDATE, DELETE ON {table} {direction} {role}; END IF; END $$;"
    )
    return RunSQL(
        grant.format(role=APP_ROLE, verb="REVOKE", table=table, direction="FROM"),
        grant.format(role=APP_ROLE, verb="GRANT", table=table, direction="TO"),
    )


def same_party(child: str, column: str, parent: str, party: str = "organisation_id") -> RunSQL:
    """Bind `child.column` to a row of `parent` of the same party, so that no link crosses a wall.

    `parent` needs a unique constraint on (party, id). A NULL column binds nothing, as with any foreign key.
    """
    name = f"{child}_{column.removesuffix('_id')}_same_{party.removesuffix('_id')}"
    return RunSQL(
        f"ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY ({party}, {column}) "
        f"REFERENCES {parent} ({party}, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {child} DROP CONSTRAINT {name}",
    )


def by_turns(table: str, added: str, found: str, left: str, kind: str = "joint") -> RunSQL:
    """Narrow what a provider writes in a ``joint`` or ``voiced`` table: what it may add, find to change, leave behind.

    Each is a condition on the row; the organisation goes on adding and changing what the kind lets it.
    """
    names = ("client_inserts", "client_updates", "provider_inserts", "provider_updates")
    client, provider = _CLIENT, f"{_OWN} AND vendor_id = {VENDOR}"
    if kind == "voiced":
        client, provider = f"{client} AND visibility <> 'vendor'", f"{provider} AND visibility <> 'client'"
    both = _POLICIES[kind]["party_inserts"][1]
    return RunSQL(
        f"DROP POLICY party_inserts ON {table}; DROP POLICY party_updates ON {table};"
        + policy(table, "client_inserts", "INSERT", client)
        + policy(table, "client_updates", "UPDATE", client)
        + policy(table, "provider_inserts", "INSERT", f"{provider} AND {added}")
        + f"CREATE POLICY provider_updates ON {table} FOR UPDATE "
        f"USING ({provider} AND {found}) WITH CHECK ({provider} AND {left});",
        "".join(f"DROP POLICY {name} ON {table};" for name in names)
        + policy(table, "party_inserts", "INSERT", both)
        + policy(table, "party_updates", "UPDATE", both),
    )


def provider_changes_only(table: str, columns: str) -> RunSQL:
    """Let a provider's people change these columns of a row (with commas) and no others, whichever program writes."""
    arguments = ", ".join(f"'{column}'" for column in columns.split(","))
    return RunSQL(
        f"CREATE TRIGGER provider_changes_only BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION vendors_provider_changes_only({arguments});",
        f"DROP TRIGGER provider_changes_only ON {table};",
    )


def told_by_triggers(table: str) -> RunSQL:
    """Keep programs from adding to a history: a provider could otherwise tell what never was."""
    return RunSQL(
        f"CREATE POLICY told_by_triggers ON {table} AS RESTRICTIVE FOR INSERT WITH CHECK (pg_trigger_depth() > 0);",
        f"DROP POLICY told_by_triggers ON {table};",
    )
