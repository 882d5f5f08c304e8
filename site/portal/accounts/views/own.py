"""One's own account: where one is signed in, recovery codes, another phone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts import second_factor, sessions
from portal.accounts.forms import CodeForm
from portal.accounts.models import StaffSession, User
from portal.accounts.views.sign_in import recovery_codes_page
from portal.core import audit


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class OwnAccountView(View):
    """What a person sees and does about the own sign-in; open to everybody who is signed in."""

    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For who is signed in with both factors."""
        if not second_factor.confirmed(request):
            return redirect("sign_in")
        self.user = User.objects.get(username=request.user.get_username())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return self.page(request, CodeForm())

    def page(self, request: HttpRequest, form: CodeForm) -> HttpResponse:
        """Sessions, codes left, and the form that makes new ones."""
        form.fields["code"].widget.attrs.pop("autofocus", None)
        here = sessions.current(request)
        context = {
            "form": form,
            "here": here,
            "sessions": StaffSession.objects.filter(user=self.user).open(),
            "codes_left": second_factor.recovery_codes_left(self.user),
            "has_factor": second_factor.is_set(self.user),
            "by_recovery": here is not None and here.factor == StaffSession.Factor.RECOVERY,
            "idle_minutes": int(settings.PORTAL_SESSION_IDLE.total_seconds() // 60),
            "longest_hours": int(settings.PORTAL_SESSION_LONGEST.total_seconds() // 3600),
        }
        return render(request, "accounts/own_account.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign other places out, make new recovery codes, or begin with another phone."""
        wish = request.POST.get("action", "")
        if wish == "end-others":
            return self.end_others(request)
        if wish == "end-one":
            return self.end_one(request)
        if wish in ("new-codes", "new-phone"):
            return self.change_factor(request, wish)
        return redirect("own_account")

    def end_others(self, request: HttpRequest) -> HttpResponse:
        """Sign out everywhere else."""
        count = sessions.end_all(self.user, StaffSession.End.ELSEWHERE, but=sessions.current(request))
        audit.note("session.ended", user=self.user, request=request, count=count)
        messages.success(
            request, ngettext("Đã đăng xuất %d nơi khác.", "Đã đăng xuất %d nơi khác.", count) % count
        )
        return redirect("own_account")

    def end_one(self, request: HttpRequest) -> HttpResponse:
        """Sign out in one other place; a key that is not one's own ends nothing."""
        key = request.POST.get("session", "")
        if key.isdecimal():
            row = StaffSession.objects.filter(user=self.user, pk=int(key[:18]), ended_at=None).first()
            if row is not None and row != sessions.current(request):
                row.end(StaffSession.End.ELSEWHERE)
                audit.note("session.ended", user=self.user, request=request, count=1)
                messages.success(request, _("Đã đăng xuất nơi đó."))
        return redirect("own_account")

    def change_factor(self, request: HttpRequest, wish: str) -> HttpResponse:
        """New recovery codes or another phone, after a code of the present app or a recovery code."""
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        checked = second_factor.check(self.user, form.cleaned_data["code"])
        if not checked.factor:
            audit.note("second-factor.refused", user=self.user, request=request, outcome="refused")
            form.add_error("code", _("Mã chưa đúng hoặc đã dùng rồi. Đợi mã mới rồi gõ lại."))
            return self.page(request, form)
        sessions.rotate(request)
        if wish == "new-codes":
            codes = second_factor.new_recovery_codes(self.user)
            audit.note("second-factor.codes", user=self.user, request=request)
            return recovery_codes_page(request, codes)
        second_factor.reset(self.user, by=self.user, reason="new phone", request=request)
        messages.success(request, _("Mời đăng nhập lại để đặt xác thực hai lớp trên điện thoại mới."))
        return redirect("sign_in")
