"""When reviews are: recurrence, calendars and invitations, and whether the rhythm is kept."""
