"""Tables at the desk: handing one in, following it, its mistakes, taking it over."""

from budgeting.models import TableImport
from budgeting.services.tables import flow
from tests.journeys.accessibility.visiting import Devices
from tests.journeys.accessibility.world import World

CLEAN = "naam;nom;drempelvrij;telefoon\nHuis;Maison;ja;02\nTuin;Jardin;nee;02\n"
FAULTY = "naam;nom;drempelvrij;lat\nHuis;;misschien;500\n" + "Zaal;Salle;ja;50\n" * 30


def visit(devices: Devices, world: World) -> None:
    officer = devices.of(world.officer)
    council = world.council
    officer.open("imports_desk", council.slug, note="no table yet")
    officer.page.locator("details > summary:visible").first.click()
    officer.look("what a table looks like")
    officer.press()
    officer.look("handing in with mistakes")

    def table(text: str) -> TableImport:
        return flow.hand_in(council, None, "venues", text.encode(), name="plaatsen.csv")

    clean, faulty = table(CLEAN), table(FAULTY)
    officer.open("table_import", council.slug, faulty.pk, note="being checked")
    flow.not_taken_up(faulty)
    officer.open("table_import", council.slug, faulty.pk, note="standing still")
    flow.check(faulty.pk)
    officer.open("table_import", council.slug, faulty.pk, note="with mistakes")
    flow.check(clean.pk)
    officer.open("table_import", council.slug, clean.pk, note="ready")
    flow.take_over(clean, by=world.officer)
    officer.open("table_import", council.slug, clean.pk, note="being taken over")
    flow.store(clean.pk)
    officer.open("table_import", council.slug, clean.pk, note="taken over")
    officer.open("imports_desk", council.slug, note="with tables")
