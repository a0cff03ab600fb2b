"""The wheel works outside the checkout: the form engine alone, and the kiosk with its words."""

import subprocess
import sys
import textwrap
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


STREET = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Street</h:title><model>
<itext><translation lang="English (en)"><text id="kind"><value>What is wrong?</value></text>
<text id="light"><value>A light</value></text></translation></itext>
<instance><data id="street" version="1"><kind/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/kind" type="string" required="true()"/>
</model></h:head>
<h:body><select1 ref="/data/kind"><label ref="jr:itext('kind')"/>
<item><label ref="jr:itext('light')"/><value>light</value></item></select1></h:body></h:html>"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the project's own build back-end."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(folder), str(ROOT)], check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel and nothing else, not even what it depends on."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    inside = folder / "bin" / "python"
    target = next((folder / "lib").glob("python3*/site-packages"))
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target)]
    subprocess.run([*command, str(wheel)], check=True)
    return inside


def ran(python: Path, program: str, folder: Path) -> str:
    done = subprocess.run(
        [python, "-I", "-c", program], capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def example() -> str:
    """The lines of the README under 'The form engine by itself'."""
    text = (ROOT / "README.md").read_text().partition("### The form engine by itself")[2]
    block = [line for line in text.partition("It passes")[0].splitlines() if line[:4] == "    "]
    return textwrap.dedent("\n".join(block))


def test_the_form_engine_by_itself(python: Path, tmp_path: Path) -> None:
    """The README's own example, with the standard library alone."""
    (tmp_path / "street.xml").write_text(STREET, encoding="utf-8")
    said = ran(python, example() + "\nimport sys; print(sorted(sys.modules))", tmp_path)
    labels, _, modules = said.rpartition("[")
    assert labels.splitlines()[0] == "What is wrong?"
    assert not {"kivy", "msgpack", "nacl", "requests"} & set(modules.replace("'", "").split(", "))


def test_its_words_came_along(python: Path, tmp_path: Path) -> None:
    program = "from kiosk.words import shipped; print(len(shipped()))"
    there = len(list((ROOT / "assets" / "locale").glob("*/LC_MESSAGES/kiosk.po")))
    assert int(ran(python, program, tmp_path)) == 1 + there
