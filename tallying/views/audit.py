"""The audit of the paper for everybody: what is checked, what the dice were, what was found."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.access import edition_or_404
from tallying.services.auditing import latest_audit
from tallying.services.auditing_document import document_of
from tallying.services.auditing_report import report_of
from tallying.views.audit_words import draws_by_pile, project_rows, recount_rows
from tallying.wording_audit import METHODS, in_all_languages, statements


@require_safe
def audit(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The last audit of an edition, at any step; or that there is none."""
    found = edition_or_404(request, council, edition)
    latest = latest_audit(found)
    report = report_of(latest) if latest else None
    context: dict[str, object] = {
        "edition": found,
        "council": found.council,
        "audit": latest,
        "report": report,
        "fictional": found.council.fictional,
    }
    if latest and report:
        context |= {
            "statements": statements(report),
            "method": METHODS[report.manifest.method],
            "by_pile": draws_by_pile(report),
            "projects": project_rows(report),
            "recounts": recount_rows(latest),
        }
    return render(request, "tallying/audit.html", context)


@require_safe
def audit_json(request: HttpRequest, council: str, edition: str) -> HttpResponse:
    """The same for programs, with the manifest from which anybody draws again."""
    found = edition_or_404(request, council, edition)
    latest = latest_audit(found)
    report = report_of(latest) if latest else None
    if report is None:
        raise Http404
    document = document_of(report) | {"statements": in_all_languages(report)}
    text = json.dumps(document, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    name = f"{found.council.slug}-{found.slug}-audit.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type="application/json", headers=headers)
