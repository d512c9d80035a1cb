"""versitygw on a port, over a folder, with the credentials of the tests."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.aws import CREDENTIALS
from tests.fakes.ports import answers, free_port
from tests.s3_servers.installation import VERSION, installed

_SECONDS = 30


@contextmanager
def versitygw_server(folder: Path) -> Iterator[str]:
    """The address of a versitygw that keeps its buckets in `folder`, which is on a disk with extended attributes."""
    program, port, log = installed(), free_port(), folder / "versitygw.log"
    (folder / "buckets").mkdir()
    keys = {
        "ROOT_ACCESS_KEY": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "ROOT_SECRET_KEY": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    }
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [program, "--port", f"127.0.0.1:{port}", "--region", CREDENTIALS["AWS_REGION"], "posix", "buckets"],
            cwd=folder,
            env=keys,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        assert answers(port, _SECONDS), f"versitygw {VERSION} does not start: {log.read_text(encoding='utf-8')}"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
