"""Areas: the neighbourhoods that have, or may get, a council."""

from django.db import models


class Area(models.Model):
    """A neighbourhood with its point on the map; `perimeter` is GeoJSON in WGS84 or empty."""

    slug = models.SlugField(unique=True)
    name_nl = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    postal_codes = models.JSONField(default=list)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    perimeter = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
