"""Validity on pages: the database keeps [from, until), people read first and last day."""

from django import template

from portal import validity

register = template.Library()
register.filter("last_day", validity.last_day)
