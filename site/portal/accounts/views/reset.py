"""Resetting a password by mail. The second factor stays as it is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts import mail
from portal.accounts.after_response import after_response
from portal.accounts.forms import EmailForm, NewPasswordForm
from portal.accounts.models import StaffSession, User
from portal.accounts.sessions import end_all
from portal.core import audit, counters
from portal.core.client_address import counted_address

PER_ADDRESS, PER_EMAIL, WINDOW_SECONDS = 20, 3, 3600


@method_decorator([csrf_protect, never_cache], name="dispatch")
class PasswordResetView(View):
    """Always the same answer in the same time: the look-up comes after it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return render(request, "accounts/reset_form.html", {"form": EmailForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Say that a mail is on its way to such an account, if there is one."""
        form = EmailForm(request.POST)
        if not form.is_valid():
            return render(request, "accounts/reset_form.html", {"form": form})
        email = form.cleaned_data["email"].lower()
        answer = redirect("wagtailadmin_password_reset_done")
        few = counters.hit(f"reset {counted_address(request)}"[:120], PER_ADDRESS, WINDOW_SECONDS)
        few = counters.hit(f"reset {email}"[:120], PER_EMAIL, WINDOW_SECONDS) and few
        if few:
            after_response(answer, lambda: mail.send_password_reset(email))
        return answer


@method_decorator(never_cache, name="dispatch")
class PasswordResetDoneView(View):
    """What to expect now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page, the same for all addresses."""
        return render(request, "accounts/reset_done.html")


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    """A new password for who holds the link. Browsers are signed out; the second factor stays."""

    form_class = NewPasswordForm  # type: ignore[assignment]
    template_name = "accounts/reset_confirm.html"
    success_url = reverse_lazy("wagtailadmin_password_reset_complete")
    post_reset_login = False

    def get_user(self, uidb64: str) -> User | None:
        """The account, when it may be used at all."""
        found: Any = super().get_user(uidb64)
        return found if isinstance(found, User) and found.is_open() else None

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, sign out everywhere, tell the person."""
        answer = super().form_valid(form)
        user = form.user
        end_all(user, StaffSession.End.ELSEWHERE)
        audit.note("password.reset", user=user, request=self.request)
        after_response(answer, lambda: _tell(user))
        return answer


def _tell(user: User) -> None:
    mail.send("password_changed", user.email, user=user)


@method_decorator(never_cache, name="dispatch")
class PasswordResetCompleteView(View):
    """Done; on to the sign-in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, "accounts/reset_complete.html")
