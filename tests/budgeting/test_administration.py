"""The administration: what has to do with a vote is only looked at, and never shows a choice."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from pytest_django import Settings

from budgeting.models import Area, Council, Edition, Invitation, Membership, Record, Role, User
from tallying.services.tallying_up import run_tally
from tests import build
from tests.people import SignIn, with_lock
from tests.voting import desk
from voting import models as votes
from voting.models import Ballot, Credential, Envelope, Scan, Sheet
from voting.services.casting import cast_online
from voting.services.register import issue_codes

pytestmark = pytest.mark.django_db
CHANGEABLE = {"area", "council", "membership", "user"}
NOT_HERE = {
    *("Adjudication", "Ballot", "Credential", "Envelope", "Receipt", "Sheet"),
    *("SupersededEnvelope", "Voter", "UploadPart", "DeviceScan"),
    # How paper is accounted for has pages of its own, with who signed.
    *("Explanation", "HandCount", "HandOver", "PaperRules", "Reconciliation", "Voiding"),
}


@pytest.fixture
def boss(db: None) -> User:
    return with_lock(User.objects.create_superuser("boss@example.org"))


@pytest.fixture
def helper(db: None) -> User:
    """Support staff without any further right."""
    return with_lock(User.objects.create_user("help@example.org", is_staff=True))


def address(model: type[Model], page: str, *args: Any) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=args)


def registered() -> list[type[Model]]:
    return list(admin.site._registry)


def rows_and_pages() -> Iterator[tuple[type[Model], Any]]:
    for model in registered():
        for row in model._default_manager.all()[:20]:
            yield model, row


@pytest.fixture
def world(council: Council, officer: User, facilitator: User) -> Edition:
    """An edition with everything that must not be told, and a second one that was counted."""
    edition = build.voting(council)
    (code,) = issue_codes(edition, count=1)
    credential = Credential.objects.exclude(lookup=None).get()
    cast_online(credential.pk, ["1", "3"], clock=desk.CLOCK)
    serial = desk.serial_of(edition)
    desk.read(edition, serial, "2", by=facilitator)
    counted = build.edition(council, "counted", phase="counting")
    build.projects(counted)
    Ballot.objects.create(edition=counted, channel="online", choices=["1", "4"], imprint="9/77")
    run_tally(counted)
    Invitation.objects.create(
        council=council,
        email="x@example.org",
        role=Role.MEMBER,
        token_digest="d1ge57" * 10,
        created_at=build.NOW,
        expires_at=build.NOW + timedelta(days=14),
    )
    assert code
    return edition


def secrets_of() -> set[str]:
    """Everything that no page of the administration may hold."""
    found = {str(ballot.pk) for ballot in Ballot.objects.all()} | {"9/77"}
    found |= {json.dumps(ballot.choices) for ballot in Ballot.objects.all()}
    for model in (Credential, Sheet):
        for key, lookup in model._default_manager.values_list("pk", "lookup"):
            found |= {str(key), lookup or str(key)}
    for envelope in Envelope.objects.all():
        found |= {bytes(envelope.sealed).hex(), envelope.mac, envelope.receipt}
    for scan in Scan.objects.all():
        found |= {scan.fingerprint, scan.image_digest, bytes(scan.reading or b"").hex()} - {""}
    found |= set(Invitation.objects.values_list("token_digest", flat=True))
    found |= {row.data["secret"] for row in Authenticator.objects.all()}
    return found


def test_what_tells_who_voted_or_how_is_not_in_the_administration() -> None:
    all_votes = set(apps.get_app_config("voting").get_models())
    assert {model.__name__ for model in all_votes - set(registered())} == NOT_HERE
    assert {getattr(votes, name) for name in NOT_HERE} <= all_votes


def test_nothing_but_people_and_places_can_be_changed(world: Edition, boss: User) -> None:
    client = SignIn(boss)
    changeable = set()
    for model, row in rows_and_pages():
        pages = [address(model, "add"), address(model, "change", row.pk)]
        refused = [client.post(page, {"edition": ""}).status_code == 403 for page in pages]
        if not all(refused):
            changeable.add(str(model._meta.model_name))
        elif model is not Authenticator:
            delete = address(model, "delete", row.pk)
            assert client.post(delete, {"post": "yes"}).status_code == 403, delete
            page = client.get(pages[1])
            assert page.status_code == 200, pages
            assert not [
                key for key in ("add", "change", "delete") if page.context[f"has_{key}_permission"]
            ]
    assert changeable == CHANGEABLE
    assert {model for model, _row in rows_and_pages()} >= {Edition, Scan, votes.BallotBox}


def test_no_page_shows_a_choice_or_a_digest_that_leads_to_one(
    world: Edition, boss: User, helper: User
) -> None:
    secrets = secrets_of()
    assert len(secrets) > 12
    for person in (boss, helper):
        client = SignIn(person)
        pages = [address(model, "changelist") for model in registered()]
        pages += [address(model, "change", row.pk) for model, row in rows_and_pages()]
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200, page
            text = answer.content.decode()
            assert not [secret for secret in secrets if secret in text], page


def test_support_staff_look_and_change_nothing(world: Edition, helper: User) -> None:
    client = SignIn(helper)
    for model, row in rows_and_pages():
        assert client.get(address(model, "changelist")).status_code == 200
        for page in (
            address(model, "add"),
            address(model, "change", row.pk),
            address(model, "delete", row.pk),
        ):
            assert client.post(page, {"post": "yes"}).status_code == 403, page


def test_staff_need_a_second_lock_too(boss: User, settings: Settings) -> None:
    client = SignIn(boss)
    assert client.get("/nl/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/nl/admin/").status_code == 302
    answer = client.get("/nl/admin/", follow=True)
    assert answer.status_code == 403
    assert "second_lock_needed" in answer.content.decode()
    settings.SECOND_LOCK_REQUIRED = False
    assert client.get("/nl/admin/").status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_a_role_in_a_council_opens_nothing_here(council: Council, role: Role) -> None:
    user = with_lock(User.objects.create_user("a@example.org"))
    Membership.objects.create(user=user, council=council, role=role, starts_on=date(2020, 1, 1))
    assert SignIn(user).get("/nl/admin/", follow=True).status_code == 403


def lines() -> list[dict[str, Any]]:
    return [
        row.data
        for row in Record.objects.filter(event="changed_in_administration").order_by("sequence")
    ]


def test_every_change_is_in_the_audit_trail_without_what_stood_there(
    council: Council, boss: User, facilitator: User
) -> None:
    client = SignIn(boss)
    area = {"slug": "nieuw", "name_nl": "Nieuw", "name_fr": "Nouveau", "postal_codes": "[1020]"}
    client.post(address(Area, "add"), area)
    made = Area.objects.get(slug="nieuw")
    client.post(address(Area, "change", made.pk), area | {"name_nl": "Anders"})
    role = Membership.objects.get(user=facilitator)
    changed = {"user": facilitator.pk, "council": council.pk, "role": role.role}
    changed |= {"starts_on": "2020-01-01", "ends_on": "2030-12-31"}
    client.post(address(Membership, "change", role.pk), changed)
    assert [(line["table"], line["row"], line["what"]) for line in lines()] == [
        ("area", made.pk, "added"),
        ("area", made.pk, "changed"),
        ("membership", role.pk, "changed"),
    ]
    assert "name_nl" in lines()[1]["fields"]
    assert "Anders" not in str(lines())
    assert Record.objects.latest("sequence").council == council
    assert Record.objects.latest("sequence").actor == f"administrator:{boss.pk}"


def test_the_roles_below_a_person_are_recorded_too(
    council: Council, boss: User, facilitator: User
) -> None:
    role = Membership.objects.get(user=facilitator)
    rows = {f"memberships-{name}_FORMS": "1" for name in ("TOTAL", "INITIAL")}
    rows |= {"memberships-MIN_NUM_FORMS": "0", "memberships-MAX_NUM_FORMS": "1000"}
    rows |= {"memberships-0-id": str(role.pk), "memberships-0-user": str(facilitator.pk)}
    rows |= {"memberships-0-council": str(council.pk), "memberships-0-role": role.role}
    rows |= {"memberships-0-starts_on": "2020-01-01", "memberships-0-DELETE": "on"}
    sent = {"email": facilitator.email, "first_name": "Farid", "language": "", "is_active": "on"}
    answer = SignIn(boss).post(address(User, "change", facilitator.pk), sent | rows)
    assert answer.status_code == 302, answer.context["errors"]
    assert [(line["table"], line["what"]) for line in lines()] == [
        ("user", "changed"),
        ("membership", "deleted"),
    ]
    assert lines()[1]["row"] == role.pk


def test_a_council_that_is_changed_here_has_another_version(council: Council, boss: User) -> None:
    fields = {"slug": council.slug, "name_nl": "Ander", "name_fr": "Autre", "drawn_members": 11}
    answer = SignIn(boss).post(
        address(Council, "change", council.pk), fields | {"delegate_members": 6}
    )
    assert answer.status_code == 302, answer.context["errors"]
    assert Council.objects.get().version == council.version + 1


def test_a_lost_lock_is_taken_away_and_that_is_recorded(boss: User, officer: User) -> None:
    lock = Authenticator.objects.get(user=officer)
    answer = SignIn(boss).post(address(Authenticator, "delete", lock.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert lines() == [{"table": "authenticator", "row": lock.pk, "what": "deleted", "fields": []}]
