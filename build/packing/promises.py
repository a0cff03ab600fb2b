"""What a kiosk machine promises, asked of one that runs."""

import re
import sys
import time
from pathlib import Path

from packing import disk
from packing.emulated import Machine, until
from packing.roots import say
from packing.table import MIB, Part

PID = "$(systemctl show -P MainPID connected-society-kiosk)"
GROUP = "/sys/fs/cgroup/system.slice/connected-society-kiosk.service"
STICK = "/media/sda"
PROMISES: tuple[tuple[str, str, str], ...] = (
    ("the system cannot be written", "findmnt -no FSTYPE,OPTIONS /", r"squashfs\s+ro\b.*"),
    ("not even by root", "touch /etc/here 2>&1", r".*Read-only file system"),
    ("what is kept runs nothing", "findmnt -no OPTIONS /var/lib/connected-society",
     r"rw,nosuid,nodev,noexec.*"),
    ("new versions run from where root alone writes",
     "findmnt -no OPTIONS /var/lib/connected-society-programs; stat -c '%U %a'"
     " /var/lib/connected-society-programs", r"rw,nosuid,nodev,noatime\b.*\nroot 755"),
    ("and only of the council whose code stood on the card",
     "wc -c </var/lib/connected-society-programs/fingerprint", r"9"),
    ("the kiosk may ask root for one", "systemctl is-active connected-society-programs.socket",
     "active"),
    ("the card's settings are only read", "findmnt -no OPTIONS /boot", r"ro,nosuid,nodev,noexec.*"),
    ("temporary files are in memory", "findmnt -no FSTYPE /tmp", "tmpfs"),
    ("logs are in memory", "ls -d /run/log/journal; findmnt -no FSTYPE /var/log;"
     " ls /var/log/journal 2>&1", r"/run/log/journal\ntmpfs\nls: cannot access.*"),
    ("there is no swap", "tail -n +2 /proc/swaps", ""),
    ("the magic keys are off", "cat /proc/sys/kernel/sysrq", "0"),
    ("core dumps are kept nowhere", "cat /proc/sys/kernel/core_pattern", r"\|/bin/false"),
    ("and the kiosk makes none", f"grep core /proc/{PID}/limits", r"Max core file size\s+0\s+0.*"),
    ("nobody can log in", "cat /proc/[0-9]*/comm | grep -Ex 'agetty|getty|login|sulogin|sshd'", ""),
    ("not at any console", "systemctl is-enabled getty@tty1 serial-getty@ttyS0 autovt@tty2"
     " ctrl-alt-del.target debug-shell", r"(masked\n){4}masked"),
    ("root has no password", "grep ^root: /etc/shadow", r"root:[!*].*"),
    ("the watchdog runs", "cat /sys/class/watchdog/watchdog0/state"
     " /sys/class/watchdog/watchdog0/timeout", r"active\n1?\d"),
    ("the kiosk runs under cage", f"cat /proc/{PID}/comm", "cage"),
    ("all of it within its limits", f"for p in $(cat {GROUP}/cgroup.procs); do cat /proc/$p/comm;"
     " done | sort -u", r"Xwayland\ncage\npython3"),
    ("without any capability", f"grep -E 'CapEff|NoNewPrivs' /proc/{PID}/status",
     r"CapEff:\s+0+\nNoNewPrivs:\s+1"),
    ("however often it ends", "systemctl show -P Restart -P StartLimitIntervalUSec"
     " connected-society-kiosk", r"always\n0"),
    ("nothing has failed", "systemctl --failed --plain --no-legend", ""),
)  # fmt: skip
"""What is promised, the question as a shell asks it, and the only answer that will do."""


def kept(machine: Machine) -> None:
    """Ask for every one."""
    for what, question, answer in PROMISES:
        asked(machine, what, question, answer)


def asked(machine: Machine, what: str, question: str, answer: str) -> None:
    """One question; ends everything when the answer is another."""
    _, said = machine.run("sh", "-c", question)
    if not re.fullmatch(answer, said):
        sys.exit(f"This is not kept: {what}. Asked: {question}\nAnswer: {said}")
    say(f"ok  {what}: {' '.join(said.split())[:70]}")


def of_sticks(machine: Machine, folder: Path) -> None:
    """A stick that is put in can be read, and written only while the kiosk holds the line."""
    stick = folder / "stick.img"
    disk.fat(stick, Part("stick", "", 0, 64 * MIB, ""), "STICK")
    hand = f"drive_add 0 if=none,id=stick,format=raw,file={stick}"
    machine.control("human-monitor-command", **{"command-line": hand})
    machine.control("device_add", driver="usb-storage", drive="stick", id="stick")
    here = f"findmnt -no OPTIONS {STICK}"
    until(lambda: machine.run("sh", "-c", here)[0] == 0, 120, "The stick is not mounted.")
    asked(machine, "a stick is mounted for reading", here, r"ro,nosuid,nodev,noexec.*")
    asked(machine, "the kiosk cannot write to it", by_kiosk(f"touch {STICK}/x 2>&1"),
          r".*Read-only file system")  # fmt: skip
    held = (
        "import sys; sys.path.insert(0, '/usr/lib/connected-society-kiosk/lib')\n"
        "from kiosk.machine import sticks_written\n"
        f"with sticks_written(): open('{STICK}/x', 'w').write('x'); print('written')\n"
        f"try: open('{STICK}/y', 'w')\n"
        "except OSError as error: print(error.strerror)\n"
    )
    asked(machine, "but while it carries out", by_kiosk(f'python3 -c "{held}"'),
          "written\nRead-only file system")  # fmt: skip
    asked(machine, "then it is as before", here, r"ro,nosuid,nodev,noexec.*")
    machine.control("device_del", id="stick")
    gone = f"[ -e {STICK} ]"
    until(lambda: machine.run("sh", "-c", gone)[0] != 0, 120, "The stick is still there.")
    say("ok  taken out, nothing of it is left")


def by_kiosk(command: str) -> str:
    """A command as the kiosk's user, with the folders as the kiosk's own unit sees them."""
    user = "--reuid connected-kiosk --regid connected-kiosk --init-groups"
    return f"nsenter -t {PID} -m setpriv {user} sh -c '{quoted(command)}'"


def quoted(command: str) -> str:
    """For within single quotes of a shell."""
    return command.replace("'", "'\\''")


def of_keys(machine: Machine) -> None:
    """Keys of a plugged keyboard that would be a way out of any other machine."""
    console, before = "cat /sys/class/tty/tty0/active", machine.picture()
    _, active = machine.run("sh", "-c", console)
    for keys in ("ctrl-alt-f2", "ctrl-alt-f1", "alt-f3", "ctrl-alt-delete", "alt-sysrq-b",
                 "alt-f4", "ctrl-c", "meta_l"):  # fmt: skip
        machine.control("human-monitor-command", **{"command-line": f"sendkey {keys}"})
        time.sleep(1)
    time.sleep(5)
    asked(machine, "no key changes the console", console, active)
    until(lambda: machine.picture() == before, 120, "After the keys the screen is another.")
    say("ok  after eight combinations of keys the screen is the same")


def same(machine: Machine, before: str) -> str:
    """What is kept, which must be as before; gives it."""
    check = "import sqlite3; print(*sqlite3.connect('kiosk.db').execute('pragma integrity_check'))"
    question = (
        "cd /var/lib/connected-society/kiosk && sha256sum <device.key && kiosk status --json"
        f' && python3 -c "{check}"'
    )
    _, said = machine.run("sh", "-c", question, user="connected-kiosk")
    if before and said != before:
        sys.exit(f"What was kept is another. Before: {before}\nNow: {said}")
    say(f"ok  what is kept is there: {' '.join(said.split())[:150]}")
    return said
