/* The worker of the site. It shows a page of our own where there is no network, and public pages
   that this device has read before. The server decides what may be kept: a page it marked with
   "X-Offline: keep", nothing else. A POST passes by, so that a vote is cast as without a worker.

   Three caches, named by the version: the shell (the offline pages and their style, fetched at
   once), pages (marked ones, the last few) and files (static, with a digest in their name). */
"use strict";
const SITE = {{ site|safe }};
const NAME = `wijkstem-${SITE.version}-`;
const MOST = { pages: 20, files: 40 };

/* Second lock: whatever an answer says, nothing is kept from below these addresses. */
const NEVER = /\/(?:v|vote|desk|account|admin|demo|language|receipts(?:\.txt)?)(?:\/|$)/i;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const LOCALES = { nl: "nl-BE", fr: "fr-BE", en: "en-IE" };

const box = (name) => caches.open(NAME + name);

/* The oldest go when there are too many; what is put again counts as new. */
async function keep(name, address, answer) {
  const cache = await box(name);
  await cache.put(address, answer);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -MOST[name]).map((old) => cache.delete(old)));
}

function mayKeep(url, answer) {
  const said = (name) => answer.headers.get(name) || "";
  return (
    answer.status === 200 &&
    answer.type === "basic" &&
    !answer.redirected &&
    !url.search &&
    !NEVER.test(url.pathname) &&
    said("X-Offline") === "keep" &&
    said("Content-Type").startsWith("text/html") &&
    !/no-store|private/i.test(said("Cache-Control"))
  );
}

/* A page: always from the network. What the server no longer marks (withdrawn, or read by
   somebody who signed in) is not kept any longer. */
async function page(event, url) {
  try {
    const answer = (await event.preloadResponse) || (await fetch(event.request));
    if (mayKeep(url, answer)) {
      event.waitUntil(keep("pages", url.pathname, answer.clone()));
    } else if (!url.search && answer.status >= 200 && answer.status < 500) {
      event.waitUntil(box("pages").then((cache) => cache.delete(url.pathname)));
    }
    return answer;
  } catch {
    return (await keptPage(url)) || offlinePage(url);
  }
}

/* The language of the address; without one, the first language of the device that we speak. */
function languageOf(url) {
  const ours = Object.keys(LOCALES);
  const wished = [url.pathname.split("/")[1], ...self.navigator.languages];
  return wished.map((code) => code.slice(0, 2)).find((code) => ours.includes(code)) || ours[0];
}

async function rewritten(answer, change) {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(change(await answer.text()), { status: answer.status, headers });
}

/* A page that was kept, with a line at its top that says from when it is. */
async function keptPage(url) {
  const found = !url.search && (await (await box("pages")).match(url.pathname, { ignoreVary: true }));
  if (!found) return undefined;
  const language = languageOf(url);
  const style = { dateStyle: "long", timeStyle: "short" };
  const date = new Date(found.headers.get("Date") || Date.now());
  const moment = new Intl.DateTimeFormat(LOCALES[language], style).format(date);
  const line = SITE.words[language].copy.replace("{moment}", moment);
  const note = `<div class="fictional" role="note" data-kept><p class="wrap">${line}</p></div>`;
  return rewritten(found, (text) => text.replace(/<main[^>]*>/, (main) => main + note));
}

/* The page without a network, with links to what can still be read in its language. */
async function offlinePage(url) {
  const language = languageOf(url);
  const found = await (await box("shell")).match(SITE.offline[language], { ignoreVary: true });
  if (!found) return Response.error();
  const pages = await box("pages");
  let links = "";
  for (const request of (await pages.keys()).reverse()) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(`/${language}/`)) continue;
    const text = await (await pages.match(request, { ignoreVary: true })).text();
    const [, title = pathname] = text.match(/<title>([^<]*)<\/title>/) || [];
    links += `<li><a href="${pathname}">${title.replace(` · ${SITE.name}`, "")}</a></li>`;
  }
  const list = links && `<ul class="plain">${links}</ul>`;
  return rewritten(found, (text) => text.replace("<p hidden data-kept></p>", () => list));
}

/* A static file with a digest in its name never changes: once here, it is not asked for again.
   Other files of the shell are read here only when the network fails. */
async function file(event, url) {
  const here = () => caches.match(event.request.url, { ignoreVary: true });
  if (!HASHED.test(url.pathname)) {
    return fetch(event.request).catch(async () => (await here()) || Response.error());
  }
  const found = await here();
  if (found) return found;
  const answer = await fetch(event.request);
  if (answer.status === 200 && answer.type === "basic") {
    event.waitUntil(keep("files", url.pathname, answer.clone()));
  }
  return answer;
}

/* Without cookies: what is fetched ahead is what anybody gets. */
async function fetchShell() {
  const wanted = SITE.shell.map((address) => {
    const cache = HASHED.test(address) ? "default" : "no-cache";
    return new Request(address, { cache, credentials: "omit", redirect: "error" });
  });
  await (await box("shell")).addAll(wanted);
}

/* Where the browser can, a POST does not even wake the worker. */
async function leavePostsAlone(event) {
  if (!event.addRoutes) return;
  await event.addRoutes({ condition: { requestMethod: "POST" }, source: "network" });
}

async function takeOver() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("wijkstem-"));
  const old = ours.filter((name) => !name.startsWith(NAME));
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(leavePostsAlone(event).catch(() => {}));
  event.waitUntil(fetchShell());
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith(SITE.static) && !NEVER.test(url.pathname)) {
    event.respondWith(file(event, url));
  }
});
