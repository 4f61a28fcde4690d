"""An sshd of the test's own on loopback, and terminals that log in through it.

Its keys, configuration and port are its own; nothing of the machine's is read or changed. As root
it gets a mount namespace in which it finds the empty folder that it insists on.
"""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

from tests.terminal_lab import ROOT, Lab

SSHD = "/usr/sbin/sshd"
CHROOT = Path("/run/sshd")
"""Where root's sshd puts who is not logged in yet; a machine without the service lacks it."""
IN_NAMESPACE = 'mount -t tmpfs none /run && mkdir /run/sshd && exec "$@"'
CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {place}/host
AuthorizedKeysFile {place}/user.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PrintMotd no
PrintLastLog no
"""


def lacks() -> str:
    """Why no sshd can run here; "" when it can."""
    for name in (SSHD, "ssh", "ssh-keygen"):
        if shutil.which(name) is None:
            return f"{name} is not installed"
    if os.geteuid() == 0 and not CHROOT.is_dir() and not _can_unshare():
        return f"root's sshd needs {CHROOT}, and no mount namespace can be made here"
    return ""


def _can_unshare() -> bool:
    if shutil.which("unshare") is None:
        return False
    words = ["unshare", "-m", "sh", "-c", IN_NAMESPACE, "sh", "true"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


class Sshd:
    """A running sshd. `close` ends it and every session that it still has."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        for name in ("host", "user"):
            key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place / name)]
            subprocess.run(key, check=True)
        for _ in range(5):  # somebody else may take the port that was free
            self.port = _free_port()
            self._process = self._started()
            if self._listens():
                return
            self._process.kill()
            self._process.wait()
        raise RuntimeError((place / "log").read_text())

    def _started(self) -> subprocess.Popen[bytes]:
        config = self.place / "config"
        config.write_text(CONFIG.format(port=self.port, place=self.place))
        words = [SSHD, "-D", "-E", str(self.place / "log"), "-f", str(config)]
        if os.geteuid() == 0 and not CHROOT.is_dir():
            words = ["unshare", "-m", "sh", "-c", IN_NAMESPACE, "sh", *words]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet)

    def _listens(self) -> bool:
        end = time.monotonic() + 20
        while time.monotonic() < end and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return True
            time.sleep(0.02)
        return False

    def words(self, command: str) -> list[str]:
        """The ssh client that runs `command` here in a terminal, with no configuration of ours."""
        options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "BatchMode=yes",
                   "LogLevel=ERROR", "IdentitiesOnly=yes", "EscapeChar=none")  # fmt: skip
        told = [word for option in options for word in ("-o", option)]
        return ["ssh", "-F", "none", "-i", str(self.place / "user"), "-p", str(self.port), *told,
                "-tt", f"{getpass.getuser()}@127.0.0.1", command]  # fmt: skip

    def sessions(self) -> set[int]:
        """The processes of this sshd that serve a connection now."""
        return children(self._process.pid)

    def close(self) -> None:
        """End it, and its sessions."""
        left = self.sessions()
        self._process.kill()
        self._process.wait()
        for pid in left:
            kill(pid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children(parent: int) -> set[int]:
    """The processes that this one started and that still run."""
    found = set()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path("/proc", entry, "stat").read_text(errors="replace")
            except OSError:
                continue
            fields = stat.rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                found.add(int(entry))
    return found


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Signal a process that may be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


_NUMBERS = count()


class RemoteLab(Lab):
    """A `Lab` whose program runs behind an ssh client; the client has the pseudo-terminal."""

    def __init__(
        self, sshd: Sshd, script: Path, *args: str, size: tuple[int, int] = (80, 24), **env: str
    ) -> None:
        self._mark = f"RTE_LAB={os.getpid()}-{next(_NUMBERS)}"
        here = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "COLORTERM": "truecolor", **env}
        told = [f"{name}={value}" for name, value in here.items()]
        words = ["exec", "env", self._mark, *told, sys.executable, str(script), *args]
        self._words = sshd.words(shlex.join(words))
        self._sshd = sshd
        super().__init__(script, *args, size=size, **env)

    def _become(self, script: Path, args: tuple[str, ...], env: dict[str, str]) -> None:  # type: ignore[override]  # static there
        os.execvpe(self._words[0], self._words, {**os.environ, "TERM": "xterm-256color"})

    def _ends(self) -> tuple[int, int]:
        """The process of sshd behind this terminal, and the program that it runs."""
        for server in self._sshd.sessions():
            for program in children(server):
                if self._mark.encode() in Path(f"/proc/{program}/environ").read_bytes():
                    return server, program
        raise AssertionError("this terminal has not logged in yet, or is gone")

    @property
    def program(self) -> int:
        """The program at the far end."""
        return self._ends()[1]

    def drop(self) -> None:
        """The far end of the link dies, without a word to this one."""
        kill(self._ends()[0])
