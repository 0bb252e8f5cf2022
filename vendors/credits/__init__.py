"""Service credits: their arithmetic, their ledger, and their life."""
