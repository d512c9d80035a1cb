"""A function in AWS's own emulator: the unpacked zip, run by AWS's runtime client on Python 3.13."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.aws_lambda.installation import emulator, runtime
from tests.fakes.ports import answers, free_port

_MODULE = "filmes_lake.entrypoints.lambda_handler"
_INVOCATION = "/2015-03-31/functions/function/invocations"
# Permissions bind root too, where it has no capability to pass over them.
_UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@dataclass(frozen=True)
class Function:
    """A function that is ready: what it is asked, and what comes of it within so many seconds."""

    port: int
    timeout: int

    def invoke(self, **event: Any) -> dict[str, Any]:
        """Its answer, or the document of its error; one that was killed at its timeout has `killed`."""
        answer = requests.post(f"http://127.0.0.1:{self.port}{_INVOCATION}", json=event, timeout=60 + self.timeout)
        try:
            found: dict[str, Any] = answer.json()
        except ValueError:
            assert "Task timed out after" in answer.text, answer.text
            return {"killed": True}
        return found


@dataclass(frozen=True)
class Sandbox:
    """Where functions run: their code, and a folder for temporary files, the only one to write to.

    `within`: the words that start a program within limits.
    """

    code: Path
    temporary: Path
    environment: Mapping[str, str]
    within: Sequence[str] = ()

    @contextmanager
    def function(self, name: str, timeout: int = 60, **environment: str) -> Iterator[Function]:
        """A function with so many seconds for each invocation; its log goes to `log` among the temporary files."""
        port, inner = free_port(), free_port()
        addresses = ("--runtime-interface-emulator-address", f"127.0.0.1:{port}", "--runtime-api-address")
        run = (runtime(), "-m", "awslambdaric", f"{_MODULE}.{name}")
        with (self.temporary / "log").open("ab") as log:
            process = subprocess.Popen(
                [*self.within, *_UNPRIVILEGED, emulator(), *addresses, f"127.0.0.1:{inner}", *run],
                cwd=self.code,
                env=self._seen(name, timeout, environment),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            assert answers(port, 30), "the emulator does not start"
            yield Function(port, timeout)
        finally:
            process.terminate()
            process.wait()

    def python(self, text: str) -> str:
        """What a program prints that is started as functions are."""
        run = [*_UNPRIVILEGED, runtime(), "-c", text]
        seen = self._seen("python", 60, {})
        return subprocess.run(run, cwd=self.code, env=seen, check=True, capture_output=True, text=True).stdout

    def _seen(self, name: str, timeout: int, more: Mapping[str, str]) -> dict[str, str]:
        """As Lambda has it, with a home in which nothing can be made."""
        home = self.temporary / "home"
        home.touch()
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(self.temporary),
            "LAMBDA_TASK_ROOT": str(self.code),
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout),
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
            **self.environment,
            **more,
        }

    @property
    def log(self) -> list[dict[str, Any]]:
        """The functions' own lines; the emulator writes some between them."""
        lines = (self.temporary / "log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith('{"time"')]
