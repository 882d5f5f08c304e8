"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """Hỏi đáp."""

    name = "feedback"
    label = "feedback"
    verbose_name = _("Hỏi đáp")

    def ready(self) -> None:
        """Protect what happened; join clock, log and roles."""
        from feedback import (
            deadlines,
            desk,
            guessing,
            mails,
            public_objects,
            reminders,
            review,
            scanner,
            search,
            sections,
            signals,
            slots,
            succession,
        )
        from feedback.privacy import requests, retention
        from feedback.replies import mailbox, receiving
        from feedback.views import pakn
        from portal.core import append_only, health, jobs

        append_only.register("feedback.CaseEvent")
        deadlines.register()
        desk.register()
        jobs.register_job("feedback.reminders", reminders.job, 900)
        jobs.register_job("feedback.scan", scanner.scan_pending, 60)
        jobs.register_job("feedback.replies", mailbox.fetch, mailbox.JOB_SECONDS)
        health.register_check("replies", receiving.health)
        health.register_check("tracking", guessing.health)
        sections.register()
        slots.register()
        succession.register()
        search.register()
        public_objects.register()
        mails.register()
        review.register()
        signals.connect()
        pakn.register()
        retention.register()
        requests.register_clock()
