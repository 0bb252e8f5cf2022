"""Service levels of a contract measured from its tickets; see docs/measuring-levels.md."""
