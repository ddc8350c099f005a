"""Every page passes axe and fits a phone, in both languages and both colour schemes."""

from collections.abc import Callable

import pytest

from tests.journeys.accessibility import (
    pages_account,
    pages_audit,
    pages_booth,
    pages_council,
    pages_custody,
    pages_desk,
    pages_editions,
    pages_errors,
    pages_imports,
    pages_overview,
    pages_paper,
    pages_people,
    pages_phases,
    pages_phone,
    pages_public,
    pages_record,
    pages_seats,
    pages_texts,
    pages_toolbox,
)
from tests.journeys.accessibility.conftest import LANGUAGES, Opened
from tests.journeys.accessibility.visiting import Devices
from tests.journeys.accessibility.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AREAS: dict[str, Callable[[Devices, World], None]] = {
    "public": pages_public.visit,
    "audit": pages_audit.visit,
    "booth": pages_booth.visit,
    "desk": pages_desk.visit,
    "council": pages_council.visit,
    "editions": pages_editions.visit,
    "custody": pages_custody.visit,
    "paper": pages_paper.visit,
    "account": pages_account.visit,
    "errors": pages_errors.visit,
    "imports": pages_imports.visit,
    "overview": pages_overview.visit,
    "people": pages_people.visit,
    "phases": pages_phases.visit,
    "phones": pages_phone.visit,
    "record": pages_record.visit,
    "seats": pages_seats.visit,
    "toolbox": pages_toolbox.visit,
    "texts": pages_texts.visit,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_every_page_can_be_used_by_everybody(
    area: str, language: str, devices: Devices, world: World, opened: Opened
) -> None:
    AREAS[area](devices, world)
    opened[language][area] = devices.book.opened
    if devices.book.found:
        pytest.fail(devices.book.report(), pytrace=False)
