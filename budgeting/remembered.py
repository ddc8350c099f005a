"""The language of a person: kept on their device, and in their account where they have one.

A device learns it from every page that is read under a language's own address. An account learns
it once, and after that from the language switch alone: who opens a colleague's link in the other
language goes on getting mail in their own.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from budgeting.languages import ORDER, address_language
from budgeting.models import User


def remembered_language(request: HttpRequest) -> str:
    """The language kept in the account, or else on the device; "" while it is unknown."""
    kept = getattr(request.user, "language", "")
    kept = kept or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return kept if kept in ORDER else ""


def keep_on_device(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def keep_in_account(request: HttpRequest, language: str) -> None:
    """Store the language of who is signed in, if it is another one than before."""
    if isinstance(request.user, User) and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])


def learn(request: HttpRequest, response: HttpResponse) -> None:
    """Remember the language of a page that was read; writes nothing that is known already."""
    language = address_language(request.path)
    if not language or request.method != "GET" or response.status_code != 200:
        return
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language:
        keep_on_device(response, language)
    if not getattr(request.user, "language", language):
        keep_in_account(request, language)
