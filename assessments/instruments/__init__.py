"""Instruments: questionnaires as versioned data. Read, checked, stored as immutable versions, adapted."""
