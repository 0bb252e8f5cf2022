"""Forms of readiness, one per intent."""
