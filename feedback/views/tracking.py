"""Looking a case up, and the page of one's own case: POST only, the same answer for wrong and unknown."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from feedback import codes, guessing, limits, tickets
from feedback.downloads import download
from feedback.forms import LookUpForm
from feedback.models import Case, DataRequest
from feedback.presenters import counting_calendar
from feedback.presenters import own_case as present
from feedback.privacy import requests
from feedback.privacy.requests import Asked
from feedback.services import Actor, CaseChanged, NotAllowed, Refused, act, find
from feedback.states import Action
from portal.core import clock, site_request
from portal.core.site_request import Crumb

SENDERS_ACTS = {"bo-sung": Action.REPLY, "hoi-lai": Action.REOPEN, "danh-gia": Action.RATE}
OWN_DATA = "du-lieu"


def look_up(request: HttpRequest, page: Any) -> HttpResponse:
    """The form, and its answer; what is wrong is never said more exactly than "does not fit"."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    portal.extra_crumbs = [Crumb(_("Tra cứu"), f"{base}tra-cuu/")]
    form = LookUpForm(request.POST) if request.method == "POST" else LookUpForm()
    problem, wait = "", 0
    if request.method == "POST" and form.is_valid():
        code, check = form.cleaned_data["code"], form.cleaned_data["check_word"]
        fingerprint = codes.code_hash(codes.normalise(code) or "-")[-24:]
        wait = limits.waiting(request, limits.LOOKING_UP)
        if not wait and limits.spent(limits.ONE_CODE, fingerprint):
            wait = limits.ONE_CODE.wait()
        case = find(code, check)
        if not wait and case is not None:
            found = redirect(f"{base}cua-toi/")
            tickets.give(found, request, case.pk, codes.shown(codes.normalise(code)))
            return found
        if wait:
            words = _("Đã thử nhiều lần. Xin đợi %(minutes)d phút rồi thử lại, hoặc gọi cơ quan và đọc mã.")
            problem = words % {"minutes": -(-wait // 60)}
        else:
            limits.hit(request, limits.LOOKING_UP)
            limits.hit_code(fingerprint)
            guessing.count()
            problem = _("Mã và phần kiểm tra không khớp nhau. Xem lại biên nhận, rồi gõ lại cả hai.")
    told = form.errors if form.is_bound else {}
    first = {name: str(found[0]) for name, found in told.items()}
    errors = [{"id": name, "text": text} for name, text in first.items()]
    if problem:
        errors.append({"id": "code", "text": problem})
    context = {
        "page": page,
        "values": {name: form.data.get(name, "") for name in form.fields} if form.is_bound else {},
        "error_at": first,
        "errors": errors,
        "base_url": base,
    }
    status = 429 if wait else 200
    answer = TemplateResponse(request, "feedback/public/look_up.html", context, status=status)
    if wait:
        answer["Retry-After"] = str(wait)
    add_never_cache_headers(answer)
    return answer


@never_cache
def own_case(request: HttpRequest, page: Any) -> HttpResponse:
    """The case that this browser has sent or looked up; its sender's acts come by POST."""
    portal = site_request.of(request)
    base = portal.section_url("hoi-dap")
    ticket = tickets.read(request)
    case = _of_ticket(ticket)
    if ticket is None or case is None:
        return redirect(f"{base}tra-cuu/")
    if request.method == "POST" and "thoat" in request.POST:
        answer: HttpResponse = redirect(f"{base}tra-cuu/")
        tickets.take_back(answer, request)
        return answer
    problem = ""
    if request.method == "POST":
        problem = _act(request, case)
        if not problem:
            return redirect(f"{base}cua-toi/")
    portal.extra_crumbs = [Crumb(_("Theo dõi"), f"{base}cua-toi/")]
    view = present(case)
    context = {
        "page": page,
        "view": view,
        "case": case,
        "code": ticket.code,
        "due_words": clock.date_words(view.due.day) if view.due else "",
        "calendar": counting_calendar(view.due),
        "problem": problem,
        "typed": request.POST.get("words", ""),
        "satisfactions": Case.Satisfaction.choices,
        "public_url": _public_url(case, base),
        "files": case.attachments.all(),
        "data_kinds": DataRequest.Kind.choices,
        "data_requests": case.data_requests.order_by("pk"),
        "base_url": base,
    }
    return TemplateResponse(request, "feedback/public/own_case.html", context)


def own_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A download of a file of one's own case, once it has been scanned. Raises Http404 for anything else."""
    case = _of_ticket(tickets.read(request))
    row = case.attachments.filter(pk=pk).first() if case is not None else None
    if row is None or not row.may_be_served:
        raise Http404
    return download(row)


def _of_ticket(ticket: tickets.Ticket | None) -> Case | None:
    rows = Case.objects.filter(anonymised_at__isnull=True).select_related("agency")
    return rows.filter(pk=ticket.case_id).first() if ticket else None


def _act(request: HttpRequest, case: Case) -> str:
    """Do what the sender asks for; gives what is wrong with it, in words."""
    words = request.POST.get("words", "").strip()
    if request.POST.get("viec") == OWN_DATA:
        return _ask_about_data(request, case, words)
    action = SENDERS_ACTS.get(request.POST.get("viec", ""))
    if action is None:
        return _("Chọn một việc.")
    if action is not Action.RATE and len(words) < 5:
        return _("Ghi ông, bà muốn nói thêm điều gì, ít nhất một câu.")
    rating = {"satisfaction": request.POST.get("muc", "")}
    data: dict[str, Any] = rating if action is Action.RATE else {"reason": words}
    try:
        act(case.pk, action, Actor.sender(), seen=_seen(request), **data)
    except CaseChanged:
        return _("Hồ sơ vừa có thay đổi. Xem lại ở dưới rồi gửi lần nữa.")
    except (Refused, NotAllowed) as refused:
        return " ".join(getattr(refused, "messages", [str(refused)]))
    return ""


def _ask_about_data(request: HttpRequest, case: Case, words: str) -> str:
    """Register what the owner asks about the data of this case; the desk sees to it."""
    try:
        requests.register(
            Asked(
                kind=request.POST.get("yeu-cau", ""),
                agency=case.agency,
                name=case.sender_name,
                phone=case.sender_phone,
                email=case.sender_email,
                words=words,
                identified=DataRequest.Identified.SECOND_CHECK,
                case=case,
            )
        )
    except Refused as refused:
        return " ".join(refused.messages)
    return ""


def _seen(request: HttpRequest) -> int | None:
    """The version of the case that the sender had in view."""
    number = request.POST.get("ban", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else None


def _public_url(case: Case, base: str) -> str:
    found = getattr(case, "public", None)
    return f"{base}{found.pk}/{found.slug}/" if found is not None and found.live else ""
