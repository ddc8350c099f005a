"""Addresses of the vote, below the language."""

from django.urls import path

from voting import urls_paper
from voting.views import (
    adjudicating,
    booth,
    changing,
    devices,
    entering,
    keying,
    matching,
    opening,
    phone,
    preview,
    printing,
    public,
    queue,
    scanning,
)

PUBLIC = "c/<slug:council>/<slug:edition>/"
DESK = "desk/<slug:council>/<slug:edition>/"

urlpatterns = [
    path("vote/", entering.enter, name="booth_enter"),
    path("vote/ballot/", booth.ballot, name="booth"),
    path("vote/check/", booth.check, name="booth_check"),
    path("vote/done/", booth.done, name="booth_done"),
    path("vote/receipt/", booth.receipt_check, name="booth_receipt"),
    path("vote/leave/", entering.leave, name="booth_leave"),
    path("protection/", public.protection, name="protection"),
    path(f"{PUBLIC}receipts/", public.receipts, name="receipts"),
    path(f"{PUBLIC}receipts.txt", public.receipts_text, name="receipts_text"),
    path(f"{DESK}preview/ballot/", preview.ballot_preview, name="ballot_preview"),
    path(f"{DESK}changes/", changing.rule_changes, name="rule_changes"),
    path(f"{DESK}changes/new/<slug:what>/", changing.rule_change_new, name="rule_change_new"),
    path(
        f"{DESK}changes/project/<int:number>/",
        changing.rule_change_new,
        name="rule_change_project",
    ),
    path(
        f"{DESK}changes/<int:number>/decide/",
        changing.rule_change_decide,
        name="rule_change_decide",
    ),
    path(f"{DESK}printing/", printing.printing, name="printing"),
    path(f"{DESK}printing/test-page.pdf", printing.test_page, name="print_test_page"),
    path(f"{DESK}printing/<int:number>/", printing.print_job, name="print_job"),
    path(f"{DESK}printing/<int:number>/file/", printing.print_file, name="print_file"),
    path(
        f"{DESK}printing/<int:number>/release/",
        printing.release,
        name="batch_release",
    ),
    path(f"{DESK}scanning/", scanning.scanning, name="scanning"),
    path(f"{DESK}scanning/batch/<int:number>/", scanning.scan_batch, name="scan_batch"),
    path(f"{DESK}scanning/confirm/", scanning.confirm_all, name="confirm_all"),
    path(f"{DESK}scanning/type/", keying.typing, name="typing"),
    path(f"{DESK}scanning/queue/", queue.scan_queue, name="scan_queue"),
    path(f"{DESK}scanning/<uuid:scan>/", adjudicating.scan, name="scan"),
    path(f"{DESK}scanning/<uuid:scan>/match/", matching.scan_match, name="scan_match"),
    path(f"{DESK}scanning/<uuid:scan>/row-<int:number>.png", adjudicating.row, name="scan_row"),
    path(f"{DESK}scanning/<uuid:scan>/page/", adjudicating.image, name="scan_image"),
    path(
        f"{DESK}scanning/<uuid:scan>/doubt-<int:number>.png", adjudicating.doubt, name="scan_doubt"
    ),
    path(f"{DESK}devices/", devices.devices, name="devices"),
    path(f"{DESK}device/<uuid:device>/", devices.device, name="device"),
    path(f"{DESK}device/<uuid:device>/revoke/", devices.device_revoke, name="device_revoke"),
    path(f"{DESK}phone/<uuid:device>/", phone.phone, name="phone"),
    path(f"{DESK}phone/<uuid:device>/worker.js", phone.worker, name="phone_worker"),
    path(f"{DESK}phone/<uuid:device>/list.json", phone.phone_list, name="phone_list"),
    path(f"{DESK}phone/<uuid:device>/sync/", phone.phone_sync, name="phone_sync"),
    path(f"{DESK}opening/", opening.ceremony, name="opening"),
    path(
        f"{DESK}opening/confirm/",
        opening.confirm,
        name="opening_confirm",
    ),
    *urls_paper.urlpatterns,
]
