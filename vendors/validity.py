"""Validity, as the whole house writes it (portal/validity.py), under the name that the register knows."""

from portal.validity import ALWAYS, DayInput, ValidityForm, last_day, refuse_what_the_database_would, validity

__all__ = ["ALWAYS", "DayInput", "ValidityForm", "last_day", "refuse_what_the_database_would", "validity"]
