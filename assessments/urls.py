"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import automation, automation_gates, home, planning

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    # Campaigns and sheets
    # Results
    # Measured, figures
    # Recommendation
    # Plan, automation
    path("assessments/<int:pk>/plan/", planning.plan, name="plan"),
    path("assessments/<int:pk>/plan/action/", planning.plan_action, name="plan-action"),
    path("assessments/<int:pk>/plan/set-aside/", planning.set_aside, name="set-finding-aside"),
    path("assessments/<int:pk>/plan/accept/", planning.accept_plan, name="accept-plan"),
    path("assessments/<int:pk>/plan/take-up/", planning.take_up, name="take-up-finding"),
    path("automation/", automation.automation, name="automation"),
    path("automation/keep/", automation.keep_calculation, name="keep-calculation"),
    path("automation/calculation.csv", automation.automation_csv, name="automation-csv"),
    path("automation/kept/<int:pk>/", automation.automation_case, name="automation-case"),
    path("automation/kept/<int:pk>/calculation.csv", automation.automation_case_csv, name="automation-case-csv"),
    path("automation/task-types/<int:pk>/", automation_gates.automation_gate, name="automation-gate"),
    path("automation/task-types/<int:pk>/<slug:code>/", automation_gates.prerequisite, name="prerequisite"),
    # Selection
    # Five questions
]
