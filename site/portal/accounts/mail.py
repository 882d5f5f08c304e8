"""Mails about accounts: plain text, Vietnamese, one subject each."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import override

from portal.accounts.models import User

logger = logging.getLogger("portal.accounts")


def link(path: str) -> str:
    """An address of the editors' side for a mail: never built from what a visitor's browser claims."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def send(template: str, to: str, **context: Any) -> bool:
    """Send ``accounts/mail/<template>.txt``, whose first line is the subject. False when it was refused."""
    if not to:
        return False
    with override("vi"):
        text = render_to_string(
            f"accounts/mail/{template}.txt",
            {"portal": settings.WAGTAIL_SITE_NAME, "base": link("/admin/"), "now": timezone.now(), **context},
        )
    subject, _blank, body = text.strip().partition("\n")
    try:
        return EmailMessage(subject.strip(), body.strip() + "\n", to=[to]).send() == 1
    except (SMTPException, OSError):
        logger.exception("a mail (%s) was not sent", template)
        return False


def send_password_reset(email: str) -> None:
    """Send a link to each open account of this address; to nobody when there is none."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        if not user.is_open() or not user.email:
            continue
        key = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse(
            "wagtailadmin_password_reset_confirm", args=[key, default_token_generator.make_token(user)]
        )
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        send("password_reset", user.email, user=user, link=link(path), hours=hours)
