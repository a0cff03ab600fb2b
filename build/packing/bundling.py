"""Makes the kiosk and the collector as one folder each, and proves them in an empty Debian."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from packing import proving, roots
from packing.roots import PROJECT, WORK, Root, say

HERE = Path(__file__).resolve().parent
DIST = PROJECT / "dist"
NAMES = ("kiosk", "collector")
MOST = {"kiosk": 90_000_000}
"""What the kiosk may take without Chinese fonts, in bytes."""


def make(name: str) -> Path:
    """Bundle one of the two with PyInstaller; gives its folder."""
    say(f"Bundling the {name}")
    log = WORK / f"bundle-{name}.log"
    WORK.mkdir(exist_ok=True)
    with log.open("w") as written:
        done = subprocess.run(
            [sys.executable, "-m", "PyInstaller", "--noconfirm", "--distpath", str(DIST),
             "--workpath", str(WORK / "pyinstaller"), str(HERE / f"{name}.spec")],
            stdout=written, stderr=written, check=False,
            env={**os.environ, "KIVY_NO_ARGS": "1", "KIVY_HOME": str(WORK / "kivy")},
        )  # fmt: skip
    if done.returncode:
        sys.exit(f"PyInstaller failed; see {log}.")
    shutil.copy(PROJECT / "LICENSE", DIST / name)
    size = proving.size_of(DIST / name)
    say(f"dist/{name}: {size / 1e6:.1f} MB")
    if size > MOST.get(name, size):
        sys.exit(f"That is more than {MOST[name] / 1e6:.0f} MB; see build/packing/parts.py.")
    return DIST / name


def prove() -> None:
    """A visit and a sync between two empty systems without Python, from two folders."""
    with_screen = roots.with_packages("screen-amd64", "amd64", proving.SCREEN)
    base = roots.base()
    with Root("bundle-kiosk", with_screen, base) as a, Root("bundle-council", base) as b:
        for root, name in ((a, "kiosk"), (b, "collector")):
            shutil.copytree(DIST / name, root.shared / name, symlinks=True)
            if root.run("sh", "-c", "command -v python3 python cc gcc || true"):
                sys.exit("There is a Python or a compiler where none should be.")
        council = proving.Council(b, "/mnt/shared/collector/collector", "/root/council")
        kiosk = proving.Kiosk(a, "/mnt/shared/kiosk/kiosk", "/root/kiosk")
        council.prepare()
        django = proving.of_django(council.data)
        proving.whole(council, "collector", council.program, "--imports", **django)
        proving.whole(kiosk, "kiosk", kiosk.program, "--imports")
        with council.answering() as address:
            code = council.do("code").split()[0]
            say(kiosk.do("enrol", address, code))
            say(kiosk.do("sync", KIOSK_COLLECTOR=address))
            first = kiosk.visit(council, address)
            a.run("cp", "-a", "/mnt/shared/kiosk", "/opt/moved")
            kiosk.program = "/opt/moved/kiosk"
            again = kiosk.visit(council, address)
            kiosk.print_slip()
            say(kiosk.do("status"))
        say(f"The council holds {council.held} of 2 submissions")
        pictures = shutil.copytree(
            a.shared / "pictures", WORK / "pictures-bundle", dirs_exist_ok=True
        )
    say(f"First screen after {first:.2f} s, and from another folder after {again:.2f} s")
    say(f"Pictures of every screen are in {pictures.relative_to(PROJECT)}")


def main() -> None:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="build/bundle")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], default=[])
    parser.add_argument("--no-proof", action="store_true")
    parser.add_argument("--only-proof", action="store_true")
    given = parser.parse_args()
    if not given.only_proof:
        for name in given.names or NAMES:
            make(name)
    if not given.no_proof:
        prove()


if __name__ == "__main__":
    main()
