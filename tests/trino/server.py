"""A real Trino on a port, with the Hive connector on a Glue and an S3 that are on another port."""

import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.aws import CREDENTIALS
from tests.fakes.ports import free_port
from tests.trino.installation import JVM, VERSION, installed

CATALOG = "hive"
_SECONDS = 120
# The second compiler is for servers that live long: here it takes more than it saves.
_OPTIONS = (
    "-Xmx2g",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Djdk.attach.allowAttachSelf=true",
    "-Dconfig=config.properties",
)
_HIVE = """\
connector.name=hive
hive.metastore=glue
hive.metastore.glue.endpoint-url={aws}
hive.metastore.glue.region={region}
hive.metastore.glue.aws-access-key={key}
hive.metastore.glue.aws-secret-key={secret}
hive.s3.endpoint={aws}
hive.s3.path-style-access=true
hive.s3.aws-access-key={key}
hive.s3.aws-secret-key={secret}
# moto's Glue keeps no statistics of columns.
hive.table-statistics-enabled=false
"""
_SERVER = """\
node.environment=test
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port={port}
discovery.uri=http://127.0.0.1:{port}
plugin.dir={folder}/plugin
catalog.config-dir={folder}/catalog
"""


@contextmanager
def trino_server(aws: str, folder: Path) -> Iterator[int]:
    """The port of a Trino whose tables are those of the Glue at `aws`; it keeps its files in `folder`."""
    jars, port = installed(), free_port()
    _configure(aws, folder, port)
    _plug_in(jars / "hive", folder)
    with (folder / "trino.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [_java("java"), *_OPTIONS, "-cp", f"{jars / 'server'}/*", str(JVM / "TrinoServer.java"), VERSION],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, folder / "trino.log")
        yield port
    finally:
        process.kill()
        process.wait()


def _configure(aws: str, folder: Path, port: int) -> None:
    (folder / "catalog").mkdir()
    (folder / "config.properties").write_text(_SERVER.format(folder=folder, port=port), encoding="utf-8")
    hive = _HIVE.format(
        aws=aws,
        region=CREDENTIALS["AWS_REGION"],
        key=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        secret=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )
    (folder / "catalog" / f"{CATALOG}.properties").write_text(hive, encoding="utf-8")


def _plug_in(jars: Path, folder: Path) -> None:
    """The plugin's folder: the fetched jars, and one that offers them to the server."""
    plugin = folder / "plugin" / "hive"
    plugin.mkdir(parents=True)
    for jar in jars.iterdir():
        (plugin / jar.name).symlink_to(jar)
    subprocess.run([_java("javac"), "-d", folder, "-cp", f"{jars}/*", JVM / "HivePlugin.java"], check=True)
    with zipfile.ZipFile(plugin / "offer.jar", "w") as offer:
        offer.write(folder / "HivePlugin.class", "HivePlugin.class")
        offer.writestr("META-INF/services/io.trino.spi.Plugin", "HivePlugin\n")


def _java(program: str) -> str:
    home = os.environ.get("JAVA_HOME")
    found = str(Path(home) / "bin" / program) if home else shutil.which(program)
    assert found, f"make test-trino needs a JDK 17: there is no {program}, and JAVA_HOME is not set"
    return found


def _wait(process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while "SERVER STARTED" not in log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > end:
            told = [line for line in log.read_text(encoding="utf-8").splitlines() if "ERROR" in line or "rror:" in line]
            raise AssertionError(f"Trino {VERSION} does not start: {told or log}")
        time.sleep(0.2)
