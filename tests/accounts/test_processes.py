"""What must hold over all worker processes: a code counts once, wrong passwords are counted together."""

import os
import subprocess
import sys

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.test import Client

from portal.accounts.models import User
from tests.accounts.signing import account, code_of, password
from tests.publication.test_parallel import database_url

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
# Each says that it is ready, waits for the word to go, and prints what became of its requests.
WORKER = """
import sys
import django
django.setup()
from django.test import Client
from portal.accounts.models import User
from tests.accounts.signing import CODE, PASSWORD, is_in, password
kind, name, word = sys.argv[1:]
user, client = User.objects.get(username=name), Client(REMOTE_ADDR=word if kind == "lock" else "127.0.0.1")
if kind == "code":
    password(client, user)
print("ready", flush=True)
sys.stdin.readline()
if kind == "code":
    client.post(CODE, {"code": word})
    print("_auth_user_id" in client.session)
else:
    print([password(client, user, f"sai {number}").status_code for number in range(3)])
"""


def at_the_same_time(*words: tuple[str, ...]) -> list[str]:
    """One process for each, all going on at once; what they print."""
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": f"{settings.BASE_DIR / 'site'}:{settings.BASE_DIR}",
    }
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, *each],
            env=env,
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for each in words
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    return [worker.communicate("go\n")[0].strip() for worker in workers]


@pytest.fixture
def user() -> User:
    return account()


def test_a_code_counts_once_over_two_processes(user: User) -> None:
    code = code_of(user)
    said = at_the_same_time(("code", user.username, code), ("code", user.username, code))
    assert sorted(said) == ["False", "True"]


def test_wrong_passwords_in_two_processes_lock_the_account_together(user: User) -> None:
    said = at_the_same_time(("lock", user.username, "192.0.2.1"), ("lock", user.username, "192.0.2.2"))
    assert "429" in "".join(said)
    assert AccessAttempt.objects.aggregate(total=Sum("failures_since_start")) == {"total": 6}
    assert password(Client(REMOTE_ADDR="192.0.2.3"), user).status_code == 429
