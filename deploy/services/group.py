"""Starts a group of servers together and stops them whatever happens."""

import contextlib
import os
import subprocess
from collections.abc import Iterator, Sequence

from deploy.launcher.place import IN_CI, say
from deploy.services.base import IS_ROOT, Service, ServiceFailed, forget_the_killed
from deploy.services.chromium import Chromium
from deploy.services.elasticsearch import Elasticsearch
from deploy.services.postgresql import PostgreSQL
from deploy.services.redis import Redis

# A further server (antivirus, mail, S3): one more module, with a subclass of Service, and one entry here.
# Elasticsearch comes first since it starts slowest.
KINDS: dict[str, type[Service]] = {kind.name: kind for kind in (Elasticsearch, PostgreSQL, Redis, Chromium)}
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
    subprocess.run([*apt, "update"], env=env, check=True)
    subprocess.run(
        [*apt, "install", "-y", "--no-install-recommends", *packages],
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextlib.contextmanager
def running(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Runs the named servers; yields the variables with their addresses.

    What this machine lacks: in CI it is installed (as root) or an error. Elsewhere the variable
    PORTAL_MISSING_<NAME> carries the command that installs it, and tests/services skips with it.
    """
    services = [KINDS[name]() for name in KINDS if name in names]
    forget_the_killed()
    if IN_CI and IS_ROOT:
        install_missing(services)
    env: dict[str, str] = {}
    started: list[Service] = []
    with contextlib.ExitStack() as stack:
        for service in services:
            if not service.is_there():
                missing(service, service.install_command, env)
                continue
            stack.callback(service.stop)
            try:
                service.start()
            except ServiceFailed as failure:
                if IN_CI:
                    raise
                missing(service, str(failure), env)
                continue
            started.append(service)
        for service in started:
            env[service.variable] = service.wait()
            say(f"{service.name}: {env[service.variable]}")
        yield env
        say("stopping the servers")


def missing(service: Service, remedy: str, env: dict[str, str]) -> None:
    if IN_CI:
        raise ServiceFailed(f"{service.name} is missing; install it with: {service.install_command}")
    say(f"{service.name} is missing, its tests will be skipped. {remedy}")
    env[MISSING + service.name.upper()] = service.install_command
