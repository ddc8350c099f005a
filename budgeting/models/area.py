"""Areas: the neighbourhoods that have, or may get, a council."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from budgeting.models.lines import LineField
from budgeting.shapes import NotDrawable, checked_outlines

SENTENCES = {
    "not_an_area": _(
        "Give an area as GeoJSON: a Polygon or a MultiPolygon, by itself, in a Feature or in a "
        "FeatureCollection."
    ),
    "not_a_ring": _(
        "A line around an area has at least four positions. Each one is a longitude from -180 to "
        "180 and a latitude from -90 to 90, in degrees."
    ),
}


def can_be_drawn(perimeter: Any) -> None:
    """Raise ValidationError for a perimeter of which no map could show the whole."""
    try:
        checked_outlines(perimeter)
    except NotDrawable as error:
        raise ValidationError(SENTENCES[error.code], error.code) from None


class Area(models.Model):
    """A neighbourhood with its point on the map; `perimeter` is GeoJSON in WGS84 or empty."""

    slug = models.SlugField(unique=True)
    name_nl = LineField(max_length=120)
    name_fr = LineField(max_length=120)
    name_en = LineField(max_length=120, blank=True)
    postal_codes = models.JSONField(default=list)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    perimeter = models.JSONField(null=True, blank=True, validators=[can_be_drawn])
    perimeter_source = LineField(max_length=200, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
