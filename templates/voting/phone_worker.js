/* The worker of one phone: it keeps the scanning page and its files, and nothing else. What is
   fetched while scanning (the list, what is sent) passes by. The site's own worker keeps nothing of
   the desk; this one has its own scope, the address of this page. */
"use strict";
const PHONE = {{ phone|safe }};
const NAME = `phone-${PHONE.device}-${PHONE.version}`;

async function fetchAll() {
  const cache = await caches.open(NAME);
  const wanted = PHONE.files.map(
    (address) => new Request(address, { cache: "no-cache", credentials: "same-origin", redirect: "error" }),
  );
  await cache.addAll(wanted);
}

async function takeOver() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(`phone-${PHONE.device}-`));
  await Promise.all(ours.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(request) {
  const cache = await caches.open(NAME);
  return (await cache.match(request, { ignoreVary: true })) || fetch(request);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fetchAll());
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const ours = url.origin === self.location.origin && PHONE.files.includes(url.pathname);
  if (request.method === "GET" && ours) event.respondWith(kept(request));
});
