"""Empty Debian systems to prove things in: what a machine has on which nobody worked before.

A base is made once by debootstrap and kept in ``.work``; each proof works on a layer over it that
is thrown away. Everything is mounted in a mount namespace of its own, so that nothing stays behind
when this process ends, however it ends.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

PROJECT = Path(__file__).resolve().parent.parent.parent
WORK = PROJECT / ".work"
SUITE = "bookworm"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
HOST = {"amd64": "x86_64", "arm64": "aarch64"}
EMULATION = "qemu-aarch64"
MOUNTS = """set -e
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2,workdir=$3" "$4"
mount -t proc proc "$4/proc"
mount --rbind /dev "$4/dev"
mount --rbind /sys "$4/sys"
mkdir -p "$4/mnt/shared"
mount --bind "$5" "$4/mnt/shared"
echo ready
exec sleep infinity
"""


def say(text: str) -> None:
    """One line of progress."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def mirror() -> str:
    """Where this machine gets its Debian packages, as its own apt says."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT)"],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for line in told:
        address, _, component = line.partition(" ")
        if component == "main" and address.rstrip("/").endswith("/debian"):
            return address
    return "http://deb.debian.org/debian"


def base(architecture: str = "amd64") -> Path:
    """A minimal Debian of an architecture, made when it is not there yet."""
    made = WORK / f"root-{architecture}"
    if not (made / "var/lib/dpkg/status").exists() or not (made / "made").exists():
        say(f"Making a minimal Debian for {architecture} (a few minutes, once)")
        shutil.rmtree(made, ignore_errors=True)
        made.parent.mkdir(exist_ok=True)
        emulate(architecture)
        subprocess.run(
            ["debootstrap", f"--arch={architecture}", "--variant=minbase",
             "--include=ca-certificates", SUITE, str(made), mirror()],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        (made / "made").touch()
    return made


def emulate(architecture: str) -> None:
    """Let the kernel start programs of another architecture through QEMU, when it does not yet."""
    if os.uname().machine == HOST[architecture]:
        return
    table = Path("/proc/sys/fs/binfmt_misc")
    if not (table / "register").exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", str(table)], check=True)
    if not (table / EMULATION).exists():
        magic = r"\x7fELF\x02\x01\x01" + r"\x00" * 9 + r"\x02\x00\xb7\x00"
        mask = r"\xff" * 7 + r"\x00" + r"\xff" * 8 + r"\xfe\xff\xff\xff"
        emulator = shutil.which("qemu-aarch64-static") or sys.exit("Install qemu-user-static.")
        # F: the emulator is opened now, so that it is found inside a chroot too.
        (table / "register").write_text(f":{EMULATION}:M::{magic}:{mask}:{emulator}:F")


class Root:
    """One system to work in, for as long as the ``with`` lasts."""

    def __init__(self, name: str, *lower: Path, keep: bool = False) -> None:
        """``lower`` are folders, the uppermost first; ``keep`` leaves the layer for the next."""
        self.folder = WORK / "layers" / name
        self.lower = lower
        self.shared = self.folder / "shared"
        """A folder that inside stands at ``/mnt/shared``."""
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        for part in ("upper", "work", "merged", "shared"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)

    @property
    def upper(self) -> Path:
        """What was changed in it."""
        return self.folder / "upper"

    @property
    def merged(self) -> Path:
        """Where the system stands, for who sees it: ``outside``."""
        return self.folder / "merged"

    def __enter__(self) -> "Root":
        lower = ":".join(map(str, self.lower))
        parts = [str(self.folder / each) for each in ("upper", "work", "merged", "shared")]
        self._holder = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", MOUNTS, "sh", lower, *parts],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._holder.stdout is not None
        if self._holder.stdout.readline().strip() != "ready":
            sys.exit(f"{self.folder} cannot be mounted; this needs root.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._holder.kill()
        self._holder.wait()

    def command(self, *command: object, user: str = "root", **environment: str) -> list[str]:
        """How to start a command inside, with nothing of this machine's environment."""
        given = {"PATH": PATH, "HOME": "/tmp", "LANG": "C.UTF-8", **environment}
        inside = [
            "nsenter", "-t", str(self._holder.pid), "-m", "chroot",
            *([f"--userspec={user}"] if user != "root" else []), str(self.folder / "merged"),
            "/usr/bin/env", "-i", *(f"{name}={value}" for name, value in given.items()),
        ]  # fmt: skip
        return [*inside, *map(str, command)]

    def run(self, *command: object, user: str = "root", **environment: str) -> str:
        """Run a command inside; gives what it printed, or ends everything with what went wrong."""
        done = subprocess.run(
            self.command(*command, user=user, **environment),
            capture_output=True, text=True, check=False, cwd="/",
        )  # fmt: skip
        if done.returncode:
            line = " ".join(map(str, command))
            sys.exit(f"{line} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def outside(self, *command: object) -> None:
        """Run a command of this machine that sees the system, at ``merged``."""
        line = ["nsenter", "-t", str(self._holder.pid), "-m", *map(str, command)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{command[0]} failed ({done.returncode}):\n{done.stdout}{done.stderr}")

    def install(self, packages: Sequence[str]) -> None:
        """Debian packages, or .deb files under ``/mnt/shared``, with what they need."""
        old = ["-o", "Acquire::Check-Valid-Until=false", "-o", "APT::Sandbox::User=root"]
        # What a kernel begins with takes minutes to make; who wants it makes it when all is there.
        quiet = {"DEBIAN_FRONTEND": "noninteractive", "INITRD": "No"}
        self.run("apt-get", *old, "update", "-qq", **quiet)
        self.run(
            "apt-get", *old, "install", "-qq", "-y", "--no-install-recommends", *packages, **quiet
        )

    def unpack(self, package: str, component: str, folder: str) -> None:
        """Put the files of a Debian package into a folder of ``shared``, and install nothing."""
        (self.shared / "from.list").write_text(f"deb {mirror()} {SUITE} {component}\n")
        source = "-o Dir::Etc::sourcelist=/mnt/shared/from.list -o Dir::Etc::sourceparts=-"
        old = "-o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root"
        self.run("sh", "-ec", f"cd /mnt/shared; rm -rf {folder} {package}_*.deb;"
                 f" apt-get {source} {old} update -qq; apt-get {source} {old} download {package};"
                 f" dpkg-deb -x {package}_*.deb {folder}")  # fmt: skip


def with_packages(name: str, architecture: str, packages: Sequence[str]) -> Path:
    """A base with packages more, made when it is not there yet; gives the layer."""
    layer, done = WORK / "layers" / name / "upper", WORK / "layers" / name / "done"
    if not done.exists() or done.read_text() != " ".join(packages):
        lower = base(architecture)
        say(f"Adding {', '.join(packages)}")
        with Root(name, lower) as root:
            root.install(packages)
        done.write_text(" ".join(packages))
    return layer
