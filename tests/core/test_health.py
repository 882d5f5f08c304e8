"""What a monitor reads: a job that failed is told, one that runs at this moment is none."""

import pytest
from django.test import Client
from django.utils import timezone

from portal.core.jobs import registered_jobs
from portal.core.models import JobRun


@pytest.mark.django_db
def test_only_a_job_that_ended_badly_is_told(client: Client) -> None:
    name = registered_jobs()[0].name
    run = JobRun.objects.create(name=name, started_at=timezone.now())
    jobs = client.get("/-/health").json()["parts"]["jobs"]
    assert (jobs["ok"], jobs["last"][name]) == (True, None)
    run.finished_at = timezone.now()
    run.save()
    answer = client.get("/-/health")
    jobs = answer.json()["parts"]["jobs"]
    assert (answer.status_code, jobs["ok"], jobs["last"][name]["succeeded"]) == (503, False, False)
