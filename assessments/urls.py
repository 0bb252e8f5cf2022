"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import home, recommending

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    # Campaigns and sheets
    # Results
    # Measured, figures
    # Recommendation
    path("assessments/<int:pk>/recommendation/", recommending.recommendation, name="recommendation"),
    path(
        "assessments/<int:pk>/recommendation/<int:function_id>/",
        recommending.function_page,
        name="function-recommendation",
    ),
    path(
        "assessments/<int:pk>/recommendation/<int:function_id>/profile/",
        recommending.function_profile,
        name="function-profile",
    ),
    path("assessments/<int:pk>/recommendation/<int:function_id>/override/", recommending.override, name="override"),
    # Plan, automation
    # Selection
    # Five questions
]
