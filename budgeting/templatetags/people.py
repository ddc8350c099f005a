"""`{% load people %}`: the roles of a person, and what they still need for them."""

from django import template
from django.utils import timezone

from budgeting.access import Person, lacks_second_lock
from budgeting.models import Membership, User

register = template.Library()


@register.simple_tag
def roles_held(person: Person) -> list[Membership]:
    """`{% roles_held user as held %}`: roles of today and of later, by council."""
    if not isinstance(person, User):
        return []
    lasting = Membership.objects.lasting(timezone.localdate()).filter(user=person)
    return list(lasting.select_related("council").order_by("council__slug", "role"))


@register.simple_tag
def waits_for_lock(person: Person) -> bool:
    """`{% waits_for_lock user as waits %}`: a role does not count for want of a second lock."""
    return lacks_second_lock(person)
