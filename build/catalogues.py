"""Brings the catalogues of words up to the code, and says what is not translated yet."""

import argparse
import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LOCALE = ROOT / "assets" / "locale"
EXAMPLES = """examples:
  build/words                    take up new sentences, put away old ones, say what is missing
  build/words --check            only say what is missing; exit code 1 when something is
  build/words --todo             the missing sentences of each language as JSON
  build/words --fill words.json  take translations from JSON such as {"cy": {"Next": "Nesaf"}}

A sentence that has gone from the code is kept at the foot of its catalogue, with its
translation, and comes back by itself when the code has it again."""
HEADER = """{name} words of the kiosk.
Machine-made; needs a native reader's check before it stands in a library."""


def sources() -> dict[str, list[str]]:
    """Every sentence in the code as ``words("...")``, and the files that have it, in order."""
    found: dict[str, list[str]] = {}
    walked = extract_from_dir(
        ROOT / "kiosk", method_map=[("**.py", "python"), ("**.kv", "python")],
        keywords={"words": None},
    )  # fmt: skip
    for file, _, message, _, _ in sorted(walked, key=lambda each: (each[0], each[1])):
        places = found.setdefault(str(message), [])
        if f"kiosk/{file}" not in places:
            places.append(f"kiosk/{file}")
    return found


def languages() -> dict[str, str]:
    """Code and English name of every language but English."""
    from babel import Locale

    from kiosk.words import LANGUAGES

    return {
        each.code: str(Locale.parse(each.code).english_name)
        for each in LANGUAGES
        if each.code != "en"
    }


def read(code: str) -> dict[str, str]:
    """What is translated, whether the code has it now or had it once."""
    path = file_of(code)
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        known = read_po(file)
    both = (*known.obsolete.values(), *known)
    return {str(each.id): str(each.string) for each in both if each.id and each.string}


def file_of(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / "kiosk.po"


def made(code: str, name: str, wanted: dict[str, list[str]], known: dict[str, str]) -> Catalog:
    """The catalogue of a language as it should be."""
    catalogue = Catalog(locale=code, project="connected-society", fuzzy=False)
    catalogue.header_comment = HEADER.format(name=name)
    for source, places in wanted.items():
        catalogue.add(source, known.get(source, ""), locations=[(each, None) for each in places])
    for source in sorted(set(known) - set(wanted)):
        catalogue.obsolete[source] = Message(source, known[source])
    return catalogue


def write(code: str, catalogue: Catalog) -> None:
    """Write it without dates, so that nothing changes when nothing has changed."""
    path = file_of(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=False, omit_header=True)
    body = path.read_text(encoding="utf-8")
    head = "".join(f"# {line}\n" for line in catalogue.header_comment.splitlines())
    head += (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: connected-society\\n"\n'
        f'"Language: {code}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    path.write_text(head + body.strip() + "\n", encoding="utf-8")


def main() -> int:
    """Run the command; 0 when nothing is missing or it was mended, 1 when something is."""
    parser = argparse.ArgumentParser(
        prog="build/words", description=__doc__, epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--todo", action="store_true", help="what is missing, as JSON")
    parser.add_argument("--fill", type=Path, metavar="FILE", help="translations as JSON")
    given = parser.parse_args()
    wanted = sources()
    filled = json.loads(given.fill.read_text(encoding="utf-8")) if given.fill else {}
    missing: dict[str, list[str]] = {}
    for code, name in languages().items():
        known = read(code) | filled.get(code, {})
        missing[code] = [source for source in wanted if not known.get(source)]
        if not (given.check or given.todo):
            write(code, made(code, name, wanted, known))
    return told(missing, len(wanted), given.todo)


def told(missing: dict[str, list[str]], count: int, as_json: bool) -> int:
    """Say what is missing; gives the exit code."""
    if as_json:
        print(json.dumps(missing, ensure_ascii=False, indent=1))
    else:
        for code, sentences in missing.items():
            print(f"{code}: {count - len(sentences)} of {count} sentences")
            for sentence in sentences:
                print(f"    {sentence}")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
