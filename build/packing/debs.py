"""Makes the Debian packages, and proves them: installed, used, upgraded, removed and purged.

Our own code and the Python libraries that Debian does not have in these versions go into one
folder of the package; Python itself, Pango, the graphics driver, fonts and the voice are Debian's,
so that their security updates come from Debian. Wheels are fetched for the other architecture as
they are, so that no emulation is needed to build.
"""

import argparse
import compileall
import gzip
import os
import py_compile
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from packing import machine, proving, roots, slim
from packing.roots import PROJECT, WORK, Root, say

HERE = Path(__file__).resolve().parent / "debian"
DIST = PROJECT / "dist"
NAMES = ("kiosk", "collector")
PLATFORMS = {
    "amd64": ("manylinux_2_28_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64"),
    "arm64": ("manylinux_2_28_aarch64", "manylinux2014_aarch64", "manylinux_2_17_aarch64"),
}
PYTHON = "3.11"
DEPENDS = "python3 (>= 3.11), python3 (<< 3.12)"
"""The wheels are for one version of Python, that of Debian 12 and of Raspberry Pi OS on it."""
LIBRARIES = {
    "kiosk": "usr/lib/connected-society-kiosk/lib",
    "collector": "usr/lib/connected-society-collector",
}
"""Where our code is. The kiosk's folder is made as any later version's: the launcher at its top."""
LAUNCHER = {"kiosk": "usr/lib/connected-society-kiosk/kiosk", "collector": "usr/bin/collector"}
GUIDES = {"kiosk": "kiosk/GUIDE.md", "collector": "sync/collector/GUIDE.md"}


def version() -> str:
    """Of the project, with ``~`` and the day of the last commit where it is not a release."""
    said = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    return str(said)


def pip(*arguments: object) -> None:
    """Our own pip, quietly; ends everything when it fails."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "-q",
        *map(str, arguments),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def own_wheel() -> Path:
    """The project itself as a wheel."""
    wheels = WORK / "wheels"
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", wheels, PROJECT)
    return next(wheels.glob("connected_society-*.whl"))


def pins() -> Path:
    """The versions of the lock, for pip to keep to; hashes differ between architectures' files."""
    lines = (PROJECT / "requirements.lock").read_text().splitlines()
    found = [line.partition(" ")[0] for line in lines if re.match(r"[a-z0-9].*==", line)]
    path = WORK / "pins.txt"
    path.write_text("\n".join(found) + "\n")
    return path


def plain_wheels(constraint: Path) -> None:
    """Libraries that come as source alone and are pure Python, made into wheels once."""
    pip(
        "wheel", "--no-deps", "-w", WORK / "wheels", "-c", constraint, "pangocairocffi", "pangocffi"
    )


def libraries(name: str, architecture: str, folder: Path) -> None:
    """Our code and what it needs, for one architecture."""
    constraint = pins()
    plain_wheels(constraint)
    platforms = [part for each in PLATFORMS[architecture] for part in ("--platform", each)]
    pip(
        "install", "--target", folder, *platforms, "--python-version", PYTHON,
        "--implementation", "cp", "--only-binary=:all:", "--no-compile",
        "--find-links", WORK / "wheels", "-c", constraint, f"{own_wheel()}[{name}]",
    )  # fmt: skip
    slim.make(name, architecture, folder)
    for each in ("pangocffi", "pangocairocffi"):  # they would make it, and may not
        if (folder / each).exists():
            (folder / each / "_generated").mkdir(exist_ok=True)
    compileall.compile_dir(
        folder, quiet=1, stripdir=str(folder), prependdir=f"/{LIBRARIES[name]}",
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH, workers=2,
    )  # fmt: skip


def make(name: str, architecture: str) -> Path:
    """Build one package; gives the file."""
    package = f"connected-society-{name}"
    stage = WORK / "stage" / f"{package}-{architecture}"
    shutil.rmtree(stage, ignore_errors=True)
    libraries(name, architecture, stage / LIBRARIES[name])
    put(stage, name)
    control(stage, name, architecture, version())
    return pack(stage, f"{package}_{version()}_{architecture}.deb")


def newer(name: str, architecture: str) -> Path:
    """The package as it was built, with a higher version, to upgrade to."""
    stage, made = WORK / "stage" / "newer", f"connected-society-{name}_{{}}_{architecture}.deb"
    shutil.rmtree(stage, ignore_errors=True)
    stage.parent.mkdir(exist_ok=True)
    subprocess.run(["dpkg-deb", "-R", str(DIST / made.format(version())), stage], check=True)
    fields = stage / "DEBIAN" / "control"
    higher = version() + "+1"
    fields.write_text(fields.read_text().replace(f"\nVersion: {version()}", f"\nVersion: {higher}"))
    return pack(stage, made.format(higher), "-Znone")


def make_machine() -> Path:
    """Build the package that makes a machine nothing but a kiosk, for every architecture."""
    return pack(machine.stage(version()), f"{machine.NAME}_{version()}_all.deb")


def pack(stage: Path, name: str, *how: str) -> Path:
    """Make the package file of a folder, and say how large it is; ``how`` goes to dpkg-deb."""
    DIST.mkdir(exist_ok=True)
    made = DIST / name
    subprocess.run(
        ["dpkg-deb", *how, "--root-owner-group", "--build", str(stage), str(made)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    packed, installed = (
        made.stat().st_size,
        proving.size_of(stage) - proving.size_of(stage / "DEBIAN"),
    )
    say(f"dist/{made.name}: {packed / 1e6:.1f} MB, {installed / 1e6:.1f} MB installed")
    return made


def put(stage: Path, name: str) -> None:
    """Command, units, user, settings and documents, where Debian has them."""
    package, here = f"connected-society-{name}", HERE / name
    places = {
        here / "launcher": LAUNCHER[name],
        here / "sysusers.conf": f"usr/lib/sysusers.d/{package}.conf",
        **{each: f"usr/share/polkit-1/rules.d/50-{package}.rules" for each in here.glob("*.rules")},
        here / f"{name}.toml": f"etc/connected-society/{name}.toml",
        PROJECT / "LICENSE": f"usr/share/doc/{package}/copyright",
        PROJECT / "README.md": f"usr/share/doc/{package}/README.md",
        PROJECT / GUIDES[name]: f"usr/share/doc/{package}/GUIDE.md",
        **{unit: f"lib/systemd/system/{unit.name}" for unit in here.glob("*.service")},
        **{unit: f"lib/systemd/system/{unit.name}" for unit in here.glob("*.timer")},
        **{unit: f"lib/systemd/system/{unit.name}" for unit in here.glob("*.socket")},
    }
    for source, place in places.items():
        target = stage / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o755 if source.name == "launcher" else 0o644)
    if name == "kiosk":
        (stage / "usr/bin").mkdir()
        (stage / "usr/bin/kiosk").symlink_to("../lib/connected-society-kiosk/kiosk")
    for path in stage.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)


def control(stage: Path, name: str, architecture: str, numbers: str) -> None:
    """What dpkg reads."""
    folder, package = stage / "DEBIAN", f"connected-society-{name}"
    folder.mkdir(mode=0o755)
    text = (HERE / name / "control").read_text()
    size = proving.size_of(stage) // 1024
    (folder / "control").write_text(
        text.format(version=numbers, architecture=architecture, size=size, python=DEPENDS)
    )
    (folder / "conffiles").write_text(f"/etc/connected-society/{name}.toml\n")
    for script in ("postinst", "prerm", "postrm"):
        shutil.copyfile(HERE / name / script, folder / script)
        (folder / script).chmod(0o755)
    log = ["git", "log", "-1", "--format=%aD"]
    when = subprocess.run(log, capture_output=True, text=True, cwd=PROJECT, check=False).stdout
    entry = (
        f"{package} ({numbers}) unstable; urgency=medium\n\n  * See README.md.\n\n"
        f" -- Connected Society contributors <connected-society@example.org>  {when.strip()}\n"
    )
    (stage / f"usr/share/doc/{package}/changelog.gz").write_bytes(
        gzip.compress(entry.encode(), 9, mtime=0)
    )


def prove(architecture: str, patience: int = 60) -> None:
    """Install both into empty systems; a visit and a sync; upgrade, remove, purge; data is kept."""
    base = roots.base(architecture)
    higher = {name: newer(name, architecture) for name in NAMES}
    with (
        Root(f"deb-kiosk-{architecture}", base) as a, Root(f"deb-council-{architecture}", base) as b
    ):  # fmt: skip
        for root, name in ((a, "kiosk"), (b, "collector")):
            put_in(root, DIST / higher[name].name.replace("+1", ""))
        council = proving.Council(
            b, "/usr/bin/collector", "/var/lib/connected-society/collector", "connected-collector"
        )
        kiosk = proving.Kiosk(
            a, "/usr/bin/kiosk", "/var/lib/connected-society/kiosk", "connected-kiosk"
        )
        council.prepare()
        whole(council, kiosk)
        with council.answering() as address:
            say(kiosk.do("enrol", address, council.do("code").split()[0]))
            say(kiosk.do("sync", KIOSK_COLLECTOR=address))
            first = kiosk.visit(council, address, patience)
            kiosk.print_slip()
            say(f"First screen of the installed kiosk after {first:.1f} s")
        shutil.copytree(
            a.shared / "pictures", WORK / f"pictures-{architecture}", dirs_exist_ok=True
        )
        kiosk.visit_alone(patience)  # what waits when everything is taken away
        say(kiosk.do("status"))
        put_in(a, higher["kiosk"])
        put_in(b, higher["collector"])
        council.do("migrate")
        with council.answering() as address:
            council.do("doctor")
            a.run("dpkg", "--remove", "connected-society-kiosk")
            kept(a, "/var/lib/connected-society/kiosk/kiosk.db")
            a.run("dpkg", "--purge", "connected-society-kiosk")
            kept(a, "/var/lib/connected-society/kiosk/kiosk.db")
            put_in(a, higher["kiosk"])
            say(kiosk.do("sync", KIOSK_COLLECTOR=address))
            say(f"The council holds {council.held_soon(2)} of 2 submissions")
        nothing_but(a)
        b.run("dpkg", "--purge", "connected-society-collector")
        kept(b, "/var/lib/connected-society/collector/keys/web.key")
    say("Upgraded, removed, purged and installed again: nothing was lost")


def whole(council: proving.Council, kiosk: proving.Kiosk) -> None:
    """Import all that either may ever import, as its launcher would."""
    for side, name in ((council, "collector"), (kiosk, "kiosk")):
        shutil.copy(HERE.parent / "complete.py", side.root.shared)
        django = proving.of_django(council.data) if name == "collector" else {}
        path = f"/{LIBRARIES[name]}"
        proving.whole(side, name, "python3", "/mnt/shared/complete.py", PYTHONPATH=path, **django)


def nothing_but(root: Root) -> None:
    """Make the system nothing but a kiosk: it starts by itself, and there is no log-in."""
    put_in(root, DIST / f"{machine.NAME}_{version()}_all.deb")
    root.run("systemctl", "is-enabled", "connected-society-kiosk", "connected-society-enrol")
    consoles = root.run("sh", "-c", "systemctl is-enabled getty@tty1 serial-getty@ttyS0 || true")
    if consoles.split() != ["masked", "masked"]:
        sys.exit(f"There is a log-in at a console: {consoles}")


def put_in(root: Root, package: Path) -> None:
    """Install a package file with what it needs."""
    shutil.copy(package, root.shared)
    say(f"Installing {package.name}")
    root.install([f"/mnt/shared/{package.name}"])


def kept(root: Root, path: str) -> None:
    """What must still be there."""
    root.run("test", "-s", path)


def main() -> None:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="build/deb")
    parser.add_argument("--arch", default="amd64", choices=sorted(PLATFORMS))
    parser.add_argument("--no-proof", action="store_true")
    parser.add_argument("--only-proof", action="store_true")
    given = parser.parse_args()
    os.umask(0o022)
    WORK.mkdir(exist_ok=True)
    if not given.only_proof:
        for name in NAMES:
            make(name, given.arch)
        make_machine()
    if not given.no_proof:
        prove(given.arch, 60 if given.arch == "amd64" else 600)


if __name__ == "__main__":
    main()
