"""Runs the image's command as an engine runs it, in namespaces of its own over the image's files.

It is process 1, as its user, with no capability and no way to gain one: what compose.yaml asks for.
"""

import json
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.image.build import IMAGE
from tests.image.buildah import Buildah
from tests.program import Ended

_UNPRIVILEGED = ("--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")
_SECONDS = 60


@dataclass(frozen=True)
class Container:
    """Files of the image, and what the image says of its command."""

    root: Path
    config: Mapping[str, Any]
    user: str = ""
    volumes: Sequence[str] = ()  # as engines write them: here:there[:ro]
    read_only: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> Ended:
        """Run the command to its end; without arguments with those that the image has for that."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=_SECONDS)
        return Ended(process.returncode, out, err)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start it; the process is the parent of the command."""
        steps = [*self._mounts(), ["exec", "chroot", str(self.root), *self._as_user(), *self._command(arguments)]]
        apart = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
        return subprocess.Popen(
            [*apart, "sh", "-c", " && ".join(map(shlex.join, steps))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def _mounts(self) -> Iterator[list[str]]:
        """The image's files as a file system, with what an engine mounts in every container, and the volumes."""
        root = str(self.root)
        yield ["mount", "--bind", root, root]
        yield ["mount", "-t", "proc", "proc", f"{root}/proc"]
        yield ["mount", "--bind", "/dev", f"{root}/dev"]
        yield ["mount", "-t", "tmpfs", "tmpfs", f"{root}/tmp"]
        for volume in self.volumes:
            here, there, *mode = volume.split(":")
            yield ["mkdir", "-p", root + there]
            yield ["mount", "--bind", here, root + there]
            if mode == ["ro"]:
                yield ["mount", "-o", "remount,bind,ro", root + there]
        if self.read_only:
            yield ["mount", "-o", "remount,bind,ro", root]

    def _as_user(self) -> list[str]:
        user, group = (self.user or self.config["User"]).split(":")
        given = [f"{name}={value}" for name, value in self.environment.items()]
        environment = [f"HOME={self._home(user)}", *self.config["Env"], *given]
        place = f"--chdir={self.config['WorkingDir']}"
        become = ["setpriv", f"--reuid={user}", f"--regid={group}", *_UNPRIVILEGED]
        return ["env", "--ignore-environment", place, *environment, *become]

    def _home(self, user: str) -> str:
        """The user's, or `/`, which engines give to a user whom the image does not know."""
        lines = (self.root / "etc/passwd").read_text(encoding="utf-8").splitlines()
        known = {line.split(":")[2]: line.split(":")[5] for line in lines}
        return known.get(user, "/")

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [*self.config["Entrypoint"], *(arguments or self.config["Cmd"])]


def container(buildah: Buildah) -> Container:
    """A container of the image's, with its own copy of the image's files."""
    return Container(buildah.files(IMAGE), described(buildah)["OCIv1"]["config"])


def described(buildah: Buildah) -> Any:
    """All that the image says of itself: configuration, labels, history."""
    return json.loads(buildah("inspect", "--type=image", IMAGE))


def stop(process: "subprocess.Popen[str]") -> Ended:
    """Send SIGTERM to the command as soon as it handles it, and wait for its end: an engine's `stop`."""
    command = _command_of(process)
    os.kill(command, signal.SIGTERM)
    out, err = process.communicate(timeout=_SECONDS)
    return Ended(process.returncode, out, err)


def _command_of(process: "subprocess.Popen[str]") -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        if (child := children.read_text(encoding="utf-8").strip()) and _handles(int(child), signal.SIGTERM):
            return int(child)
        time.sleep(0.01)
    raise AssertionError("the command never came to handle SIGTERM")


def _handles(process: int, number: int) -> bool:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    (caught,) = (int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:"))
    return bool(caught & 1 << number - 1)
