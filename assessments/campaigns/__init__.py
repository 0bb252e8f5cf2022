"""Campaigns: an instrument put to several respondents, answered by each for itself, and closed for good."""
