"""Addresses of signing in, below /admin/ and before Wagtail's own of the same names."""

from django.conf import settings
from django.urls import path

from portal.accounts.views import demo, own, reset, sign_in

urlpatterns = [
    path("login/", sign_in.SignInView.as_view(), name="sign_in"),
    path("second-factor/", sign_in.SecondFactorView.as_view(), name="second_factor"),
    path("second-factor/set-up/", sign_in.SetUpView.as_view(), name="second_factor_set_up"),
    path("my-sign-in/", own.OwnAccountView.as_view(), name="own_account"),
    path("password_reset/", reset.PasswordResetView.as_view(), name="wagtailadmin_password_reset"),
    path(
        "password_reset/done/", reset.PasswordResetDoneView.as_view(), name="wagtailadmin_password_reset_done"
    ),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        reset.PasswordResetConfirmView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path(
        "password_reset/complete/",
        reset.PasswordResetCompleteView.as_view(),
        name="wagtailadmin_password_reset_complete",
    ),
]
if settings.PORTAL_DEMO:
    urlpatterns.append(path("demo-login/", demo.demo_sign_in, name="demo_login"))
