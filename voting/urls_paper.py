"""Addresses of the custody of paper: the desk of the sheets, counts, reconciliation, report."""

from django.urls import path

from voting.views import custody, hand_counting, reconciling

PAPER = "desk/<slug:council>/<slug:edition>/paper/"

urlpatterns = [
    path("c/<slug:council>/<slug:edition>/paper/", reconciling.paper_report, name="paper_report"),
    path(PAPER, custody.paper_desk, name="paper_desk"),
    path(f"{PAPER}hand-overs/", custody.hand_overs, name="hand_overs"),
    path(
        f"{PAPER}hand-overs/<int:number>/confirm/",
        custody.hand_over_confirm,
        name="hand_over_confirm",
    ),
    path(f"{PAPER}spoiled/", custody.spoiled, name="spoiled"),
    path(f"{PAPER}void/", custody.voided, name="voided"),
    path(f"{PAPER}void/<int:number>/decide/", custody.voiding_decide, name="voiding_decide"),
    path(f"{PAPER}counts/", hand_counting.hand_counts, name="hand_counts"),
    path(
        f"{PAPER}counts/correct/<int:number>/",
        hand_counting.hand_count_correct,
        name="hand_count_correct",
    ),
    path(f"{PAPER}counts/<slug:place>/", hand_counting.hand_count, name="hand_count"),
    path(f"{PAPER}reconciliation/", reconciling.reconciliation, name="reconciliation"),
    path(
        f"{PAPER}reconciliation/<int:number>/decide/",
        reconciling.explanation_decide,
        name="explanation_decide",
    ),
]
