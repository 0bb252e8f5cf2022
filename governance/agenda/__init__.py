"""Agendas: templates, what the apps find, what is carried forward."""
