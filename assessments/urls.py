"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import campaigns, home, sheets

app_name = "assessments"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    # Campaigns and sheets
    path("start/", campaigns.open_campaign, name="open-campaign"),
    path("assessments/<int:pk>/", campaigns.campaign, name="campaign"),
    path("assessments/<int:pk>/invite/", campaigns.invite_people, name="invite-respondents"),
    path("assessments/<int:pk>/due/", campaigns.change_due, name="change-due"),
    path("assessments/<int:pk>/remind/", campaigns.remind, name="remind-respondents"),
    path("assessments/<int:pk>/close/", campaigns.close_campaign, name="close-campaign"),
    path("respondents/<int:pk>/take-out/", campaigns.take_out, name="take-out-respondent"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/answer/", sheets.save_answer, name="save-answer"),
    path("sheets/<int:pk>/finish/", sheets.finish_sheet, name="finish-sheet"),
    path("sheets/<int:pk>/change/", sheets.change_answers, name="change-answers"),
    path("answer-files/<int:pk>/", sheets.answer_file, name="answer-file"),
    # Results
    # Measured, figures
    # Recommendation
    # Plan, automation
    # Selection
    # Five questions
]
