"""A table in the demo that waits at the desk with a few mistakes in it."""

from budgeting.clock import DATABASE_CLOCK, Clock
from budgeting.models import Edition, User
from budgeting.services.tables.flow import check, hand_in

# Invented, with what goes wrong in real lists: a misspelt theme, an amount in words, a title that
# stands there twice, a column that nobody asked for.
LIST = """\
Titel;Titre;Samenvatting;Résumé;Thema;Kostprijs;Plaats;Ingediend op;Volgnummer
Bankjes langs de dreef (fictief);Bancs le long de l’avenue (fictif);Om onderweg te rusten.;\
Pour se reposer en chemin.;openbare ruimte;4.500;Emile Bockstaellaan;12/2/2026;1
Regenton voor elke school (fictief);;Kinderen gieten de tuin met regenwater.;;groen;\
ongeveer 3000;Drie scholen;14/2/2026;2
;;Een plek om samen te koken.;;ontmoeting;12.000;;30/2/2026;3
Bankjes langs de dreef (fictief);;Nog eens hetzelfde idee.;;;2.000;;15/2/2026;4
Fietspomp aan het plein (fictief);Pompe à vélo sur la place (fictif);Lucht voor iedereen.;\
De l’air pour tous.;;850,50 €;Bockstaelplein;15/2/2026;5
"""


def leave_a_table(edition: Edition, clock: Clock = DATABASE_CLOCK) -> None:
    """A list from paper, handed in by the officer and checked; once."""
    if edition.council.imports.exists():
        return
    officer = User.objects.filter(email="officer@example.org").first()
    data = LIST.encode("cp1252")
    name = "voorstellen-infoavond.csv"
    job = hand_in(edition.council, edition, "proposals", data, name=name, by=officer, clock=clock)
    check(job.pk, clock=clock)
