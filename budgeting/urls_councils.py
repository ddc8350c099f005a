"""Addresses of a council: its public pages, and its pages of the desk.

They stand before those of the editions; `budgeting.models.edition.RESERVED` keeps the words free.
"""

from django.urls import path

from budgeting.views import (
    council_settings,
    desk,
    evaluation,
    invitations,
    links,
    meetings,
    people,
    tables,
    texts,
    toolbox,
    venues,
)

PUBLIC = "c/<slug:council>/"
DESK = "desk/<slug:council>/"
EDITION = f"{PUBLIC}<slug:edition>/"

urlpatterns = [
    path(f"{PUBLIC}meetings/", meetings.meetings, name="meetings"),
    path(f"{PUBLIC}meetings.ics", meetings.meetings_feed, name="meetings_feed"),
    path(f"{PUBLIC}links/", links.links, name="links"),
    path(DESK, desk.council_desk, name="council_desk"),
    path(f"{DESK}settings/", council_settings.council_settings, name="council_settings"),
    path(f"{DESK}area/", council_settings.council_area, name="council_area"),
    path(f"{DESK}area/clear/", council_settings.area_clear, name="area_clear"),
    path(f"{DESK}meetings/", meetings.meetings_desk, name="meetings_desk"),
    path(f"{DESK}meetings/new/", meetings.meeting_new, name="meeting_new"),
    path(f"{DESK}meetings/<int:number>/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{DESK}meetings/<int:number>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{DESK}venues/", venues.venues_desk, name="venues_desk"),
    path(f"{DESK}venues.csv", venues.venues_csv, name="venues_csv"),
    path(f"{DESK}venues/new/", venues.venue_new, name="venue_new"),
    path(f"{DESK}venues/<slug:venue>/", venues.venue_edit, name="venue_edit"),
    path(f"{DESK}venues/<slug:venue>/kit/", venues.venue_kit, name="venue_kit"),
    path(f"{DESK}venues/<slug:venue>/remove/", venues.venue_remove, name="venue_remove"),
    path(f"{DESK}links/", links.links_desk, name="links_desk"),
    path(f"{DESK}links/new/", links.link_new, name="link_new"),
    path(f"{DESK}links/<int:number>/", links.link_edit, name="link_edit"),
    path(f"{DESK}links/<int:number>/move/", links.link_move, name="link_move"),
    path(f"{DESK}links/<int:number>/remove/", links.link_remove, name="link_remove"),
    path(f"{DESK}imports/", tables.imports_desk, name="imports_desk"),
    path(f"{DESK}imports/template/<slug:kind>.csv", tables.table_template, name="table_template"),
    path(f"{DESK}imports/<uuid:key>/", tables.table_import, name="table_import"),
    path(f"{DESK}imports/<uuid:key>/mistakes.csv", tables.table_faults, name="table_faults"),
    path(f"{DESK}people/", people.people_desk, name="people_desk"),
    path(f"{DESK}people.csv", people.people_csv, name="people_csv"),
    path(f"{DESK}people/invite/", people.people_invite, name="people_invite"),
    path(f"{DESK}people/<int:number>/", people.role_edit, name="role_edit"),
    path(
        f"{DESK}invitations/<int:number>/resend/",
        people.invitation_resend,
        name="invitation_resend",
    ),
    path(
        f"{DESK}invitations/<int:number>/withdraw/",
        people.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(f"{DESK}texts/", texts.texts_desk, name="texts_desk"),
    path(f"{DESK}texts/<slug:kind>/<int:pk>/", texts.text_page, name="text"),
    path(f"{EDITION}evaluation/", evaluation.evaluation, name="evaluation"),
    path(f"{EDITION}evaluation/sent/", evaluation.evaluation_sent, name="evaluation_sent"),
    path(f"{DESK}<slug:edition>/evaluation/", evaluation.evaluation_desk, name="evaluation_desk"),
    path(f"{DESK}<slug:edition>/evaluation.csv", evaluation.evaluation_csv, name="evaluation_csv"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("invitation/<str:secret>/", invitations.invitation_link, name="invitation_link"),
    path(f"{DESK}<slug:edition>/toolbox/", toolbox.toolbox, name="toolbox"),
    path(
        f"{DESK}<slug:edition>/toolbox/<slug:paper>/",
        toolbox.toolbox_paper,
        name="toolbox_paper",
    ),
]
