"""What the package connected-society-machine promises stands in its files.

The same is asked of a machine that runs by ``build/image --prove``, which is too slow for here.
"""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build"))
from packing import image, machine  # noqa: E402
from packing.kinds import Kind  # noqa: E402
from packing.pc import Pc  # noqa: E402

from kiosk.config import load  # noqa: E402

KIOSK = ROOT / "build/packing/debian/kiosk/connected-society-kiosk.service"
PROGRAMS = "/var/lib/connected-society-programs"
UNITS = "usr/lib/systemd/system"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the package would put onto a machine."""
    return machine.stage("1.0", tmp_path_factory.mktemp("stage"))


def settings(path: Path) -> dict[str, str]:
    """The lines of a file of systemd's or sysctl's, by name."""
    lines = [line for line in path.read_text().splitlines() if line and line[0] not in "#["]
    return {
        name.strip(): value.strip() for name, _, value in (each.partition("=") for each in lines)
    }


def test_systemd_takes_every_unit(package: Path, tmp_path: Path) -> None:
    """All that it may complain of is that the programs are not on this machine."""
    units = tmp_path / "units"
    shutil.copytree(package / UNITS, units)
    for unit in (*KIOSK.parent.glob("*.service"), *KIOSK.parent.glob("*.socket")):
        shutil.copy(unit, units)
    shutil.copy(
        units / "connected-society-stick@.service", units / "connected-society-stick@sda.service"
    )
    (units / "seatd.service").write_text("[Service]\nExecStart=/bin/true\n")
    names = [str(path) for path in units.iterdir() if path.is_file() and "@." not in path.name]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"}, check=False,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert said == []
    assert len(names) >= 6


def test_a_unit_with_a_mistake_would_be_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.service"
    wrong.write_text("[Service]\nExecStart=/bin/true\nReadWritePats=/media\n")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(wrong)], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert "ReadWritePats" in done.stderr


def test_magic_keys_and_core_dumps_are_off(package: Path) -> None:
    given = settings(package / "usr/lib/sysctl.d/90-connected-society-machine.conf")
    assert given["kernel.sysrq"] == "0"
    assert given["kernel.core_pattern"] == "|/bin/false"
    manager = settings(package / "usr/lib/systemd/system.conf.d/connected-society-machine.conf")
    assert manager["DefaultLimitCORE"] == "0"
    assert settings(KIOSK)["LimitCORE"] == "0"


def test_the_watchdog_waits_no_longer_than_a_raspberry_pi_can(package: Path) -> None:
    manager = settings(package / "usr/lib/systemd/system.conf.d/connected-society-machine.conf")
    assert 5 <= int(manager["RuntimeWatchdogSec"].removesuffix("s")) <= 15


def test_logs_stay_in_memory(package: Path) -> None:
    given = settings(package / "usr/lib/systemd/journald.conf.d/connected-society-machine.conf")
    assert given["Storage"] == "volatile"
    assert int(given["RuntimeMaxUse"].removesuffix("M")) <= 32


def test_no_console_but_the_kiosk(package: Path) -> None:
    given = settings(package / "usr/lib/systemd/logind.conf.d/connected-society-machine.conf")
    assert (given["NAutoVTs"], given["ReserveVT"]) == ("0", "0")
    for unit in machine.MASKED:
        assert os.readlink(package / "etc/systemd/system" / unit) == "/dev/null"
    assert {"getty@.service", "serial-getty@.service", "swap.target"} <= set(machine.MASKED)
    assert " -s" not in settings(KIOSK)["ExecStart"], "cage switches consoles when told to"


def test_the_kiosk_is_started_again_for_ever() -> None:
    given = settings(KIOSK)
    assert given["Restart"] == "always"
    assert given["StartLimitIntervalSec"] == "0"


def test_only_the_kiosk_may_ask_root(package: Path) -> None:
    sockets = [*(package / UNITS).glob("*.socket"), *KIOSK.parent.glob("*.socket")]
    assert len(sockets) == 3
    for path in sockets:
        given = settings(path)
        assert (given["SocketUser"], given["SocketMode"]) == ("connected-kiosk", "0600")
        assert (given["Accept"], given["MaxConnections"]) == ("yes", "1")


def test_sticks_are_mounted_for_reading_and_run_nothing(package: Path) -> None:
    script = (package / "usr/lib/connected-society-machine/stick").read_text()
    assert "noexec,nosuid,nodev" in script
    assert re.search(r"^in\)(?:\n    .*)*\n    put \"\$2\" ro$", script, re.MULTILINE)
    assert script.index("trap 'again ro' EXIT") < script.index("\n    again rw\n")
    rules = (package / "usr/lib/udev/rules.d/90-connected-society-machine.rules").read_text()
    assert 'ENV{ID_BUS}=="usb"' in rules


@pytest.mark.parametrize("name", ["stick", "dark", "enrol", "trust"])
def test_its_programs_can_be_run(package: Path, name: str) -> None:
    path = package / "usr/lib/connected-society-machine" / name
    assert path.stat().st_mode & 0o777 == 0o755
    subprocess.run(["sh", "-n", path], check=True)


def test_the_disk_is_read_but_for_its_data() -> None:
    lines = [line.split() for line in (image.HERE / "fstab").read_text().splitlines()]
    table = {line[1]: (line[2], set(line[3].split(","))) for line in lines if line[0] != "#"}
    assert table["/"] == ("squashfs", {"ro"})
    assert "ro" in table["/boot"][1]
    for place, (_, options) in table.items():
        assert place == "/" or {"nosuid", "nodev"} <= options, place
        assert ("noexec" in options) == (place not in ("/", PROGRAMS)), place
    assert table[PROGRAMS][0] == "ext4"
    assert all(table[place][0] == "tmpfs" for place in ("/tmp", "/var/log", "/var/tmp"))
    assert "swap" not in {kind for kind, _ in table.values()}


@pytest.mark.parametrize("folder", [KIOSK.parent, image.HERE], ids=["package", "image"])
def test_new_versions_are_started_from_where_root_alone_writes(folder: Path) -> None:
    given = load(folder / "kiosk.toml", {})
    assert given.updates and str(given.started_from) == PROGRAMS
    unit = settings(KIOSK.parent / "connected-society-programs@.service")
    assert (unit["ReadWritePaths"], unit["CapabilityBoundingSet"]) == (
        PROGRAMS, "CAP_DAC_READ_SEARCH"
    )  # fmt: skip
    assert "User" not in unit and PROGRAMS not in settings(KIOSK)["ReadWritePaths"]
    assert f"install -d -m 755 {PROGRAMS}\n" in (KIOSK.parent / "postinst").read_text()


def test_the_boot_loader_lets_nobody_in() -> None:
    menu = Pc().told("an-id")
    assert menu.index("set superusers=nobody") < menu.index("linux ") < menu.index("\nboot\n")
    assert "root=PARTUUID=an-id rootfstype=squashfs ro" in menu
    assert {"panic=10", "fsck.repair=yes", "systemd.swap=no"} <= set(menu.split())
    assert "password" not in menu


@pytest.mark.parametrize("kind", image.KINDS.values(), ids=image.KINDS)
def test_no_two_disks_have_partitions_of_one_name(kind: Kind) -> None:
    first, second = (set(kind.table.new_ids().values()) for _ in range(2))
    assert len(first) == len(kind.table.kinds) and not first & second


def test_the_package_is_one_that_dpkg_takes(package: Path, tmp_path: Path) -> None:
    made = tmp_path / "machine.deb"
    subprocess.run(
        ["dpkg-deb", "--build", str(package), str(made)], check=True, capture_output=True
    )
    told = subprocess.run(["dpkg-deb", "--field", made], capture_output=True, text=True, check=True)
    fields = configparser.ConfigParser(delimiters=":")
    fields.read_string("[package]\n" + told.stdout)
    depends = {each.split()[0] for each in fields["package"]["Depends"].split(",")}
    assert {"connected-society-kiosk", "cage", "seatd", "xwayland"} <= depends


def test_the_launcher_runs_the_version_it_lies_beside(tmp_path: Path) -> None:
    """Of the installed folder by its link in the path, and of any other folder by its own name."""
    for version in ("installed", "later"):
        package = tmp_path / version / "lib" / "kiosk"
        package.mkdir(parents=True)
        (package / "__main__.py").write_text(f"import sys; print({version!r}, *sys.argv[1:])\n")
        shutil.copy(KIOSK.parent / "launcher", package.parents[1] / "kiosk")
        (package.parents[1] / "kiosk").chmod(0o755)
    (tmp_path / "link").symlink_to("installed/kiosk")
    for program, said in (("link", "installed run"), ("later/kiosk", "later run")):
        done = subprocess.run(
            [tmp_path / program, "run"], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == said
    assert not list(tmp_path.rglob("*.pyc"))
