"""Themes and needs: what a proposal is about, and what it answers, named by the edition."""

from typing import ClassVar

from django.db import models

from budgeting.models.abstract import Translated
from budgeting.models.edition import Edition
from budgeting.models.lines import LineField


class Theme(Translated):
    TEXTS: ClassVar[tuple[str, ...]] = ("name",)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="themes")
    code = models.SlugField()
    name_nl = LineField(max_length=80)
    name_fr = LineField(max_length=80)
    name_en = LineField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_theme_per_code")
        ]

    def __str__(self) -> str:
        return self.code


class Need(Translated):
    """A need of the neighbourhood, named together before the call; a proposal may answer one."""

    TEXTS: ClassVar[tuple[str, ...]] = ("title", "text")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="needs")
    code = models.SlugField()
    title_nl = LineField(max_length=120)
    title_fr = LineField(max_length=120)
    title_en = LineField(max_length=120, blank=True)
    text_nl = models.TextField(blank=True)
    text_fr = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_need_per_code")
        ]

    def __str__(self) -> str:
        return self.code
