"""Addresses of the proposals, under each language."""

from django.urls import path

from proposals.views import (
    advising,
    browsing,
    exporting,
    following_up,
    mapping,
    preview,
    reviewing,
    submitting,
)

EDITION = "c/<slug:council>/<slug:edition>/proposals/"
DESK = "desk/<slug:council>/<slug:edition>/"

urlpatterns = [
    path(EDITION, browsing.proposal_list, name="proposals"),
    path(f"{EDITION}new/", submitting.new_proposal, name="proposal_new"),
    path(f"{EDITION}sent/<uuid:key>/", submitting.sent, name="proposal_sent"),
    path(f"{EDITION}<int:number>/", browsing.proposal_page, name="proposal"),
    path(f"{EDITION[:-1]}.geojson", mapping.proposals_map, name="proposals_map"),
    path(f"{EDITION[:-1]}.csv", exporting.proposals_csv, name="proposals_csv"),
    path(f"{EDITION[:-1]}.json", exporting.proposals_json, name="proposals_json"),
    path(f"{EDITION}<int:number>.geojson", mapping.proposal_map, name="proposal_map"),
    path(f"{DESK}preview/proposal/", preview.proposal_preview, name="proposal_preview"),
    path(f"{DESK}review/", reviewing.review_desk, name="review_desk"),
    path(f"{DESK}review/publish/", reviewing.publish, name="publish_ballot"),
    path(f"{DESK}review/<int:number>/", reviewing.review_page, name="review"),
    path(f"{DESK}review/<int:number>/advice/", advising.advice_new, name="advice_new"),
    path(f"{DESK}review/<int:number>/advice/<int:pk>/", advising.advice_edit, name="advice_edit"),
    path(f"{DESK}review.csv", exporting.review_csv, name="review_csv"),
    path(f"{DESK}projects.csv", exporting.projects_csv, name="projects_csv"),
    path(f"{DESK}follow-ups.csv", exporting.follow_ups_csv, name="follow_ups_csv"),
    path(f"{DESK}follow-up/<int:number>/", following_up.follow_up, name="follow_up"),
]
