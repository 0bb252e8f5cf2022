"""Results: scores with their spread, findings with their reasons, frozen when a campaign closes."""
