"""Stands before every view of the editors' side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.agencies.models import Agency
from portal.core import audit
from portal.editorial import access
from portal.editorial.guard.objects import BY_UPLOADER, RESOLVERS, named_by
from portal.editorial.guard.rules import Kind, Rule, rule_for
from portal.editorial.narrowing import keep_root, tag_autocomplete

EDITORS_SIDE = "/admin/"
# A field that every form of the editors' side carries, and the cookie from which a script takes it: the
# agency for which the page was opened.
STAMP = "dang-lam-viec-cho"
# Where one switches or leaves, it does not matter for whom the page was opened.
NEVER_STALE = frozenset({"switch_role", "wagtailadmin_logout"})


# Answered by a view of ours: Wagtail's offers everybody's tags and takes no queryset.
TAGS = "wagtailadmin_tag_autocomplete"


class AdminGuard:
    """Settles whom a person works for, then asks the policy about every object the address names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the address is resolved; afterwards the page learns for whom it was opened."""
        response = self.get_response(request)
        if not request.path_info.startswith(EDITORS_SIDE):
            return response  # a public page that asked who looks could not be kept by a proxy
        active = getattr(getattr(request, "user", None), "active_agency_id", None)
        if str(active or "") != request.COOKIES.get(STAMP, ""):
            response.set_cookie(STAMP, str(active or ""), path=EDITORS_SIDE, samesite="Lax")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """404 for what is not readable, 403 for what may not be done; None lets the view go on."""
        user: Any = request.user
        if not request.path_info.startswith(EDITORS_SIDE) or not user.is_authenticated:
            return None
        access.remember(user)
        match = request.resolver_match
        if match is None or user.is_superuser:
            return None
        rule = rule_for(match.view_name or "", view)
        if rule is None or rule.kind is Kind.CLOSED:
            raise Http404
        if rule.kind in (Kind.OPEN, Kind.OWN):
            return _stale_form(request)
        refused = _stale_form(request) or self._ask(request, match, rule)
        if refused is None and match.view_name == TAGS and user.has_perm("wagtailadmin.access_admin"):
            return tag_autocomplete(request)
        return refused

    def _ask(self, request: HttpRequest, match: ResolverMatch, rule: Rule) -> HttpResponseBase | None:
        user: Any = request.user
        found = named_by(match)
        if rule.at_home and not found:
            home = access.home_page_key(user)
            if home is None:
                raise Http404
            address = redirect(rule.at_home, home)
            query = request.GET.urlencode()
            return redirect(f"{address.url}?{query}") if query else address
        found += _from_parameters(request, match, rule)
        action = rule.action(match.url_name or "")
        for obj in found:
            if isinstance(obj, BY_UPLOADER):
                if obj.uploaded_by_user_id != user.pk:
                    raise Http404
            elif not access.may(user, rule.reading, obj):
                return _refused(request, obj)
            elif not access.may(user, action, obj):
                return _forbidden(request, obj)
            elif isinstance(obj, Page):
                keep_root(user, obj)
        return None


def _from_parameters(request: HttpRequest, match: ResolverMatch, rule: Rule) -> list[Any]:
    found = []
    for name, resolver in rule.params.items():
        for values in (request.GET.getlist(name), request.POST.getlist(name)):
            found += [RESOLVERS[resolver](value, match) for value in values if value.isdigit()]
    return found


def _refused(request: HttpRequest, obj: Any) -> HttpResponse:
    """Another agency's: a page with the way to switch, where the person works there too; else not found."""
    audit.note("access.refused", request=request, obj=obj, outcome="refused")
    whose = access.owner(obj)
    if whose is not None and access.roles_of(request.user, whose):
        return other_agency(request, whose)
    raise Http404


def _forbidden(request: HttpRequest, obj: Any) -> HttpResponse:
    audit.note("access.refused", request=request, obj=obj, outcome="refused")
    context = _heading(_("Vai trò của anh/chị chỉ được xem"), "lock")
    return render(request, "editorial/guard/not_your_role.html", context, status=403)


def _heading(title: str, icon: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": "", "label": title}],
    }


def _stale_form(request: HttpRequest) -> HttpResponse | None:
    """A form that was opened for one agency and is sent while the person works for another is not taken."""
    match = request.resolver_match
    if request.method != "POST" or (match is not None and match.view_name in NEVER_STALE):
        return None
    stamp = request.POST.get(STAMP, "") or request.headers.get(f"X-{STAMP}", "")
    active = access.active_agency(request.user)
    if not stamp.isdigit() or (active is not None and str(active.pk) == stamp):
        return None
    whose = Agency.objects.filter(pk=stamp).first()
    return other_agency(request, whose) if whose is not None else None


def other_agency(request: HttpRequest, agency: Any) -> HttpResponse:
    """The page that says for whom this was opened and offers to switch back."""
    context = _heading(_("Trang này thuộc cơ quan khác"), "warning") | {
        "agency": agency,
        "may_switch": bool(access.roles_of(request.user, agency)),
        "active": access.active_agency(request.user),
        "back": request.get_full_path(),
    }
    return render(request, "editorial/guard/other_agency.html", context, status=403)
