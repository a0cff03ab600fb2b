"""What holds for everybody of a council: second step, alerts, whom residents ask."""

from django import forms
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sync.collector.models import Council
from sync.collector.pages.access import Duty, note, page_for


class CouncilForm(forms.ModelForm):  # type: ignore[type-arg]
    """The settings of a council."""

    class Meta:
        model = Council
        fields = ["second_factor", "alerts_to", "contact", "purpose"]
        labels = {
            "second_factor": "Everybody needs a second step to sign in",
            "alerts_to": "Who hears of a kiosk in trouble",
            "contact": "Whom residents ask about their data",
            "purpose": "What answers are collected for",
        }
        help_texts = {
            "second_factor": "A code from a telephone beside the password.",
            "alerts_to": "E-mail addresses, one a line.",
            "contact": "A name and how to reach them.",
            "purpose": "In your own words, for the impact assessment.",
        }
        widgets = {
            "alerts_to": forms.Textarea(attrs={"rows": 3}),
            "purpose": forms.Textarea(attrs={"rows": 5}),
        }

    def clean_alerts_to(self) -> str:
        """Addresses, each on its line."""
        lines = self.cleaned_data["alerts_to"].replace(",", "\n").split()
        for line in lines:
            try:
                validate_email(line)
            except forms.ValidationError as error:
                raise forms.ValidationError(f"This is no e-mail address: {line[:80]}") from error
        return "\n".join(lines)


@page_for(Duty.ADMINISTER)
def one(request: HttpRequest, council: Council) -> HttpResponse:
    """Look at the settings and change them."""
    form = CouncilForm(request.POST or None, instance=council)
    if request.method == "POST" and form.is_valid():
        note(request, council, "changed the council's settings", ", ".join(form.changed_data))
        form.save()
        return redirect("/council/?saved=1")
    saved = "saved" in request.GET
    return render(
        request, "collector/council.html", {"form": form, "saved": saved, "section": "people"}
    )
