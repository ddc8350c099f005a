/* The page in the hall: one thing at a time. Look for a symbol, keep a picture, tap what is on the
   paper, store it, next. Everything works without a network but for sending. All words are in the
   page. */
"use strict";
import { canvasOf, canvasOfFile, codeReader, codesIn, isWhole, jpegOf, openCamera } from "./camera.js";
import { deviceHash, parseCode, parseSerial, sheetsOf } from "./codes.js";
import { drawBoxes, tapped } from "./marks.js";
import * as signals from "./signals.js";
import { openStore } from "./store.js";
import { fetchList, sendAll } from "./sync.js";

const root = document.querySelector("[data-phone]");
const words = JSON.parse(document.getElementById("phone-words").textContent);
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const say = (name, text) => (part(name).textContent = text);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const NEXT_AFTER = 1100; // milliseconds that "stored" stays
const LOOK_EVERY = 120; // milliseconds between two looks of the camera

let store;
let list;
let sheets;
let stopCamera;
let looking = 0;
let last = ""; // the sheet just dealt with may still lie before the camera
let current; // the side in hand: {code, serial, sheet, layout, side, image, first}

/* Screens. The heading takes the focus, so that a screen reader says where we are. */
function show(name) {
  if (name !== "scan") closeCamera();
  for (const screen of root.querySelectorAll("[data-screen]")) screen.hidden = screen.dataset.screen !== name;
  root.querySelector(`[data-screen="${name}"] h2`).focus();
  window.scrollTo(0, 0);
}

async function home() {
  current = undefined;
  await showCounts();
  show("home");
}

async function showCounts() {
  const counts = await store.counts();
  for (const name of ["pending", "done", "parked", "all"]) say(name, counts[name]);
  say("waiting", counts.pending + counts.parked);
  part("send").disabled = !counts.pending;
  part("needs-help").hidden = !counts.parked;
  const rows = (await store.parked()).map((row) => {
    const line = document.createElement("li");
    line.textContent = filled(words.parked, { number: row.sequence, reason: row.reason || words.too_large });
    return line;
  });
  part("parked-list").replaceChildren(...rows);
  const sent = await store.kept("sent");
  say("last-sent", sent ? moment(sent) : words.never);
  await showSpace();
}

async function showSpace() {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) || {};
  if (quota) say("space", filled(words.space, { left: Math.round((quota - usage) / 1e6) }));
}

const moment = (at) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }).format(at);

/* The list: fetched when there is a network, else the one that was kept. */
async function useList(found) {
  list = found;
  sheets = sheetsOf(list.sheets);
  say("name", list.name);
  say("known", filled(words.known, { number: sheets.size }));
}

async function renewList() {
  const { list: found, token, problem } = await fetchList(root.dataset.list);
  if (problem) return { problem };
  await store.keep("list", found);
  await store.keep("renewed", Date.now());
  await useList(found);
  return { token };
}

async function send() {
  part("send").disabled = true;
  say("send-state", words.sending);
  const { token, problem } = await renewList();
  const ended = problem || (await sendAll({ store, address: root.dataset.sync, token, tell: showCounts }));
  if (!ended) await store.keep("sent", Date.now());
  await showCounts();
  part("sign-in").hidden = ended !== "signed_out";
  const { parked } = await store.counts();
  say("send-state", words[ended || (parked ? "not_all_sent" : "all_sent")]);
}

/* Looking for a symbol, as long as this screen is open. */
async function scan() {
  signals.wake();
  current = undefined;
  say("hint", words.hold_code);
  part("take").hidden = true;
  show("scan");
  const turn = (looking += 1);
  try {
    stopCamera = await openCamera(part("video"));
  } catch {
    say("hint", words.no_camera);
    return;
  }
  if (turn !== looking) return closeCamera();
  part("video").hidden = false;
  await look(turn);
}

function closeCamera() {
  looking += 1;
  stopCamera?.();
  stopCamera = undefined;
  part("video").hidden = true;
}

async function look(turn) {
  const video = part("video");
  while (turn === looking) {
    if (video.videoWidth) {
      const frame = canvasOf(video, video.videoWidth, video.videoHeight);
      const seen = await codesIn(frame).catch(() => ({ found: [] }));
      if (turn !== looking) return;
      const hit = seen.found.find(({ text }) => parseCode(text));
      if (hit) await inFrame(hit, frame, seen);
      else if (seen.found.length) say("hint", words.not_a_sheet_code);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

/* A symbol before the camera: judged at once; the picture is taken when the whole sheet is in it. */
async function inFrame(hit, frame, seen) {
  if (current?.code !== hit.text) {
    const code = parseCode(hit.text);
    const hash = await deviceHash(list.edition.uuid, code.serial);
    if (`${hash}/${code.side}` === last) return;
    if (!(await judge({ ...code, code: hit.text, serial: "", hash }))) return;
    navigator.vibrate?.(30);
    say("hint", words.hold_sheet);
    part("take").hidden = false;
  }
  current.frame = frame;
  if (isWhole(hit.corners, list.layouts[current.layout], seen.width, seen.height)) await take();
}

async function take() {
  const { frame } = current;
  delete current.frame;
  await pictured(frame);
}

async function pictured(canvas) {
  current.image = await jpegOf(canvas);
  askMarks();
}

/* A picture from a file, where the camera cannot be used. */
async function fromFile(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  signals.wake();
  let canvas;
  try {
    canvas = await canvasOfFile(file);
  } catch {
    return refuse("not_an_image");
  }
  if (current?.serial) return pictured(canvas);
  const { found } = await codesIn(canvas);
  const hit = found.find(({ text }) => parseCode(text));
  if (!hit) return refuse(found.length ? "not_a_sheet_code" : "no_code");
  const code = parseCode(hit.text);
  const hash = await deviceHash(list.edition.uuid, code.serial);
  if (await judge({ ...code, code: hit.text, serial: "", hash })) await pictured(canvas);
}

/* A typed number: then a picture from a file if there can be one, else without. */
async function typed(event) {
  event.preventDefault();
  signals.wake();
  const text = part("serial").value;
  const { serial, problem } = parseSerial(text);
  say("serial-problem", problem ? words[problem] : "");
  part("serial").setAttribute("aria-invalid", Boolean(problem));
  if (problem) return part("serial").focus();
  const hash = await deviceHash(list.edition.uuid, serial);
  const side = await firstSideLeft(hash);
  const edition = list.edition.number;
  if (await judge({ code: "", serial: text.trim(), edition, side, hash })) show("picture");
}

async function firstSideLeft(hash) {
  const sides = sheets.has(hash) ? list.layouts[sheets.get(hash).layout].sides.length : 1;
  for (let side = 1; side < sides; side += 1) if (!(await store.has(`${hash}/${side}`))) return side;
  return sides;
}

/* What this phone can tell by itself. True: `current` is the side in hand. */
async function judge({ code, serial, edition, layout, side, hash }, known = false) {
  const found = sheets.get(hash);
  const sheet = `${hash}/${side}`;
  const version = found ? found.layout : layout?.toString(16);
  const boxes = list.layouts[version]?.sides[side - 1];
  const again = { code, serial, edition, layout, side, hash };
  const side_in_hand = { code, serial, sheet, layout: version, side, image: new Uint8Array() };
  if (edition !== list.edition.number) return refuse("foreign", sheet);
  if (await store.has(sheet)) return refuse("duplicate", sheet);
  if (found?.letter === "v") return refuse("void", sheet);
  if (found?.letter === "s") return refuse("spoiled", sheet);
  if (!boxes) return refuse("unknown", sheet);
  if (!found && !known) return refuse("unknown", sheet, again);
  current = side_in_hand;
  return true;
}

/* Told at once, in words, colour, sound and by vibration. The sheet goes to the side. */
function refuse(code, sheet = "", again = undefined) {
  last = sheet;
  signals.attention();
  say("refused-title", words.titles[code] || words.titles.other);
  say("refused-text", words[code]);
  part("refused").dataset.code = code;
  part("all-the-same").hidden = !again;
  part("all-the-same").onclick = async () => {
    if (await judge(again, true)) show("picture");
  };
  show("refused");
  return false;
}

/* Tapping what is on the paper; a second time where the edition asks for it. */
function askMarks() {
  const boxes = list.layouts[current.layout].sides[current.side - 1];
  drawBoxes(part("boxes"), boxes, list.projects);
  const sides = list.layouts[current.layout].sides.length;
  say("marks-side", sides > 1 ? filled(words.side, { side: current.side, sides }) : "");
  part("again").hidden = !current.first;
  part("differ").hidden = !current.differ;
  countMarks();
  show("marks");
}

function countMarks() {
  const number = tapped(part("boxes")).length;
  say("marked", number ? filled(words.marked, { number }) : words.marked_none);
}

async function marksDone() {
  const marks = tapped(part("boxes"));
  const text = JSON.stringify(marks);
  if (list.double_entry && !current.first) {
    current.first = text;
    current.differ = false;
    return askMarks();
  }
  if (list.double_entry && current.first !== text) {
    current.first = "";
    current.differ = true;
    signals.attention();
    return askMarks();
  }
  part("marks-done").disabled = true;
  await keep(marks).finally(() => (part("marks-done").disabled = false));
}

async function keep(marks) {
  const { code, serial, side, sheet, image, layout } = current;
  const { name } = code ? await codeReader() : { name: "typed" };
  const note = { version: 1, code, serial, side, marks, reader: name, taken: Date.now() };
  let number;
  try {
    number = await store.add({ list, sheet, note, image });
  } catch {
    return refuse((await store.has(sheet)) ? "duplicate" : "not_stored", sheet);
  }
  signals.stored();
  last = sheet;
  const sides = list.layouts[layout].sides.length;
  say("stored-number", filled(words.stored, { number }));
  say("stored-next", side < sides ? filled(words.next_side, { side: side + 1 }) : words.next_sheet);
  await showCounts();
  show("stored");
  setTimeout(() => part("stored").hidden || scan(), NEXT_AFTER);
}

/* The worker that keeps this page; ready once it has all of it. */
async function keepPage() {
  try {
    await navigator.serviceWorker.register(root.dataset.worker);
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return Boolean(navigator.serviceWorker?.controller);
  }
}

async function begin() {
  store = await openStore(root.dataset.phone);
  const keptList = await store.kept("list");
  if (keptList) await useList(keptList);
  await showCounts();
  await Promise.all([renewList(), codeReader().catch(() => {})]);
  await navigator.storage?.persist?.().catch(() => false);
  part("barred").hidden = !list?.revoked;
  part("start").disabled = !list || list.revoked;
  await showCounts();
  root.dataset.begun = "";
  const ready = (await keepPage()) && Boolean(list);
  part("ready").hidden = !ready;
  part("not-ready").hidden = ready;
}

const actions = {
  scan,
  home,
  send,
  take,
  type: () => (closeCamera(), part("form").reset(), show("type")),
  "without-picture": askMarks,
  "marks-done": marksDone,
  "try-again": async () => (await store.unpark(), await send()),
  renew: async () => {
    const { problem } = await renewList();
    say("send-state", problem ? words[problem] : words.renewed);
  },
};
root.addEventListener("click", (event) => {
  const action = event.target.closest("[data-do]")?.dataset.do;
  if (action) actions[action]();
});
for (const input of root.querySelectorAll("input[type=file]")) input.addEventListener("change", fromFile);
part("form").addEventListener("submit", typed);
part("boxes").addEventListener("change", countMarks);
window.addEventListener("pagehide", closeCamera);
document.addEventListener("visibilitychange", () => document.hidden || showCounts());
begin();
