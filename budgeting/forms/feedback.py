"""What somebody fills in to tell that a page does not work."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from budgeting.addresses import NotHere, may_hold_secret, path_on_site
from budgeting.codes_in_text import without_codes
from budgeting.languages import ORDER
from budgeting.services.feedback import Feedback

LANGUAGE_NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English"}


class FeedbackForm(forms.Form):
    """A text and, if one likes, the page and an address for the answer.

    `website` is bait: people do not see it, robots fill it in. Codes are cut out of the data
    before anything is shown or sent again.
    """

    message = forms.CharField(
        label=_("What went wrong?"),
        help_text=_(
            "What did you want to do, and what happened? Do not write your voting code or your "
            "receipt here."
        ),
        max_length=4000,
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": _("Tell us in a few words what went wrong.")},
    )
    page = forms.CharField(
        label=_("On which page?"),
        help_text=_("The address of the page. Leave it empty if you do not know."),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    mail = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want an answer. We use it for nothing else."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("Check this address. It looks like name@example.org.")},
    )
    language = forms.ChoiceField(
        label=_("In which language do you want the answer?"),
        choices=[(code, LANGUAGE_NAMES[code]) for code in ORDER],
        widget=forms.RadioSelect,
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)

    def __init__(self, data: QueryDict | None = None, *, host: str, **kw: Any) -> None:
        if data is not None:
            data = data.copy()
            for name in ("message", "website"):
                data[name] = without_codes(data.get(name, ""))
            if not _is_mail(data.get("mail", "")):
                data["mail"] = without_codes(data.get("mail", ""))
            if may_hold_secret(data.get("page", "")):
                data["page"] = ""
        super().__init__(data, **kw)
        self.host = host

    def clean_page(self) -> str:
        given: str = self.cleaned_data["page"]
        try:
            return path_on_site(given, self.host) if given else ""
        except NotHere:
            raise forms.ValidationError(
                _("This is not an address of this site. Copy it from your browser, or leave it "
                  "empty."), "not_here",
            ) from None  # fmt: skip

    def is_bait_taken(self) -> bool:
        return bool(self.data.get("website"))

    def feedback(self) -> Feedback:
        data = self.cleaned_data
        return Feedback(data["message"], data["page"], data["mail"], data["language"])


def _is_mail(text: str) -> bool:
    """A name before an @ may be as long as a code: a right address is left alone."""
    try:
        validate_email(text.strip())
    except forms.ValidationError:
        return False
    return True
