"""What the audit trail takes from Django and Wagtail: sign-ins, and what editors do to content.

Wagtail keeps a log of its own, with titles and open to change; its lines are noted here too, by code, type
and id.
What a machine does (seeds, imports, provisioning) has no user there and stands in the publication log.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.core import audit


def connect() -> None:
    """Listen; called once when the application starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="portal.audit.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="portal.audit.signed_out")
    user_login_failed.connect(_sign_in_refused, dispatch_uid="portal.audit.sign_in_refused")
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(_content_action, sender=model, dispatch_uid=f"portal.audit.{model.__name__}")


def _signed_in(request: Any = None, user: Any = None, **kwargs: Any) -> None:
    audit.note("sign-in", user=user, request=request)


def _signed_out(request: Any = None, user: Any = None, **kwargs: Any) -> None:
    if user is not None:
        audit.note("sign-out", user=user, request=request)


def _sign_in_refused(credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """What was typed as the name may be anything, even a password: only an account that exists is noted."""
    users: Any = get_user_model()
    typed = str(credentials.get(users.USERNAME_FIELD) or credentials.get("username") or "")
    user = users.objects.filter(**{users.USERNAME_FIELD: typed}).first()
    audit.note("sign-in.refused", user=user, request=request, outcome=audit.REFUSED, known=user is not None)


def _content_action(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A line of Wagtail's log, without its title and data."""
    if not created or raw or instance.user_id is None:
        return
    is_page = isinstance(instance, PageLogEntry)
    model = instance.content_type.model_class() if instance.content_type else None
    audit.note(
        instance.action,
        user=instance.user,
        obj=audit.Reference(
            model._meta.label_lower if model else "",
            str(instance.page_id if is_page else instance.object_id),
            instance.page if is_page else None,
        ),
    )
