"""The text that goes with every published bundle, in English, Dutch and French."""

README = """\
ENGLISH
This file holds a vote that you can count again yourself.
  election.pb    projects, costs, budget and anonymous ballots (Pabulib format)
  rule.json      the rule, the seed that settled ties, and the rules shown for comparison
  result.json    the published results: first the one that counts, then the comparisons
  digests.json   SHA-256 of each file
Count again with this program:   python manage.py recount BUNDLE.zip
Or count election.pb with any program that knows the rule, for example pabutools.
Ties: lowest cost first, then most votes, then the lowest SHA-256 of the seed followed directly by
the project id (UTF-8).

NEDERLANDS
Dit bestand bevat een stemming die u zelf opnieuw kunt tellen.
  election.pb    projecten, kosten, budget en anonieme stemmen (Pabulib-formaat)
  rule.json      de telregel, het lot voor gelijke standen en de regels ter vergelijking
  result.json    de gepubliceerde resultaten: eerst het geldende, dan de vergelijkingen
  digests.json   SHA-256 van elk bestand
Opnieuw tellen met dit programma:   python manage.py recount BUNDLE.zip
U kunt election.pb ook tellen met een ander programma dat de regel kent, bijvoorbeeld pabutools.
Gelijke stand: eerst de laagste kosten, dan de meeste stemmen, dan de laagste SHA-256 van het lot
(seed) met direct daarna het projectnummer (UTF-8).

FRANÇAIS
Ce fichier contient un vote que vous pouvez recompter vous-même.
  election.pb    projets, coûts, budget et bulletins anonymes (format Pabulib)
  rule.json      la règle de comptage, le tirage pour les ex aequo et les règles de comparaison
  result.json    les résultats publiés : d’abord celui qui compte, puis les comparaisons
  digests.json   SHA-256 de chaque fichier
Recompter avec ce programme :   python manage.py recount BUNDLE.zip
Vous pouvez aussi compter election.pb avec un autre programme qui connaît la règle, par exemple
pabutools.
Ex aequo : d’abord le coût le plus bas, puis le plus de votes, puis le SHA-256 le plus bas du tirage
(seed) suivi directement du numéro du projet (UTF-8).
"""
