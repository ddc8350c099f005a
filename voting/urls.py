"""Addresses of the vote, below the language."""

from django.urls import path

from voting.views import booth, entering, opening, printing, public

urlpatterns = [
    path("vote/", entering.enter, name="booth_enter"),
    path("vote/ballot/", booth.ballot, name="booth"),
    path("vote/check/", booth.check, name="booth_check"),
    path("vote/done/", booth.done, name="booth_done"),
    path("vote/receipt/", booth.receipt_check, name="booth_receipt"),
    path("vote/leave/", entering.leave, name="booth_leave"),
    path("protection/", public.protection, name="protection"),
    path("c/<slug:council>/<slug:edition>/receipts/", public.receipts, name="receipts"),
    path(
        "c/<slug:council>/<slug:edition>/receipts.txt", public.receipts_text, name="receipts_text"
    ),
    path("desk/<slug:council>/<slug:edition>/printing/", printing.printing, name="printing"),
    path(
        "desk/<slug:council>/<slug:edition>/printing/download/",
        printing.download,
        name="printing_download",
    ),
    path(
        "desk/<slug:council>/<slug:edition>/printing/<int:number>/release/",
        printing.release,
        name="batch_release",
    ),
    path("desk/<slug:council>/<slug:edition>/opening/", opening.ceremony, name="opening"),
    path(
        "desk/<slug:council>/<slug:edition>/opening/confirm/",
        opening.confirm,
        name="opening_confirm",
    ),
]
