"""Addresses of readiness: assessments, what is measured beside them, recommendations, plans, selections."""

from django.urls import URLPattern, path

from assessments.views import (
    automation,
    automation_gates,
    campaigns,
    candidates,
    figures,
    five_questions,
    home,
    instrument_drafts,
    instrument_questions,
    instruments,
    measured,
    planning,
    recommending,
    results,
    selections,
    sheets,
)

app_name = "assessments"

A_QUESTION = "instruments/drafts/<int:pk>/questions/<slug:code>"

urlpatterns: list[URLPattern] = [
    path("", home.readiness, name="readiness"),
    # Instruments
    path("instruments/", instruments.instrument_list, name="instruments"),
    path("instruments/<int:pk>/", instruments.instrument_page, name="instrument"),
    path("instruments/<int:pk>/file/", instruments.instrument_file, name="instrument-file"),
    path("instruments/<int:pk>/adapt/", instruments.adapt_instrument, name="adapt-instrument"),
    path("instruments/drafts/<int:pk>/", instrument_drafts.draft_page, name="instrument-draft"),
    path("instruments/drafts/<int:pk>/about/", instrument_drafts.edit_about, name="edit-instrument-about"),
    path("instruments/drafts/<int:pk>/download/", instrument_drafts.draft_download, name="instrument-draft-file"),
    path("instruments/drafts/<int:pk>/file/", instrument_drafts.replace_draft, name="replace-instrument-draft"),
    path("instruments/drafts/<int:pk>/version/", instrument_drafts.make_version, name="make-instrument-version"),
    path("instruments/drafts/<int:pk>/discard/", instrument_drafts.discard_draft, name="discard-instrument-draft"),
    path("instruments/drafts/<int:pk>/questions/", instrument_questions.add_question, name="add-question"),
    path(f"{A_QUESTION}/", instrument_questions.edit_question, name="edit-question"),
    path(f"{A_QUESTION}/leave-out/", instrument_questions.leave_out_question, name="leave-out-question"),
    path(f"{A_QUESTION}/take-in/", instrument_questions.take_in_question, name="take-in-question"),
    path(f"{A_QUESTION}/move/", instrument_questions.move_question, name="move-question"),
    path(
        "instruments/drafts/<int:pk>/dimensions/<slug:code>/",
        instrument_questions.edit_dimension,
        name="edit-dimension",
    ),
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
    path("assessments/<int:pk>/result/", results.result, name="result"),
    path("assessments/<int:pk>/result.pdf", results.result_pdf, name="result-pdf"),
    path("assessments/<int:pk>/result.xlsx", results.result_xlsx, name="result-xlsx"),
    path("assessments/<int:pk>/compare/", results.compare, name="compare"),
    # Measured, figures
    path("measured/", measured.signs, name="signs"),
    path("measured/rows/", measured.measurement, name="measurement"),
    path("figures/", figures.figure_list, name="figures"),
    path("figures/new/", figures.add_figure, name="add-figure"),
    path("figures/<int:pk>/", figures.figure_page, name="figure"),
    path("figures/<int:pk>/edit/", figures.edit_figure, name="edit-figure"),
    path("figures/<int:pk>/remove/", figures.remove_figure, name="remove-figure"),
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
    path("selections/", selections.selection_list, name="selections"),
    path("selections/open/", selections.open_selection, name="open-selection"),
    path("selections/to-score/", candidates.to_score, name="to-score"),
    path("selections/<int:pk>/", selections.selection_page, name="selection"),
    path("selections/<int:pk>/edit/", selections.edit_selection, name="edit-selection"),
    path("selections/<int:pk>/weights/", selections.weigh_selection, name="weigh-selection"),
    path("selections/<int:pk>/decide/", selections.decide_selection, name="decide-selection"),
    path("selections/<int:pk>/read/", candidates.read_selection, name="read-selection"),
    path("selections/<int:pk>/candidates/", candidates.add_candidate, name="add-candidate"),
    path("selections/candidates/<int:pk>/", candidates.candidate_page, name="candidate"),
    path("selections/candidates/<int:pk>/edit/", candidates.edit_candidate, name="edit-candidate"),
    path("selections/candidates/<int:pk>/score/", candidates.score_candidate, name="score-candidate"),
    path("selections/candidates/<int:pk>/withdraw/", candidates.withdraw_candidate, name="withdraw-candidate"),
    path("selections/candidates/<int:pk>/bring-back/", candidates.bring_back_candidate, name="bring-back-candidate"),
    # Five questions
    path("five-questions/", five_questions.five_questions, name="five-questions"),
]
