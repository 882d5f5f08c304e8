"""Starts a group of servers together and stops them whatever happens."""

import contextlib
import functools
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence

from deploy.launcher.place import IN_CI, say
from deploy.services.base import IS_ROOT, Service, ServiceFailed, forget_the_killed
from deploy.services.chromium import Chromium
from deploy.services.clamd import Clamd
from deploy.services.elasticsearch import Elasticsearch
from deploy.services.libreoffice import LibreOffice
from deploy.services.mail import Mail
from deploy.services.nginx import Nginx
from deploy.services.postgresql import PostgreSQL
from deploy.services.redis import Redis

# A further server (S3): one more module, with a subclass of Service, and one entry here.
# Elasticsearch comes first since it starts slowest.
KINDS: dict[str, type[Service]] = {
    kind.name: kind for kind in (Elasticsearch, PostgreSQL, Redis, Mail, Clamd, Chromium, Nginx, LibreOffice)
}
MISSING = "PORTAL_MISSING_"


def install_missing(services: Sequence[Service]) -> None:
    """As root in CI: installs the Debian packages of what is not there. Their own servers are not started."""
    packages = sorted(
        {package for service in services if not service.is_there() for package in service.packages}
    )
    if not packages:
        return
    say(f"installing Debian packages for the tests: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run([*apt, *words], env=env, check=False, stdout=subprocess.DEVNULL).returncode:
            say(f"apt-get {words[0]} failed")


@contextlib.contextmanager
def running(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Runs the named servers; yields the variables with their addresses.

    What this machine lacks, or what did not start: in CI it is installed (as root) or else its tests fail;
    elsewhere the variable PORTAL_MISSING_<NAME> carries the command that installs it; its tests are skipped.
    """
    services = [KINDS[name]() for name in KINDS if name in names]
    forget_the_killed()
    if IN_CI and IS_ROOT:
        install_missing(services)
    env: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        for service in services:
            if service.is_there():
                stack.callback(service.stop)
                attempt(service, service.start, env)
            else:
                report_missing(service, "it is not installed", env)
        for service in services:
            if MISSING + service.name.upper() not in env:
                attempt(service, functools.partial(announce, service, env), env)
        yield env
        say("stopping the servers")


def announce(service: Service, env: dict[str, str]) -> None:
    env[service.variable] = service.wait()
    say(f"{service.name}: {env[service.variable]}")


def attempt(service: Service, step: Callable[[], None], env: dict[str, str]) -> None:
    try:
        step()
    except ServiceFailed as failure:
        report_missing(service, str(failure), env)


def report_missing(service: Service, reason: str, env: dict[str, str]) -> None:
    say(f"{service.name} is missing, so its tests will {'fail' if IN_CI else 'be skipped'}: {reason}")
    env[MISSING + service.name.upper()] = service.install_command
