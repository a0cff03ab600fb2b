"""``python -m kiosk.forms check FORM.xml``: can this form be put on a kiosk?"""

import argparse
import json
import sys
from pathlib import Path

from kiosk.forms import AnswerError, Form, FormError, load
from kiosk.forms.suitable import Finding, findings

EXAMPLES = """examples:
  python -m kiosk.forms check street.xml
  python -m kiosk.forms check street.xml --resources media/ --json

exit codes: 0 it can, 1 it cannot and the reasons are printed, 2 wrong use"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.forms", description="Check an XForm before it is published.",
        epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("command", choices=["check"])
    parser.add_argument("form", type=Path)
    parser.add_argument("--resources", type=Path, help="folder of files the form names")
    parser.add_argument("--camera", action="store_true", help="the kiosks have a camera")
    parser.add_argument("--microphone", action="store_true", help="they have a microphone")
    parser.add_argument("--json", action="store_true", help="for a script")
    given = parser.parse_args(arguments)
    has = frozenset(name for name in ("camera", "microphone") if getattr(given, name))
    form, found = check(given.form, given.resources, has)
    if given.json:
        print(json.dumps(_report(form, found), ensure_ascii=False))
    else:
        for each in found:
            print(f"{each.ref + ': ' if each.ref else ''}{each.message}")
        print(f"{'No' if found else 'Yes'}, this form can{'not' if found else ''} be published.")
    return 1 if found else 0


def check(
    path: Path, resources: Path | None, has: frozenset[str] = frozenset()
) -> tuple[Form | None, list[Finding]]:
    """The form, and why it cannot be published; nothing when it can."""
    try:
        files = {each.name: each.read_bytes() for each in resources.iterdir()} if resources else {}
        form = load(path.read_bytes(), files)
        found = list(findings(form, has))
        if not found:
            _try(form)
        return form, found
    except FormError as error:
        return None, [Finding(str(error), error.ref, error.column)]
    except OSError as error:
        return None, [Finding(f"The file {error.filename} cannot be read.")]


def _try(form: Form) -> None:
    """Start the form and read every question in every language, as a kiosk would."""
    answers = form.start()
    for language in form.languages or ("",):
        if language:
            answers.set_language(language)
        for page in answers.pages():
            for ref in page.questions:
                try:
                    answers.question(ref)
                except AnswerError as error:
                    raise FormError(str(error), ref) from error


def _report(form: Form | None, found: list[Finding]) -> dict[str, object]:
    report: dict[str, object] = {
        "ok": not found,
        "problems": [
            {"message": each.message, "ref": each.ref, "column": each.column} for each in found
        ],
    }
    if form is not None:
        report |= {
            "form_id": form.form_id, "version": form.version, "title": form.title,
            "languages": list(form.languages), "questions": len(form.controls),
        }  # fmt: skip
    return report


if __name__ == "__main__":
    sys.exit(main())
