from django.urls import URLPattern, URLResolver, path

from tickets.views import settings

urlpatterns: list[URLPattern | URLResolver] = [
    path("sources/", settings.source_list, name="sources"),
    path("sources/<int:pk>/", settings.source_page, name="source"),
    path("sources/<int:pk>/edit/", settings.edit_source, name="edit-source"),
    path("task-types/", settings.task_type_list, name="task-types"),
    path("task-types/new/", settings.add_task_type, name="add-task-type"),
    path("task-types/apply/", settings.apply_rules, name="apply-rules"),
    path("task-types/<int:pk>/", settings.task_type_page, name="task-type"),
    path("task-types/<int:pk>/edit/", settings.edit_task_type, name="edit-task-type"),
    path("task-rules/new/", settings.add_task_rule, name="add-task-rule"),
    path("task-rules/<int:pk>/edit/", settings.edit_task_rule, name="edit-task-rule"),
    path("task-rules/<int:pk>/remove/", settings.remove_task_rule, name="remove-task-rule"),
    path("score-policy/", settings.score_policy, name="score-policy"),
    path("score-policy/new/", settings.new_score_policy, name="new-score-policy"),
]
