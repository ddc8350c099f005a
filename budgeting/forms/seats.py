"""What is filled in about a seat, its end, and the interests of a member."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from budgeting.forms.fields import DayField, multiline
from budgeting.forms.versioned import VersionedForm
from budgeting.models import Council, Role, Seat, SeatKind, User
from budgeting.services.seating import seating

KIND_NAMES = {
    SeatKind.DRAWN: _("Drawn by lot"),
    SeatKind.DELEGATE: _("Delegate of an association"),
}


class SeatForm(VersionedForm):
    """One seat, or the place of a substitute."""

    kind = forms.ChoiceField(
        label=_("Kind of seat"), choices=list(KIND_NAMES.items()), widget=forms.RadioSelect
    )
    starts_on = DayField(label=_("The term starts on"), required=False)
    ends_on = DayField(label=_("The term ends on"), required=False)

    instance: Seat

    class Meta:
        model = Seat
        fields: ClassVar = (
            *("kind", "association", "substitute", "position", "member_name", "name_public"),
            *("user", "candidate", "starts_on", "ends_on"),
        )
        labels: ClassVar = {
            "association": _("Association"),
            "substitute": _("This is a substitute"),
            "position": _("Order among the substitutes"),
            "member_name": _("Name of the member"),
            "name_public": _("The member agreed that the name is public"),
            "user": _("Account of the member"),
            "candidate": _("Id in the list of the draw"),
        }
        help_texts: ClassVar = {
            "association": _("Only for a delegate. It is public."),
            "position": _("1 is asked first."),
            "name_public": _("Without this only people at the desk see the name."),
            "user": _("Somebody with the role of council member, who then declares interests."),
        }

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.council = council
        self.fields["position"].required = False
        account = self.fields["user"]
        assert isinstance(account, forms.ModelChoiceField)
        account.queryset = User.objects.filter(
            memberships__council=council, memberships__role=Role.MEMBER
        ).distinct()
        account.empty_label = _("None")

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == SeatKind.DELEGATE and not data.get("association"):
            self.add_error("association", _("Name the association of the delegate."))
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The term ends after it starts."))
        return data


class EndForm(forms.Form):
    """The last day of somebody who leaves early."""

    left_on = DayField(label=_("Last day in the council"))


class DeclarationForm(forms.Form):
    """An interest, in the words of the member."""

    seat = forms.ModelChoiceField(
        label=_("Member"), queryset=Seat.objects.none(), empty_label=_("Choose …"),
        error_messages={"required": _("Choose the member.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("What have you to do with it?"),
        help_text=_("For instance: “I am on the board of the club that proposes project 12.” "
                    "Everybody can read this."),
        max_length=2000,
        widget=multiline(4),
        error_messages={"required": _("Write what the interest is.")},
    )  # fmt: skip

    def __init__(
        self, *args: Any, council: Council, member: User | None, on: date, **kwargs: Any
    ) -> None:
        """`member` declares for their own seats; None is an officer, who may do so for any."""
        super().__init__(*args, **kwargs)
        now = seating(council, on)
        seats = [*now.drawn, *now.delegates, *now.substitutes]
        if member is not None:
            seats = [seat for seat in seats if seat.user_id == member.pk]
        self.has_seat = bool(seats)
        choice = self.fields["seat"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = council.seats.filter(pk__in=[seat.pk for seat in seats])
        choice.label_from_instance = seat_name  # type: ignore[assignment]
        if len(seats) == 1:
            choice.initial = seats[0].pk
            choice.widget = forms.HiddenInput()


def seat_name(seat: Seat) -> str:
    """A seat for people at the desk: the name, else what it is."""
    kind = str(seat.association or KIND_NAMES[SeatKind(seat.kind)])
    who = seat.member_name or seat.candidate
    return f"{who} · {kind}" if who else f"{kind} ({seat.pk})"
