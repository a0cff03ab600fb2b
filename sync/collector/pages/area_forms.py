"""The forms by which the parts of "My place" are uploaded, and words about each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sync.collector.local.brought import AUTHORITY, Files
from sync.collector.models import Council, Hub
from sync.collector.pages import publishing

LARGEST = 15 << 20
"""Bytes of all files together, a little under what the server takes at all."""
Uploaded = Sequence["UploadedFile[bytes]"]


@dataclass(frozen=True)
class About:
    """A part in an officer's words."""

    title: str
    counted: str
    """What is counted of it, of which there is one."""
    file: str
    """What is uploaded."""
    columns: tuple[tuple[str, str], ...]
    """Each column of its table, and what stands in it."""


PAGE = ("page", "A web address to read on, if there is one")
ABOUT = {
    "councillors": About(
        "Councillors", "councillor", "A spreadsheet saved as CSV UTF-8, a councillor in each row.",
        (
            ("ward_code", "Code of the ward, such as E05000001"),
            ("ward", "Its name, as residents know it"),
            ("name", "The councillor. Empty while nobody is elected there"),
            ("party", "If there is one"),
            ("picture", "Name of a picture that you upload with it, such as lee.jpg"),
            ("surgeries", "When and where anybody can come and talk; several with ; between them"),
            ("telephone", "If there is one"), PAGE,
        ),
    ),
    "postcodes": About(
        "Postcodes", "postcode",
        "The ONS Postcode Directory as CSV, or the part of it with your area, as it is or in a"
        " .zip. Several files make one table. The whole country is too large for this page: whoever"
        " looks after this service loads it by a command.",
        (
            ("pcds", "The postcode"), ("wd25cd", "Code of its ward, with any year"),
            ("lad25cd", "Code of its local authority, with any year"),
            ("doterm", "The month since when it is not used any more"),
        ),
    ),
    "decisions": About(
        "Decisions", "decision", "A spreadsheet saved as CSV UTF-8, a decision in each row.",
        (
            ("date", "When it was decided, such as 03/11/2026"), ("title", "In a few words"),
            ("text", "In plain words: what, why, and from when"),
            ("wards", "Codes of the wards it is about; empty for all"), PAGE,
            ("title::Polish (pl)", "The title in another language; the same for the text"),
        ),
    ),
    "speaking": About(
        "How to speak at a meeting", "step", "A spreadsheet saved as CSV UTF-8, a step in each"
        " row.",
        (
            ("title", "The step, in a few words"), ("text", "Whom to ring, how long one may speak"),
            PAGE, ("title::Polish (pl)", "The title in another language; the same for the text"),
        ),
    ),
}  # fmt: skip


class Upload(forms.Form):
    """Files of a part, and where it shows."""

    file = forms.Field(label="File", error_messages={"required": "Choose a file."})
    pictures = forms.Field(
        required=False, label="Pictures that it names",
        widget=publishing.Files(attrs={"accept": ".jpg,.jpeg,.png,.webp,.zip"}),
        help_text="JPEG, PNG or WebP; more than 30 together in one .zip.",
    )  # fmt: skip
    authorities = forms.CharField(
        required=False, max_length=200, label="Whole local authorities",
        help_text="Codes such as E07000001. Empty means the wards of your councillors.",
    )  # fmt: skip
    hubs = forms.ModelMultipleChoiceField(
        Hub.objects.none(), required=False, widget=forms.CheckboxSelectMultiple(),
        help_text="None ticked means every hub, those to come too.",
    )  # fmt: skip

    def __init__(self, council: Council, part: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        several = part == "postcodes"
        widget = publishing.Files if several else forms.FileInput
        self.fields["file"].widget = widget(attrs={"accept": ".csv,.zip" if several else ".csv"})
        self.fields["file"].help_text = f"{ABOUT[part].file} At most {LARGEST >> 20} MB."
        self.fields["hubs"].queryset = Hub.objects.filter(council=council).order_by("name")  # type: ignore[attr-defined]
        for name, of in (("pictures", "councillors"), ("authorities", "postcodes")):
            if part != of:
                del self.fields[name]

    def clean_file(self) -> Uploaded:
        """All of them."""
        return self._files("file")

    def clean_pictures(self) -> Uploaded:
        """All of them."""
        return self._files("pictures")

    def clean_authorities(self) -> list[str]:
        """As a list of codes."""
        said: str = self.cleaned_data["authorities"]
        codes = said.upper().replace(",", " ").replace(";", " ").split()
        for each in codes:
            if not AUTHORITY.fullmatch(each):
                raise forms.ValidationError(
                    f"'{each[:40]}' is no code of a local authority, such as E07000001."
                )
        return codes

    def _files(self, name: str) -> Uploaded:
        given: Uploaded = list(self.files.getlist(name))
        if sum(each.size or 0 for each in given) > LARGEST:
            raise forms.ValidationError(
                f"This is larger than {LARGEST >> 20} MB; make it smaller, or put it in a .zip."
            )
        return given


def content(files: Uploaded) -> Files:
    """Names and bytes."""
    return [(each.name or "file", each.read()) for each in files]
