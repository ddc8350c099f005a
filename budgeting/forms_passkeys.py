"""Forms of passkeys: the library names no field for a person."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

NAME = _("Name of the passkey")
NAME_HINT = _("So that you know it again: “My phone”, for instance.")


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
