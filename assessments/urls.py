"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import home, results

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    # Campaigns and sheets
    # Results
    path("<int:pk>/result/", results.result, name="result"),
    path("<int:pk>/result.pdf", results.result_pdf, name="result-pdf"),
    path("<int:pk>/result.xlsx", results.result_xlsx, name="result-xlsx"),
    path("<int:pk>/compare/", results.compare, name="compare"),
    # Measured, figures
    # Recommendation
    # Plan, automation
    # Selection
    # Five questions
]
