"""Signing in and the account: a code by mail, a passkey, the second lock."""

import re
from unittest.mock import patch

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.core import mail

from budgeting.models import User
from tests.journeys.accessibility.visiting import Devices, Visitor
from tests.journeys.accessibility.world import World

KEY_IN_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def visit(devices: Devices, world: World) -> None:
    person = world.facilitator
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    asking_for_a_code(devices.of(), person)
    making_an_account(devices.of())
    addresses(devices.of(person), person)
    visitor = devices.of(person)
    a_code_app(visitor)
    passkeys(visitor)
    a_second_lock(visitor, person)
    too_often(devices.of())


def mailed_code() -> str:
    found = re.search(r"\n\n(\S+)\n\n", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def ask(visitor: Visitor, address: str) -> None:
    visitor.go(visitor.address("account_login"))
    visitor.fill(login=address)
    visitor.press()


def asking_for_a_code(visitor: Visitor, person: User) -> None:
    visitor.open("account_login")
    visitor.press()
    visitor.look("signing in with a mistake")
    visitor.open("account_request_login_code")
    ask(visitor, person.email)
    visitor.look("the code is asked")
    visitor.fill(code="ABC-DEF")
    visitor.press()
    visitor.look("a wrong code")
    visitor.page.locator("main form:has([value=resend]) button").click()
    visitor.look("a new code is sent")
    visitor.fill(code=mailed_code())
    visitor.press()
    visitor.look("signed in")
    visitor.open("account_logout")
    visitor.press()
    visitor.look("signed out")


def making_an_account(visitor: Visitor) -> None:
    visitor.open("account_signup")
    visitor.press()
    visitor.look("an account with a mistake")
    visitor.fill(email="nieuw@example.org")
    visitor.press()
    visitor.look("an address is confirmed")
    visitor.open("account_inactive")


def addresses(visitor: Visitor, person: User) -> None:
    visitor.open("account_email")
    visitor.press()
    visitor.look("adding an address with a mistake")
    visitor.fill(email="tweede@example.org")
    visitor.press()
    visitor.look("a second address is confirmed")
    visitor.fill(code=mailed_code())
    visitor.press()
    EmailAddress.objects.create(user=person, email="derde@example.org")
    visitor.open("account_email", note="addresses of three kinds")
    visitor.go(visitor.address("mfa_activate_totp"))
    visitor.look("no lock before the address is confirmed")
    visitor.open("account_email")
    visitor.page.locator("[name=action_remove]").last.click()
    visitor.look("an address is removed")
    EmailAddress.objects.exclude(primary=True).delete()


def a_code_app(visitor: Visitor) -> None:
    visitor.open("mfa_activate_totp")
    visitor.fill(code="000000")
    visitor.press()
    visitor.look("a code app with a wrong code")
    secret = visitor.page.locator("main code").inner_text()
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    visitor.fill(code=code)
    visitor.press()
    visitor.look("show that it is you")
    visitor.fill(code="000000")
    visitor.press()
    visitor.look("not the right code")
    visitor.fill(code=code)
    visitor.press()
    visitor.look("spare codes")
    visitor.open("mfa_index", note="with a code app")
    visitor.open("mfa_deactivate_totp")
    visitor.open("mfa_generate_recovery_codes")


def passkeys(visitor: Visitor) -> None:
    device = visitor.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_IN_DEVICE})
    visitor.open("mfa_list_webauthn", note="no passkey yet")
    visitor.open("mfa_add_webauthn")
    visitor.page.locator("#mfa_webauthn_add").click()
    visitor.page.wait_for_url("**/2fa/")
    visitor.look("a passkey is added")
    visitor.open("mfa_list_webauthn")
    links = visitor.page.locator("main a[href*='/keys/']").all()
    edit, remove = [link.get_attribute("href") or "" for link in links]
    visitor.go(edit)
    visitor.look("name of a passkey")
    visitor.fill(name="")
    visitor.press()
    visitor.look("no name")
    visitor.go(remove)
    visitor.look("removing a passkey")
    visitor.open("mfa_reauthenticate")
    visitor.open("mfa_reauthenticate_webauthn")
    visitor.page.locator("#mfa_webauthn_reauthenticate").click()
    visitor.page.wait_for_url(lambda url: "reauthenticate" not in url)


def a_second_lock(visitor: Visitor, person: User) -> None:
    visitor.go(visitor.address("account_logout"))
    visitor.press()
    visitor.page.wait_for_url(f"**/{visitor.language}/")
    visitor.go(visitor.address("account_login"))
    visitor.page.locator("#passkey_login").click()
    visitor.page.wait_for_url(f"**/{visitor.language}/")
    visitor.look("signed in with a passkey")
    visitor.context.clear_cookies()
    ask(visitor, person.email)
    visitor.fill(code=mailed_code())
    visitor.press()
    visitor.look("one more step")
    visitor.fill(code="000000")
    visitor.press()
    visitor.look("one more step with a mistake")
    visitor.page.locator("#mfa_webauthn_authenticate").click()
    visitor.page.wait_for_url(f"**/{visitor.language}/")


def too_often(visitor: Visitor) -> None:
    visitor.go(visitor.address("account_login"))
    visitor.fill(login="iemand@example.org")
    with patch("allauth.core.internal.ratelimit.consume", return_value=None):
        visitor.press()
        visitor.look("too many tries", status=429)
