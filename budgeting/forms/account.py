"""Forms of signing in: what the library's forms lack."""

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.services.addressing import know_address

ASK_FOR_ADDRESS = _("Fill in your email address.")
NAME = _("Name of the passkey")
NAME_HINT = _("So that you know it again: “My phone”, for instance.")


class SignInForm(LoginForm):  # type: ignore[misc]
    """An address, to which a code is mailed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = ASK_FOR_ADDRESS

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.user is not None:
            know_address(self.user)
        return cleaned


class CodeByMailForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The same on the page that only mails codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["required"] = ASK_FOR_ADDRESS

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if self._user is not None:
            know_address(self._user)
        return email


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name, and whether it is enough by itself."""

    name = forms.CharField(label=NAME, help_text=NAME_HINT, required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        help_text=_("Then you need no code by mail any more."),
        required=False,
        initial=True,
    )


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = forms.CharField(
        label=NAME,
        help_text=NAME_HINT,
        max_length=100,
        error_messages={"required": _("Give the passkey a name.")},
    )
