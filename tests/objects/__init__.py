"""Objects of each kind, made for a party; the test acts for its organisation meanwhile."""
