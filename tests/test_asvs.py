"""The table of ASVS 5.0 is whole, every test it names is there, and what it says of the source."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "sync/collector/ASVS.md"
LINE = re.compile(r"\| (\d+)\.(\d+)\.(\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|")
NAMED = re.compile(r"([\w/]+\.py)::(test_\w+)")
CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13,
    14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip
"""Requirements of levels 1 and 2 in each chapter of ASVS 5.0.0."""
LEVELS = {1: 70, 2: 183}


def lines() -> Iterator[tuple[tuple[int, int, int], int, str]]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| \d+\.", line):
            found = LINE.fullmatch(line)
            assert found, line
            yield (int(found[1]), int(found[2]), int(found[3])), int(found[4]), found[6]


def test_each_requirement_has_one_line_and_says_how_it_stands() -> None:
    every = list(lines())
    numbers = [number for number, _, _ in every]
    assert numbers == sorted(set(numbers))
    assert Counter(chapter for chapter, _, _ in numbers) == CHAPTERS
    assert Counter(level for _, level, _ in every) == LEVELS
    for number, _, said in every:
        kind, _, reason = said.partition(": ")
        assert kind in ("holds", "does not apply", "missing"), number
        assert len(reason) > 10 and bool(NAMED.search(reason)) == (kind == "holds"), number


def test_every_test_that_is_named_is_there() -> None:
    named = {pair for _, _, said in lines() for pair in NAMED.findall(said)}
    assert len(named) > 60
    for file, name in named:
        text = (ROOT / "tests" / file).read_text(encoding="utf-8")
        assert f"def {name}(" in text, (file, name)


def trees() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted((ROOT / "sync").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, node, ast.unparse(node.func)


def imported() -> set[str]:
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names} | {
                    str(node.module)
                }
    return found


def test_no_code_is_made_at_run_time() -> None:
    """Nor brought to life from bytes."""
    made = [(path.name, name) for path, _, name in calls() if name in ("eval", "exec", "compile")]
    assert made == []
    assert not imported() & {"pickle", "marshal", "shelve", "yaml", "dill"}
    shells = [name for _, call, name in calls() if "shell" in {each.arg for each in call.keywords}]
    assert shells == [] and not any(name == "os.system" for _, _, name in calls())


def test_no_format_string_comes_from_outside() -> None:
    """What ``format`` is asked of stands in the source, or is a name of a constant there."""
    for path, call, _ in calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("format", "format_map"):
            of = call.func.value
            known = isinstance(of, ast.Constant) or (isinstance(of, ast.Name) and of.id.isupper())
            whole = of.value if isinstance(of, ast.Subscript) else of
            assert known or ast.unparse(whole) in SEEN, (path, call.lineno)


SEEN = {"front", "drop", "said", "self.said", "how", "sql.SQL('create database {}')"}
"""Looked at: these stand in the source too; ``drop`` and ``sql.SQL`` are SQL that quotes what it is
given, ``said`` and ``how`` are of ``sync/collector/paper/words.json``."""


def test_cryptography_comes_from_libraries() -> None:
    """libsodium alone seals and signs, in one place; the standard library hashes."""
    users = {
        path.parent.relative_to(ROOT).as_posix()
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and "nacl" in ast.unparse(node)
    }
    assert users == {"sync/sealing"}
    others = ("Crypto", "cryptography", "ecdsa", "rsa", "jwt")
    assert not [name for name in imported() if name.partition(".")[0] in others]
    hashes = {name for _, _, name in calls() if re.fullmatch(r"hashlib\.\w+", name)}
    assert hashes == {"hashlib.sha256", "hashlib.blake2b", "hashlib.md5"}
    weak = [ast.unparse(call) for _, call, name in calls() if name == "hashlib.md5"]
    assert len(weak) == 1 and "usedforsecurity=False" in weak[0], "a checksum of OpenRosa's alone"


def test_every_library_is_pinned_with_its_hash() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pin = r"^([\w.-]+)==\S+ \\\n((?: +--hash=sha256:[0-9a-f]{64}[ \\]*\n)+)"
    pins = re.findall(pin, text, re.M)
    assert len(pins) == len(re.findall(r"^[\w.-]+[=<>~ @]", text, re.M)) > 50


def test_nothing_of_the_tests_is_shipped() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'packages = ["kiosk", "sync"]' in text
    assert not [name for name in imported() if name.partition(".")[0] in ("tests", "pytest")]


@pytest.mark.parametrize("line", ["| 1.1.1 | 3 | a | holds: b |", "| 1.1.1 | 1 | a | b"])
def test_a_line_of_another_shape_would_be_found(line: str) -> None:
    assert not LINE.fullmatch(line)
