"""Intake: from an export of a ticket system to the canonical frame, one row per ticket. No Django in here."""
