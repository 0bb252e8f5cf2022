"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import figures, home, measured

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    # Campaigns and sheets
    # Results
    # Measured, figures
    path("measured/", measured.signs, name="signs"),
    path("measured/rows/", measured.measurement, name="measurement"),
    path("figures/", figures.figure_list, name="figures"),
    path("figures/new/", figures.add_figure, name="add-figure"),
    path("figures/<int:pk>/", figures.figure_page, name="figure"),
    path("figures/<int:pk>/edit/", figures.edit_figure, name="edit-figure"),
    path("figures/<int:pk>/remove/", figures.remove_figure, name="remove-figure"),
    # Recommendation
    # Plan, automation
    # Selection
    # Five questions
]
