from celery import current_app
from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"
    verbose_name = "Background jobs"

    def ready(self) -> None:
        """Every process knows the broker, to wake workers, and every kind of job: a shell command runs its own."""
        current_app.config_from_object("django.conf:settings", namespace="CELERY")
        autodiscover_modules("tasks")
