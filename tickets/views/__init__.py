"""Pages of tickets, imports and their settings."""
