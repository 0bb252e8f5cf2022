"""Agendas: templates, what the apps find, what is carried forward. `points` is what governance itself contributes."""

from governance.agenda.points import points

__all__ = ["points"]
