"""The texts that go with every published bundle, in English, Dutch and French."""

README = """\
ENGLISH
This file holds a vote that you can count again yourself.
  election.pb       projects, costs, budget and anonymous ballots (Pabulib format)
  rule.json         the rule, the seed that settled ties, and the rules shown for comparison
  result.json       the published results: first the one that counts, then the comparisons
  transcript.jsonl  every step of every result, one a line: who took part, what was bought in each
                    round, how many people paid how much, and what was left
  lines.txt         a mark for each line of election.pb, so that a changed line can be named
  recount.py        a program of one file that counts again; it needs Python 3.9 and nothing else
  digests.json      SHA-256 of each file
Count again with Python alone:   python3 recount.py BUNDLE.zip
  It works in the unpacked folder too:   python3 recount.py .
  It names every line, rule and step that is not as published. Add --digest and the fingerprint
  from the page with the results to be sure that this is the bundle that was published there.
  One thing it takes from result.json as it is: changed_winners, whether another choice at a tie
  would have given other winners. The software below tries that too.
  You can read the program in a quarter of an hour. If you do not trust the copy in this file, take
  the one from the source of the software.
Count again with this software:   python manage.py recount BUNDLE.zip
Or count election.pb with any program that knows the rule, for example pabutools.
Ties: lowest cost first, then most votes, then the lowest SHA-256 of the seed followed directly by
the project id (UTF-8).

NEDERLANDS
Dit bestand bevat een stemming die u zelf opnieuw kunt tellen.
  election.pb       projecten, kosten, budget en anonieme stemmen (Pabulib-formaat)
  rule.json         de telregel, het lot voor gelijke standen en de regels ter vergelijking
  result.json       de gepubliceerde resultaten: eerst het geldende, dan de vergelijkingen
  transcript.jsonl  elke stap van elk resultaat, één per regel: wie meedoet, wat in elke ronde
                    gekocht werd, hoeveel mensen hoeveel betaalden en wat er overbleef
  lines.txt         een merkteken voor elke regel van election.pb: een gewijzigde regel valt op
  recount.py        een programma van één bestand dat opnieuw telt, met alleen Python 3.9
  digests.json      SHA-256 van elk bestand
Opnieuw tellen met alleen Python:   python3 recount.py BUNDLE.zip
  Het werkt ook in de uitgepakte map:   python3 recount.py .
  Het noemt elke regel, elke optie en elke stap die niet is zoals gepubliceerd. Voeg --digest en de
  vingerafdruk van de resultatenpagina toe om zeker te zijn dat u het juiste bestand hebt.
  Eén ding neemt het over uit result.json: changed_winners, of een andere keuze bij een gelijke
  stand andere winnaars gaf. De software hieronder gaat ook dat na.
  U leest het programma in een kwartier. Vertrouwt u deze kopie niet, neem dan die uit de broncode
  van de software.
Opnieuw tellen met deze software:   python manage.py recount BUNDLE.zip
U kunt election.pb ook tellen met een ander programma dat de regel kent, bijvoorbeeld pabutools.
Gelijke stand: eerst de laagste kosten, dan de meeste stemmen, dan de laagste SHA-256 van het lot
(seed) met direct daarna het projectnummer (UTF-8).

FRANÇAIS
Ce fichier contient un vote que vous pouvez recompter vous-même.
  election.pb       projets, coûts, budget et bulletins anonymes (format Pabulib)
  rule.json         la règle de comptage, le tirage pour les ex aequo et les règles de comparaison
  result.json       les résultats publiés : d’abord celui qui compte, puis les comparaisons
  transcript.jsonl  chaque étape de chaque résultat, une par ligne : qui participe, ce qui est
                    acheté à chaque tour, combien de personnes paient combien et ce qui reste
  lines.txt         une marque par ligne de election.pb : une ligne modifiée se voit
  recount.py        un programme d’un seul fichier qui recompte, avec Python 3.9 et rien d’autre
  digests.json      SHA-256 de chaque fichier
Recompter avec Python seul :   python3 recount.py BUNDLE.zip
  Dans le dossier décompressé aussi :   python3 recount.py .
  Il nomme chaque ligne, chaque option et chaque étape qui n’est pas comme publiée. Ajoutez --digest
  et l’empreinte de la page des résultats pour être sûr d’avoir le bon fichier.
  Il reprend une seule chose de result.json : changed_winners, si un autre choix lors d’un ex aequo
  aurait donné d’autres gagnants. Le logiciel ci-dessous essaie cela aussi.
  Le programme se lit en un quart d’heure. Si vous ne faites pas confiance à cette copie, prenez
  celle du code source du logiciel.
Recompter avec ce logiciel :   python manage.py recount BUNDLE.zip
Vous pouvez aussi compter election.pb avec un autre programme qui connaît la règle, par exemple
pabutools.
Ex aequo : d’abord le coût le plus bas, puis le plus de votes, puis le SHA-256 le plus bas du tirage
(seed) suivi directement du numéro du projet (UTF-8).
"""

README_WITHHELD = """\
ENGLISH
The rules of this vote keep the ballots back, so that nobody's choice can be guessed. Without them
nobody outside can count the vote again. What is here:
  election.pb       projects, costs and budget, without ballots (Pabulib format)
  rule.json         the rule, the seed that settled ties, and the rules shown for comparison
  result.json       the published results: first the one that counts, then the comparisons
  transcript.jsonl  every step of every result, with the votes of each project (the totals). Who
                    paid how much and what people had left says null: with the totals, one could
                    work out how many people chose both of two projects, and it may be one.
  lines.txt, recount.py, digests.json   marks of lines, a checking program, SHA-256 of each file
What you can check:
  - no file was changed:   python3 recount.py BUNDLE.zip --digest FINGERPRINT-ON-THE-RESULTS-PAGE
  - the results are those that the transcript ends with;
  - a result by most votes: the transcript has the votes and costs that decide it;
  - Equal Shares: the shares, the projects in their order, and that together they stay within the
    budget. Without the ballots the payments cannot be checked.
What you cannot check: that the votes and the sums in the transcript are those of the ballots.

NEDERLANDS
De regels van deze stemming houden de stemmen achter, zodat niemands keuze te raden is. Zonder de
stemmen kan niemand van buiten opnieuw tellen. Wat hier wel is:
  election.pb       projecten, kosten en budget, zonder stemmen (Pabulib-formaat)
  rule.json         de telregel, het lot voor gelijke standen en de regels ter vergelijking
  result.json       de gepubliceerde resultaten: eerst het geldende, dan de vergelijkingen
  transcript.jsonl  elke stap van elk resultaat, met de stemmen per project (de totalen). Bij wie
                    hoeveel betaalde en wat mensen overhielden, staat null: met de totalen zou men
                    kunnen uitrekenen hoeveel mensen twee projecten samen kozen, misschien maar één.
  lines.txt, recount.py, digests.json   merktekens, een controleprogramma, SHA-256 van elk bestand
Wat u kunt nagaan:
  - geen bestand is gewijzigd:   python3 recount.py BUNDLE.zip --digest VINGERAFDRUK-OP-DE-PAGINA
  - de resultaten zijn die waarmee de stappen eindigen;
  - een resultaat met de meeste stemmen eerst: de stemmen en kosten die beslissen staan erin;
  - gelijke delen: de delen, de projecten in hun volgorde, en dat ze samen binnen het budget
    blijven. Zonder de stemmen zijn de betalingen niet na te gaan.
Wat u niet kunt nagaan: dat de stemmen en sommen in de stappen die van de stembiljetten zijn.

FRANÇAIS
Les règles de ce vote gardent les bulletins, pour que le choix de personne ne puisse être deviné.
Sans eux, personne de l’extérieur ne peut recompter. Voici ce qui est publié :
  election.pb       projets, coûts et budget, sans bulletins (format Pabulib)
  rule.json         la règle de comptage, le tirage pour les ex aequo et les règles de comparaison
  result.json       les résultats publiés : d’abord celui qui compte, puis les comparaisons
  transcript.jsonl  chaque étape de chaque résultat, avec les votes par projet (les totaux). Qui a
                    payé combien et ce qui restait aux gens est remplacé par null : avec les totaux,
                    on pourrait calculer combien de personnes ont choisi deux projets à la fois,
                    parfois une seule.
  lines.txt, recount.py, digests.json   marques, programme de contrôle, SHA-256 de chaque fichier
Ce que vous pouvez vérifier :
  - aucun fichier n’a changé :   python3 recount.py BUNDLE.zip --digest EMPREINTE-DE-LA-PAGE
  - les résultats sont ceux par lesquels les étapes finissent ;
  - un résultat par le plus de voix d’abord : les votes et coûts qui décident y sont ;
  - les parts égales : les parts, les projets dans leur ordre, et qu’ensemble ils restent dans le
    budget. Sans les bulletins, les paiements ne peuvent pas être vérifiés.
Ce que vous ne pouvez pas vérifier : que les votes et les sommes sont ceux des bulletins.
"""
