"""Themes: what a proposal is about, named by the edition."""

from django.db import models

from budgeting.models.edition import Edition


class Theme(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="themes")
    code = models.SlugField()
    name_nl = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_theme_per_code")
        ]

    def __str__(self) -> str:
        return self.code
