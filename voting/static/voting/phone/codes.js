/* The code of a sheet, its number as people type it, and what this phone knows a sheet by.
   The same as voting/paper/code.py and voting/codes.py; tests/voting/paper/vectors.json holds
   examples for both. No key is needed here, and none is on the phone. */
"use strict";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const SERIAL_BYTES = 10;
const SERIAL_SYMBOLS = 17;
const LABEL = new TextEncoder().encode(["wijkstem", "device", "list", "1\0"].join(" "));
const BETWEEN = /[\s\u002d\u00ad\u2010-\u2015\u2212\u200b\ufeff]/g;

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));

/* {edition, layout, side, serial} of a scanned text, or null for anything else. */
export function parseCode(text) {
  if (!/^WB1\.[A-Z2-7]{40}$/.test(text)) return null;
  const data = base32(text.slice(4));
  const [layout, side] = [data[4] >> 4, data[4] & 15];
  if (data[0] !== 1 || !layout || !side) return null;
  const edition = data[1] * 65536 + data[2] * 256 + data[3];
  return { edition, layout, side, serial: data.slice(5, 5 + SERIAL_BYTES) };
}

/* {serial} of a typed number, or {problem}: the code of the sentence that says what is wrong. */
export function parseSerial(text) {
  const code = text.slice(0, 200).replace(BETWEEN, "").toLowerCase();
  const values = Array.from(code, (symbol) => ALPHABET.indexOf(symbol));
  if (values.length !== SERIAL_SYMBOLS + 1 || values.includes(-1)) return { problem: "serial_malformed" };
  let [sum, weight] = [SERIAL_SYMBOLS, 1];
  for (const value of [...values].reverse()) {
    sum += value * weight;
    weight = (weight * 3) % ALPHABET.length;
  }
  if (sum % ALPHABET.length) return { problem: "serial_mistyped" };
  let number = values.slice(0, -1).reduce((all, value) => all * 31n + BigInt(value), 0n);
  if (number >= 1n << 80n) return { problem: "serial_malformed" };
  const serial = new Uint8Array(SERIAL_BYTES);
  for (let at = SERIAL_BYTES - 1; at >= 0; at -= 1, number >>= 8n) serial[at] = Number(number & 255n);
  return { serial };
}

/* 16 hexadecimal characters: what the list of this phone has of a serial. */
export async function deviceHash(edition, serial) {
  const text = new Uint8Array([...LABEL, ...unhex(edition), ...serial]);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", text)).slice(0, 8));
}

/* The list as it came: 16 characters of hash, the layout's version, a letter (r, v or s). */
export function sheetsOf(list) {
  const found = new Map();
  for (let at = 0; at < list.length; at += 18) {
    found.set(list.slice(at, at + 16), { layout: list[at + 16], letter: list[at + 17] });
  }
  return found;
}

function base32(text) {
  const data = new Uint8Array((text.length * 5) / 8);
  let [bits, held, at] = [0, 0, 0];
  for (const symbol of text) {
    held = ((held << 5) | BASE32.indexOf(symbol)) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      data[at] = (held >> bits) & 255;
      at += 1;
    }
  }
  return data;
}
