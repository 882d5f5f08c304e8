"""The one address to which every button of a case posts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from feedback import scope
from feedback.desk.case import CaseView
from feedback.desk.forms import form_for
from feedback.refusals import NotAllowed, Refused
from feedback.services import Actor, CaseChanged, act
from feedback.states import BY_REQUEST, STEPS, Action

# Done on a screen of their own.
NOT_HERE = BY_REQUEST | {Action.RECEIVE, Action.PUBLISH}


class ActView(CaseView):
    """``viec``: the act; ``ban``: the version of the case that the person saw; and what the act needs."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, case: int) -> HttpResponseBase:
        """Do it, or show the case again with what was typed and why not."""
        found = self.case(case)
        wanted, version = request.POST.get("viec", ""), request.POST.get("ban", "")
        if wanted not in Action.values or Action(wanted) in NOT_HERE or not version.isdecimal():
            raise Http404
        action = Action(wanted)
        typed = request.POST.get("text") if action in (Action.ANSWER, Action.DRAFT) else None
        form = form_for(found, action, STEPS[action].needs, request.POST)
        if not form.is_valid():
            return self.show(found, failed=form, failed_action=action, typed=typed, status=422)
        try:
            done = act(found, action, Actor.officer(request.user), seen=int(version), **form.cleaned_data)
        except CaseChanged as changed:
            if not scope.may_see(request.user, changed.case):
                messages.info(request, str(changed))
                return redirect("desk:index")
            return self.show(changed.case, typed=typed, status=409, notice=str(changed))
        except NotAllowed as refusal:
            return self.show(found, typed=typed, status=403, notice=str(refusal))
        except Refused as refusal:
            for name, lines in refusal.message_dict.items():
                form.add_error(name if name in form.fields else None, lines)
            return self.show(found, failed=form, failed_action=action, typed=typed, status=422)
        messages.success(request, _("Đã ghi: %s.") % str(action.label).lower())
        if not scope.may_see(request.user, done):
            return redirect("desk:index")
        return redirect("desk:case", case=done.pk)
