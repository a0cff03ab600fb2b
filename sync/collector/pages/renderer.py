"""Forms drawn as GOV.UK draws them: label, hint, error, control; a summary of errors on top."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our own templates for forms and fields."""

    form_template_name = "collector/parts/form.html"
    field_template_name = "collector/parts/field.html"
