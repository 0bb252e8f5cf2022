"""Escalations, their paths, issues of several vendors, and priority models."""
