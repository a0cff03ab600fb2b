"""What is left out of a bundle or a package is nothing that the program may ever import.

That all of it is there is shown by ``build/bundle`` and ``build/deb``, which import it where it was
installed; they are too slow for here.
"""

import ast
import subprocess
import sys
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build"))
from packing import complete, parts, slim  # noqa: E402

PACKING = ROOT / "build" / "packing"
PROGRAMS = ("kiosk", "collector")
EXPOSED = {"connected-society-reading": 1.0, "connected-society-kiosk": 2.5}
"""How much of the machine a service may reach, from 0 to 10, as systemd counts it."""


def excluded(program: str) -> set[str]:
    """What its spec keeps out by name."""
    tree = ast.parse((PACKING / f"{program}.spec").read_text())
    (made,) = (each for each in ast.walk(tree)
               if isinstance(each, ast.Call) and ast.unparse(each.func) == "Analysis")  # fmt: skip
    (given,) = (each.value for each in made.keywords if each.arg == "excludes")
    said = {each.value for each in ast.walk(given) if isinstance(each, ast.Constant)}
    return {*map(str, said - {"excludes"}), *parts.NOT_NEEDED}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_bundle_keeps_nothing_out_that_is_imported(program: str) -> None:
    out = tuple(f"{each}." for each in excluded(program))
    wanted = [each.replace(":", ".") for each in complete.named(program, ROOT)]
    assert not [each for each in wanted if f"{each}.".startswith(out)]
    assert len(out) > len(parts.NOT_NEEDED) and len(wanted) > 500


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_package_takes_nothing_out_that_is_imported(program: str) -> None:
    for name in complete.named(program, ROOT):
        path = Path(*name.replace(":", ".").split("."))
        for place in (path, *path.parents):
            assert not any(fnmatchcase(str(place), each) for each in slim.UNUSED[program]), name


def installed_with(extra: str) -> set[str]:
    """What comes when the project is installed for a program: its libraries, and theirs."""
    asked, found = [("connected-society", extra)], set[tuple[str, str]]()
    while asked:
        name, part = asked.pop()
        if (name, part) not in found:
            found.add((name, part))
            for wanted in map(Requirement, metadata.requires(name) or ()):
                if wanted.marker is None or wanted.marker.evaluate({"extra": part}):
                    asked += [(canonicalize_name(wanted.name), p) for p in ("", *wanted.extras)]
    return {name for name, _ in found}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_imported_is_installed_with_it(program: str) -> None:
    """The other program's libraries are there where both are developed, and nowhere else."""
    comes, given_by = installed_with(program), metadata.packages_distributions()
    for name in complete.named(program, ROOT):
        top = name.partition(":")[0].partition(".")[0]
        if top not in sys.stdlib_module_names | {"kiosk", "sync"}:
            assert {canonicalize_name(each) for each in given_by[top]} & comes, name


def test_what_is_imported_late_counts_and_what_a_type_checker_reads_does_not() -> None:
    late = {"kivy.core.window:Window", "requests", "escpos:printer"}
    assert late <= set(complete.named("kiosk", ROOT))
    assert {"PIL:Image", "wordfreq:top_n_list"} <= set(complete.named("collector", ROOT))
    written = "if TYPE_CHECKING:\n    import one\ndef f():\n    if x:\n        import two\n"
    assert list(complete._imported(ast.parse(written))) == ["two"]


def test_a_part_may_be_a_module_or_not() -> None:
    assert complete.lacking(["escpos:printer", "kiosk.words:shipped"]) is None
    assert "nothing" in str(complete.lacking(["kiosk.words:nothing"]))


def test_what_lacks_is_named() -> None:
    assert complete.lacking(["kiosk.words", "kiosk.forms.nothing"]) is not None
    assert complete.lacking(["kiosk.words", "sync.errors"]) is None


@pytest.mark.parametrize("unit", sorted(PACKING.glob("debian/*/*.service")), ids=lambda p: p.stem)
def test_systemd_finds_a_service_well_shut_in(unit: Path) -> None:
    limit = int(10 * EXPOSED.get(unit.stem, 1.5))
    command = ["systemd-analyze", "security", "--offline=yes", f"--threshold={limit}", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1]


def test_a_service_that_is_not_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "open.service").write_text("[Service]\nExecStart=/bin/true\n")
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=25"]
    assert subprocess.run([*command, str(tmp_path / "open.service")], check=False).returncode != 0
