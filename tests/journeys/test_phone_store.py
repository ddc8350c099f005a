"""The script of the phone by itself: the same codes and seals as here, and room for a full hall."""

import base64
import json
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserType
from pytest_django.live_server_helper import LiveServer

from budgeting.models import Council, User
from tests.journeys.phones import STORE, Handset, counts
from tests.voting import booth
from tests.voting.phones import foreign_code
from tests.voting.test_phone_sealing import VECTORS
from voting.phone_sealing import Context, unseal
from voting.services.devices import enrol

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FULL_HALL = 300
READ = """async ({ edition, codes, no_codes, no_serials }) => {
  const script = await import("/static/voting/phone/codes.js");
  const read = [];
  for (const { text, typed } of codes) {
    const code = script.parseCode(text);
    const { serial } = script.parseSerial(typed);
    read.push({
      text, typed, edition: code.edition, layout: code.layout, side: code.side,
      serial: script.hex(code.serial), again: script.hex(serial),
      device_hash: await script.deviceHash(edition, code.serial),
    });
  }
  return {
    read,
    none: no_codes.map((text) => script.parseCode(text)),
    problems: no_serials.map(([text]) => script.parseSerial(text).problem),
  };
}"""
SEALED = """async ([edition, one]) => {
  const script = await import("/static/voting/phone/seal.js");
  const { unhex } = await import("/static/voting/phone/codes.js");
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const { d, ...open } = one.once.jwk;
  const pair = {
    privateKey: await crypto.subtle.importKey("jwk", one.once.jwk, curve, true, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", open, curve, true, []),
  };
  const context = { edition, device: one.device, nonce: one.nonce, sequence: one.sequence };
  const sealed = (given) => script.seal(one.public, one.note, unhex(one.image), context, given);
  const text = (bytes) => btoa(String.fromCharCode(...bytes));
  return [await script.digestOf(await sealed(pair)), text(await sealed()), text(await sealed())];
}"""
FILL = """async ([store, device, code, number, size]) => {
  const { openStore } = await import(store);
  const phone = await openStore(device);
  const list = await phone.kept("list");
  const longest = { ms: 0 };
  for (let at = 1; at <= number; at += 1) {
    const image = new Uint8Array(size).fill(at);
    const note = { version: 1, code, serial: "", side: 1, marks: [], reader: "", taken: 1 };
    const start = performance.now();
    await phone.add({ list, sheet: `full/${at}`, note, image });
    longest.ms = Math.max(longest.ms, performance.now() - start);
  }
  document.dispatchEvent(new Event("visibilitychange"));
  return longest.ms;
}"""


@pytest.fixture
def handset(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    live_server: LiveServer,
    council: Council,
    facilitator: User,
) -> Handset:
    edition = booth.open_now(of=council)
    device = enrol(edition, name="Tablet", venue=None, by=facilitator)
    folder = tmp_path / "phone"
    return Handset(browser_type, browser_type_launch_args, folder, live_server.url, device)


def test_the_script_reads_codes_and_seals_as_we_do(handset: Handset, facilitator: User) -> None:
    with handset.on(user=facilitator) as page:
        told = page.evaluate(READ, VECTORS)
        digest, *boxes = page.evaluate(SEALED, [VECTORS["edition"], VECTORS["seal"]])
    for found, expected in zip(told["read"], VECTORS["codes"], strict=True):
        assert found.pop("again") == expected["serial"]
        assert found == expected
    assert set(told["none"]) == {None}
    assert told["problems"] == [code for _text, code in VECTORS["no_serials"]]
    one = VECTORS["seal"]
    assert digest == f"sha256:{one['sealed_sha256']}"
    names = (UUID(VECTORS["edition"]), UUID(one["device"]), UUID(one["nonce"]))
    assert boxes[0] != boxes[1]
    for box in map(base64.b64decode, boxes):
        context = Context(*names, one["sequence"])
        note, image = unseal(bytes.fromhex(one["secret"]), box, context=context)
        assert (json.loads(note), image.hex()) == (one["note"], one["image"])


def test_three_hundred_sheets_fit_each_stored_within_four_seconds(
    handset: Handset, facilitator: User, record_property: Any
) -> None:
    with handset.on(user=facilitator) as page:
        page.context.set_offline(True)
        code = foreign_code(handset.device.edition)
        begun = time.monotonic()
        longest = page.evaluate(FILL, [STORE, handset.device.pk.hex, code, FULL_HALL, 500_000])
        record_property("seconds for 300", round(time.monotonic() - begun, 1))
        record_property("longest in ms", round(longest))
        assert longest < 4000
        assert counts(page) == {"waiting": FULL_HALL, "done": 0, "all": FULL_HALL}
    with handset.on(offline=True) as page:
        assert counts(page) == {"waiting": FULL_HALL, "done": 0, "all": FULL_HALL}
