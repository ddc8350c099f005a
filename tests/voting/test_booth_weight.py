"""The first view of a ballot on a slow line: at most 60 kB, also with 60 projects."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from proposals.models import BallotProject
from tests.voting.booth import Booth, code_for, open_now, text_of

LIMIT = 60_000  # bytes over the line; fonts are compressed already
THINGS = (
    "Een speelplaats met schaduw en water",
    "Trottoirs sans obstacles",
    "Een boomgaard voor de wijk",
    "Réparer plutôt que jeter",
    "Un banc tous les cent mètres",
    "Veilig oversteken aan de school",
)
ABOUT = (
    "Bomen en zand in plaats van beton, open in het weekend",
    "Des trottoirs plus larges près de la crèche et des commerces",
    "Twintig bomen, geplant en verzorgd door de buren",
    "Un atelier où l'on répare vélos, vêtements et petits appareils",
    "Verlichting die aangaat als iemand voorbijkomt",
)


@pytest.mark.django_db
def test_a_ballot_with_sixty_projects_is_light() -> None:
    edition = open_now(count=60)
    for project in BallotProject.objects.all():
        project.title_nl = f"{THINGS[project.number % 6]} {project.number * 37 % 101}"
        project.summary_nl = f"{ABOUT[project.number % 5]}, {project.number * 53 % 97} in totaal."
        project.place_nl = f"Buurt {project.number * 7 % 13}, aan nummer {project.number * 11}"
        project.save()
    booth = Booth()
    booth.enter(code_for(edition))
    page = text_of(booth.page("ballot"))
    linked = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    linked |= {"budgeting/atkinson-hyperlegible-next-latin-700-normal.woff2"}
    sizes = {"page": len(gzip.compress(page.encode(), 6))}
    for name in linked:
        with open(str(finders.find(name)), "rb") as file:
            content = file.read()
        sizes[name] = len(content if name.endswith("woff2") else gzip.compress(content, 6))
    assert len(sizes) >= 7
    assert sum(sizes.values()) <= LIMIT, sizes
