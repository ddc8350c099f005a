/* Seals a scan to the public key of the edition, so that this phone cannot read back what it
   holds. The form is that of voting/phone_sealing.py, where it is described. */
"use strict";
import { hex, unhex } from "./codes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const LABEL = new TextEncoder().encode("wijkstem/1/phone");
const BLOCK = 4096;
const SPACE = 32;

export async function digestOf(data) {
  return `sha256:${hex(new Uint8Array(await crypto.subtle.digest("SHA-256", data)))}`;
}

/* `context`: edition, device and nonce as 32 hexadecimal characters, sequence as a number. `pair`
   is for tests; a scan gets a key of its own. */
export async function seal(publicKey, note, image, context, pair) {
  const theirs = Uint8Array.from(atob(publicKey), (symbol) => symbol.charCodeAt(0));
  const mine = pair || (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]));
  const sender = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
  const peer = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const agreed = await crypto.subtle.deriveBits({ name: "ECDH", public: peer }, mine.privateKey, 256);
  const wide = await derived(agreed, joined(sender, theirs), joined(LABEL, contextBytes(context)));
  const key = await crypto.subtle.importKey("raw", wide.slice(0, 32), "AES-GCM", false, ["encrypt"]);
  const inside = joined(...noteBlocks(note), image);
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv: wide.slice(32) }, key, inside);
  return joined(Uint8Array.of(1), sender, new Uint8Array(box));
}

async function derived(agreed, salt, info) {
  const key = await crypto.subtle.importKey("raw", agreed, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 44 * 8));
}

/* The note in whole blocks: its length does not tell how much was marked. */
function noteBlocks(note) {
  const text = new TextEncoder().encode(JSON.stringify(note));
  const padded = new Uint8Array(Math.ceil(text.length / BLOCK) * BLOCK).fill(SPACE);
  padded.set(text);
  return [fourBytes(padded.length), padded];
}

function contextBytes({ edition, device, nonce, sequence }) {
  return joined(unhex(edition), unhex(device), unhex(nonce.replaceAll("-", "")), fourBytes(sequence));
}

function fourBytes(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
