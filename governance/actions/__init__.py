"""Actions (CAPA): created, worked on, escalated when overdue, and proven by the figure that they should move."""
