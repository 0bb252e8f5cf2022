"""Choosing a provider: candidates against weighted criteria, by several people, with the cost beside."""
