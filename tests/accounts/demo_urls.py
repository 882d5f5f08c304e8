"""The portal's addresses as a demonstration has them."""

from django.urls import path

from portal.accounts.views.demo import demo_sign_in
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as usual

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("admin/demo-login/", demo_sign_in, name="demo_login"), *usual]
