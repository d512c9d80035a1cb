"""Starts the program without loading it again: a process that has imported all of it forks for each start.

What is started is a process of its own, with its own environment, folder, streams and signals. What only a fresh
interpreter shows (what is imported when, what Python reads from its environment) needs `Program.afresh`.
"""

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NoReturn, Protocol

ROOT = Path(__file__).parents[1]
# Loaded by what is started, where it needs them: a JVM's bridge is seldom needed and slow to load.
_LATER = "filmes_lake.engines.spark"
# Those of AWS that the program asks most.
_SERVICES = ("s3", "sts", "glue", "cloudformation")


class Running(Protocol):
    """What tests ask of a process; `subprocess.Popen` is one."""

    pid: int
    stdout: IO[str] | None
    stderr: IO[str] | None
    returncode: int | Any

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...
    def communicate(self, input: None = None, timeout: float | None = None) -> tuple[Any, Any]: ...  # noqa: A002


# --- in the test's process -----------------------------------------------------------------------------------


class Launcher:
    """The process that forks. It ends with this one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.launcher", str(theirs.fileno())],
                cwd=ROOT,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        atexit.register(self.close)

    def start(self, request: Mapping[str, Any], stdout: int, stderr: int, stdin: int | None = None) -> "Forked":
        """Start the program with the request's `words`, `folder` and `environment`."""
        ours, theirs = socket.socketpair()
        with theirs, Path(os.devnull).open("rb") as nothing:
            first = nothing.fileno() if stdin is None else stdin
            socket.send_fds(self._line, [b"."], [first, stdout, stderr, theirs.fileno()])
        ours.sendall(json.dumps(request).encode() + b"\n")
        return Forked(ours)

    def close(self) -> None:
        """Let it end."""
        self._line.close()
        self._process.wait()


@dataclass
class Forked:
    """A process that a launcher started."""

    line: socket.socket
    pid: int = 0
    stdout: IO[str] | None = None
    stderr: IO[str] | None = None
    returncode: int | None = None
    _told: io.BufferedReader = field(init=False)

    def __post_init__(self) -> None:
        self._told = self.line.makefile("rb")
        self.pid = int(self._told.readline())

    def poll(self) -> int | None:
        """The exit code, or the negative number of the signal; none where it has not ended."""
        with contextlib.suppress(TimeoutError):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; TimeoutError after so many seconds."""
        if self.returncode is None:
            if not select.select([self.line], [], [], timeout)[0]:
                raise TimeoutError
            self.returncode = int(self._told.readline())
            self._told.close()
            self.line.close()
        return self.returncode

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def communicate(self, input: None = None, timeout: float | None = None) -> tuple[str, str]:  # noqa: A002
        """Read what it writes, and wait for its end."""
        del input
        texts = {"out": "", "err": ""}

        def read(name: str, stream: IO[str] | None) -> None:
            if stream and not stream.closed:
                with stream:
                    texts[name] = stream.read()

        reader = threading.Thread(target=read, args=("err", self.stderr), daemon=True)
        reader.start()
        read("out", self.stdout)
        reader.join()
        self.wait(timeout)
        return texts["out"], texts["err"]


# --- in the launcher -----------------------------------------------------------------------------------------


def _load() -> None:
    """Import the program and what it imports only where it needs it."""
    package = importlib.import_module("filmes_lake")
    for module in pkgutil.walk_packages(package.__path__, "filmes_lake."):
        if not module.name.startswith(_LATER) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ("boto3", "duckdb", "pyarrow.parquet", "typer.rich_utils"):
        importlib.import_module(name)
    importlib.import_module("filmes_lake.ingest.registry").settings()  # put together once a process
    _read_descriptions()


def _read_descriptions() -> None:
    """Let the loader that all sessions share know what describes services, which takes most of opening a client."""
    opened = importlib.import_module("filmes_lake.aws.session")._new_session()
    nobody = dict.fromkeys(("aws_access_key_id", "aws_secret_access_key"), "-")  # so that none is looked for
    for name in _SERVICES:
        opened.client(name, region_name="us-east-1", **nobody).close()


def _serve(line: socket.socket) -> Mapping[str, Any]:
    """Fork for each request; returns in each child, with its request."""
    running: dict[int, socket.socket] = {}
    ended, end = socket.socketpair()
    end.settimeout(0)
    signal.set_wakeup_fd(end.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        for ready in select.select([line, ended], [], [])[0]:
            if ready is ended:
                ended.recv(4096)
                _tell_ends(running)
            elif request := _forked(line, running):
                return request


def _forked(line: socket.socket, running: dict[int, socket.socket]) -> Mapping[str, Any] | None:
    """The next request in the child that was forked for it; nothing in the launcher."""
    message, streams, *_ = socket.recv_fds(line, 1, 4)
    if not message:  # nobody is there to ask for more
        _leave(0)
    asker = socket.socket(fileno=streams.pop())
    with asker.makefile("rb") as asked:
        request: Mapping[str, Any] = json.loads(asked.readline())
    pid = os.fork()
    if not pid:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # Whoever starts the tests in the background may have Ctrl-C ignored, which a process hands down.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        for other in (line, asker, *running.values()):
            other.close()
    for stream in streams:
        os.close(stream)
    if not pid:
        return request
    running[pid] = asker
    asker.sendall(f"{pid}\n".encode())
    return None


def _tell_ends(running: dict[int, socket.socket]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with running.pop(pid) as asker, contextlib.suppress(OSError):  # whoever asked may have gone
            asker.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(request: Mapping[str, Any]) -> None:
    """Let this process be as a new one would be."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    time.tzset()
    sys.argv[1:] = request["words"]
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives on
    sys.stdout, sys.stderr = _stream(1, "strict"), _stream(2, "backslashreplace")


def _take_coverages_lock() -> None:
    """Have coverage do without its lock: where a signal comes while it is held, nobody lets go of it any more."""
    if "coverage" in sys.modules:
        from coverage.collector import Collector

        for collector in Collector._collectors:
            collector.data_lock = None


def _stream(number: int, errors: str) -> io.TextIOWrapper:
    at_once = bool(os.environ.get("PYTHONUNBUFFERED"))
    out: Any = open(number, "wb", buffering=0 if at_once else -1, closefd=False)  # noqa: SIM115 - lives on
    lines = number == 2 or out.isatty()
    return io.TextIOWrapper(out, encoding="utf-8", errors=errors, line_buffering=lines, write_through=at_once)


def _run() -> int:
    from filmes_lake.__main__ import main

    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
        return 1
    return 0


def _leave(code: int) -> NoReturn:
    """End as Python does, but for taking every module apart."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except OSError as error:
        sys.stderr.write(f"Exception ignored in: {sys.stdout!r}\n{type(error).__name__}: {error}\n")
        code = 120
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str]) -> NoReturn:
    """Serve the socket of that number."""
    gc.disable()  # all of it stays
    _load()
    gc.freeze()
    gc.enable()
    _become(_serve(socket.socket(fileno=int(arguments[0]))))
    _take_coverages_lock()
    _leave(_run())


if __name__ == "__main__":
    main(sys.argv[1:])
