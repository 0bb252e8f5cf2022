"""Columns of the two ServiceNow layouts in which the demonstration's tickets are written."""

LOG_COLUMNS = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count",
    "made_sla", "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at",
    "sys_updated_by", "sys_updated_at", "contact_type", "location", "category", "subcategory",
    "u_symptom", "cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to",
    "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc", "vendor", "caused_by",
    "closed_code", "resolved_by", "resolved_at", "closed_at", "short_description", "time_worked",
)  # fmt: skip
"""The audit log: one row per update, with the text and the time worked of the ticket."""

TABLE_COLUMNS = (
    "number", "sys_class_name", "state", "short_description", "caller_id", "opened_at", "opened_by",
    "first_response_time", "resolved_at", "closed_at", "sys_updated_on", "contact_type", "location",
    "cmdb_ci", "category", "subcategory", "impact", "urgency", "priority", "assignment_group",
    "assigned_to", "made_sla", "reassignment_count", "reopen_count", "time_worked",
)  # fmt: skip
"""The incident table: one row per ticket."""

BULK_COLUMNS = (
    "number", "state", "short_description", "caller_id", "opened_at", "first_response_time", "resolved_at",
    "location", "category", "priority", "assignment_group", "assigned_to", "made_sla", "reassignment_count",
    "reopen_count", "time_worked",
)  # fmt: skip
"""The columns of the incident table that the benchmarks carry."""
