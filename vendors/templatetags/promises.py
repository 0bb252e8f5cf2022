"""Figures of service levels on pages, with the unit that their kind has."""

from django import template

from vendors.levels.promises import figure

register = template.Library()
register.filter("figure", figure)
