"""What is played back at kiosks: released figures, and those of the country beside them."""

from django.db import models

from sync.collector.models.council import Council, Hub


class PlayedBack(models.Model):
    """Results of one form on kiosks. Without hubs they are on all of them."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="played_back")
    form_id = models.CharField(max_length=200)
    hubs = models.ManyToManyField(Hub, related_name="+")
    item = models.CharField(max_length=64)
    """Key of its item in the feed."""
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form_id"],
                name="played_back_of_form",
            )
        ]


class Elsewhere(models.Model):
    """What share of people in the whole country, say, gave an answer."""

    council = models.ForeignKey(Council, models.CASCADE)
    question = models.CharField(max_length=200)
    """Name of the question in the form."""
    choice = models.CharField(max_length=200)
    """Name of the choice."""
    tenths = models.PositiveIntegerField()
    """Tenths of a percent."""
    source = models.CharField(max_length=200)
    """Who asked, and whom."""
    year = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "question", "choice"],
                name="elsewhere_of_choice",
            )
        ]
