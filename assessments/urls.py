"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import five_questions, home

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    # Campaigns and sheets
    # Results
    # Measured, figures
    # Recommendation
    # Plan, automation
    # Selection
    # Five questions
    path("five-questions/", five_questions.five_questions, name="five-questions"),
]
