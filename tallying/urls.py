"""Addresses of the tally and of the desk, below the language."""

from django.urls import path

from tallying.views import (
    all_councils,
    audit,
    audit_desk,
    audit_sheet,
    ballot_settings,
    desk,
    evaluation,
    explained,
    moving,
    record,
    recount_page,
    results,
    runs,
    tie_seed,
    together,
    what_if,
)

RESULT = "c/<slug:council>/<slug:edition>/"
DESK = "desk/<slug:council>/<slug:edition>/"

urlpatterns = [
    path("record/", record.trail, name="trail"),
    path("record.json", record.trail_json, name="trail_json"),
    path("desk/", all_councils.desk, name="desk"),
    path("desk.csv", all_councils.desk_csv, name="desk_csv"),
    path("desk-together/", together.desk_together, name="desk_together"),
    path("desk/<slug:council>/record/", record.record_desk, name="record_desk"),
    path(
        "desk/<slug:council>/record/lines.jsonl",
        record.record_export,
        name="record_export",
    ),
    path(DESK, desk.edition_desk, name="edition_desk"),
    path(f"{DESK}settings/ballot/", ballot_settings.ballot, name="edition_ballot"),
    path(f"{DESK}settings/what-if/", what_if.what_if, name="what_if"),
    path(f"{DESK}start/", desk.start, name="edition_start"),
    path(f"{DESK}close/", desk.close, name="edition_close"),
    path(f"{DESK}move/", desk.move, name="edition_move"),
    path(f"{DESK}moves/", moving.edition_moves, name="edition_moves"),
    path(f"{DESK}back/", moving.back, name="edition_back"),
    path(f"{DESK}pass-on/", desk.to_municipal_council, name="edition_pass_on"),
    path(f"{DESK}tally/", runs.tally_run, name="tally_run"),
    path(f"{DESK}tally/cancel/", runs.tally_cancel, name="tally_cancel"),
    path(f"{DESK}number-drawn/", tie_seed.tie_seed, name="tie_seed"),
    path(f"{DESK}audit/", audit_desk.audit_desk, name="audit_desk"),
    path(f"{DESK}audit/<int:pile>/<int:sheet>/", audit_sheet.audit_sheet, name="audit_sheet"),
    path(f"{RESULT}audit/", audit.audit, name="audit"),
    path(f"{RESULT}audit.json", audit.audit_json, name="audit_json"),
    path(f"{RESULT}evaluation/report/", evaluation.report, name="evaluation_report"),
    path(f"{RESULT}bundle.zip", results.bundle, name="bundle"),
    path(f"{RESULT}election.pb", results.pabulib, name="pabulib"),
    path(f"{RESULT}projects.csv", results.totals, name="totals"),
    path(f"{RESULT}result.json", results.outcomes, name="outcomes"),
    path(f"{RESULT}explained/rounds/", explained.rounds, name="result_rounds"),
    path(f"{RESULT}explained/rounds/<int:number>/", explained.rounds, name="result_rounds"),
    path(f"{RESULT}explained/compare/", explained.compare, name="result_compare"),
    path(f"{RESULT}explained/story.txt", explained.story, name="result_story"),
    path(f"{RESULT}result/", results.result, name="result"),
    path(f"{RESULT}explained/recount/", recount_page.recount, name="recount"),
    path(f"{RESULT}result/<path:code>/", results.result_project, name="result_project"),
]
