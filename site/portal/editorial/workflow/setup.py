"""The one workflow "biên tập → duyệt", on the province's home in every language; every record asks it too."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from portal.agencies.models import Agency
from portal.editorial.models import AgencyApprovalTask


def homes() -> list[Page]:
    """The province's homes that have no workflow yet."""
    found = Page.objects.filter(homepage__agency__level=Agency.Level.PROVINCE, workflowpage__isnull=True)
    return list(found)


@transaction.atomic
def ensure() -> bool:
    """Make the workflow and put it where it is missing; says whether anything was done."""
    waiting = homes()
    task = AgencyApprovalTask.objects.filter(active=True).first()
    if task is not None and not waiting:
        return False
    if task is None:
        task = AgencyApprovalTask.objects.create(name=_("Duyệt"))
    link = WorkflowTask.objects.filter(task=task, workflow__active=True).select_related("workflow").first()
    if link is None:
        workflow = Workflow.objects.create(name=_("Biên tập → duyệt"))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    else:
        workflow = link.workflow
    # Wagtail's migrations put an English workflow of their own on the root, whose groups nobody is in.
    stock = Workflow.objects.filter(workflow_pages__page__depth=1).exclude(pk=workflow.pk)
    stock_tasks = Task.objects.filter(workflow_tasks__workflow__in=stock, task_states__isnull=True)
    tasks = list(stock_tasks.values_list("pk", flat=True))
    stock.filter(workflow_states__isnull=True).delete()
    Task.objects.filter(pk__in=tasks, workflow_tasks__isnull=True).delete()
    WorkflowPage.objects.filter(page__depth=1).delete()
    for home in waiting:
        WorkflowPage.objects.create(workflow=workflow, page=home)
    return True


def run_for(agency: Agency) -> None:
    """The step of provisioning."""
    if agency.level == Agency.Level.PROVINCE:
        ensure()


def incomplete() -> set[int]:
    """The province, while one of its homes has no workflow."""
    if not homes():
        return set()
    return set(Agency.objects.filter(level=Agency.Level.PROVINCE).values_list("pk", flat=True))
