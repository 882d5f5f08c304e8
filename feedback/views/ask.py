"""Asking: triage, the form of a door, the check before sending; every step is plain HTML and a form.

Nothing is kept on the server before "Gửi": what was typed travels in the form itself, never in an address.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from feedback import attachments, doors, limits, mails, spam, tickets, typed, waiting_files
from feedback.doors import Door, Guide
from feedback.forms import SECTORS, AskForm
from feedback.models import Case
from feedback.services import Refused, Submission, Upload, receive
from feedback.suggestions import matching, procedure_name
from feedback.views import pakn
from portal.agencies.models import Agency
from portal.core import site_request
from portal.core.site_request import Crumb, PortalRequest

logger = logging.getLogger("portal.feedback")

CHECK, EDIT, SEND = "check", "edit", "send"
# What the address may bring along: the procedure that is asked about, the page that is wrong.
PROCEDURE, PAGE = "thu-tuc", "trang-nay"
LONGEST_ADDRESS = 500


def _base(portal: PortalRequest) -> str:
    return portal.section_url("hoi-dap")


def _brought(request: HttpRequest) -> QueryDict:
    """What came along in the address, and nothing else of it."""
    kept = QueryDict(mutable=True)
    for name in (PROCEDURE, PAGE):
        if value := request.GET.get(name, "")[:LONGEST_ADDRESS].strip():
            kept[name] = value
    return kept


def triage(request: HttpRequest, page: Any) -> HttpResponse:
    """What do you want? A choice leads to its form or guide; no choice says what to do."""
    portal = site_request.of(request)
    brought = _brought(request)
    chosen = request.GET.get("viec")
    if chosen is not None and (doors.door(chosen) or doors.guide(chosen)):
        query = f"?{brought.urlencode()}" if brought else ""
        return redirect(f"{_base(portal)}gui/{chosen}/{query}")
    portal.extra_crumbs = [Crumb(_("Gửi câu hỏi, góp ý"), f"{_base(portal)}gui/")]
    error = _("Chọn một việc trong danh sách.") if chosen is not None else ""
    context = {
        "page": page,
        "doors": doors.DOORS,
        "guides": doors.GUIDES,
        "brought": brought.dict(),
        "procedure": procedure_name(brought.get(PROCEDURE, ""), portal),
        "error": error,
        "error_list": [{"id": "viec", "text": error}] if error else [],
        "base_url": _base(portal),
    }
    return TemplateResponse(request, "feedback/public/triage.html", context)


def ask(request: HttpRequest, page: Any, slug: str) -> HttpResponse:
    """The form of a door, or a guide. Raises Http404 for an unknown one."""
    portal = site_request.of(request)
    found = doors.door(slug) or doors.guide(slug)
    if found is None:
        raise Http404
    portal.extra_crumbs = [
        Crumb(_("Gửi câu hỏi, góp ý"), f"{_base(portal)}gui/"),
        Crumb(str(found.label), f"{_base(portal)}gui/{slug}/"),
    ]
    if isinstance(found, Guide):
        context = {
            "page": page,
            "guide": found,
            "base_url": _base(portal),
            "search_url": portal.search_url,
            "contact_url": portal.section_url("lien-he"),
        }
        return TemplateResponse(request, f"feedback/public/guide_{slug.replace('-', '_')}.html", context)
    answer = _posted(request, page, found) if request.method == "POST" else _empty(request, page, found)
    add_never_cache_headers(answer)
    return answer


def _empty(request: HttpRequest, page: Any, door: Door) -> HttpResponse:
    brought = _brought(request)
    values = {
        "procedure": brought.get(PROCEDURE, ""),
        "page_address": brought.get(PAGE, "") if doors.PAGE in door.fields else "",
    }
    return _form(request, page, door, values, spam.new_mark())


def _posted(request: HttpRequest, page: Any, door: Door) -> HttpResponse:
    step = request.POST.get("step", CHECK)
    form = AskForm(request.POST, door=door)
    values = {name: request.POST.get(name, "") for name in form.fields}
    mark = values["mark"] if form.stamped else spam.new_mark()
    _drop_unwanted(request, form)
    if step == EDIT:
        _keep_files(request, form)
        return _form(request, page, door, values, mark)
    if not form.is_valid():
        _keep_files(request, form)
        return _form(request, page, door, values, mark, form.errors)
    if step != SEND or form.stamped is None:
        return _check(request, page, form, values, mark)
    if form.is_robot:
        return _check(request, page, form, values, mark, _("Xin đợi vài giây, rồi bấm Gửi lần nữa."))
    if wait := limits.hit(request, limits.SENDING):
        words = _(
            "Từ mạng này vừa gửi nhiều lần. Chữ ông, bà đã ghi vẫn còn; bấm Gửi lại sau %(minutes)d phút."
        )
        _keep_files(request, form)
        answer = _check(request, page, form, values, mark, words % {"minutes": -(-wait // 60)})
        answer.status_code = 429
        answer["Retry-After"] = str(wait)
        return answer
    return _send(request, page, form, values, mark)


def _send(
    request: HttpRequest, page: Any, form: AskForm, values: Mapping[str, str], mark: str
) -> HttpResponse:
    """One case of however many posts of this form; the text stays when the store does not answer."""
    portal = site_request.of(request)
    stamped = form.stamped
    if portal.agency is None or stamped is None:
        raise Http404
    try:
        brought = [*waiting_files.uploads(stamped.key), *_brought_files(request)]
        receipt = receive(_submission(form, portal, stamped, brought))
    except Refused as refused:
        _keep_files(request, form)
        told = {_FIELDS.get(name, name): words for name, words in refused.message_dict.items()}
        if told.keys() <= form.fields.keys():
            return _form(request, page, form.door, values, mark, told)
        return _check(request, page, form, values, mark, " ".join(refused.messages))
    except DatabaseError:
        logger.exception("a submission could not be stored")
        _keep_files(request, form)
        words = _("Chưa gửi được: máy chủ đang bận. Chữ ông, bà đã ghi vẫn còn; bấm Gửi lại sau ít phút.")
        answer = _check(request, page, form, values, mark, words)
        answer.status_code = 503
        answer["Retry-After"] = "60"
        return answer
    waiting_files.drop(stamped.key)
    answer = redirect(f"{_base(portal)}bien-nhan/")
    mails.queue_receipt(receipt.case, receipt.code)
    tickets.give(answer, request, receipt.case.pk, receipt.code)
    return answer


def _brought_files(request: HttpRequest) -> list[Upload]:
    """One byte and one file beyond what is taken, so that the desk refuses it in its own words."""
    files: list[Any] = request.FILES.getlist("files")[: attachments.MOST_FILES + 1]
    found = []
    for file in files:
        file.seek(0)
        found.append(Upload(file.name or "", file.read(attachments.MOST_BYTES + 1)))
    return found


def _keep_files(request: HttpRequest, form: AskForm) -> None:
    """What was attached stays for the next try, unless a robot or a flood sends it."""
    brought = request.FILES.getlist("files")
    if brought and form.stamped and not form.is_robot and not limits.hit(request, limits.KEEPING):
        waiting_files.keep(form.stamped.key, _brought_files(request))


def _drop_unwanted(request: HttpRequest, form: AskForm) -> None:
    """Delete the waiting files that are ticked."""
    ticked = {int(value) for value in request.POST.getlist("drop") if value.isdecimal() and len(value) < 4}
    if ticked and form.stamped:
        waiting_files.drop(form.stamped.key, ticked)


# The desk's names of fields that the form calls otherwise.
_FIELDS = {"text": "content", "title": "content"}


def _submission(
    form: AskForm, portal: PortalRequest, mark: spam.Mark, uploads: Sequence[Upload]
) -> Submission:
    told = form.cleaned_data
    publishing = told["allow_publishing"]
    return Submission(
        submission_key=mark.key.hex,
        stream=form.door.stream,
        agency=Agency.objects.get(pk=portal.agency.pk if portal.agency else 0),
        title=typed.title_of(told["content"]),
        text=told["content"],
        name=told["name"],
        phone=told["phone"],
        email=told["email"],
        address=told["address"],
        language=portal.locale,
        consent=Case.Consent.SHORTENED if publishing else Case.Consent.NONE,
        sector=" – ".join(part for part in (told["business_name"], told["sector"]) if part),
        procedure_code=told["procedure"],
        page_path=told["page_address"],
        external_code=told["national_code"],
        uploads=uploads,
    )


def _form(
    request: HttpRequest,
    page: Any,
    door: Door,
    values: Mapping[str, str],
    mark: str,
    errors: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The whole form with what was typed; the script shows it step by step on a phone."""
    portal = site_request.of(request)
    first = {name: str(found[0]) for name, found in (errors or {}).items()}
    context = {
        "page": page,
        "door": door,
        "values": values,
        "mark": mark,
        "error_at": first,
        "errors": [{"id": name, "text": text} for name, text in first.items()],
        "sectors": SECTORS,
        "name_optional": doors.NAME not in door.needs,
        "page_optional": doors.PAGE not in door.needs,
        "pakn_url": f"{portal.home_url}{pakn.SLUG}/",
        "procedure": procedure_name(values.get("procedure", ""), portal),
        "base_url": _base(portal),
    }
    return TemplateResponse(request, "feedback/public/ask.html", context)


def _check(
    request: HttpRequest,
    page: Any,
    form: AskForm,
    values: Mapping[str, str],
    mark: str,
    warning: str = "",
) -> HttpResponse:
    """What was typed, answers that may spare the sending, and the button that sends."""
    portal = site_request.of(request)
    context = {
        "page": page,
        "door": form.door,
        "lines": _lines(form),
        "hidden": {
            name: value for name, value in values.items() if name not in ("mark", "website") and value
        },
        "trap": values.get("website", ""),
        "mark": mark,
        "waiting": waiting_files.names(form.stamped.key) if form.stamped else [],
        "matching": matching(form.cleaned_data["content"], request),
        "warning": warning,
        "base_url": _base(portal),
    }
    return TemplateResponse(request, "feedback/public/check.html", context)


def _lines(form: AskForm) -> list[tuple[str, str]]:
    """Label and value of what will be sent, in the order of the form."""
    told = form.cleaned_data
    sector = dict(SECTORS).get(told.get("sector", ""), "")
    rows = [
        (_("Nội dung"), told["content"]),
        (_("Trang"), told.get("page_address", "")),
        (_("Doanh nghiệp, nhà đầu tư"), told.get("business_name", "")),
        (_("Ngành"), str(sector)),
        (_("Họ và tên"), told.get("name", "")),
        (_("Điện thoại"), typed.spaced(told.get("phone", ""))),
        (_("Thư điện tử"), told.get("email", "")),
        (_("Địa chỉ"), told.get("address", "")),
        (_("Mã trên Hệ thống quốc gia"), told.get("national_code", "")),
        (_("Đăng công khai, không tên"), _("đồng ý") if told.get("allow_publishing") else _("không")),
    ]
    return [(label, value) for label, value in rows if value]
