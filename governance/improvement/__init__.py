"""The improvement plan of 30, 60 and 90 days: its steps as data, and how far each has come, measured."""
