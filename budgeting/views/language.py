"""The language switch for who is signed in, and for pages whose address has no language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from budgeting.languages import ORDER, same_page
from budgeting.remembered import keep_in_account, keep_on_device


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Back to the page that was read, in the wanted language, which is remembered from now on."""
    page, language = request.POST.get("next", ""), request.POST.get("language", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    page = page if own and page.startswith("/") else "/"
    if language not in ORDER:
        return HttpResponseRedirect(page)
    answer = HttpResponseRedirect(same_page(page, language))
    keep_on_device(answer, language)
    keep_in_account(request, language)
    return answer
