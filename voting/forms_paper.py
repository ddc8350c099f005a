"""Forms of the paper desk: printing, uploading scans, typing a sheet, deciding on a page."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from budgeting.languages import in_language
from budgeting.models import Edition, Venue
from voting.paper.geometry import Box
from voting.services.adjudicating import BLANK, CORRECTED, VOID
from voting.services.ballot_list import projects_of
from voting.services.readings import Mark

WEB_SHEETS = 500
REASONS = (
    ("clear_on_paper", _("It is clear on the paper")),
    ("dirt_or_shadow", _("Dirt, a fold or a shadow")),
    ("voter_corrected", _("The voter corrected something")),
    ("no_mark", _("Nothing is marked")),
    ("too_many_marks", _("More is marked than the rules allow")),
    ("unclear_will", _("It is not clear what the voter wanted")),
    ("name_or_sign", _("A name or a sign on the sheet")),
)

# Typed for the checker only: at run time these classes of Django take no parameter.
if TYPE_CHECKING:
    VenueChoice = forms.ModelChoiceField[Venue]
else:
    VenueChoice = forms.ModelChoiceField


class VenueField(VenueChoice):
    """The voting places of a council, in the language of the page."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Voting place"),
            queryset=Venue.objects.none(),
            required=False,
            empty_label=_("Not for one place"),
        )

    def label_from_instance(self, obj: Venue) -> str:
        return in_language(obj, "name")


class AtVenueForm(forms.Form):
    """A form of one edition, with its voting places."""

    venue = VenueField()

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["venue"]
        assert isinstance(field, VenueField)
        field.queryset = Venue.objects.filter(council=edition.council)


class PrintForm(AtVenueForm):
    """How many sheets, and for which voting place."""

    field_order = ["count", "venue"]
    count = forms.IntegerField(
        label=_("Number of sheets"),
        min_value=1,
        max_value=WEB_SHEETS,
        help_text=_("1 to 500 at a time."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files, together within the limit of an upload."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(ManyFilesField, self).clean(one, initial) for one in given or [None]]
        if sum(file.size or 0 for file in files) > settings.MAX_SCAN_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("Together these files are larger than 50 MB. Send them in parts."), "too_large"
            )
        return files


class UploadForm(AtVenueForm):
    """Scans of filled-in sheets, and where they come from."""

    field_order = ["scans", "venue"]
    scans = ManyFilesField(
        label=_("Scans"),
        help_text=_("PDF, PNG, JPEG or TIFF, 200 dots per inch or more. One sheet a page."),
        widget=ManyFilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
    )


class MarksForm(forms.Form):
    """The boxes of a sheet as fields: one tick a project, or one value a project."""

    def __init__(
        self,
        *args: Any,
        edition: Edition,
        boxes: Sequence[Box],
        marks: Iterable[Mark] = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        titles = {
            project.code: f"{project.number}. {in_language(project, 'title')}"
            for project in projects_of(edition)
        }
        given = dict(marks)
        plain = [(box.project, titles.get(box.project, box.project)) for box in boxes]
        if any(box.value is not None for box in boxes):
            for index, (project, title) in enumerate(dict(plain).items()):
                values = [box.value for box in boxes if box.project == project]
                self.fields[f"value_{index}"] = ValueField(project, title, values, given)
        else:
            self.fields["marks"] = forms.MultipleChoiceField(
                label=_("Marked projects"),
                choices=plain,
                required=False,
                initial=list(given),
                widget=forms.CheckboxSelectMultiple,
            )

    def marks(self) -> list[Mark]:
        """What was ticked, as a reading has it."""
        found: list[Mark] = [(project, None) for project in self.cleaned_data.get("marks", ())]
        for name, field in self.fields.items():
            if isinstance(field, ValueField) and self.cleaned_data[name] != "":
                found.append((field.project, int(self.cleaned_data[name])))
        return found


class ValueField(forms.ChoiceField):
    """The marked value of one project, or none."""

    def __init__(
        self, project: str, title: str, values: list[int | None], given: dict[str, int | None]
    ) -> None:
        choices = [("", "–"), *((str(value), str(value)) for value in values)]
        initial = given.get(project)
        super().__init__(
            label=title,
            choices=choices,
            required=False,
            initial="" if initial is None else str(initial),
        )
        self.project = project


class DecisionForm(MarksForm):
    """What the paper says, when it is not what the machine read, and why."""

    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=forms.RadioSelect)

    VERDICTS = (CORRECTED, BLANK, VOID)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class TypingForm(MarksForm):
    """A sheet typed by hand: its number, then its marks."""

    serial = forms.CharField(
        label=_("Number of the sheet"),
        max_length=40,
        help_text=_("18 letters and digits, below the QR code."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
