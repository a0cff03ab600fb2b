"""The second step of signing in: a code from a telephone, or a backup code."""

import base64
import io
import secrets

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST
from django_otp import login as otp_login
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from sync.collector.models import BackupCode, BackupDevice, Council, Officer
from sync.collector.pages.access import has_device, member_page, note, officer_of, verified
from sync.collector.pages.account import wanted
from sync.collector.pages.again import proved

BACKUP_CODES = 6
RANDOM = 13
"""Letters of a code beside its place: 65 random bits."""
WRONG = "This code is not right, or it came too soon after a wrong one. Wait a little, try again."


class CodeForm(forms.Form):
    """One code."""

    code = forms.CharField(
        max_length=20, help_text="Six digits from your telephone, or one of your backup codes.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Without the spaces that people read codes with."""
        return "".join(self.cleaned_data["code"].split()).lower()


@login_required
def step(request: HttpRequest) -> HttpResponse:
    """Ask for a code."""
    officer = _officer(request)
    if not has_device(officer):
        return redirect("second-factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(officer.user, form.cleaned_data["code"])
        if device is not None:
            _let_in(request, device)
            return redirect(wanted(request))
        note(request, officer.council, "gave a wrong code", "")
        form.add_error("code", WRONG)
    return render(request, "collector/second_step.html", {"form": form})


@login_required
@proved
def enrol(request: HttpRequest) -> HttpResponse:
    """Take a telephone on, by a square code that its application reads."""
    officer = _officer(request)
    if has_device(officer) and not verified(request):
        return redirect("second-step")
    device = _unconfirmed(officer)
    form = CodeForm(request.POST or None)
    form.fields["code"].help_text = "Six digits that the application shows now."
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            codes = _confirm(device)
            _let_in(request, device)
            note(request, officer.council, "took a second factor on", "")
            return render(request, "collector/backup_codes.html", {"codes": codes})
        form.add_error("code", WRONG)
    key = device.bin_key
    context = {"form": form, "square": _square(device.config_url), "letters": _letters(key)}
    return render(request, "collector/second_factor.html", context)


@require_POST
@member_page
@proved
def codes(request: HttpRequest, council: Council) -> HttpResponse:
    """New backup codes in place of all those there are."""
    officer = _officer(request)
    if not has_device(officer):
        return redirect("second-factor")
    made = _new_codes(officer.user)
    note(request, council, "made new backup codes", "")
    return render(request, "collector/backup_codes.html", {"codes": made})


@require_POST
@member_page
@proved
def off(request: HttpRequest, council: Council) -> HttpResponse:
    """Do without the second step, where the council leaves that to each."""
    officer = _officer(request)
    if council.second_factor:
        raise PermissionDenied
    forget(officer.user)
    note(request, council, "turned their second step off", "")
    return redirect("mine")


def forget(user: User) -> None:
    """Take somebody's telephone and backup codes off, as when the telephone is lost."""
    TOTPDevice.objects.filter(user=user).delete()
    BackupDevice.objects.filter(user=user).delete()


def _officer(request: HttpRequest) -> Officer:
    officer = officer_of(request)
    if officer is None:
        raise PermissionDenied
    return officer


def _unconfirmed(officer: Officer) -> TOTPDevice:
    made, _ = TOTPDevice.objects.get_or_create(
        user=officer.user, confirmed=False, defaults={"name": "telephone"}
    )
    return made


def _confirm(device: TOTPDevice) -> list[str]:
    """From now on this one holds, with new backup codes; gives those."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=device.user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save()
        return _new_codes(device.user)


def _new_codes(user: User) -> list[str]:
    """The old ones are good for nothing any more."""
    codes = [f"{place}{_random()}" for place in range(BACKUP_CODES)]
    with transaction.atomic():
        BackupDevice.objects.filter(user=user).delete()
        backup = BackupDevice.objects.create(user=user, name="backup", confirmed=True)
        BackupCode.objects.bulk_create([BackupCode.of(backup, code) for code in codes])
    return [f"{code[:7]} {code[7:]}" for code in codes]


def _random() -> str:
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()[:RANDOM]


def _let_in(request: HttpRequest, device: TOTPDevice) -> None:
    otp_login(request, device)
    request.session.cycle_key()


def _square(text: str) -> SafeString:
    """A QR code as SVG: a path of numbers, with nothing of the text in it."""
    import qrcode  # brings Pillow, and is seldom asked for
    from qrcode.image.svg import SvgPathImage

    out = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, box_size=10).save(out)
    svg = out.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])


def _letters(key: bytes) -> str:
    """The key for typing, in fours."""
    text = base64.b32encode(key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
