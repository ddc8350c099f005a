"""What the sign-in library says on our pages is translated, and says "u" and "vous"."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account import app_settings
from allauth.mfa import app_settings as mfa_settings
from django.utils import translation

from budgeting.account_words import ACCOUNT_WORDS
from tests.architecture.leftover import LETTERS
from tests.architecture.messages import in_python, in_template
from tests.architecture.tree import ROOT, none

LIBRARY = Path(allauth.__file__).parent
# Accounts here have no password, no name but their address, and no telephone.
UNUSED = re.compile(
    r"assword(?!less)|sername|hone|\(optional\)|Remember Me|^Login$|select only one"
)
NOT_SHOWN = {"admin.py", "apps.py", "models.py"}
NOT_REACHED = {
    "account/email/base_notification": "no mail tells of a change to the account",
    "account/email/email_": "no mail tells of a change to the account",
    "mfa/email/": "no mail tells of a change to the account",
    "account/email/password_": "there are no passwords",
    "account/password_": "there are no passwords",
    "account/email_change": "an account may have several addresses",
    "account/signup_closed": "anybody may make an account",
    "account/signup_by_passkey": "an account begins with an address",
    "mfa/webauthn/signup_form": "an account begins with an address",
    "account/verification_sent": "an address is confirmed by a code, not by a link",
    "account/verified_email_required": "an address is confirmed by a code, not by a link",
    "account/snippets/already_logged_in": "only for signing in without a page of its own",
    "mfa/trust": "no browser is trusted for longer",
}
"""Templates of the library that our settings leave unused, with the reason."""
FAMILIAR = {
    "nl": {"je", "jij", "jou", "jouw", "jullie"},
    "fr": {"tu", "te", "toi", "ton", "ta", "tes"},
}
SAME = {"nl": {"Code"}, "fr": {"Code"}}


def from_python() -> set[str]:
    """Messages of the library's forms, errors and flows."""
    files = [path for part in ("account", "mfa") for path in (LIBRARY / part).rglob("*.py")]
    shown = [p for p in files if p.name not in NOT_SHOWN and "tests" not in p.parts]
    found = (m for p in shown for _line, m in in_python(p.read_text(encoding="utf-8")) if m)
    return {text for _context, text in found if not UNUSED.search(text)}


def from_templates() -> set[str]:
    """Messages of the library's pages and mails that no template of ours replaces."""
    found = set()
    for path in sorted((LIBRARY / "templates").rglob("*.*")):
        name = path.relative_to(LIBRARY / "templates")
        used = name.parts[0] in {"account", "mfa"} and path.suffix in {".html", ".txt"}
        used = used and not str(name).startswith(tuple(NOT_REACHED))
        if used and not (ROOT / "templates" / name).exists():
            found |= {text for _context, text in in_template(path.read_text(encoding="utf-8"))}
    return {text for text in found if not UNUSED.search(text)}


def faults(messages: set[str], language: str) -> list[str]:
    """Messages that are English in `language`, or speak to a stranger as to a friend."""
    with translation.override(language):
        said = {text: translation.gettext(text) for text in sorted(messages)}
    return [
        f"{language}: {text!r}: {translated!r}"
        for text, translated in said.items()
        if (text == translated and text not in SAME[language])
        or {word.casefold() for word in LETTERS.findall(translated)} & FAMILIAR[language]
    ]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_the_library_says_in_forms_is_translated_and_polite(language: str) -> None:
    none(faults(from_python(), language))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_pages_that_are_still_the_librarys_are_translated_and_polite(language: str) -> None:
    none(faults(from_templates(), language))


def test_the_settings_still_leave_those_pages_unused() -> None:
    assert not app_settings.EMAIL_NOTIFICATIONS
    assert not app_settings.CHANGE_EMAIL
    assert app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED
    assert not mfa_settings.TRUST_ENABLED
    assert not mfa_settings.PASSKEY_SIGNUP_ENABLED


def test_our_own_translations_are_of_sentences_that_the_library_has() -> None:
    none(sorted(set(ACCOUNT_WORDS) - from_python()))


@pytest.mark.parametrize(
    ("text", "language"),
    [("No such sentence.", "nl"), ("Please type your current password.", "nl")],
)
def test_a_sentence_in_english_or_too_familiar_is_caught(text: str, language: str) -> None:
    assert len(faults({text}, language)) == 1


def test_a_polite_sentence_is_fine() -> None:
    assert not faults({"Incorrect code."}, "nl")
