"""Signing in: password, then the second factor; the forced setting-up of one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts import demo, mail, second_factor, signing_in
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.models import StaffSession, User
from portal.core import audit


def ended_words(reason: str) -> str:
    """Why a session ended, for the person who has to sign in again."""
    words = {
        StaffSession.End.IDLE: _(
            "Đã lâu không có thao tác nên phiên làm việc được đóng lại. Mời đăng nhập lại."
        ),
        StaffSession.End.LIMIT: _("Phiên làm việc đã đủ 12 giờ nên được đóng lại. Mời đăng nhập lại."),
        StaffSession.End.ELSEWHERE: _("Phiên này đã được đăng xuất từ một nơi khác."),
        StaffSession.End.FACTOR: _("Xác thực hai lớp của tài khoản đã được đặt lại. Mời đăng nhập lại."),
        StaffSession.End.CLOSED: _("Tài khoản này đã đóng. Hỏi người quản trị của cơ quan nếu cần mở lại."),
    }
    return str(words.get(StaffSession.End(reason), "")) if reason in StaffSession.End.values else ""


@method_decorator([sensitive_post_parameters(), csrf_protect, never_cache], name="dispatch")
class SignInView(LoginView):
    """Name and password. Nobody is signed in by them alone."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; who is signed in goes on, or is told that there is no role to work in."""
        if second_factor.confirmed(request):
            if request.user.has_perm("wagtailadmin.access_admin"):
                return redirect(self.get_redirect_url() or reverse("wagtailadmin_home"))
            return render(request, "accounts/no_role.html")
        answer = super().get(request, *args, **kwargs)
        if "het_phien" in request.COOKIES:
            answer.delete_cookie("het_phien", path="/admin/")
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        """The password was right: ask for the second factor, or have one set up."""
        user = form.get_user()
        signing_in.remember(self.request, user, self.get_redirect_url())
        return redirect("second_factor" if second_factor.is_set(user) else "second_factor_set_up")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way back, why the last session ended, and the demonstration's people."""
        return super().get_context_data(
            **kwargs,
            ended=ended_words(self.request.COOKIES.get("het_phien", "")),
            demo_groups=demo.groups() if settings.PORTAL_DEMO else [],
        )


class HalfSignedInView(View):
    """For who has given the password a moment ago, and nobody else."""

    template_name: str
    user: User

    @method_decorator([sensitive_post_parameters(), csrf_protect, never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the password when nobody is half signed in."""
        if second_factor.confirmed(request):
            return redirect("wagtailadmin_home")
        found = signing_in.whose(request)
        if found is None:
            return redirect("sign_in")
        self.user = found
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: HttpRequest, form: CodeForm, **context: Any) -> HttpResponse:
        """The page with its form."""
        return render(request, self.template_name, {"form": form, "person": self.user, **context})

    def wrong(self, request: HttpRequest, form: CodeForm, words: str, **context: Any) -> HttpResponse:
        """The page again with what was wrong; the way back to the password after too many."""
        audit.note("second-factor.refused", user=self.user, request=request, outcome="refused")
        if not signing_in.count_wrong(request):
            return render(request, "accounts/too_many_codes.html", status=429)
        form.add_error("code", words)
        return self.page(request, form, **context)


class SecondFactorView(HalfSignedInView):
    """The code of the app, or a recovery code."""

    template_name = "accounts/second_factor.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code."""
        if not second_factor.is_set(self.user):
            return redirect("second_factor_set_up")
        return self.page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in, or say what was wrong."""
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(request, form)
        checked = second_factor.check(self.user, form.cleaned_data["code"])
        if checked.wait_seconds:
            form.add_error(
                "code",
                _("Vừa có mã sai. Đợi %(seconds)d giây rồi gõ mã đang hiện trong ứng dụng.")
                % {"seconds": checked.wait_seconds},
            )
            return self.page(request, form)
        if not checked.factor:
            words = _(
                "Mã chưa đúng hoặc đã dùng rồi. Đợi ứng dụng hiện mã mới rồi gõ lại; mỗi mã chỉ dùng một lần."
            )
            return self.wrong(request, form, words)
        there = signing_in.finish(request, self.user, checked.factor)
        if checked.factor == StaffSession.Factor.RECOVERY:
            audit.note("second-factor.recovery", user=self.user, request=request, left=checked.left)
            mail.send("recovery_code_used", self.user.email, user=self.user, left=checked.left)
            return redirect("own_account")
        return redirect(there or "wagtailadmin_home")


class SetUpView(HalfSignedInView):
    """Setting up the app on the phone: forced on who has none yet."""

    template_name = "accounts/set_up.html"

    def context(self) -> dict[str, Any]:
        """What the phone has to read."""
        device = second_factor.prepare(self.user)
        key = second_factor.secret(device)
        groups = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
        return {
            "picture": second_factor.picture(device),
            "address": second_factor.address(device),
            "secret": groups,
        }

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the QR code and ask for the first code."""
        if second_factor.is_set(self.user):
            return redirect("second_factor")
        return self.page(request, CodeForm(), **self.context())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the app into use; show the recovery codes, this once."""
        if second_factor.is_set(self.user):
            return redirect("second_factor")
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, **self.context())
        codes = second_factor.confirm(self.user, form.cleaned_data["code"])
        if not codes:
            words = _("Mã chưa đúng. Kiểm tra giờ của điện thoại (đặt giờ tự động), rồi gõ mã đang hiện.")
            return self.wrong(request, form, words, **self.context())
        there = signing_in.finish(request, self.user, StaffSession.Factor.TOTP)
        return recovery_codes_page(request, codes, there)


def recovery_codes_page(request: HttpRequest, codes: list[str], there: str = "") -> HttpResponse:
    """Recovery codes, shown once and never again."""
    context = {"codes": codes, "next": there or reverse("wagtailadmin_home"), "person": request.user}
    return render(request, "accounts/recovery_codes.html", context)
