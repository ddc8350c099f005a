"""A phone with a browser of its own on it, which can be cut off, killed and opened again."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import BrowserContext, BrowserType, Error, FilePayload, Page, expect

from budgeting.models import User
from voting.models import Device

PATIENCE = 30_000  # milliseconds: the machine may have much else to do
VIEW: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "nl-BE"}
STORE = "/static/voting/phone/store.js"
# Stores scans through the page's own store, one behind the other, until somebody pulls the plug.
FLOOD = """async ([store, device, code]) => {
  const { openStore } = await import(store);
  const phone = await openStore(device);
  const list = await phone.kept("list");
  const picture = new OffscreenCanvas(400, 300);
  picture.getContext("2d").fillRect(0, 0, 200, 300);
  const jpeg = await picture.convertToBlob({ type: "image/jpeg" });
  const image = new Uint8Array(await jpeg.arrayBuffer());
  window.flooding = (async () => {
    for (let number = 0; number < 5000; number += 1) {
      const note = { version: 1, code, serial: "", side: 1, marks: [], reader: "", taken: 1 };
      await phone.add({ list, sheet: `flood/${number}`, note, image });
      window.flooded = number + 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  })();
}"""
# Everything in the phone's database: [number, state, whether its sealed scan is there].
KEPT = """async ([store, device]) => {
  const { openStore } = await import(store);
  const phone = await openStore(device);
  const all = (name, how) => new Promise((resolve, reject) => {
    const request = phone.read(name)[how]();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const sealed = new Set(await all("sealed", "getAllKeys"));
  const rows = await all("scans", "getAll");
  return rows.map(({ sequence, state }) => [sequence, state, sealed.has(sequence)]);
}"""
# As if no answer had ever come: the queue as it was before, to be sent once more.
REWIND = """async ([store, device]) => {
  const { openStore } = await import(store);
  const phone = await openStore(device);
  const write = (change) => new Promise((resolve, reject) => {
    const writing = phone.database.transaction(["scans", "sealed"], "readwrite");
    writing.oncomplete = resolve;
    writing.onerror = () => reject(writing.error);
    change(writing.objectStore("scans"), writing.objectStore("sealed"));
  });
  if (!window.queue) {
    window.queue = [];
    for (let next = await phone.oldest(); next; next = await phone.oldest()) {
      window.queue.push(next);
      await phone.change(next.row, { state: "taken" });
    }
  }
  await write((scans, sealed) => {
    for (const one of window.queue) {
      scans.put(one.row);
      sealed.put(one.sealed, one.row.sequence);
    }
  });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def address_of(device: Device) -> str:
    edition = device.edition
    with override("nl"):
        return reverse("phone", args=[edition.council.slug, edition.slug, device.pk])


def sign_in(context: BrowserContext, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["wijkstem_session"].value
    context.add_cookies([{"name": "wijkstem_session", "value": cookie, "url": site}])


class Handset:
    """One phone: its folder outlives its browser, as the memory of a phone outlives its battery."""

    def __init__(
        self, kind: BrowserType, launch: dict[str, Any], folder: Path, site: str, device: Device
    ) -> None:
        self.kind, self.launch, self.folder = kind, launch, folder
        self.site, self.device = site, device

    @contextmanager
    def on(self, *, offline: bool = False, user: User | None = None) -> Iterator[Page]:
        """Switch it on and open the page; the browser may be killed meanwhile."""
        context = self.kind.launch_persistent_context(
            str(self.folder), **self.launch, **VIEW, offline=offline
        )
        try:
            if user:
                sign_in(context, self.site, user)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(self.site + address_of(self.device))
            page.wait_for_selector("[data-part=ready]:not([hidden])")
            yield page
        finally:
            with suppress(Error):  # it is dead already
                context.close()

    def dies(self) -> None:
        """The battery is empty: every process of this browser ends at once."""
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                started = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={self.folder}".encode() in started:
                os.kill(int(entry.name), signal.SIGKILL)


def photograph(page: Page, jpeg: bytes) -> None:
    """Choose a photo where the camera would be."""
    for screen in ("home", "refused"):  # from "stored" the page goes on by itself
        if page.locator(f"[data-screen={screen}]").is_visible():
            page.locator(f"[data-screen={screen}] [data-do=scan]").click()
    expect(page.locator("[data-screen=scan]")).to_be_visible(timeout=PATIENCE)
    photo = FilePayload(name="sheet.jpg", mimeType="image/jpeg", buffer=jpeg)
    page.locator("[data-screen=scan] input[type=file]").set_input_files(photo)


def tap(page: Page, *projects: str, twice: bool = True) -> None:
    """Tap the boxes of these projects, twice where the edition asks for it, until it is stored."""
    marks = page.locator("[data-screen=marks]")
    for time in range(2 if twice else 1):
        expect(marks).to_be_visible(timeout=PATIENCE)
        if time:
            expect(page.locator("[data-part=again]")).to_be_visible()
        for project in projects:
            page.locator(f"input[data-project='{project}']").check()
        page.locator("[data-do=marks-done]").click()
    expect(page.locator("[data-part=stored]")).to_be_visible(timeout=PATIENCE)


def counts(page: Page) -> dict[str, int]:
    """What the page shows: sides on the phone, sent, and in all."""
    return {name: int(page.locator(f"[data-part={name}]").inner_text()) for name in COUNTED}


COUNTED = ("waiting", "done", "all")


def send(page: Page, *, ends: str) -> None:
    """Go home, press the button, and wait for what the page says at the end."""
    if not page.locator("[data-screen=home]").is_visible():
        page.locator("[data-do=home]:visible").first.click()
    page.locator("[data-do=send]").click()
    expect(page.locator("[data-part=send-state]")).to_have_text(ends, timeout=120_000)
