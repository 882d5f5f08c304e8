"""The one address about people that needs no sign-in; the others are registered with Wagtail's."""

from django.urls import path

from portal.editorial.people.own_views import InvitationAcceptView

urlpatterns = [path("invitation/<str:token>/", InvitationAcceptView.as_view(), name="invitation")]
