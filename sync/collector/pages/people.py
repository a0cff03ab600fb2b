"""The people of a council: who they are, what they may do, and help when they are locked out."""

import secrets

from axes.utils import reset
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sync.collector.models import Council, Officer
from sync.collector.pages import second, where
from sync.collector.pages.access import DUTIES, Duty, has_device, note, page_for

KNOWN_BY = {
    "met": "they stood before me", "called": "I called them at the number we have",
    "vouched": "their manager told me so in person",
}  # fmt: skip
"""How an administrator may know that it is the person who lost a telephone, and not somebody else:
what a council asked for when they were let in."""
NAME = RegexValidator(r"\A[\w.@+-]+\Z", "Use letters, digits and . @ + - _ only.")


class PersonForm(forms.Form):
    """A new account."""

    name = forms.CharField(
        max_length=150, validators=[NAME], help_text="What they sign in with.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    email = forms.EmailField(required=False, help_text="For reminders only.")
    role = forms.ChoiceField(choices=Officer.Role.choices, widget=forms.RadioSelect)

    def clean_name(self) -> str:
        """Names are of the whole installation; who has it is not said."""
        name = str(self.cleaned_data["name"])
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("This name is taken. Choose another.")
        return name


class RoleForm(forms.Form):
    """What somebody may do, and whether at all."""

    role = forms.ChoiceField(choices=Officer.Role.choices, widget=forms.RadioSelect)
    email = forms.EmailField(required=False, help_text="For reminders only.")
    active = forms.BooleanField(required=False, label="May sign in")


@page_for(Duty.ADMINISTER)
def listed(request: HttpRequest, council: Council) -> HttpResponse:
    """Everybody, and a form for one more."""
    form = PersonForm(request.POST or None, initial={"role": Officer.Role.OFFICER})
    if request.method == "POST" and form.is_valid():
        officer, password = _made(council, **form.cleaned_data)
        note(request, council, "added somebody", f"{officer} as {officer.role}")
        return render(request, "collector/first_password.html", {
            "officer": officer, "password": password, "section": "people",
        })  # fmt: skip
    people = council.officers.select_related("user").order_by("user__username")
    roles = [(Officer.Role(role).label, [d.value for d in Duty if d in its])
             for role, its in DUTIES.items()]  # fmt: skip
    context = {"people": people, "form": form, "roles": roles, "section": "people"}
    return render(request, "collector/people.html", context)


@page_for(Duty.ADMINISTER)
def one(request: HttpRequest, council: Council, person: int) -> HttpResponse:
    """One account: its role, and what helps when somebody cannot sign in."""
    officer = get_object_or_404(council.officers.select_related("user"), pk=person)
    user = officer.user
    now = {"role": officer.role, "email": user.email, "active": user.is_active}
    form = RoleForm(request.POST if request.POST.get("do") == "role" else None, initial=now)
    if request.method == "POST":
        done = _do(request, council, officer, form)
        if done is not None:
            return done
    has = has_device(officer)
    context = {
        "officer": officer, "form": form, "has_device": has, "known_by": KNOWN_BY,
        "section": "people",
    }  # fmt: skip
    return render(request, "collector/person.html", context)


def _do(
    request: HttpRequest, council: Council, officer: Officer, form: RoleForm
) -> HttpResponse | None:
    """What was asked for; None when the form has to be shown again."""
    what = request.POST.get("do", "")
    if what == "password":
        password = _first_password(officer)
        note(request, council, "gave a new first password", str(officer))
        context = {"officer": officer, "password": password, "section": "people"}
        return render(request, "collector/first_password.html", context)
    if what == "telephone":
        if request.POST.get("how") not in KNOWN_BY:
            return redirect("person", officer.pk)
        second.forget(officer.user)
        how = KNOWN_BY[request.POST["how"]]
        note(request, council, "took a second factor off", f"{officer}: {how}")
    elif what == "out":
        note(request, council, "signed somebody out", f"{officer}: {where.end_all(officer.user)}")
    elif what == "unlock":
        reset(username=officer.user.get_username())
        note(request, council, "unlocked a name", str(officer))
    elif not form.is_valid() or not _may(council, officer, form):
        return None
    else:
        _change(officer, **form.cleaned_data)
        note(request, council, "changed a role", f"{officer}: {officer.role}")
    return redirect("person", officer.pk)


def _may(council: Council, officer: Officer, form: RoleForm) -> bool:
    """Somebody must be left who can let people in."""
    stays = form.cleaned_data["active"] and form.cleaned_data["role"] == Officer.Role.ADMINISTRATOR
    others = council.officers.filter(role=Officer.Role.ADMINISTRATOR, user__is_active=True)
    if stays or others.exclude(pk=officer.pk).exists():
        return True
    form.add_error("role", "This is the last administrator. Make another one first.")
    return False


def _change(officer: Officer, role: str, email: str, active: bool) -> None:
    with transaction.atomic():
        officer.role, officer.user.is_active, officer.user.email = role, active, email
        officer.user.save()
        officer.save()


def _made(council: Council, name: str, email: str, role: str) -> tuple[Officer, str]:
    with transaction.atomic():
        user = User.objects.create_user(name, email)
        officer = Officer.objects.create(council=council, user=user, role=role)
        return officer, _first_password(officer)


def _first_password(officer: Officer) -> str:
    """A random password that is good for one thing: choosing one's own."""
    password = secrets.token_urlsafe(12)
    officer.user.set_password(password)
    officer.user.save()
    officer.first_password = True
    officer.first_password_until = timezone.now() + settings.FIRST_PASSWORD
    officer.save()
    return password
